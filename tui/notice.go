package tui

import (
	"time"

	"credence/internal/sanitize"
)

// noticeTime is how long a notice stands in the footer.
const noticeTime = 4 * time.Second

// notice is a line that tells what has just happened, in the place of the footer.
type notice struct {
	style style
	text  string
	until time.Time
}

// say puts a notice up.
func (m *Model) say(s style, text string) {
	m.notice = notice{s, sanitize.Text(text), m.now.Add(noticeTime)}
}

// seen takes the notice down: a key was pressed.
func (n *notice) seen() { n.text = "" }

// takeTurn ends what has had its time: notices, secrets on the screen. It opens the
// prompt when nothing else has the keys.
func (m *Model) takeTurn() {
	if m.notice.text != "" && !m.now.Before(m.notice.until) {
		m.notice.text = ""
	}
	if rest := m.revealUntil.Sub(m.now); !m.revealUntil.IsZero() && (rest <= 0 || rest > revealTime) { // or the clock was set back
		m.hideSecrets()
	}
	m.warnOfEnd()
	asking := m.prompt.asking() != nil
	signing := m.signs.current()
	switch {
	case asking && m.mode == modeList:
		m.mode = modePrompt
		m.ask()
		if i := m.walks.runs[m.prompt.asking().id]; i != nil {
			m.show(i.target)
		}
	case signing != nil && signing.ready(m.now) && m.mode == modeList:
		m.mode = modeSignIn
		m.ask()
		m.show(signing.at)
	case signing == nil && m.mode == modeSignIn, !asking && m.mode == modePrompt:
		m.mode = modeList
	case m.mode == modeSignIn:
		m.show(signing.at)
	}
	m.prompt.turn(m.now)
}

// ask has what a code or a sign-in is asked for in sight. Where there is one pane, it is
// the chain's afterwards too, if it was before: there the end is told.
func (m *Model) ask() {
	m.chain.follow()
	m.chain.focused = m.chain.focused && m.lay.shape == shapeOne
}
