package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"credence/internal/browser"
	"credence/internal/clock"
	"credence/internal/sanitize"
	"credence/internal/secret"
	"credence/internal/term"
	"credence/internal/wording"
)

// browserLimit is how long a browser may take to come for the address.
const browserLimit = 60 * time.Second

// consoleSession is a sign-in to the console that is ready.
type consoleSession struct {
	address secret.Text
	page    string
	profile string
	who     consoleCaller
	usable  time.Time // the end of the address
	ends    time.Time // the end of the session; zero if not known
}

// showConsole hands the address over in the ways that were asked for.
func (a *app) showConsole(ctx context.Context, want consoleWish, s consoleSession) error {
	switch {
	case a.flags.json:
		return writeJSON(a.Stdout, s.report())
	case want.copy:
		if err := a.copyToClipboard(s.address.Reveal()); err != nil {
			return err
		}
		if err := a.tellConsole("the address is in the clipboard, if your terminal takes it (OSC 52)", s); err != nil || !want.print {
			return err
		}
		fallthrough
	case want.print:
		if _, err := io.WriteString(a.Stdout, s.address.Reveal()+"\n"); err != nil || want.copy {
			return err
		}
		return a.tellConsole("whoever opens the address until "+wording.Clock(s.usable, a.Clock())+" is signed in", s)
	}
	return a.openConsole(ctx, s)
}

// openConsole sends the browser to the address by way of loopback.
func (a *app) openConsole(ctx context.Context, s consoleSession) error {
	h, err := browser.NewHandoff(s.address)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := a.browser().Open(ctx, h.Address()); err != nil {
		return &hintedError{err, consoleWays(s.profile)}
	}
	if err := h.Wait(ctx, browserLimit); err != nil {
		if errors.Is(err, browser.ErrNotTaken) {
			return &hintedError{errors.New("a browser was started, but it did not come for the address within " + wording.Left(browserLimit)), consoleWays(s.profile)}
		}
		return err
	}
	if a.Phone != nil {
		_ = clock.Wait(ctx, demoPage) // the demo's AWS ends with the command, and the page comes from there
	}
	return a.tellConsole("opened the console", s)
}

// demoPage is how long the demo waits for the browser to load the page it was sent to.
const demoPage = 2 * time.Second

// consoleWays are the ways that need no browser here.
func consoleWays(profile string) []string {
	return []string{"credence console " + wording.Shell(profile) + " --copy", "credence console " + wording.Shell(profile) + " --print"}
}

func (a *app) noBrowser(cmd *cobra.Command, err error) error {
	profile := "PROFILE"
	if arg := cmd.Flags().Args(); len(arg) > 0 {
		profile = arg[0]
	}
	return &hintedError{fmt.Errorf("no browser can be opened here: %w", err), consoleWays(profile)}
}

// tellConsole says on standard error what was done, and for how long that is good.
func (a *app) tellConsole(done string, s consoleSession) error {
	now := a.Clock()
	groups := [][]span{{{done, plain}}}
	if u, err := url.Parse(s.page); err == nil {
		groups = append(groups, []span{{sanitize.Text(u.Host + u.Path), faint}})
	}
	if s.who.arn != "" {
		groups = append(groups, []span{{"as ", faint}, {sanitize.Text(lastOf(s.who.arn)), plain}})
	}
	if !s.ends.IsZero() {
		groups = append(groups, []span{{"session until ", faint}, {wording.Clock(s.ends, now), plain}, {" (" + wording.Left(s.ends.Sub(now)) + ")", faint}})
	}
	if s.who.federate {
		groups = append(groups, []span{{"without MFA", faint}}) // sts:GetFederationToken takes no code
	}
	_, err := io.WriteString(a.Stderr, a.page(a.Stderr).flow(groups))
	return err
}

// report is the object of `console --json` (version 1). The address is a secret.
func (s consoleSession) report() any {
	return struct {
		Version           int    `json:"version"`
		Profile           string `json:"profile"`
		Arn               string `json:"arn,omitempty"`
		URL               string `json:"url"`
		Destination       string `json:"destination"`
		UsableUntil       string `json:"usableUntil"`
		SessionExpiration string `json:"sessionExpiration,omitempty"`
	}{1, s.profile, s.who.arn, s.address.Reveal(), s.page, stampOf(s.usable), stampOf(s.ends)}
}

// copyToClipboard sends text to the clipboard of the terminal.
func (a *app) copyToClipboard(text string) error {
	stream := a.Stderr
	if !a.StderrTerminal {
		stream = a.Stdout
	}
	_, err := io.WriteString(stream, term.Clipboard(text, a.env("TMUX") != ""))
	return err
}
