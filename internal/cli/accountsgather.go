package cli

import (
	"context"
	"errors"
	"fmt"

	"credence/chain"
	"credence/internal/portal"
)

// gather reads the inventory. A person at a terminal may sign in where that is what it
// takes, once.
func (c *accounting) gather(ctx context.Context) error {
	err := c.gatherOnce(ctx)
	code := chain.CodeOf(err)
	if !chain.NeedsSignIn(code) || c.opts.SignIn == nil {
		return err
	}
	e, _ := errors.AsType[*chain.Error](err)
	declined := c.opts.SignIn(ctx, chain.SignInRequest{Target: c.target, Reason: e.Reason, Force: code == chain.CodeSSORevoked})
	switch {
	case errors.Is(declined, chain.ErrSignInDeclined):
		return err
	case declined != nil:
		return declined
	}
	return c.gatherOnce(ctx)
}

func (c *accounting) gatherOnce(ctx context.Context) error {
	token, err := c.desk.Token(ctx, c.target)
	if err != nil {
		return err
	}
	inventory, err := c.desk.Inventory(c.target, token)
	if err != nil {
		return err
	}
	defer inventory.Close()
	progress, done := c.progress()
	defer done()
	c.all, err = portal.Gather(ctx, inventory, portal.Options{Progress: progress})
	return err
}

// progress shows how far a long inventory is, on a terminal, and wipes that away.
func (c *accounting) progress() (step func(done, known int), end func()) {
	if !c.StderrTerminal || c.env("TERM") == "dumb" {
		return nil, func() {}
	}
	shown := false
	step = func(done, known int) {
		if known < manyAccounts || done%5 != 0 {
			return
		}
		shown = true
		fmt.Fprintf(c.Stderr, "\r%d of %d accounts", done, known)
	}
	return step, func() {
		if shown {
			fmt.Fprint(c.Stderr, "\r\x1b[2K")
		}
	}
}

// manyAccounts take long enough to be worth a word.
const manyAccounts = 20
