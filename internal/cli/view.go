package cli

import (
	"io"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/cells"
	"credence/internal/wording"
)

// view prints a walk as it happens: a line per stage once it has ended, its steps
// below it. What is printed stays as it is.
type view struct {
	out   io.Writer
	page  page
	home  string // shown as ~
	trace chain.Trace
	names int // width of the column of names
}

// The columns of a row after the name.
const (
	nameGap   = 3
	stateCol  = 11
	labelCol  = 8
	timeCol   = 10 // at the right edge; places end before it
	stepInset = 4
)

// observe takes the next event in, and prints what has ended with it.
func (v *view) observe(e chain.Event) {
	v.trace.Observe(e)
	switch {
	case e.Step != nil:
	case e.Kind == chain.EventPlanned:
		v.names = max(v.names, cells.Width(wording.Stage(e.Stage)))
	case e.Kind == chain.EventEnded:
		if s := v.trace.Stage(e.Stage.ID); s != nil {
			_, _ = io.WriteString(v.out, v.stage(s))
		}
	}
}

// stage is the row of a stage and the rows of its steps.
func (v *view) stage(s *chain.StageTrace) string {
	look, name, reason := stateStyle(s.State), plain, faint
	state := wording.State(s.State)
	switch {
	case s.State == chain.StateNotReached:
		name = faint
	case s.Shadowed:
		look, name, state = faint, plain, "shadowed"
	case s.State != chain.StateSkipped:
		name, reason = bold, plain
	case s.Failed:
		look, reason = red, plain
	}
	left := []span{
		{wording.Symbol(s.State), look}, {" ", plain},
		{pad(wording.Stage(s.StageInfo), v.names+nameGap), name},
		{pad(state, stateCol), look}, {wording.Reason(s.Reason), reason},
	}
	if s.State == chain.StateNotReached {
		return v.page.line(left, span{})
	}
	var b strings.Builder
	b.WriteString(v.page.line(left, span{wording.Elapsed(time.Duration(s.Elapsed)), faint}))
	for _, step := range s.Steps {
		v.step(&b, step, s.Reason, stepInset)
	}
	return b.String()
}

// step writes the row of a step and those of the steps within it.
func (v *view) step(b *strings.Builder, s *chain.StepTrace, stage chain.Reason, inset int) {
	label := blue
	if s.State == chain.StateErrored || s.State == chain.StateCanceled || s.Failed {
		label = red
	}
	text, place := wording.Voice{Home: v.home}.Step(s, stage)
	left := []span{{strings.Repeat(" ", inset), plain}, {pad(wording.StepLabel(s.Kind), labelCol), label}, {text, plain}}
	if place != "" {
		left = append(left, span{v.placeGap(inset+labelCol+cells.Width(text), place) + place, faint})
	}
	b.WriteString(v.page.line(left, span{wording.Elapsed(time.Duration(s.Elapsed)), faint}))
	for _, inner := range s.Steps {
		v.step(b, inner, stage, inset+2)
	}
}

// placeGap sets a place off from the text before it, so that places end in one
// column where there is room.
func (v *view) placeGap(used int, place string) string {
	return strings.Repeat(" ", max(2, v.page.width-timeCol-used-cells.Width(place)))
}
