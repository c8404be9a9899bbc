package tui

import tea "github.com/charmbracelet/bubbletea"

// wheelRows is how far a turn of the wheel goes.
const wheelRows = 3

// mouse takes the wheel and clicks.
func (m *Model) mouse(e tea.MouseMsg) tea.Cmd {
	if e.Action != tea.MouseActionPress || m.mode == modeCopy || m.mode == modeSignIn || m.mode == modePrompt {
		return nil
	}
	switch e.Button {
	case tea.MouseButtonWheelUp:
		return m.wheel(e, -wheelRows)
	case tea.MouseButtonWheelDown:
		return m.wheel(e, wheelRows)
	case tea.MouseButtonLeft:
		return m.click(e.X, e.Y)
	}
	return nil
}

// wheel moves the cursor of the pane below the pointer.
func (m *Model) wheel(e tea.MouseMsg, by int) tea.Cmd {
	switch {
	case m.mode == modeHelp:
		return m.move(by)
	case m.lay.shape == shapeTwo && m.lay.chain.holds(e.X, e.Y):
		m.chain.move(by, m.shown())
	case m.lay.shape == shapeOne && m.chain.focused:
		m.chain.move(by, m.shown())
	default:
		m.list.move(by)
	}
	return nil
}

// click puts the cursor where the pointer is; on a group's heading it folds.
func (m *Model) click(x, y int) tea.Cmd {
	if m.mode == modeHelp {
		return nil
	}
	onList := m.lay.profiles.holds(x, y) && (m.lay.shape == shapeTwo || !m.chain.focused)
	if onList {
		m.chain.focused = false
		at := m.list.top + y - m.lay.profiles.y - m.listTop()
		if y < m.lay.profiles.y+m.listTop() || !m.list.selectable(at) {
			return nil
		}
		m.list.cursor = at
		if m.list.headingAt(at) != nil {
			return m.fold()
		}
		return nil
	}
	if m.lay.chain.holds(x, y) {
		if n := y - m.lay.chain.y - m.chainTop() + m.chain.top; y >= m.lay.chain.y+m.chainTop() {
			m.chain.selectNumber(n, m.shown())
		}
	}
	return nil
}

// takeMouse asks for the mouse again after the terminal was somebody else's: Bubble
// Tea gives it back but does not take it again.
func (m *Model) takeMouse() tea.Cmd {
	if !m.opts.Mouse {
		return nil
	}
	return tea.EnableMouseCellMotion
}
