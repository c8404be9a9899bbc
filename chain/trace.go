package chain

// Trace is the story that events tell, folded: feeding it the same events again
// gives the same Trace. The zero value is ready; every view starts from one.
type Trace struct {
	Stages   []*StageTrace
	Findings []Finding
	steps    map[int]*StepTrace
}

// StageTrace is what is known of one stage so far.
type StageTrace struct {
	StageInfo
	End
	Source   Source
	Failed   bool
	Shadowed bool
	Steps    []*StepTrace
}

// StepTrace is what is known of one step so far.
type StepTrace struct {
	Step
	End
	Failed bool
	Steps  []*StepTrace
}

// End is how far a stage or step has come and, once it has ended, why.
type End struct {
	State    State
	Reason   Reason
	Evidence []Evidence
	Elapsed  Duration
}

// Observe takes in the next event.
func (t *Trace) Observe(e Event) {
	switch {
	case e.Kind == EventFinding:
		t.Findings = append(t.Findings, *e.Finding)
	case e.Step != nil:
		t.observeStep(e)
	case e.Kind == EventPlanned:
		t.Stages = append(t.Stages, &StageTrace{StageInfo: e.Stage, End: End{State: StatePlanned}})
	default:
		if s := t.Stage(e.Stage.ID); s != nil {
			s.End = End{State: e.State, Reason: e.Reason, Evidence: e.Evidence, Elapsed: e.Elapsed}
			s.Source, s.Failed, s.Shadowed = e.Source, e.Failed, e.Shadowed
		}
	}
}

func (t *Trace) observeStep(e Event) {
	if e.Kind == EventStarted {
		if t.steps == nil {
			t.steps = map[int]*StepTrace{}
		}
		s := &StepTrace{Step: *e.Step, End: End{State: StateRunning}}
		t.steps[s.ID] = s
		if p := t.steps[s.Parent]; p != nil {
			p.Steps = append(p.Steps, s)
		} else if st := t.Stage(e.Stage.ID); st != nil {
			st.Steps = append(st.Steps, s)
		}
		return
	}
	if s := t.steps[e.Step.ID]; s != nil {
		s.Step = *e.Step
		s.End = End{State: e.State, Reason: e.Reason, Evidence: e.Evidence, Elapsed: e.Elapsed}
		s.Failed = e.Failed
	}
}

// Stage finds a stage by its id; nil where there is none.
func (t *Trace) Stage(id string) *StageTrace {
	for _, s := range t.Stages {
		if s.ID == id {
			return s
		}
	}
	return nil
}
