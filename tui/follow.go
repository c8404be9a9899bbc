package tui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// patience is how long the chain of the row before stays while that of the new one
// is being explained: a ladder that shows for two milliseconds is only a flicker.
const patience = 50 * time.Millisecond

// follow sees to it that the chain under the cursor is known and shown.
func (m *Model) follow() tea.Cmd {
	at, ok := m.list.selected()
	if !ok || m.files == nil && !at.ambient {
		return nil
	}
	if s := m.signs.current(); s != nil && m.mode == modeSignIn {
		m.show(s.at)
		return nil
	}
	if asking := m.prompt.asking(); asking != nil && m.mode == modePrompt {
		if i := m.walks.runs[asking.id]; i != nil {
			m.show(i.target)
			return nil
		}
	}
	cmd := m.walks.explain(at, false, m.now)
	switch {
	case at == m.chain.at:
		m.chain.since = time.Time{}
	case m.walks.of(at) != nil:
		m.show(at)
	case m.chain.since.IsZero():
		m.chain.since = m.now
	case m.now.Sub(m.chain.since) >= patience:
		m.show(at)
	}
	return cmd
}

// show turns the chain pane to a target.
func (m *Model) show(t target) {
	if t == m.chain.at {
		return
	}
	if i := m.walks.resolved[m.chain.at]; i != nil && i.result != nil && i.result.Outcome == "canceled" {
		m.walks.forget(m.chain.at)
	}
	m.chain.turn(t)
	m.hideSecrets()
}

// shown is what is known of the target in the chain pane; nil while nothing is.
func (m *Model) shown() *inspection { return m.walks.of(m.chain.at) }

// guarded makes a command safe: a panic becomes a message.
func guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				msg = brokenMsg{fmt.Errorf("internal error: %v", p)}
			}
		}()
		return cmd()
	}
}

var errNoClipboard = errors.New("the terminal could not be written to")

// kindOf is the kind of a message, without anything that it holds.
func kindOf(msg tea.Msg) string { return strings.TrimPrefix(fmt.Sprintf("%T", msg), "tui.") }
