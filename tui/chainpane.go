package tui

import (
	"time"

	"credence/chain"
)

// chainPane shows the chain of one target and what its lines mean.
type chainPane struct {
	at      target
	since   time.Time // when the cursor left for a target that is not known yet
	cursor  any       // id of the line that is selected; nil follows what decided
	top     int
	focused bool
}

// turn turns the pane to a target.
func (c *chainPane) turn(t target) {
	*c = chainPane{at: t, focused: c.focused}
}

// follow lets the selection follow the walk again.
func (c *chainPane) follow() { c.cursor = nil }

// lookAtEnd has the end of the walk told, and in a window for one pane shown.
func (m *Model) lookAtEnd() {
	m.chain.follow()
	if m.lay.shape == shapeOne {
		m.chain.focused = true
	}
}

// chainLine is a stage of the ladder, or a step below one.
type chainLine struct {
	stage *chain.StageTrace
	step  *chain.StepTrace // nil for the stage itself
	tree  string           // the branch in front of a step

	refused bool // an MFA code that was not accepted: another was asked for
}

// id tells the line from all others of its walk.
func (l *chainLine) id() any {
	if l.step != nil {
		return l.step.ID
	}
	return l.stage.ID
}

// end is how far the stage or step has come.
func (l *chainLine) end() *chain.End {
	if l.step != nil {
		return &l.step.End
	}
	return &l.stage.End
}

// linesOf are the lines of a chain, steps below their stages.
func linesOf(i *inspection) []chainLine {
	if i == nil {
		return nil
	}
	var lines []chainLine
	for _, s := range i.trace.Stages {
		lines = append(lines, chainLine{stage: s})
		lines = appendSteps(lines, s, s.Steps, "")
	}
	return lines
}

func appendSteps(lines []chainLine, stage *chain.StageTrace, steps []*chain.StepTrace, before string) []chainLine {
	for n, step := range steps {
		branch, below := "├ ", "│ "
		if n == len(steps)-1 {
			branch, below = "└ ", "  "
		}
		refused := step.Kind == chain.StepMFA && n+1 < len(steps) && steps[n+1].Kind == chain.StepMFA
		lines = append(lines, chainLine{stage, step, before + branch, refused})
		lines = appendSteps(lines, stage, step.Steps, before+below)
	}
	return lines
}

// number is the number of the line that is selected: the cursor's, else that of the
// stage that decided.
func (c *chainPane) number(i *inspection, lines []chainLine) int {
	want := c.cursor
	if want == nil {
		s := i.decider()
		if s == nil {
			return 0
		}
		want = s.ID
	}
	for n := range lines {
		if lines[n].id() == want {
			return n
		}
	}
	return 0
}

// selectedLine is the line that is selected; nil if there is none.
func (c *chainPane) selectedLine(i *inspection) *chainLine {
	lines := linesOf(i)
	if len(lines) == 0 {
		return nil
	}
	return &lines[c.number(i, lines)]
}

// onEnd reports whether a line is where the walk ended: there it is told as a whole.
// Where nothing was found that is nowhere, until a line is selected.
func (c *chainPane) onEnd(i *inspection, l *chainLine) bool {
	if i.result == nil || l.step != nil {
		return false
	}
	return l.stage.ID == i.result.Stage || i.result.Stage == "" && c.cursor == nil
}

// move moves the selection.
func (c *chainPane) move(by int, i *inspection) {
	lines := linesOf(i)
	if len(lines) == 0 {
		return
	}
	c.focused = true
	c.cursor = lines[min(max(0, c.number(i, lines)+by), len(lines)-1)].id()
}

// selectNumber selects the line of a number, if there is one.
func (c *chainPane) selectNumber(n int, i *inspection) {
	if lines := linesOf(i); n >= 0 && n < len(lines) {
		c.focused, c.cursor = true, lines[n].id()
	}
}

// chainPlan is how the rows of the pane are shared out.
type chainPlan struct {
	head   int // name and what is known of it
	gap    int // below it
	ladder int
	space  int // below the ladder
	rule   int
	detail int
}

// wishes are what wants a place in the chain pane, in rows.
type wishes struct {
	head   int
	ladder int
	least  int // of those, that stay
	spare  int // of those, at the end: stages that were not reached
	detail int
	aside  int // of those, at the end: what is worth less than those stages
	most   int // what the detail gets at the ladder's cost, besides what is spare
}

// planChain shares the rows out. What does not fit of the ladder is scrolled, of the
// detail left out.
func planChain(height int, want wishes) chainPlan {
	p := chainPlan{head: want.head, rule: 1}
	ladder, detail := want.ladder, want.detail
	switch {
	case height < 6:
		p.head, p.rule = 0, 0
	case height < 10:
		p.head = 0
	}
	rest := height - p.head - p.rule
	if rest-ladder-detail >= 1 || height >= 20 {
		p.gap, rest = 1, rest-1
	}
	least := min(detail, max(want.most, height/4, min(detail-want.aside, rest-ladder+want.spare)))
	if rest-ladder-detail >= 1 || height >= 24 && rest-ladder-least >= 1 {
		p.space, rest = 1, rest-1
	}
	p.ladder = min(ladder, max(rest-least, min(rest, want.least)))
	p.detail = max(0, rest-p.ladder)
	if p.detail == 0 {
		p.rule = 0
	}
	return p
}
