package chain

import (
	"context"
	"maps"
)

// verdict is how a stage, or a source within one, ended.
type verdict struct {
	state  State
	reason Reason
	failed bool // skipped because something broke
	creds  Credentials
	source Source
	err    error // the cause of an end in errored or canceled, or of a failed skip
}

// found ends with credentials.
func found(code Code, source Source, creds Credentials, data Data) verdict {
	return verdict{state: StateFound, reason: Reason{Code: code, Data: data}, source: source, creds: creds}
}

// skip ends with nothing found; the chain goes on.
func skip(code Code, data Data) verdict {
	return verdict{state: StateSkipped, reason: Reason{Code: code, Data: data}}
}

// fail is a skip whose cause is worth a word: something was there, and broke.
func fail(code Code, data Data, err error) verdict {
	return verdict{state: StateSkipped, failed: true, reason: Reason{Code: code, Data: data}, err: err}
}

// stop ends the chain: invalid configuration, or a refusal.
func stop(code Code, data Data, err error) verdict {
	return verdict{state: StateErrored, reason: Reason{Code: code, Data: data}, err: err}
}

// wouldUse ends an explained stage that needs a side effect to go further.
func wouldUse(code Code, source Source, data Data) verdict {
	return verdict{state: StateWouldUse, reason: Reason{Code: code, Data: data}, source: source}
}

// unknown ends an explained stage about which only the network knows.
func unknown(code Code, source Source, data Data) verdict {
	return verdict{state: StateUnknown, reason: Reason{Code: code, Data: data}, source: source}
}

// at names the place that decided.
func (v verdict) at(o Origin) verdict {
	v.reason.Origin = &o
	return v
}

// with adds a fact to the reason.
func (v verdict) with(name, value string) verdict {
	v.reason.Data = maps.Clone(v.reason.Data)
	if v.reason.Data == nil {
		v.reason.Data = Data{}
	}
	v.reason.Data[name] = value
	return v
}

// withAll adds facts to the reason.
func (v verdict) withAll(facts Data) verdict {
	known := v.reason.Data
	v.reason.Data = make(Data, len(known)+len(facts))
	maps.Copy(v.reason.Data, known)
	maps.Copy(v.reason.Data, facts)
	return v
}

// ok reports whether credentials were found or would be.
func (v verdict) ok() bool {
	return v.state == StateFound || v.state == StateWouldUse || v.state == StateUnknown
}

// ended replaces the verdict where the caller's context has ended: whatever a
// stage made of that, the walk was canceled.
func (v verdict) ended(ctx context.Context) verdict {
	if ctx.Err() == nil || v.state == StateFound {
		return v
	}
	return verdict{state: StateCanceled, reason: Reason{Code: CodeCanceled}, err: context.Cause(ctx)}
}
