package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// resolve walks the chain or, where the name is no profile's but means a role, gets that
// role's session. Only profiles are counted as used. The error is that of the command.
func (a *app) resolve(ctx context.Context, opts chain.Options) (*chain.Result, error) {
	res, err := chain.Resolve(ctx, opts)
	if chain.CodeOf(err) == chain.CodeProfileMissing {
		if role, err, ok := a.roleWithoutProfile(ctx, opts); ok {
			return role, a.accountsEnd(ctx, err)
		}
	}
	if err != nil {
		return nil, a.walkEnd(ctx, res, err)
	}
	return res, nil
}

// roleWithoutProfile is the session of a role that no profile names: ACCOUNT/ROLE or
// SESSION:ACCOUNT/ROLE in the place of a profile's name. It is not ok where the name is
// no such thing, or there is nothing to sign in to.
func (a *app) roleWithoutProfile(ctx context.Context, opts chain.Options) (res *chain.Result, err error, ok bool) { //nolint:revive // the error belongs to the result
	if opts.Profile == nil || !strings.Contains(*opts.Profile, "/") {
		return nil, nil, false
	}
	name := *opts.Profile
	c := &accounting{app: a, opts: opts}
	opts.Profile = nil
	desk, err := chain.NewSSO(opts)
	if err != nil {
		return nil, nil, false
	}
	defer desk.Close()
	c.desk = desk
	if len(desk.Targets()) == 0 {
		return nil, nil, false
	}
	if near := desk.Files().Nearest(name); near != nil {
		defer func() {
			if err != nil {
				err = &nearProfileError{err, near}
			}
		}()
		c.tellNear(name, near)
	}
	c.own.use = name
	if c.target, c.own.use, err = signInOf(desk, name); err != nil {
		return nil, err, true
	}
	if res, ok := c.byNumber(ctx); ok {
		return res, nil, true
	}
	if err := c.gather(ctx); err != nil {
		return nil, err, true
	}
	role, near, err := portal.Find(c.all, c.own.use)
	if err != nil {
		return nil, c.noProfileNorRole(name, near), true
	}
	if res, err = c.resolveRole(ctx, role); err != nil {
		return nil, err, true
	}
	res.Profile.Name = name // by which it can be found again
	return res, nil, true
}

// nearProfileError is why a name is no role's, where it is nearly that of a profile.
type nearProfileError struct {
	err  error
	near []string // the best first
}

func (e *nearProfileError) Error() string { return e.err.Error() + "; " + nearest(e.near) }
func (e *nearProfileError) Unwrap() error { return e.err }

func nearest(profiles []string) string {
	quoted := make([]string, len(profiles))
	for i, name := range profiles {
		quoted[i] = sanitize.Quote(name)
	}
	return "the nearest profile is " + strings.Join(quoted, ", ")
}

// tellNear makes an offer to sign in say first that the name may be a profile's with a
// slip.
func (c *accounting) tellNear(name string, near []string) {
	offer := c.opts.SignIn
	if offer == nil {
		return
	}
	c.opts.SignIn = func(ctx context.Context, r chain.SignInRequest) error {
		if err := c.remark("there is no profile " + sanitize.Quote(name) + "; " + nearest(near)); err != nil {
			return err
		}
		return offer(ctx, r)
	}
}

// byNumber is the session of a role whose account is named by its id: nothing has to be
// looked up for that, and a kept session needs no call at all. Where it is not ok the
// inventory says why.
func (c *accounting) byNumber(ctx context.Context) (*chain.Result, bool) {
	role, ok := portal.ByNumber(c.own.use)
	if !ok {
		return nil, false
	}
	res, err := c.resolveRole(ctx, role)
	if err != nil {
		return nil, false
	}
	res.Profile.Name = *c.opts.Profile
	return res, true
}

// signInOf is the sign-in that a role's name says, else the only one, and the rest of
// the name.
func signInOf(desk *chain.SSO, name string) (chain.SSOTarget, string, error) {
	if session, role, ok := strings.Cut(name, ":"); ok {
		if t, err := desk.Target(session); err == nil {
			return t, role, nil
		}
	}
	all := desk.Targets()
	if len(all) == 1 {
		return all[0], name, nil
	}
	var hints []string
	for _, t := range all[:min(len(all), mostTargets)] {
		if t.Session != "" {
			hints = append(hints, "of "+sanitize.Quote(t.Session)+" it is "+wording.Shell(t.Session+":"+name))
		}
	}
	return chain.SSOTarget{}, name, usage(fmt.Errorf("there is no profile %s, and as a role it may be one of several sign-ins", sanitize.Quote(name)), hints...)
}

func (c *accounting) noProfileNorRole(name string, near []string) error {
	hints := near
	if hints == nil {
		hints = []string{c.again(), "credence list"}
	}
	return usage(errors.New(sanitize.Quote(name)+" is neither a profile nor a role that "+sanitize.Quote(c.target.Name())+" may use"), hints...)
}
