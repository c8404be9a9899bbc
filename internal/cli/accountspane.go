package cli

import (
	"context"

	"credence/chain"
	"credence/internal/portal"
	"credence/tui"
)

// inventories reads what a sign-in may use, for the inspector: that of the profile or,
// where it has none, the only one there is.
func (a *app) inventories(opts chain.Options) func(context.Context, string) (tui.Inventory, error) {
	opts.Profile, opts.SignIn, opts.Observe = nil, nil, nil
	return func(ctx context.Context, profile string) (tui.Inventory, error) {
		c, err := a.openInventory(opts, profile)
		if err != nil {
			return tui.Inventory{}, err
		}
		defer c.desk.Close()
		if err := c.gather(ctx); err != nil {
			return tui.Inventory{}, err
		}
		return tui.Inventory{
			Title: c.target.Name(), Accounts: c.all, Used: portal.ProfilesOf(c.files(), c.target),
			Session: func(ctx context.Context, r portal.Role) (*chain.Result, error) { return c.session(ctx, r) },
		}, nil
	}
}

// openInventory finds the sign-in; nobody is told of progress.
func (a *app) openInventory(opts chain.Options, profile string) (*accounting, error) {
	desk, err := chain.NewSSO(opts)
	if err != nil {
		return nil, err
	}
	c := &accounting{app: a.in(func(w *World) { w.StderrTerminal = false }), opts: opts, desk: desk}
	if c.target, err = targetOrOnly(desk, profile); err != nil {
		desk.Close()
		return nil, err
	}
	return c, nil
}

// session is that of a role, by a name under which use finds it again.
func (c *accounting) session(ctx context.Context, r portal.Role) (*chain.Result, error) {
	desk, err := chain.NewSSO(c.opts)
	if err != nil {
		return nil, err
	}
	defer desk.Close()
	again := *c
	again.desk = desk
	res, err := again.resolveRole(ctx, r)
	if err == nil && c.target.Session != "" {
		res.Profile.Name = c.target.Session + ":" + res.Profile.Name
	}
	return res, err
}
