package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/signin"
)

// signIns are the sign-ins that wait for the person, one after the other.
type signIns struct {
	queue []*signing
	large bool // the QR code has the window for itself
}

// signing is the screen's half of a sign-in.
type signing struct {
	*signer
	to     chain.SSOTarget
	reason string // why one is needed; empty where it was asked for
	force  bool   // the server refused a token that looks good
	agreed bool
	began  time.Time
	page   signin.Event // the address; empty while there is none
	note   span         // what goes on besides
	failed error        // how it ended, of one of its own
	then   func(*Model) tea.Cmd
	drawn  drawnCodes
}

// current is the sign-in on the screen; nil if there is none.
func (q *signIns) current() *signing {
	if len(q.queue) == 0 {
		return nil
	}
	return q.queue[0]
}

func (q *signIns) of(s *signer) *signing {
	for _, one := range q.queue {
		if one.signer == s {
			return one
		}
	}
	return nil
}

// drop forgets a sign-in that is over.
func (q *signIns) drop(gone func(*signing) bool) {
	front := q.current()
	kept := q.queue[:0:0]
	for _, one := range q.queue {
		if !gone(one) {
			kept = append(kept, one)
		}
	}
	q.queue = kept
	if q.current() != front {
		q.large = false
	}
}

// ready reports whether the sign-in has anything to show: one that ends at once does
// not flicker.
func (s *signing) ready(now time.Time) bool {
	return !s.agreed || s.page.Address != "" || s.failed != nil || now.Sub(s.began) >= spinnerDelay
}

// beginsAgain reports whether a sign-in has failed, and another may not.
func (s *signing) beginsAgain() bool {
	e, _ := asChainError(s.failed)
	return s.failed != nil && (e == nil || e.Code != chain.CodeSSONoTarget)
}

// signIn signs in to what the profile under the cursor needs.
func (m *Model) signIn() tea.Cmd {
	at, ok := m.list.selected()
	if !ok || m.opts.SignIn == nil {
		return nil
	}
	for _, s := range m.signs.queue {
		if s.at == at {
			return nil
		}
	}
	return m.beginSignIn(&signing{agreed: true}, at, nil)
}

// beginSignIn begins a sign-in of its own; it asks first unless that is agreed.
func (m *Model) beginSignIn(s *signing, at target, to *chain.SSOTarget) tea.Cmd {
	if i := m.walks.resolved[at]; i != nil && i.result != nil && i.result.Error != nil {
		s.force = s.force || i.result.Error.Code == chain.CodeSSORevoked
	}
	s.signer, s.began = startSigner(m.walks.ctx, m.opts.SignIn, at, to, s.force), m.now
	if s.agreed {
		s.signer.agreed <- true
	}
	m.signs.queue = append(m.signs.queue, s)
	return s.next()
}

// askSignIn takes in a run's wish for a sign-in.
func (m *Model) askSignIn(msg signInAskedMsg) tea.Cmd {
	i := m.walks.runs[msg.from.walk]
	if i == nil {
		return nil
	}
	i.waiting++
	i.signing = true
	msg.from.at = i.target
	m.closePane()
	m.signs.queue = append(m.signs.queue, &signing{signer: msg.from, to: msg.request.Target, reason: m.voice().Reason(msg.request.Reason), began: m.now})
	return i.run.next()
}

func (m *Model) agree(s *signing) {
	s.agreed, s.began = true, m.now
	s.signer.agreed <- true
}

// agreeToSignIn begins the sign-in that was offered, or the one that failed anew.
func (m *Model) agreeToSignIn() tea.Cmd {
	s := m.signs.current()
	switch {
	case s == nil:
	case s.beginsAgain():
		m.endSigning(s)
		again := &signing{agreed: true, to: s.to, force: s.force, then: s.then}
		if s.to.Name() != "" {
			return m.beginSignIn(again, s.at, &s.to)
		}
		return m.beginSignIn(again, s.at, nil)
	case !s.agreed:
		m.agree(s)
	}
	return nil
}

// leaveSignIn ends the sign-in at once: an offer is declined, a walk that is being led
// through one is canceled.
func (m *Model) leaveSignIn() tea.Cmd {
	s := m.signs.current()
	switch {
	case s == nil:
		return nil
	case m.signs.large:
		m.signs.large = false
		return nil
	case s.walk == 0:
		if s.cancel(); s.failed == nil {
			m.say(plain, "not signed in")
		}
	case s.agreed:
		m.walks.cancel(s.at)
	default:
		s.agreed = true
		s.signer.agreed <- false
	}
	m.endSigning(s)
	return nil
}

// byDevice asks for a device code in the place of the browser of this computer.
func (m *Model) byDevice() tea.Cmd {
	if s := m.signs.current(); s != nil && s.page.Method == signin.ByBrowser {
		s.page, s.note, s.began = signin.Event{}, span{}, m.now
		s.device <- struct{}{}
	}
	return nil
}

// copyAddress sends the address to the clipboard.
func (m *Model) copyAddress() tea.Cmd {
	s := m.signs.current()
	if s == nil || s.page.Address == "" {
		return nil
	}
	return m.toClipboard("the address", s.page.Address)
}

func (m *Model) largeCode() tea.Cmd {
	m.signs.large = !m.signs.large
	return nil
}
