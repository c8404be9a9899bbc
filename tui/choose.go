package tui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/settings"
)

// resolveSelected resolves the target under the cursor; choose makes it the choice
// if credentials are found.
func (m *Model) resolveSelected(choose bool) tea.Cmd {
	at, ok := m.list.selected()
	if !ok {
		return m.fold()
	}
	if i := m.walks.of(at); choose && i != nil && i.lasting(m.now) && !i.running() {
		m.show(at)
		m.lookAtEnd()
		if m.mode == modeFilter {
			m.mode = modeList
		}
		return m.choose(i)
	}
	cmd := m.walks.resolve(at, choose, m.now)
	m.show(at)
	m.lookAtEnd()
	if m.mode == modeFilter {
		m.mode = modeList
	}
	return cmd
}

// runEnded takes in the end of a run.
func (m *Model) runEnded(id runID) tea.Cmd {
	m.prompt.drop(id)
	m.signs.drop(func(s *signing) bool { return s.walk == id })
	i := m.walks.takeEnd(id, m.now)
	if i == nil {
		return nil
	}
	if i.choose && i.live(m.now) {
		return m.choose(i)
	}
	return m.readSessions()
}

// choose makes a target's session the choice: it ends the program where somebody
// waits for it, and marks the row where nobody does.
func (m *Model) choose(i *inspection) tea.Cmd {
	i.choose = false
	m.choice = Choice{Profile: i.target.name, Result: i.result}
	m.chosen = &i.target
	var save tea.Cmd
	if !i.target.ambient {
		now, name := m.now, i.target.name
		save = m.change(func(s settings.State) settings.State { return s.Used(name, now) })
	}
	if m.opts.Captured {
		return tea.Sequence(save, tea.Quit)
	}
	m.say(good, i.target.label()+" is chosen")
	return tea.Batch(save, m.readSessions())
}

// change changes what is remembered of profiles, and writes it down.
func (m *Model) change(change func(settings.State) settings.State) tea.Cmd {
	m.list.state = change(m.list.state)
	path := m.opts.StatePath
	if path == "" {
		return nil
	}
	return guarded(func() tea.Msg {
		state, err := settings.Change(path, change)
		return savedMsg{state, err}
	})
}

// saved takes in what is remembered now. The rows keep their places until the list
// is made anew for another reason: nothing jumps under the cursor.
func (m *Model) saved(msg savedMsg) tea.Cmd {
	if msg.err != nil {
		m.say(warn, msg.err.Error())
		return nil
	}
	m.list.state = msg.state
	return nil
}

// pin pins the profile under the cursor, or lets it go.
func (m *Model) pin() tea.Cmd {
	at, ok := m.list.selected()
	if !ok || at.ambient {
		return nil
	}
	cmd := m.change(func(s settings.State) settings.State { return s.TogglePin(at.name) })
	if m.list.query == "" {
		m.list.reorder()
	}
	if m.list.state.Pinned(at.name) {
		m.say(plain, at.label()+" is pinned")
	} else {
		m.say(plain, at.label()+" is not pinned any more")
	}
	return cmd
}

func (m *Model) nextOrder() tea.Cmd {
	m.list.sort = following(sortOrders, m.list.sort)
	m.list.reorder()
	m.say(plain, "ordered by "+map[string]string{"recent": "recent use", "name": "name", "account": "account"}[m.list.sort])
	return nil
}

func (m *Model) nextGrouping() tea.Cmd {
	m.list.group = following(groupings, m.list.group)
	m.list.reorder()
	m.say(plain, map[string]string{"none": "not grouped", "session": "grouped by SSO session", "account": "grouped by account"}[m.list.group])
	return nil
}

func (m *Model) fold() tea.Cmd {
	m.list.toggleFold()
	return nil
}

// again reads the files again and does what was done last for the target: explain,
// or resolve.
func (m *Model) again() tea.Cmd {
	at, ok := m.list.selected()
	if !ok {
		return m.reload()
	}
	if i := m.walks.of(at); i != nil && i.mode == chain.ModeResolve {
		return tea.Batch(m.reload(), m.resolveSelected(false))
	}
	m.walks.forget(at)
	return m.reload()
}

// showAll asks the stages behind the winner too, in explain mode.
func (m *Model) showAll() tea.Cmd {
	if m.lay.shape == shapeOne {
		m.chain.focused = true
	}
	return m.walks.explain(m.chain.at, true, m.now)
}

// whoami asks STS whose the credentials are that were found.
func (m *Model) whoami() tea.Cmd {
	i := m.shown()
	if i == nil || !i.live(m.now) || i.asking != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(m.walks.ctx)
	i.asking, i.notKnown = cancel, nil
	m.lookAtEnd()
	o, at := m.walks.optionsFor(i.target), i.target
	keys, region := i.result.Keys, i.result.Region.Value
	return func() (msg tea.Msg) {
		answer := identityMsg{target: at, keyID: keys.AccessKeyID}
		defer func() {
			if p := recover(); p != nil {
				answer.err = fmt.Errorf("internal error: %v", p)
				msg = answer
			}
		}()
		defer cancel()
		answer.identity, answer.err = chain.CallerIdentity(ctx, o, keys, region)
		answer.canceled = ctx.Err() != nil
		return answer
	}
}

// stopAsking gives up asking whose the credentials of a target are; it reports whether
// that was asked.
func (w *walks) stopAsking(t target) bool {
	i := w.resolved[t]
	if i == nil || i.asking == nil {
		return false
	}
	i.asking()
	i.asking = nil
	return true
}

// takeIdentity takes in whose the credentials are, if they are still the same.
func (m *Model) takeIdentity(msg identityMsg) {
	i := m.walks.resolved[msg.target]
	if i == nil || msg.canceled {
		return
	}
	i.asking = nil
	if i.result == nil || i.result.Keys.AccessKeyID != msg.keyID {
		return
	}
	if i.notKnown = msg.err; msg.err == nil {
		i.identity = &msg.identity
	}
}
