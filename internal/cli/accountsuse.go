package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// useRole prints the session of a role that needs no profile.
func (c *accounting) useRole(ctx context.Context) error {
	role, near, err := portal.Find(c.all, c.own.use)
	if err != nil {
		return c.noRole(near, err)
	}
	return c.printRole(ctx, role)
}

// printRole prints the session of a role in one write, or nothing.
func (c *accounting) printRole(ctx context.Context, role portal.Role) error {
	res, err := c.resolveRole(ctx, role)
	if err != nil {
		return c.accountsEnd(ctx, err)
	}
	print, err := c.envPrinter(c.own.format)
	if err != nil {
		return err
	}
	text, err := print(res)
	if err != nil {
		return fmt.Errorf("nothing is printed: %w", err)
	}
	if _, err := io.WriteString(bare(c.Stdout), text); err != nil {
		return err
	}
	return c.tellRole(res)
}

// resolveRole gets the credentials of a role, as a walk for a profile of that role would
// end.
func (c *accounting) resolveRole(ctx context.Context, role portal.Role) (*chain.Result, error) {
	keys, err := c.desk.RoleCredentials(ctx, c.target, role.Account.ID, role.Name)
	if err != nil {
		return nil, err
	}
	res := &chain.Result{
		Outcome: chain.OutcomeFound, Source: chain.SourceSSO, Keys: keys,
		Profile: chain.ProfileChoice{Name: roleTitle(role), SelectedBy: chain.SelectedByArgument},
	}
	if c.opts.Region != nil {
		res.Region.Value = *c.opts.Region
	}
	return res, nil
}

// roleTitle is what a role is called in a prompt: on one line, as it goes into a variable.
func roleTitle(r portal.Role) string {
	name := r.Account.Name
	if name == "" || sanitize.Text(name) != name {
		name = r.Account.ID
	}
	return name + "/" + r.Name
}

func (c *accounting) noRole(near []string, why error) error {
	var hints []string
	for _, n := range near {
		hints = append(hints, "--use "+wording.Shell(n))
	}
	if hints == nil {
		hints = []string{c.again()}
	}
	if errors.Is(why, portal.ErrAmbiguous) {
		return usage(fmt.Errorf("%s may be one of several: name the account by its id", sanitize.Quote(c.own.use)), hints...)
	}
	return usage(fmt.Errorf("%s may use no role %s", sanitize.Quote(c.target.Name()), sanitize.Quote(c.own.use)), hints...)
}

// again is the command that lists everything.
func (c *accounting) again() string {
	name := c.target.Session
	if name == "" {
		name = c.target.Profile
	}
	return strings.TrimSpace("credence accounts " + wording.Shell(name))
}

// tellRole says whose session was printed.
func (c *accounting) tellRole(res *chain.Result) error {
	t, now := c.theme(c.Stderr), c.Clock()
	line := t.paint(green, "●") + " " + t.paint(bold, sanitize.Quote(res.Profile.Name)) + "  account " + sanitize.Quote(res.Keys.AccountID)
	if end := res.Keys.Expiration; !end.IsZero() {
		line += t.paint(faint, " · ") + wording.TimeLeft(end.Sub(now))
	}
	if res.Region.Value == "" && c.env("AWS_REGION") == "" && c.env("AWS_DEFAULT_REGION") == "" {
		line += t.paint(faint, " · no region: --region REGION")
	}
	_, err := io.WriteString(c.Stderr, line+"\n")
	return err
}
