package chain

import (
	"slices"
	"time"
)

// recorder turns what happens in a walk into events, and keeps their story.
type recorder struct {
	observe  func(Event)
	clock    func() time.Time
	trace    Trace
	stage    *openEnd
	steps    []*openEnd // the open steps, innermost last
	lastStep int
	shadow   bool // what happens now is shown for --all: it decides nothing
}

// openEnd is a started stage or step that has not ended.
type openEnd struct {
	info     StageInfo
	step     *Step
	began    time.Time
	evidence []Evidence
}

func (r *recorder) emit(e Event) {
	r.trace.Observe(e)
	if r.observe != nil {
		r.observe(e)
	}
}

func (r *recorder) planned(s StageInfo) {
	r.emit(Event{Kind: EventPlanned, Stage: s, State: StatePlanned})
}

func (r *recorder) notReached(s StageInfo) {
	r.emit(Event{Kind: EventEnded, Stage: s, State: StateNotReached, Reason: Reason{Code: CodeNotReached}})
}

func (r *recorder) startStage(s StageInfo) {
	r.stage = &openEnd{info: s, began: r.clock()}
	r.emit(Event{Kind: EventStarted, Stage: s, State: StateRunning})
}

func (r *recorder) endStage(v verdict) {
	open := r.stage
	r.stage = nil
	r.emit(r.end(open, v))
}

// startStep opens a step inside the innermost open one.
func (r *recorder) startStep(s Step) {
	r.lastStep++
	s.ID = r.lastStep
	if n := len(r.steps); n > 0 {
		s.Parent = r.steps[n-1].step.ID
	}
	r.steps = append(r.steps, &openEnd{info: r.stage.info, step: &s, began: r.clock()})
	r.emit(Event{Kind: EventStarted, Stage: r.stage.info, Step: &s, State: StateRunning})
}

// endStep closes the innermost open step.
func (r *recorder) endStep(v verdict) {
	n := len(r.steps) - 1
	open := r.steps[n]
	r.steps = r.steps[:n]
	r.emit(r.end(open, v))
}

func (r *recorder) end(open *openEnd, v verdict) Event {
	e := Event{
		Kind: EventEnded, Stage: open.info, Step: open.step, State: v.state, Reason: v.reason,
		Failed: v.failed, Evidence: open.evidence, Elapsed: Duration(r.clock().Sub(open.began)),
	}
	if v.ok() {
		e.Source = v.source
		e.Shadowed = r.shadow && open.step == nil
	}
	return e
}

// add attaches evidence to the innermost open step, or to the stage.
func (r *recorder) add(e Evidence) {
	if n := len(r.steps); n > 0 {
		r.steps[n-1].evidence = append(r.steps[n-1].evidence, e)
	} else if r.stage != nil {
		r.stage.evidence = append(r.stage.evidence, e)
	}
}

// reported tells whether a finding of that code was made.
func (r *recorder) reported(code string) bool {
	return slices.ContainsFunc(r.trace.Findings, func(f Finding) bool { return f.Code == code })
}

// finding reports a true thing, once.
func (r *recorder) finding(f Finding) {
	same := func(g Finding) bool { return g.Code == f.Code && g.Origin == f.Origin }
	if slices.ContainsFunc(r.trace.Findings, same) {
		return
	}
	e := Event{Kind: EventFinding, Finding: &f}
	if r.stage != nil {
		e.Stage = r.stage.info
	}
	r.emit(e)
}
