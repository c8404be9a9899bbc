package cli

import (
	"errors"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/wording"
)

// ssoTarget opens the desk, and finds what the argument means.
func (a *app) ssoTarget(cmd *cobra.Command, args []string, verb string) (*chain.SSO, chain.SSOTarget, error) {
	opts, err := a.options(cmd, args)
	if err != nil {
		return nil, chain.SSOTarget{}, err
	}
	name := ""
	if opts.Profile != nil {
		name = *opts.Profile
		opts.Profile = nil
	}
	desk, err := chain.NewSSO(opts)
	if err != nil {
		return nil, chain.SSOTarget{}, err
	}
	target, err := desk.Target(name)
	if name == "" && chain.CodeOf(err) == chain.CodeSSONoTarget {
		if target, err = onlyTarget(desk.Targets(), verb); len(desk.Targets()) == 0 {
			err = incompleteSession(desk, err)
		}
	}
	if err != nil {
		desk.Close()
		return nil, target, noTarget(err, verb)
	}
	return desk, target, nil
}

// incompleteSession is what is wrong with the first session where there are only such
// that one cannot sign in with; else the error as it is.
func incompleteSession(desk *chain.SSO, err error) error {
	for section := range desk.Files().SSOSessions() {
		if _, why := desk.Target(section.Name()); why != nil {
			return why
		}
	}
	return err
}

// targetOrOnly is the sign-in of a profile or, where it has none, the only one there is.
func targetOrOnly(desk *chain.SSO, profile string) (chain.SSOTarget, error) {
	target, err := desk.Target(profile)
	if chain.CodeOf(err) == chain.CodeSSONoTarget {
		if all := desk.Targets(); len(all) == 1 {
			return all[0], nil
		}
	}
	return target, err
}

// noTarget makes a name that means nothing a mistake of the command line.
func noTarget(err error, verb string) error {
	e, ok := errors.AsType[*chain.Error](err)
	if !ok || e.Code != chain.CodeSSONoTarget {
		return err
	}
	known := *e
	if verb != "login" && verb != "logout" { // the verbs that aws has for its own sessions
		known.Data = maps.Clone(e.Data)
		delete(known.Data, "awsLogin")
	}
	hints := wording.Hints(&known)
	for i, hint := range hints { // they speak of signing in
		for _, tool := range []string{"credence ", "aws "} {
			if rest, ok := strings.CutPrefix(hint, tool+"login "); ok {
				hints[i] = tool + verb + " " + rest
			}
		}
	}
	return usage(errors.New(wording.Message(e)), hints...)
}

// mostTargets is how many sign-ins are named where one has to be chosen.
const mostTargets = 8

// onlyTarget is the only thing to sign in to.
func onlyTarget(all []chain.SSOTarget, verb string) (chain.SSOTarget, error) {
	switch len(all) {
	case 1:
		return all[0], nil
	case 0:
		return chain.SSOTarget{}, &hintedError{
			errors.New("there is nothing to sign in to: the config file has no sso-session"),
			[]string{"aws configure sso-session, or write [sso-session NAME] with sso_start_url and sso_region"},
		}
	}
	var hints []string
	for _, t := range all[:min(len(all), mostTargets)] {
		name := t.Session
		if name == "" {
			name = t.Profile
		}
		hints = append(hints, "credence "+verb+" "+wording.Shell(name))
	}
	return chain.SSOTarget{}, usage(errors.New("which one? there are several to sign in to, and the chosen profile has none"), hints...)
}
