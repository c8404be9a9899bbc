package cli

import (
	"context"
	"fmt"

	"credence/internal/portal"
	"credence/internal/term"
	"credence/internal/wording"
	"credence/tui"
)

// pick lets a person choose one role; what is shown is that role alone then.
func (c *accounting) pick(ctx context.Context) error {
	screen, _, _ := c.screen()
	o := tui.AccountsOptions{
		Title: c.target.Name(), Accounts: c.all, Used: portal.ProfilesOf(c.files(), c.target), Query: c.own.filter,
		Output: screen, Colour: c.theme(screen).colour, Action: "use",
	}
	if c.own.write {
		o.Action = "write a profile"
	}
	o.Width, o.Height = term.Size(screen)
	role, ok, aborted, err := tui.PickRole(ctx, o)
	switch {
	case err != nil:
		return err
	case aborted, !ok:
		return told{ExitInterrupted}
	}
	c.shown = []portal.Account{{PortalAccount: role.Account, Roles: []string{role.Name}}}
	return nil
}

// usePicked hands the chosen role over: its session where somebody waits for it, else
// the command that puts it into the shell.
func (c *accounting) usePicked(ctx context.Context) error {
	role := portal.Role{Account: c.shown[0].PortalAccount, Name: c.shown[0].Roles[0]}
	if !c.StdoutTerminal || c.own.reveal {
		return c.printRole(ctx, role)
	}
	name := role.Account.ID + "/" + role.Name
	if c.target.Session != "" {
		name = c.target.Session + ":" + name
	}
	_, err := fmt.Fprintf(c.Stdout, "credence use %s\n", wording.Shell(name))
	return err
}
