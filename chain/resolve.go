package chain

import (
	"context"
	"os"
	"time"

	"credence/internal/process"
	"credence/mfa"
	"credence/profiles"
)

// Resolve walks the chain once. The Result is never nil; the error is an *Error
// unless the walk found credentials or, in explain mode, knows where they would
// come from. Observe is called on the caller's goroutine.
func Resolve(ctx context.Context, opts Options) (*Result, error) {
	return newWalk(opts, &session{}).run(ctx)
}

func newWalk(opts Options, shared *session) *walk {
	fillIn(&opts)
	w := &walk{opts: opts, dialect: opts.Dialect, rules: &opts.Dialect.rules, explain: opts.Mode == ModeExplain, shared: shared}
	w.rec = &recorder{observe: opts.Observe, clock: opts.Clock}
	w.profile = w.chooseProfile()
	return w
}

func fillIn(o *Options) {
	if o.Dialect == nil {
		o.Dialect = Documented()
	}
	if o.Mode == "" {
		o.Mode = ModeResolve
	}
	if o.Env.Lookup == nil {
		o.Env.Lookup = os.LookupEnv
	}
	if o.Env.List == nil {
		o.Env.List = os.Environ
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.RunProcess == nil {
		o.RunProcess = process.Run
	}
	if o.MFALedger == nil {
		o.MFALedger = &mfa.Ledger{}
	}
}

// chooseProfile follows the Node provider: the option, else AWS_PROFILE, else
// "default"; an empty name counts as none.
func (w *walk) chooseProfile() ProfileChoice {
	if p := w.opts.Profile; p != nil && *p != "" {
		return ProfileChoice{Name: *p, SelectedBy: SelectedByArgument}
	}
	if v := w.env("AWS_PROFILE"); v != "" {
		return ProfileChoice{Name: v, SelectedBy: SelectedByProfile}
	}
	return ProfileChoice{Name: "default", SelectedBy: SelectedByDefault}
}

func (w *walk) run(ctx context.Context) (*Result, error) {
	for _, s := range w.dialect.stages {
		w.rec.planned(s.StageInfo)
	}
	res := &Result{Order: w.dialect.Name, Mode: w.opts.Mode, Profile: w.profile, Outcome: OutcomeNone}
	var decided bool
	for _, s := range w.dialect.stages {
		if decided {
			w.after(ctx, s, res)
			continue
		}
		w.rec.startStage(s.StageInfo)
		v := s.run(ctx, w).ended(ctx)
		w.rec.endStage(v)
		decided = w.decide(res, s, v)
	}
	w.complete(res)
	if w.clients != nil {
		w.clients.closeIdle()
	}
	if res.Error != nil {
		return res, res.Error
	}
	return res, nil
}

// decide takes a stage's verdict into the result and reports whether the walk ends.
func (w *walk) decide(res *Result, s stage, v verdict) bool {
	switch v.state {
	case StateSkipped:
		if v.failed && res.Error == nil { // the first failure is the one that was meant to answer
			res.Error = &Error{Reason: v.reason, Stage: s.ID, Err: v.err}
			w.failed = true
		}
		return false
	case StateFound:
		res.Outcome = OutcomeFound
	case StateWouldUse:
		res.Outcome = OutcomeWouldUse
	case StateUnknown:
		res.Outcome = OutcomeUnknown
	case StateCanceled:
		res.Outcome = OutcomeCanceled
	default:
		res.Outcome = OutcomeError
	}
	res.Stage, res.Source, res.Keys, res.Error = s.ID, v.source, v.creds, nil
	if !v.ok() {
		res.Error = &Error{Reason: v.reason, Stage: s.ID, Err: v.err}
	}
	return true
}

// after passes a stage behind the one that decided.
func (w *walk) after(ctx context.Context, s stage, res *Result) {
	if !w.opts.All || res.Outcome == OutcomeCanceled {
		w.rec.notReached(s.StageInfo)
		return
	}
	explain := w.explain
	w.explain, w.rec.shadow = true, true
	w.rec.startStage(s.StageInfo)
	w.rec.endStage(s.run(ctx, w).ended(ctx))
	w.explain, w.rec.shadow = explain, false
}

// complete fills in what the result says about the walk as a whole.
func (w *walk) complete(res *Result) {
	if res.Outcome == OutcomeNone {
		res.Error = w.noCredentials(res.Error)
	}
	w.closingFindings(res)
	res.Config, res.Credentials = w.fileInfo()
	res.Region = w.effectiveRegion()
	w.noteNoRegion(res)
	res.Trace = w.rec.trace
}

// noCredentials is the error of a walk that found nothing; broken is the first
// failure that the chain went on after, or nil.
func (w *walk) noCredentials(broken *Error) *Error {
	e := &Error{Reason: Reason{Code: CodeNoCredentials, Data: Data{}}}
	if w.files != nil && len(w.files.Names()) > 0 {
		e.Data["listed"] = "yes" // there are profiles to choose from
	}
	if broken != nil {
		e.Data["because"], e.Data["stage"] = string(broken.Code), broken.Stage
		e.Origin, e.Err = broken.Origin, broken
	}
	return e
}

func (w *walk) fileInfo() (config, credentials FileInfo) {
	if w.files != nil {
		c, s := w.files.Config(), w.files.Credentials()
		return FileInfo{c.Path, c.Origin, c.State}, FileInfo{s.Path, s.Origin, s.State}
	}
	at, err := profiles.Locate(w.fileOptions())
	if err != nil {
		return FileInfo{State: profiles.StateNotOpened}, FileInfo{State: profiles.StateNotOpened}
	}
	return FileInfo{at.Config.Path, at.Config.Origin, profiles.StateNotOpened},
		FileInfo{at.Credentials.Path, at.Credentials.Origin, profiles.StateNotOpened}
}
