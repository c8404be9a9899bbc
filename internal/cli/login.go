package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/signin"
	"credence/internal/wording"
)

// loginOptions are the flags of login alone.
type loginOptions struct{ browser, device, noBrowser, force bool }

func (a *app) loginCommand() *cobra.Command {
	var own loginOptions
	cmd := &cobra.Command{
		Use:   "login [PROFILE|SESSION]",
		Short: "sign in to IAM Identity Center",
		Long: `Sign in to IAM Identity Center (SSO): in the browser where one can be opened here,
else with a code that you confirm in any browser, on any device. The token goes where
the AWS CLI and the SDKs look for it, so that they are signed in too.

Without an argument it is the session of the chosen profile, or the only one there is.
A sign-in that is still good is left alone.`,
		Example: `  credence login
  credence login corp
  credence login prod-admin --device      on a remote machine
  credence login corp --json | jq -r .expiresAt`,
		Args: oneProfile,
		RunE: a.run(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			return a.login(ctx, cmd, args, own)
		}),

		ValidArgsFunction: a.completeSignIns,
	}
	cmd.Flags().BoolVar(&own.browser, "browser", false, "let a browser of this computer answer directly, also where none seems to be")
	cmd.Flags().BoolVar(&own.device, "device", false, "sign in with a device code, also where a browser could answer directly")
	cmd.Flags().BoolVar(&own.noBrowser, "no-browser", false, "open no browser: show the address and a device code")
	cmd.Flags().BoolVar(&own.force, "force", false, "sign in anew even if the sign-in is still good")
	return cmd
}

func (a *app) login(ctx context.Context, cmd *cobra.Command, args []string, own loginOptions) error {
	desk, target, err := a.ssoTarget(cmd, args, "login")
	if err != nil {
		return err
	}
	defer desk.Close()
	if own.browser && (own.device || own.noBrowser) {
		return usage(errors.New("--browser excludes --device and --no-browser"))
	}
	if own.browser && target.Session == "" {
		return usage(errors.New("settings without an sso-session sign in with a device code alone"), "credence login "+wording.Shell(target.Profile))
	}
	if a.flags.noInput && own.force {
		return usage(errors.New("--force signs in, and --no-input forbids to ask for that"))
	}
	res, err := a.signIn(ctx, desk, target, own)
	if err != nil {
		return a.loginEnd(ctx, err)
	}
	if a.flags.json {
		return writeJSON(a.Stdout, loginReport(res))
	}
	a.tellLogin(res)
	return nil
}

// signInOptions are the way of signing in that the flags and the place allow.
func (a *app) signInOptions(own loginOptions) signin.Options {
	o := signin.Options{Force: own.force}
	switch {
	case own.device || own.noBrowser:
		o.Method = signin.ByDevice
	case own.browser:
		o.Method = signin.ByBrowser
	}
	if b := a.browser(); !own.noBrowser && b.Check() == nil {
		local, known := b.(interface{ Local() bool })
		o.Opener, o.Here = b, !known || local.Local()
	}
	return o
}

// signIn signs in with whatever there is to show it on.
func (a *app) signIn(ctx context.Context, desk *chain.SSO, target chain.SSOTarget, own loginOptions) (signin.Result, error) {
	if a.flags.noInput {
		return a.checkOnly(ctx, desk, target)
	}
	o := a.signInOptions(own)
	if screen := a.loginScreen(target); screen != nil {
		return screen.run(ctx, desk, o)
	}
	lines := &loginLines{app: a, target: target}
	o.Observe = lines.observe
	return signin.Run(ctx, desk, target, o)
}

// checkOnly is a sign-in where nobody may be asked: the one that there is, or none.
func (a *app) checkOnly(ctx context.Context, desk *chain.SSO, target chain.SSOTarget) (signin.Result, error) {
	res, ok, err := signin.Check(ctx, desk, target)
	if err != nil || ok {
		return res, err
	}
	return res, errNobodyToAsk
}

// errNobodyToAsk is a sign-in that --no-input forbids.
var errNobodyToAsk = errors.New("a sign-in is needed, and nobody may be asked (--no-input)")

// loginEnd is the error of a sign-in.
func (a *app) loginEnd(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, errLoginLeft):
		a.tell("not signed in")
		return told{ExitInterrupted}
	case errors.Is(err, errNobodyToAsk):
		return told{a.report(ExitInput, &hintedError{err, []string{"without --no-input you are asked to confirm in a browser"}})}
	case ctx.Err() != nil:
		return told{a.report(causeCode(context.Cause(ctx)), &chain.Error{Reason: chain.Reason{Code: chain.CodeCanceled}, Err: err})}
	}
	return err
}

// tellLogin says how long the sign-in is good.
func (a *app) tellLogin(res signin.Result) {
	t, now := a.theme(a.Stderr), a.Clock()
	said := "signed in to "
	if !res.SignedIn {
		said = "already signed in to "
	}
	line := t.paint(green, "●") + " " + said + t.paint(bold, sanitize.Quote(res.Target.Name()))
	if end := res.Token.Expires; !end.IsZero() {
		line += " until " + wording.Clock(end, now) + t.paint(faint, " ("+wording.Left(end.Sub(now))+")")
	}
	if res.Token.Refreshable {
		line += t.paint(faint, ", then renewed by itself")
	}
	a.tell(line)
	if res.Unchecked != nil {
		a.tell(t.paint(yellow, "note") + "  the portal could not be asked whether it still takes the token: " + firstWords(res.Unchecked))
	}
	if !res.SignedIn {
		a.tell(t.paint(faint, "  --force signs in anew"))
	}
}

// firstWords is an error of a call in one line.
func firstWords(err error) string {
	if e, ok := errors.AsType[*chain.Error](err); ok {
		return wording.Message(e)
	}
	return sanitize.Text(firstLine(err.Error()))
}

// loginReport is the object of `login --json` (version 1).
func loginReport(res signin.Result) any {
	return struct {
		Version     int    `json:"version"`
		Session     string `json:"session,omitempty"` // none in the legacy form
		StartURL    string `json:"startUrl"`
		Region      string `json:"region"`
		SignedIn    bool   `json:"signedIn"`         // anew; false: the sign-in was still good
		Method      string `json:"method,omitempty"` // browser or device, of a new one
		ExpiresAt   string `json:"expiresAt,omitempty"`
		Refreshable bool   `json:"refreshable"`
		Path        string `json:"path"`
	}{1, res.Target.Session, res.Target.StartURL, res.Target.Region, res.SignedIn, string(res.Method), stampOf(res.Token.Expires), res.Token.Refreshable, res.Token.Path}
}
