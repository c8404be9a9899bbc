package tui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/signin"
	"credence/internal/wording"
)

// newsOf goes on reading what happens in a sign-in.
func (m *Model) newsOf(s *signer) tea.Cmd {
	if i := m.walks.runs[s.walk]; i != nil {
		return i.run.next()
	}
	return s.next()
}

// takeSignIn takes in what happens in a sign-in.
func (m *Model) takeSignIn(s *signer, event signin.Event) tea.Cmd {
	one := m.signs.of(s)
	if one == nil {
		return m.newsOf(s)
	}
	switch event.Kind {
	case signin.EventAddress:
		one.page, one.note = event, span{}
	case signin.EventOpened:
		one.note = span{faint, "the browser was opened"}
	case signin.EventNotOpened:
		one.note = span{warn, "no browser was opened: open the address yourself"}
		if event.Method == signin.ByBrowser {
			one.note.text = "no browser was opened: d signs in by a code"
		}
	case signin.EventTrouble:
		one.note = span{warn, "no answer from the sign-in service, trying again"}
	case signin.EventSlowDown:
		one.note = span{faint, "the sign-in service asks for longer pauses"}
	case signin.EventStranger:
		one.note = span{faint, "something else knocked at the port, and got nothing"}
	case signin.EventConfirmed:
		one.note = span{good, "confirmed"}
	}
	return m.newsOf(s)
}

// signInEnded takes in the end of a sign-in.
func (m *Model) signInEnded(s *signer) tea.Cmd {
	one := m.signs.of(s)
	next := m.newsOf(s)
	if s.walk == 0 {
		next = nil
	}
	if one == nil {
		return next
	}
	if e, ok := asChainError(s.err); ok && e.Code == chain.CodeSSONoTarget && e.Data["awsLogin"] == "" {
		m.endSigning(one)
		m.say(plain, noTarget(one.at, e))
		return nil
	}
	if s.err != nil && s.walk == 0 && !errors.Is(s.err, chain.ErrSignInDeclined) {
		one.failed, one.page = s.err, signin.Event{}
		return nil
	}
	m.endSigning(one)
	if s.err != nil {
		return next
	}
	return tea.Batch(next, m.signedIn(one))
}

// noTarget says that a row leads to nothing that one can sign in to.
func noTarget(at target, e *chain.Error) string {
	switch {
	case e.Data["sessions"] == "":
		return "there is nothing to sign in to: the config file has no sso-session"
	case at.ambient:
		return "which sign-in? put the cursor on a profile that uses one"
	}
	return at.label() + " has no SSO settings to sign in with"
}

// endSigning takes a sign-in from the screen, and lets its run go on.
func (m *Model) endSigning(s *signing) {
	if i := m.walks.runs[s.walk]; i != nil && i.signing {
		i.waiting--
		i.signing = false
	}
	m.signs.drop(func(one *signing) bool { return one == s })
}

// signedIn says how long a sign-in is good, and forgets what was known without it.
func (m *Model) signedIn(s *signing) tea.Cmd {
	res := s.result
	said := "signed in to "
	if !res.SignedIn {
		said = "already signed in to "
	}
	said += sanitize.Quote(res.Target.Name())
	if end := res.Token.Expires; !end.IsZero() {
		said += " until " + wording.Clock(end, m.now)
	}
	switch {
	case res.Unchecked != nil:
		said += "; the portal could not be asked about it"
	case res.Token.Refreshable:
		said += ", then renewed by itself"
	}
	m.say(good, said)
	again := m.walks.signedIn(res.Target.Name())
	for _, other := range m.signs.queue { // the same sign-in will do
		if other.to.Name() == res.Target.Name() && !other.agreed && other.walk != 0 {
			m.agree(other)
		}
	}
	cmds := []tea.Cmd{m.readSessions()}
	switch {
	case s.then != nil:
		cmds = append(cmds, s.then(m))
	case s.walk == 0 && again[s.at]:
		cmds = append(cmds, m.walks.resolve(s.at, false, m.now))
	}
	return tea.Batch(cmds...)
}

// signedIn forgets the chains that were made without the sign-in; it tells which of the
// resolved ones stopped for the want of it.
func (w *walks) signedIn(name string) map[target]bool {
	w.filesChanged(w.files)
	stopped := map[target]bool{}
	for at, i := range w.resolved {
		if i.running() || i.result == nil || i.result.Error == nil {
			continue
		}
		e := i.result.Error
		if wants := signInCode(e.Code) && (e.Data["session"] == name || e.Data["session"] == "" && e.Data["startUrl"] == name); wants {
			stopped[at] = true
			delete(w.resolved, at)
		}
	}
	return stopped
}

// signInCode reports whether a walk ended for the want of a sign-in.
func signInCode(code chain.Code) bool {
	switch code {
	case chain.CodeSignInDeclined, chain.CodeSignInDenied, chain.CodeSignInExpired, chain.CodeSignInUnreachable, chain.CodeSignInRefused, chain.CodeSignInNoPlace, chain.CodeSignInUnsaved:
		return true
	}
	return chain.NeedsSignIn(code)
}
