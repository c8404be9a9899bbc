package tui

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/mfa"
	"credence/profiles"
)

// walks starts walks and keeps what they found: the explained chains, of which one is
// made at a time, and the resolved ones, of which several may be under way.
type walks struct {
	ctx        context.Context
	base       chain.Options
	codes      func(mfa.CodeProvider) mfa.CodeProvider
	desk       SignInDesk      // nil where nobody can sign in
	files      *profiles.Files // for explaining: resolving reads them anew
	generation int             // of the files: what was explained before is not shown
	explained  map[target]*inspection
	resolved   map[target]*inspection
	runs       map[runID]*inspection
	lastRun    runID

	explaining  bool
	stopExplain context.CancelFunc
	subject     wish  // what is being explained
	wanted      *wish // what to explain next
}

// wish is a target to be explained.
type wish struct {
	target target
	all    bool
}

// mostKept is how many explained chains are kept.
const mostKept = 512

func newWalks(ctx context.Context, o *Options) walks {
	base := o.Chain
	if base.MFALedger == nil {
		base.MFALedger = &mfa.Ledger{}
	}
	return walks{
		ctx: ctx, base: base, codes: o.Codes, desk: o.SignIn,
		explained: map[target]*inspection{}, resolved: map[target]*inspection{}, runs: map[runID]*inspection{},
	}
}

// optionsFor are the options of a walk for a target.
func (w *walks) optionsFor(t target) chain.Options {
	o := w.base
	o.Profile = nil
	if !t.ambient {
		o.Profile = &t.name
	}
	return o
}

// of is what is known of a target; nil if nothing is yet.
func (w *walks) of(t target) *inspection {
	if i := w.resolved[t]; i != nil {
		return i
	}
	return w.explained[t]
}

// freshness is how long an explained chain counts, by the clock on the wall: tokens and
// caches change.
const freshness = time.Minute

// explain sees to it that a target's chain is known. A walk for another target that
// is under way is given up.
func (w *walks) explain(t target, all bool, now time.Time) tea.Cmd {
	if known := w.of(t); known != nil && (known.all || !all) && (known.mode == chain.ModeResolve || now.Round(0).Sub(known.ended.Round(0)).Abs() < freshness) {
		w.wanted = nil
		return nil
	}
	if w.explaining && w.subject == (wish{t, all}) {
		w.wanted = nil
		return nil
	}
	w.wanted = &wish{t, all}
	if w.explaining {
		w.stopExplain()
		return nil
	}
	return w.explainWanted()
}

func (w *walks) explainWanted() tea.Cmd {
	if w.wanted == nil {
		return nil
	}
	one := *w.wanted
	w.wanted, w.subject = nil, one
	ctx, stop := context.WithCancel(w.ctx)
	w.explaining, w.stopExplain = true, stop
	o := w.optionsFor(one.target)
	o.Mode, o.All, o.Observe, o.Files = chain.ModeExplain, one.all, nil, w.files
	return explainCmd(ctx, o, explainedMsg{generation: w.generation, target: one.target, all: one.all})
}

func explainCmd(ctx context.Context, o chain.Options, msg explainedMsg) tea.Cmd {
	return func() (answer tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				msg.err = fmt.Errorf("internal error: %v", p)
				answer = msg
			}
		}()
		msg.result, _ = chain.Resolve(ctx, o)
		return msg
	}
}

// takeExplained keeps an explained chain and begins the next.
func (w *walks) takeExplained(msg explainedMsg, now time.Time) tea.Cmd {
	w.explaining = false
	w.stopExplain()
	if msg.generation == w.generation && (msg.result == nil || msg.result.Outcome != chain.OutcomeCanceled) {
		w.keep(msg, now)
	}
	return w.explainWanted()
}

func (w *walks) keep(msg explainedMsg, now time.Time) {
	if resolved := w.resolved[msg.target]; resolved != nil && msg.all && msg.result != nil {
		resolved.shadow(msg.result)
		return
	}
	if len(w.explained) >= mostKept {
		clear(w.explained)
	}
	i := &inspection{target: msg.target, mode: chain.ModeExplain, all: msg.all, result: msg.result, broken: msg.err, began: now, ended: now}
	if msg.result != nil {
		i.trace = msg.result.Trace
	}
	w.explained[msg.target] = i
}

// resolve begins to resolve a target. One that is under way goes on.
func (w *walks) resolve(t target, choose bool, now time.Time) tea.Cmd {
	if i := w.resolved[t]; i != nil && i.running() {
		i.choose = i.choose || choose
		return nil
	}
	w.lastRun++
	i := &inspection{target: t, mode: chain.ModeResolve, choose: choose, began: now, starts: map[any]time.Time{}}
	dialect := w.base.Dialect
	if dialect == nil {
		dialect = chain.Documented()
	}
	for _, s := range dialect.Stages() { // the ladder is there before the first event
		i.trace.Observe(chain.Event{Kind: chain.EventPlanned, Stage: s, State: chain.StatePlanned})
	}
	i.run = startRun(w.ctx, w.lastRun, w.optionsFor(t), w.codes, w.desk)
	w.resolved[t], w.runs[w.lastRun] = i, i
	return i.run.next()
}

// takeEvents takes in what happened in a run, and goes on reading. The ladder was
// drawn beforehand, so that the planned events are not news.
func (w *walks) takeEvents(msg eventsMsg, now time.Time) tea.Cmd {
	i := w.runs[msg.id]
	if i == nil {
		return nil
	}
	news := make([]chain.Event, 0, len(msg.events))
	for _, e := range msg.events {
		if e.Kind != chain.EventPlanned {
			news = append(news, e)
		}
	}
	i.observe(news, now)
	return i.run.next()
}

// takeEnd takes in the end of a run.
func (w *walks) takeEnd(id runID, now time.Time) *inspection {
	i := w.runs[id]
	if i == nil {
		return nil
	}
	delete(w.runs, id)
	i.result, i.broken, i.ended, i.waiting, i.signing = i.run.result, i.run.broken, now, 0, false
	if i.result != nil {
		i.trace = i.result.Trace
	}
	if i.broken != nil {
		i.breakOff()
	}
	i.run = nil
	return i
}

// cancel ends the run of a target; it reports whether there was one.
func (w *walks) cancel(t target) bool {
	i := w.resolved[t]
	if i == nil || !i.running() {
		return false
	}
	i.run.cancel()
	return true
}

// forget drops what is known of a target, unless it is being resolved.
func (w *walks) forget(t target) {
	delete(w.explained, t)
	if i := w.resolved[t]; i != nil && !i.running() {
		delete(w.resolved, t)
	}
}

// filesChanged drops every chain that was explained from the files before, and every one
// that was resolved by settings which are others now.
func (w *walks) filesChanged(files *profiles.Files) {
	if before := w.files; before != nil && !(sameFile(before.Config(), files.Config()) && sameFile(before.Credentials(), files.Credentials())) {
		for t, i := range w.resolved {
			if !i.running() && !sameSettings(before, files, i.reads()) {
				delete(w.resolved, t)
			}
		}
	}
	w.files = files
	w.generation++
	clear(w.explained)
}
