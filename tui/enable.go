package tui

import (
	"slices"

	"credence/chain"
	"credence/profiles"
)

// enableKeys says which keys count now; help and footer follow.
func (m *Model) enableKeys() {
	k := m.keys
	at, onRow := m.list.selected()
	i := m.shown()
	live := i != nil && i.live(m.now)
	running := i != nil && i.running()
	_, foldable := m.list.groupAtCursor()
	k.enable(actChoose, onRow || foldable, m.useHelp(onRow))
	k.enable(actInspect, onRow && !running, "")
	k.enable(actAll, i != nil && !i.all && i.result != nil && i.result.Stage != "", "")
	k.enable(actWhoami, live && i.asking == nil && i.identity == nil, "")
	k.enable(actReveal, live, map[bool]string{true: "show secrets", false: "hide secrets"}[m.revealUntil.IsZero()])
	k.enable(actPin, onRow && !at.ambient, map[bool]string{true: "unpin", false: "pin"}[m.list.state.Pinned(at.name)])
	k.enable(actDrop, onRow && m.droppable(at), "")
	k.enable(actAccounts, m.opts.Accounts != nil, "")
	row := m.list.selectedRow()
	k.show(actAccounts, row != nil && row.detail.kind == profiles.KindSSO)
	k.enable(actFilter, m.list.profiles() > 0 || m.list.query != "", "")
	k.enable(actFilterKeep, len(m.list.entries) > 0, "")
	k.enable(actCopy, slices.ContainsFunc([]string{copyName, copyAccount, copyKey}, func(what string) bool { return m.copyable(what) != "" }), "")
	k.enable(actFold, foldable && m.list.query == "", "")
	m.enableSignIn(i, onRow)
	_, place := m.editPlace()
	k.enable(actEdit, place, "")
	back := m.backHelp(running || i != nil && i.asking != nil)
	k.enable(actBack, back != "", back)
	k.enable(actPane, true, map[bool]string{true: "profiles", false: "chain"}[m.chain.focused])
	if m.mode == modeHelp {
		k.scrollHelp(m.helpScrolls())
	}
	if m.mode == modeCopy {
		for what, do := range map[string]action{
			copyName: actCopyName, copyARN: actCopyARN, copyAccount: actCopyAccount, copyKey: actCopyKey, copyExports: actCopyExports,
		} {
			k.enable(do, m.copyable(what) != "", "")
			k.show(do, m.lay.chain.h < leastCopyTitle) // else the menu is on the screen
		}
		if m.opts.Shell != "" {
			k.enable(actCopyExports, m.copyable(copyExports) != "", "exports for "+m.opts.Shell+", with the secrets")
		}
	}
}

// useHelp is what Enter does.
func (m *Model) useHelp(onRow bool) string {
	if !onRow {
		return "fold"
	}
	if m.opts.Captured {
		return "take"
	}
	return "use"
}

// backHelp is what esc does; empty where it does nothing.
func (m *Model) backHelp(running bool) string {
	switch {
	case !m.revealUntil.IsZero():
		return "hide secrets"
	case running, m.signs.current() != nil && m.mode == modeList:
		return "cancel"
	case m.chain.focused:
		return "back"
	case m.list.query != "":
		return "all profiles"
	}
	return ""
}

// outcomeOf is the outcome of a walk; empty while it is under way.
func outcomeOf(i *inspection) chain.Outcome {
	if i == nil || i.result == nil {
		return ""
	}
	return i.result.Outcome
}
