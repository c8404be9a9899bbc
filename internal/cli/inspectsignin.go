package cli

import (
	"context"

	"credence/chain"
	"credence/internal/signin"
)

// signInDesk signs people in for the inspector, as login does. Each sign-in reads the
// files anew: they may have changed.
type signInDesk struct {
	*app
	opts chain.Options
}

// open opens the desk, whatever profile the command line names: the cursor chooses here.
func (d signInDesk) open() (*chain.SSO, error) {
	opts := d.opts
	opts.Profile = nil
	return chain.NewSSO(opts)
}

// Target implements tui.SignInDesk.
func (d signInDesk) Target(_ context.Context, profile string) (chain.SSOTarget, error) {
	desk, err := d.open()
	if err != nil {
		return chain.SSOTarget{}, err
	}
	defer desk.Close()
	if profile != "" {
		return desk.Target(profile)
	}
	return targetOrOnly(desk, "")
}

// SignIn implements tui.SignInDesk.
func (d signInDesk) SignIn(ctx context.Context, to chain.SSOTarget, force, device bool, observe func(signin.Event)) (signin.Result, error) {
	desk, err := d.open()
	if err != nil {
		return signin.Result{}, err
	}
	defer desk.Close()
	o := d.signInOptions(loginOptions{force: force, device: device})
	o.Observe = observe
	return signin.Run(ctx, desk, to, o)
}
