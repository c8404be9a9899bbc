package cli

import (
	"context"
	"errors"
	"fmt"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// mayOfferSignIn reports whether a person can be asked to sign in, in the middle of a
// walk: there is a terminal, the command is theirs (its error output is on it), and
// the answer is not for a program to read.
func (a *app) mayOfferSignIn() bool {
	return a.Terminal != nil && a.StderrTerminal && !a.flags.noInput && !a.flags.json
}

// signInOffer signs a person in where a walk needs that; nil where nobody can be asked.
func (a *app) signInOffer(opts chain.Options) chain.SignIn {
	if !a.mayOfferSignIn() {
		return nil
	}
	return func(ctx context.Context, r chain.SignInRequest) error {
		yes, err := a.askToSignIn(ctx, r)
		switch {
		case err != nil:
			return err
		case !yes:
			return chain.ErrSignInDeclined
		}
		desk, err := chain.NewSSO(opts)
		if err != nil {
			return err
		}
		defer desk.Close()
		res, err := a.signIn(ctx, desk, r.Target, loginOptions{force: r.Force})
		if errors.Is(err, errLoginLeft) {
			return &chain.Error{Reason: chain.Reason{Code: chain.CodeSignInDeclined, Data: r.Target.Data()}}
		}
		if err == nil {
			a.tellLogin(res)
		}
		return err
	}
}

// askToSignIn asks whether to sign in now. Enter is yes; no terminal is no.
func (a *app) askToSignIn(ctx context.Context, r chain.SignInRequest) (yes bool, err error) {
	tty, err := a.Terminal()
	if err != nil {
		return false, nil
	}
	defer func() { _ = tty.Close() }()
	restore, err := tty.Hush()
	if err != nil {
		return false, nil
	}
	defer restore()
	t := a.theme(a.Stderr)
	fmt.Fprintf(tty, "%s  %s %s ", sanitize.Text(wording.Reason(r.Reason)), t.paint(bold, "sign in to "+sanitize.Quote(r.Target.Name())+" now?"), "[Y/n]")
	defer fmt.Fprint(tty, "\r\x1b[2K")
	typed := make([]byte, 64)
	for {
		n, err := tty.Read(ctx, typed)
		if err != nil {
			return false, err
		}
		switch key := typed[0]; {
		case key == '\r', key == '\n', key == 'y', key == 'Y':
			return true, nil
		case key == 'n', key == 'N', n == 1 && key == 0x1b:
			return false, nil
		case key == 0x03, key == 0x04, key == 0x1c:
			return false, &chain.Error{Reason: chain.Reason{Code: chain.CodeSignInDeclined, Data: r.Target.Data()}}
		}
	}
}
