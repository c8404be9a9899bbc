package tui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// fewRunes is how many keys that arrive as one message are taken for typing; more
// are a paste from a terminal that does not mark pastes.
const fewRunes = 4

// key routes a key press by mode. A paste triggers no binding in any.
func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	m.notice.seen()
	m.typing.pressed()
	if m.pane != nil {
		return m.paneKey(k)
	}
	switch {
	case k.Type == tea.KeyEsc && k.Alt:
		return m.escAnd(k)
	case m.mode == modePrompt && k.Type == tea.KeyRunes:
		return m.typeCode(string(k.Runes))
	case m.mode == modeFilter && (k.Type == tea.KeyRunes || k.Type == tea.KeySpace) && !k.Alt:
		return m.edit(func(f *field) { f.put(k.Runes) })
	case k.Type == tea.KeyRunes && k.Paste:
		return nil
	case k.Alt && k.Type == tea.KeyRunes && m.mode != modeFilter && m.mode != modePrompt:
		return m.escAnd(k)
	case k.Type == tea.KeyRunes && len(k.Runes) > 1 && !k.Alt:
		return m.keysInOne(k)
	}
	m.catchUp(k.String())
	return m.act(m.keys.action(m.mode, k.String()))
}

// catchUp turns the chain pane to the row under the cursor before a key acts on it: who
// is faster than the pane means the row, not the one that the pane still shows.
func (m *Model) catchUp(name string) {
	at, ok := m.list.selected()
	if !ok || m.mode != modeList || at == m.chain.at || m.keys.moves(name) {
		return
	}
	m.show(at)
	m.enableKeys()
}

// escAnd takes a key that came so soon after esc that the two look like one with alt:
// none is bound to that here. It may be esc again.
func (m *Model) escAnd(k tea.KeyMsg) tea.Cmd {
	first := m.key(tea.KeyMsg{Type: tea.KeyEsc})
	m.enableKeys()
	k.Alt = false
	return tea.Batch(first, m.key(k))
}

// keysInOne takes keys that were pressed so fast that they came together.
func (m *Model) keysInOne(k tea.KeyMsg) tea.Cmd {
	if m.keys.action(m.mode, string(k.Runes[:1])) == actFilter { // what follows is text, however much
		open := m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: k.Runes[:1]})
		m.enableKeys()
		return tea.Batch(open, m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: k.Runes[1:]}))
	}
	if len(k.Runes) > fewRunes {
		return nil
	}
	var cmds []tea.Cmd
	for _, r := range k.Runes {
		cmds = append(cmds, m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}))
		m.enableKeys()
	}
	return tea.Batch(cmds...)
}

// move moves the cursor of the pane that has the focus.
func (m *Model) move(by int) tea.Cmd {
	switch {
	case m.mode == modeHelp:
		m.help.top = max(0, m.help.top+by)
	case m.chain.focused:
		m.chain.move(by, m.shown())
	default:
		m.list.move(by)
	}
	return nil
}

// page is how far a page goes.
func (m *Model) page() int { return max(1, m.list.height-1) }

func (m *Model) toEnd(last bool) tea.Cmd {
	if m.chain.focused {
		by := len(linesOf(m.shown()))
		if !last {
			by = -by
		}
		m.chain.move(by, m.shown())
		return nil
	}
	m.list.toEnd(last)
	return nil
}

// switchPane gives the keys to the other pane.
func (m *Model) switchPane() tea.Cmd {
	m.chain.focused = !m.chain.focused
	return nil
}

// back leaves what was entered last: a run, the secrets on the screen, the chain
// pane, the filter.
func (m *Model) back() tea.Cmd {
	at, _ := m.list.selected()
	switch {
	case !m.revealUntil.IsZero():
		m.hideSecrets()
	case m.signs.current() != nil && m.mode == modeList: // it has nothing to show yet
		return m.leaveSignIn()
	case m.walks.cancel(m.chain.at) || m.walks.cancel(at) || m.walks.stopAsking(m.chain.at):
	case m.chain.focused:
		m.chain.focused = false
	case m.list.query != "":
		m.list.setQuery("")
	}
	return nil
}

// leave leaves a menu or the help.
func (m *Model) leave() tea.Cmd {
	m.mode = modeList
	m.help.top = 0
	return nil
}

func (m *Model) openHelp() tea.Cmd {
	m.mode = modeHelp
	return nil
}

func (m *Model) quit() tea.Cmd { return tea.Quit }

func (m *Model) abort() tea.Cmd {
	m.choice.Aborted = true
	return tea.Quit
}
