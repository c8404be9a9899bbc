package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// ticker makes the clock's messages: one is under way at most, and none while
// nothing on the screen depends on the time.
type ticker struct {
	generation int
	pace       time.Duration // of the one under way; 0 if there is none
	after      func(time.Duration, tea.Msg) tea.Cmd
}

// next begins a tick of the pace that is needed, unless one that is fast enough is
// under way. Ticks come on the second and on the minute, as people read clocks.
func (t *ticker) next(pace time.Duration, now time.Time) tea.Cmd {
	if pace == 0 || t.pace != 0 && t.pace <= pace {
		return nil
	}
	t.generation++
	t.pace = pace
	wait := pace
	if pace >= time.Second {
		wait = now.Truncate(pace).Add(pace).Sub(now)
	}
	return t.after(wait, tickMsg{t.generation})
}

// taken notes that a tick has come; one of an earlier pace does not count.
func (t *ticker) taken(msg tickMsg) {
	if msg.generation == t.generation {
		t.pace = 0
	}
}

// pace is how often the screen has to be drawn anew by itself: for what is running,
// for countdowns, for times that are left. 0 is never.
func (m *Model) pace() time.Duration {
	if !m.chain.since.IsZero() || m.blank() {
		return patience
	}
	for _, i := range m.walks.runs {
		if i.waiting == 0 {
			return spinnerDelay
		}
	}
	if s := m.signs.current(); s != nil && s.agreed && s.page.Address == "" && s.failed == nil {
		return spinnerDelay
	}
	if s := m.signs.current(); s != nil && s.page.Address != "" {
		return time.Second
	}
	if m.prompt.asking() != nil || !m.revealUntil.IsZero() || m.notice.text != "" {
		return time.Second
	}
	if m.hasTimes() {
		return time.Minute
	}
	return 0
}

// hasTimes reports whether a time that is left is on the screen.
func (m *Model) hasTimes() bool {
	for _, i := range m.walks.resolved {
		if i.result != nil && !i.result.Keys.Expiration.IsZero() {
			return true
		}
	}
	for _, end := range m.kept {
		if end.After(m.now) {
			return true
		}
	}
	return false
}

// frames are the spinner's.
var frames = [...]string{"◐", "◓", "◑", "◒"}

func (m *Model) spinner() string {
	return frames[m.now.UnixMilli()/spinnerDelay.Milliseconds()%int64(len(frames))]
}
