package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/endpoint"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// keeper gives the session that the command began with while it lives, then what the
// chain gives.
type keeper struct {
	first    *chain.Result
	provider *chain.Provider
	opts     chain.Options // of renewals
	app      *app
}

// Resolve implements endpoint.Source.
func (k *keeper) Resolve(ctx context.Context) (*chain.Result, error) {
	end := k.first.Keys.Expiration
	left := end.Sub(k.app.Clock())
	if end.IsZero() || left >= cache.RenewalWindow {
		return k.first, nil
	}
	res, err := k.provider.Resolve(ctx)
	if chain.CodeOf(err) == chain.CodeProfileMissing {
		if role, roleErr, ok := k.app.roleWithoutProfile(ctx, k.opts); ok {
			res, err = role, roleErr
		}
	}
	if err != nil && left > 0 {
		return k.first, nil
	}
	return res, err
}

// serve runs the command beside a server.
func (x *executing) serve(ctx context.Context, res *chain.Result) (err error) {
	if hasNoEnd(res) && !x.export {
		return usage(errors.New("these are long-term keys, of which there is nothing to renew"),
			"leave --server out: the command gets AWS_PROFILE", "or hand the keys over: --export-keys")
	}
	opts := x.unattended()
	server, err := endpoint.Start(ctx, endpoint.Options{
		Source:  &keeper{res, chain.NewProvider(opts), opts, x.app},
		Explain: x.explain, Failed: x.tellOnce(), Clock: x.Clock,
	})
	if err != nil {
		return err
	}
	defer func() { _ = server.Close() }() // twice does no harm
	if x.program.Env, err = x.served(res, server); err != nil {
		return err
	}
	hidden, err := x.hideDefault(res)
	if err != nil {
		return err
	}
	defer hidden.close()
	x.program.Env = hidden.over(x.program.Env)
	if x.shell {
		x.greet(res, false)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return x.child(func() {
		_ = server.Close()
		hidden.close()
	})
}

// unattended are the options of renewals: a person is not asked for anything while a
// command has the terminal.
func (x *executing) unattended() chain.Options {
	o := x.opts
	o.MFACodeProvider = x.in(func(w *World) { w.Prompt = nil }).codes(x.cmd, o)
	o.SignIn = nil
	x.handed = true
	return o
}

// explain is the message that an SDK shows of an error.
func (x *executing) explain(err error) string {
	e, ok := errors.AsType[*chain.Error](err)
	if !ok {
		return "credence exec --server: " + sanitize.Text(firstLine(err.Error()))
	}
	message := "credence exec --server: " + wording.Message(e)
	switch e.Code {
	case chain.CodeMFANoTerminal, chain.CodeMFANoProvider:
		message += "; nobody is asked while a command runs: get a session in another terminal (" + x.another() + "), and try again"
	default:
		if hints := wording.Hints(e); len(hints) > 0 {
			message += "; " + hints[0]
		}
	}
	return message
}

// another is the command that obtains the session elsewhere.
func (x *executing) another() string {
	line := "credence whoami"
	if x.opts.Profile != nil {
		line += " " + wording.Shell(*x.opts.Profile)
	}
	return line
}

// tellOnce says each failure once on standard error: an SDK asks again and again.
func (x *executing) tellOnce() func(error) {
	var told sync.Map
	return func(err error) {
		message := x.explain(err)
		if _, before := told.LoadOrStore(message, true); before {
			return
		}
		t := x.theme(x.Stderr)
		_, _ = io.WriteString(x.Stderr, fmt.Sprintf("%s %s\n", t.paint(red, "credence:"), message))
	}
}
