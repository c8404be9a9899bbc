package tui

import (
	"context"
	"time"

	"credence/chain"
)

// inspection is what is known of one target's chain: explained, or resolved, or
// being resolved.
type inspection struct {
	target target
	mode   chain.Mode
	all    bool        // the stages behind the winner were asked too
	trace  chain.Trace // so far
	result *chain.Result
	broken error // the walk itself broke

	run     *run // nil unless it is under way
	choose  bool // its end is the choice
	began   time.Time
	ended   time.Time
	starts  map[any]time.Time // of what is running, by stage id and step number
	waiting int               // codes and sign-ins that are asked for
	signing bool              // a sign-in is

	identity *chain.Identity    // whose credentials these are, once asked
	notKnown error              // why that could not be had
	asking   context.CancelFunc // ends the question; nil unless it is under way
}

// observe takes in what happened in a run.
func (i *inspection) observe(events []chain.Event, now time.Time) {
	for _, e := range events {
		i.trace.Observe(e)
		switch {
		case e.Kind == chain.EventStarted && e.Step != nil:
			i.starts[e.Step.ID] = now
		case e.Kind == chain.EventStarted:
			i.starts[e.Stage.ID] = now
		}
	}
}

// breakOff ends what was running when the walk broke.
func (i *inspection) breakOff() {
	for _, l := range linesOf(i) {
		if end := l.end(); end.State == chain.StateRunning {
			end.State = chain.StateErrored
		}
	}
}

// reads is the profile by which the walk went.
func (i *inspection) reads() string {
	if i.result != nil {
		return i.result.Profile.Name
	}
	return i.target.name
}

// running reports whether the walk is under way.
func (i *inspection) running() bool { return i.run != nil }

// spinnerDelay is how long something runs before the screen says so.
const spinnerDelay = 100 * time.Millisecond

// slow reports whether a stage or step has been running for long enough to be shown
// as running.
func (i *inspection) slow(id any, now time.Time) bool {
	began, ok := i.starts[id]
	return ok && now.Sub(began) >= spinnerDelay
}

// decider is the stage that decided, or that is running; nil if there is none.
func (i *inspection) decider() *chain.StageTrace {
	if i.result != nil && i.result.Stage != "" {
		return i.trace.Stage(i.result.Stage)
	}
	for _, s := range i.trace.Stages {
		if s.State == chain.StateRunning {
			return s
		}
	}
	return nil
}

// live reports whether there are credentials that have not ended.
func (i *inspection) live(now time.Time) bool {
	return i.mode == chain.ModeResolve && i.result != nil && i.result.Outcome == chain.OutcomeFound &&
		(i.result.Keys.Expiration.IsZero() || i.result.Keys.Expiration.After(now))
}

// lasting reports whether there are credentials that need no renewal yet.
func (i *inspection) lasting(now time.Time) bool {
	return i.live(now) && (i.result.Keys.Expiration.IsZero() || i.result.Keys.Expiration.Sub(now) >= expiring)
}

// shadow takes the stages behind the winner from a walk that went on.
func (i *inspection) shadow(on *chain.Result) {
	if i.result == nil {
		return
	}
	behind := false
	for n, s := range i.trace.Stages {
		if behind {
			if other := on.Trace.Stage(s.ID); other != nil && other.State != chain.StateNotReached {
				i.trace.Stages[n] = other
			}
		}
		behind = behind || s.ID == i.result.Stage
	}
	i.all = true
}
