package tui

import (
	"strings"
	"time"

	"credence/chain"
	"credence/internal/wording"
)

// ladderColumns say where the columns of the ladder stand. They depend on the width
// alone, so that nothing moves when a stage starts or ends.
type ladderColumns struct {
	name   int // begins
	state  int // begins; 0 leaves the word to the symbol
	reason int
	end    int // of the text
	time   int // width of the times at the right edge; 0 leaves them out
}

// The widths from which on there is room for the words of states, and for times.
const (
	widthOfStates = 44
	widthOfTimes  = 54
)

func ladderColumnsOf(width int) ladderColumns {
	c := ladderColumns{name: 3, reason: 17, end: width - 1}
	if width >= widthOfStates {
		c.state, c.reason = 17, 27
	}
	if width >= widthOfTimes {
		c.state, c.reason, c.time = 18, 29, 9
	}
	return c
}

// ladderRows are the lines of the chain that fit, the selected one among them.
func (m *Model) ladderRows(p *pane, i *inspection, lines []chainLine, height int) {
	if height <= 0 {
		return
	}
	c := ladderColumnsOf(p.width)
	number := 0
	if i != nil {
		number = m.chain.number(i, lines)
	}
	top := min(m.chain.top, max(0, len(lines)-height))
	switch {
	case number < top:
		top = number
	case number >= top+height:
		top = number - height + 1
	}
	for n := top; n < min(len(lines), top+height); n++ {
		l := p.row()
		if m.chain.focused && n == number && m.mode != modePrompt && m.mode != modeSignIn {
			l.put(accent, "▌")
		} else {
			l.put(plain, " ")
		}
		if lines[n].step == nil {
			m.stageRow(l, c, i, lines[n].stage)
		} else {
			m.stepRow(l, c, i, &lines[n])
		}
		p.done(l)
	}
}

// stageRow is a stage of the ladder.
func (m *Model) stageRow(l *line, c ladderColumns, i *inspection, s *chain.StageTrace) {
	took := m.timeOf(c, i, s.ID, &s.End)
	symbol, word := wording.Symbol(s.State), wording.State(s.State)
	style, name, reason := look(s.State), plain, faint
	c.end -= widthOf(took)
	text := m.briefly(s.Reason, c.end-c.reason)
	switch {
	case s.State == chain.StatePlanned || s.State == chain.StateRunning && i.waiting == 0 && !i.slow(s.ID, m.now):
		symbol, word, style, name = "·", "", faint, faint
	case s.State == chain.StateRunning:
		symbol, name, reason = m.spinner(), bold, plain
		if i.waiting > 0 {
			symbol, text = "◐", "needs an MFA code"
			if i.signing {
				text = "needs a sign-in"
			}
		}
	case s.State == chain.StateNotReached:
		name = faint
	case s.Shadowed:
		style, word = faint, "shadowed"
	case s.State == chain.StateSkipped && s.Failed:
		style, reason = warn, plain
	case s.State != chain.StateSkipped:
		name, reason = bold, plain
	}
	if c.state > 0 && c.reason-c.state < widthOf(word)+2 { // the word touches the text, and says it
		text = strings.TrimPrefix(text, "would ")
	}
	l.put(style, symbol).fill(c.name)
	l.upTo(c.reason-2, name, wording.Stage(s.StageInfo))
	if c.state > 0 {
		l.fill(c.state).upTo(c.end, style, word)
	} else if text == "" {
		text = word
	}
	c.put(l, c.reason, reason, text)
	l.fill(c.end).put(faint, took)
}

// leastCell is how many cells of a text are worth showing.
const leastCell = 6

// put adds text at a column, if what there is room for says something.
func (c ladderColumns) put(l *line, column int, s style, text string) {
	if column = max(column, l.used+1); text != "" && c.end-column >= min(leastCell, widthOf(text)) {
		l.fill(column).upTo(c.end, s, text)
	}
}

// stepRow is a step below its stage: what it is about stands below the state, what
// came of it below the reason.
func (m *Model) stepRow(l *line, c ladderColumns, i *inspection, at *chainLine) {
	s := at.step
	label, text := stepName, plain
	if s.State == chain.StateErrored || s.State == chain.StateCanceled || s.Failed {
		label = bad
	}
	took := m.timeOf(c, i, s.ID, &s.End)
	c.end -= widthOf(took)
	l.fill(c.name).put(faint, at.tree).put(label, wording.StepLabel(s.Kind))
	column := max(c.state, 0)
	if column == 0 {
		column = c.reason
	}
	about := subject(s)
	room := c.end - c.reason
	if about == "" && c.state > 0 {
		room = c.end - c.state
	}
	message, place := m.news(s, at.stage, room)
	style := plain
	if at.refused {
		message, style = "code not accepted", warn
	}
	if about != "" {
		c.put(l, column, text, about)
		column = c.reason
		if l.used >= column {
			column = l.used + 2
		}
	} else if c.state > 0 {
		column = c.state
	}
	if message != "" {
		c.put(l, column, style, message)
		column = l.used + 2
	}
	if message == "" || l.used+2+widthOf(place) <= c.end {
		c.put(l, column, faint, place)
	}
	l.fill(c.end).put(faint, took)
}

// timeOf is the time of a stage or step for the right edge: of what is running and of
// what was resolved. Explaining takes no time worth showing, and neither does looking
// at a variable.
func (m *Model) timeOf(c ladderColumns, i *inspection, id any, end *chain.End) string {
	if c.time == 0 || i == nil || i.mode != chain.ModeResolve {
		return ""
	}
	took := time.Duration(end.Elapsed)
	switch end.State {
	case chain.StatePlanned, chain.StateNotReached:
		return ""
	case chain.StateRunning:
		if i.waiting > 0 || !i.slow(id, m.now) {
			return ""
		}
		took = m.now.Sub(i.starts[id])
	}
	if took < time.Millisecond {
		return ""
	}
	return "  " + wording.Elapsed(took)
}
