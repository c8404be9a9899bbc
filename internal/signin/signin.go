package signin

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/clock"
)

// Options say how to sign in, and hold the seams.
type Options struct {
	Method  Method
	Opener  Opener // of a browser; nil: the address is only told
	Here    bool   // the browser runs on this computer, so that it reaches our port
	Force   bool   // sign in though there is a good token
	Observe func(Event)

	Wait   func(ctx context.Context, d time.Duration) error // default: a timer; ends with the context's cause
	Listen func() (net.Listener, error)                     // default: a free port of 127.0.0.1
}

// Opener opens an address in a person's browser; *browser.Opener is the real one. It
// returns when the browser was started, or failed.
type Opener interface {
	Open(ctx context.Context, address string) error
}

// Result is a sign-in, or the one that there was.
type Result struct {
	Target    chain.SSOTarget
	Token     chain.SSOToken
	Method    Method // empty where nothing had to be done
	SignedIn  bool   // anew
	Unchecked error  // the token looks good, and the server could not be asked about it
}

// run is one sign-in.
type run struct {
	Options
	desk   *chain.SSO
	target chain.SSOTarget
}

// Run signs in to the target unless there is a token that the server takes, and puts
// the token where the AWS CLI and the SDKs look. A token that is due is refreshed
// instead. The error is an *chain.Error (signin.…) or the context's cause, which ends
// Run at once.
func Run(ctx context.Context, desk *chain.SSO, target chain.SSOTarget, o Options) (Result, error) {
	r := &run{Options: o, desk: desk, target: target}
	if r.Observe == nil {
		r.Observe = func(Event) {}
	}
	if r.Wait == nil {
		r.Wait = clock.Wait
	}
	if r.Listen == nil {
		r.Listen = func() (net.Listener, error) { return net.Listen("tcp4", "127.0.0.1:0") }
	}
	if !o.Force {
		if res, good, err := Check(ctx, desk, target); good || err != nil {
			return res, err
		}
	}
	if err := desk.Place(ctx, target); err != nil {
		return Result{}, r.ended(ctx, err)
	}
	method := r.method()
	flow := r.device
	if method == ByBrowser {
		flow = r.browser
	}
	grant, err := flow(ctx)
	if err != nil {
		return Result{}, r.ended(ctx, err)
	}
	r.Observe(Event{Kind: EventConfirmed, Method: method})
	token, err := desk.Keep(ctx, target, grant)
	if err != nil {
		return Result{}, r.ended(ctx, err)
	}
	return Result{Target: target, Token: token, Method: method, SignedIn: true}, nil
}

// Check looks whether there is anything to do: a token of these settings that lives
// and that the server takes is enough. A token that is due is refreshed. Nobody is
// asked. The error is the context's cause.
func Check(ctx context.Context, desk *chain.SSO, target chain.SSOTarget) (res Result, good bool, err error) {
	token, err := desk.Token(ctx, target)
	if err == nil && fits(token, target) {
		accepted, err := desk.Accepted(ctx, target, token.AccessToken)
		res, good = Result{Target: target, Token: token, Unchecked: err}, accepted || err != nil
	}
	if ctx.Err() != nil {
		return Result{}, false, context.Cause(ctx)
	}
	return res, good, nil
}

// fits reports whether a token was made where the settings say. Writers that do not
// note it are believed.
func fits(t chain.SSOToken, target chain.SSOTarget) bool {
	trim := func(u string) string { return strings.TrimRight(strings.TrimSuffix(u, "#/"), "/#") }
	return (t.Region == "" || t.Region == target.Region) && (t.StartURL == "" || trim(t.StartURL) == trim(target.StartURL))
}

func (r *run) method() Method {
	switch {
	case r.target.Session == "":
		return ByDevice
	case r.Method != Auto:
		return r.Method
	case r.Opener != nil && r.Here:
		return ByBrowser
	}
	return ByDevice
}

// ended completes an error of the way: a context that ended says why itself, and
// errors of the chain get the target's facts.
func (r *run) ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	known, ok := errors.AsType[*chain.Error](err)
	if !ok {
		return err
	}
	data := r.target.Data()
	for name, value := range known.Data {
		data[name] = value
	}
	full := *known
	full.Data = data
	if full.Origin == nil && r.target.RegionAt.Kind != "" {
		full.Origin = &r.target.RegionAt
	}
	return &full
}

func failed(code chain.Code, err error, data ...string) error {
	d := chain.Data{}
	for i := 0; i+1 < len(data); i += 2 {
		d[data[i]] = data[i+1]
	}
	return &chain.Error{Reason: chain.Reason{Code: code, Data: d}, Err: err}
}

// call makes one call of the sign-in service.
func (r *run) call(ctx context.Context, f func(context.Context) error) error {
	return r.desk.Call(ctx, chain.CodeSignInRefused, chain.CodeSignInUnreachable, f)
}

// open starts a browser, if there is one, and gives a channel on which comes what became
// of it.
func (r *run) open(ctx context.Context, address string) <-chan error {
	if r.Opener == nil {
		return nil
	}
	opened := make(chan error, 1)
	go func() { opened <- r.Opener.Open(ctx, address) }()
	return opened
}

// noteOpened tells what became of the browser.
func (r *run) noteOpened(of Event, err error) {
	of.Kind, of.Err = EventOpened, err
	if err != nil {
		of.Kind = EventNotOpened
	}
	r.Observe(of)
}

// expiry is when something ends that lives so many seconds from now.
func (r *run) expiry(seconds int32) time.Time {
	return r.desk.Now().Add(time.Duration(seconds) * time.Second)
}

var errIncomplete = errors.New("the answer is not complete")

func incomplete(missing string) error {
	return failed(chain.CodeSignInIncomplete, fmt.Errorf("%w: %s", errIncomplete, missing), "missing", missing)
}
