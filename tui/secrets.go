package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// revealTime is how long secrets stand on the screen once somebody asked for them.
const revealTime = 10 * time.Second

// reveal shows the keys of the session on the screen, or hides them again.
func (m *Model) reveal() tea.Cmd {
	i := m.shown()
	if i == nil || !i.live(m.now) {
		return nil
	}
	if !m.revealUntil.IsZero() {
		m.hideSecrets()
		return nil
	}
	m.revealUntil = m.now.Add(revealTime)
	m.lookAtEnd()
	return nil
}

func (m *Model) hideSecrets() { m.revealUntil = time.Time{} }
