package tui

import (
	"slices"

	"credence/chain"
	"credence/internal/signin"
)

// planSignIn shares the rows of the chain pane out while a sign-in is on the screen: of
// the chain, a few rows stay where there is room for the address too.
func (m *Model) planSignIn(r rect, ladder int) chainPlan {
	s := m.signs.current()
	if s == nil {
		return planChain(r.h, wishes{head: m.headHeight(), ladder: ladder, least: 3})
	}
	plan := planChain(r.h, wishes{head: m.headHeight(), ladder: ladder, least: 3})
	above := plan.head + plan.gap + plan.space
	want, need := m.signInHeight(r.w, r.h-above-ladder)
	room := r.h - above
	plan.ladder = min(ladder, max(0, room-want, min(3, room-need)))
	plan.detail = room - plan.ladder
	plan.rule = 0
	return plan
}

// enableSignIn says which keys of a sign-in count.
func (m *Model) enableSignIn(i *inspection, onRow bool) {
	k, s := m.keys, m.signs.current()
	k.enable(actSignIn, onRow && m.opts.SignIn != nil, "")
	k.show(actSignIn, m.wantsSignIn(i))
	if s == nil {
		return
	}
	page := s.page.Address != ""
	k.enable(actAgreeSignIn, !s.agreed || s.beginsAgain(), choice(s.failed != nil, "begin again", "sign in"))
	k.enable(actCopyAddress, page, "")
	k.enable(actLargeCode, page && (m.signs.large || m.largeFits(s)), choice(m.signs.large, "back to the chain", "QR code"))
	k.enable(actByDevice, s.page.Method == signin.ByBrowser, "")
	k.enable(actLeaveSignIn, true, choice(m.signs.large, "back", choice(s.agreed && s.failed == nil, "cancel", "leave")))
}

// wantsSignIn reports whether signing in is what there is to do for the target of the
// chain pane.
func (m *Model) wantsSignIn(i *inspection) bool {
	if i != nil && i.result != nil && i.result.Error != nil {
		return signInCode(i.result.Error.Code)
	}
	if i != nil && slices.ContainsFunc(i.trace.Findings, func(f chain.Finding) bool { return f.Code == chain.FindingSSORegion }) {
		return true
	}
	r := m.list.selectedRow()
	return r != nil && r.detail.signIn != "" && m.signedOut[r.detail.signIn]
}
