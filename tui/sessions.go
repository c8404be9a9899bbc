package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
)

// readSessions looks for the sessions that are kept, and for sign-ins that have ended:
// one profile is asked about for each of those.
func (m *Model) readSessions() tea.Cmd {
	files, ctx, o := m.files, m.walks.ctx, m.opts
	if o.Sessions == nil || files == nil {
		return nil
	}
	var names, signIns []string
	known := map[string]bool{}
	for n := range m.list.rows {
		if r := &m.list.rows[n]; r.detail.signIn != "" && !known[r.detail.signIn] {
			known[r.detail.signIn] = true
			names, signIns = append(names, r.name), append(signIns, r.detail.signIn)
		}
	}
	return guarded(func() tea.Msg {
		msg := sessionsMsg{files: files, kept: o.Sessions(ctx, files), signedOut: map[string]bool{}}
		if o.SignedOut != nil && len(names) > 0 {
			out := o.SignedOut(ctx, files, names)
			for n, name := range names {
				msg.signedOut[signIns[n]] = out[name]
			}
		}
		return msg
	})
}

// takeSessions takes in the sessions, unless the files have changed since.
func (m *Model) takeSessions(msg sessionsMsg) {
	if msg.files == m.files {
		m.kept, m.signedOut = msg.kept, msg.signedOut
	}
}

// rowState is how a row's session stands: a symbol or a few letters.
func (m *Model) rowState(r *row) span {
	kept, known := m.kept[r.name]
	known = known && !r.ambient
	if i := m.walks.resolved[r.target]; i != nil {
		switch outcome := outcomeOf(i); {
		case i.waiting > 0:
			if i.signing {
				return span{accent, "sign in"}
			}
			return span{accent, "code?"}
		case i.running():
			return span{accent, m.spinner()}
		case outcome == chain.OutcomeFound:
			if end := i.result.Keys.Expiration; !known || end.IsZero() || end.After(kept) {
				return leftSpan(end, m.now)
			}
		case i.broken != nil, outcome == chain.OutcomeError, outcome == chain.OutcomeNone:
			return span{bad, "failed"}
		}
	}
	switch {
	case known && (kept.IsZero() || kept.After(m.now)):
		return leftSpan(kept, m.now)
	case r.detail.broken:
		return span{bad, "broken"}
	case r.detail.signIn != "" && m.signedOut[r.detail.signIn]:
		return span{warn, "sign in"}
	case known:
		return leftSpan(kept, m.now)
	}
	return span{}
}

// endOf is when the session of a target ends: the one that was found, or one that
// was obtained since; zero if there is none or it does not end.
func (m *Model) endOf(t target) time.Time {
	var end time.Time
	if i := m.walks.resolved[t]; i != nil && outcomeOf(i) == chain.OutcomeFound {
		end = i.result.Keys.Expiration
	}
	if kept := m.kept[t.name]; !t.ambient && kept.After(end) {
		end = kept
	}
	return end
}

// ending is the end of the chosen session, if that is near or past.
func (m *Model) ending() (end time.Time, near bool) {
	if m.chosen == nil {
		return end, false
	}
	end = m.endOf(*m.chosen)
	return end, !end.IsZero() && end.Sub(m.now) < expiring
}

// warning is what was said of the end of the chosen session.
type warning struct {
	end  time.Time
	gone bool
}

// warnOfEnd says once that the chosen session is about to end, and once that it has.
func (m *Model) warnOfEnd() {
	end, near := m.ending()
	if !near {
		return
	}
	now := warning{end, !end.After(m.now)}
	if m.warned == now {
		return
	}
	m.warned = now
	text := " ends in " + left(end.Sub(m.now)) + ": "
	if now.gone {
		text = " has ended: "
	}
	m.say(warn, "the session of "+m.chosen.label()+text+m.renewal())
}

// renewal says how the chosen session is renewed.
func (m *Model) renewal() string {
	if at, ok := m.list.selected(); ok && at == *m.chosen {
		return "enter renews it"
	}
	return "enter on it renews it"
}

// endingSpans are what the header says of a chosen session that is about to end.
func (m *Model) endingSpans() []span {
	end, near := m.ending()
	if !near {
		return nil
	}
	if end.After(m.now) {
		return []span{{warn, "! " + m.chosen.label() + "  " + left(end.Sub(m.now)) + " left"}}
	}
	return []span{{bad, "! " + m.chosen.label() + "  expired"}}
}

// droppable reports whether a session of the target is kept.
func (m *Model) droppable(t target) bool {
	if m.opts.DropSession == nil || t.ambient {
		return false
	}
	_, ok := m.kept[t.name]
	return ok
}

// dropSession forgets the session that is kept of the profile.
func (m *Model) dropSession() tea.Cmd {
	at, ok := m.list.selected()
	if !ok || !m.droppable(at) {
		return nil
	}
	drop := m.opts.DropSession
	return guarded(func() tea.Msg { return droppedMsg{at, drop(context.Background(), at.name)} })
}

// dropped shows that the session is gone.
func (m *Model) dropped(msg droppedMsg) tea.Cmd {
	if msg.err != nil {
		m.say(bad, msg.err.Error())
		return nil
	}
	m.walks.forget(msg.target)
	if m.chosen != nil && *m.chosen == msg.target {
		m.chosen = nil
	}
	m.say(plain, "the session of "+msg.target.label()+" is dropped")
	return m.readSessions()
}
