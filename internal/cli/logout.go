package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/wording"
)

func (a *app) logoutCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "logout [PROFILE|SESSION]",
		Short: "end a sign-in: on the server, and every copy on this computer",
		Long: `End a sign-in to IAM Identity Center: on the server, and on this computer the
token, the client registration and the role sessions that were made from it,
credence's and the AWS CLI's. It says what was ended on the server and what was
not: role credentials that were handed out work until they end.

A shell that is on an identity of the sign-in leaves it, through its hook or
with eval as below. --all ends every sign-in. Sessions of aws login are for
aws logout to end.`,
		Example: `  credence logout corp
  credence logout --all
  eval "$(credence logout corp --shell zsh)"      without the hook`,
		Args: oneProfile,
		RunE: a.run(a.logout),

		ValidArgsFunction: a.completeSignIns,
	}
	cmd.Flags().Bool("all", false, "every sign-in, also one that no settings lead to")
	cmd.Flags().String("shell", "", "print what takes its identity off this `shell`")
	a.forHook(cmd)
	return cmd
}

// serverEnd is what became of a sign-in on the server.
type serverEnd string

// What becomes of it.
const (
	endedNow     serverEnd = "ended"
	endedBefore  serverEnd = "was-over"
	notReached   serverEnd = "not-reached"
	nothingToEnd serverEnd = "none" // there was no token
)

// signedOut is one sign-in that was ended.
type signedOut struct {
	name    string
	server  serverEnd
	trouble error     // why it was not reached
	until   time.Time // how long the token is good on the server then
}

// logoutRun is one run of the command.
type logoutRun struct {
	*app
	desk    *chain.SSO
	inv     *inventory
	all     bool
	shell   leaving
	users   map[string]bool            // profiles that took their credentials from it
	tokens  map[string]chain.SSOTarget // by the names of their files
	clients map[string]bool            // names of files of client registrations
	ended   []signedOut
	removed []keptItem
	failed  []error
}

func (a *app) logout(ctx context.Context, cmd *cobra.Command, args []string) error {
	l := &logoutRun{app: a}
	l.all, _ = cmd.Flags().GetBool("all")
	var err error
	if l.shell, err = a.leaving(cmd); err != nil {
		return err
	}
	if a.flags.json && l.shell.off != "" {
		return usage(errors.New("--json and --shell both want standard output"))
	}
	targets, err := l.targets(cmd, args)
	if err != nil {
		return err
	}
	defer l.desk.Close()
	if l.inv, err = a.inventory(ctx, cmd); err != nil {
		return err
	}
	for _, t := range targets {
		l.end(ctx, t)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	l.know(targets)
	l.clear(ctx)
	return l.tellAll()
}

// targets are what is to be ended.
func (l *logoutRun) targets(cmd *cobra.Command, args []string) ([]chain.SSOTarget, error) {
	if !l.all {
		desk, target, err := l.ssoTarget(cmd, args, "logout")
		l.desk = desk
		return []chain.SSOTarget{target}, err
	}
	if len(args) > 0 {
		return nil, usage(errors.New("--all is every sign-in, and here is a name, too"), "credence logout "+wording.Shell(args[0]))
	}
	opts, err := l.options(cmd, nil)
	if err != nil {
		return nil, err
	}
	if l.desk, err = chain.NewSSO(opts); err != nil {
		return nil, err
	}
	return l.desk.Targets(), nil
}

// end ends a sign-in on the server, and removes its token. A token that is due is
// refreshed for that: with an old one nobody can sign out.
func (l *logoutRun) end(ctx context.Context, t chain.SSOTarget) {
	out := signedOut{name: t.Name(), server: nothingToEnd}
	stored, err := l.desk.Stored(ctx, t)
	if chain.CodeOf(err) == chain.CodeSSOTokenMissing {
		if !l.all {
			l.ended = append(l.ended, out)
		}
		return
	}
	token, err := l.desk.Token(ctx, t)
	if err == nil {
		var now bool
		now, err = l.desk.Revoke(ctx, t, token.AccessToken)
		out.server, out.until = endedBefore, token.Expires
		if now {
			out.server = endedNow
		}
	} else if chain.NeedsSignIn(chain.CodeOf(err)) {
		out.server, err = endedBefore, nil
	}
	if err != nil {
		out.server, out.trouble = notReached, err
		if out.until.IsZero() {
			out.until = stored.Expires
		}
	}
	l.ended = append(l.ended, out)
}

// endStray ends the sign-in of a token that no settings lead to any more.
func (l *logoutRun) endStray(ctx context.Context, k keptItem) {
	token, err := l.desk.StoredIn(ctx, chain.SSOTarget{}, k.Path)
	t := chain.SSOTarget{StartURL: token.StartURL, Region: token.Region}
	if err != nil || token.Region == "" {
		return
	}
	out := signedOut{name: t.Name(), server: endedBefore, until: token.Expires}
	switch now, err := l.desk.Revoke(ctx, t, token.AccessToken); {
	case err != nil:
		out.server, out.trouble = notReached, err
	case now:
		out.server = endedNow
	}
	l.ended = append(l.ended, out)
}

// know gathers by what the copies of the sign-ins are told.
func (l *logoutRun) know(targets []chain.SSOTarget) {
	l.users, l.tokens, l.clients = map[string]bool{}, map[string]chain.SSOTarget{}, map[string]bool{}
	for _, t := range targets {
		l.tokens[cache.AWSTokenName(t.Name())] = t
		for _, name := range l.desk.UsedBy(t) {
			l.users[name] = true
		}
		for _, name := range t.RegistrationNames() {
			l.clients[name] = true
		}
	}
}

// clear removes every copy on this computer.
func (l *logoutRun) clear(ctx context.Context) {
	for _, k := range l.inv.items {
		t, isToken := l.tokens[k.Name]
		var gone bool
		var err error
		switch {
		case k.Tool == cache.ToolAWSSSO && isToken:
			gone, err = l.desk.Forget(ctx, t)
		case l.goes(k):
			if k.Kind == cache.KindSSOToken {
				l.endStray(ctx, k)
			}
			gone, err = l.forget(ctx, l.inv, k)
		}
		if err != nil {
			l.failed = append(l.failed, err)
		}
		if gone {
			l.removed = append(l.removed, k)
		}
	}
	l.sweep(ctx)
}

// sweep removes what killed processes left half-written on the way to a copy. Whose
// session such a file was to be, its name does not tell.
func (l *logoutRun) sweep(ctx context.Context) {
	l.inv.store.Sweep()
	if !l.flags.noShare {
		cache.NewAWSCLI(filepath.Join(l.inv.awsDir, "cli", "cache"), l.Clock).Sweep()
	}
	l.desk.Sweep(ctx, func(name string) bool {
		_, isToken := l.tokens[name]
		return l.all || isToken || l.clients[name]
	})
}

// goes reports whether an item other than a target's token was made from the sign-in.
// Entries that other profiles use too stay.
func (l *logoutRun) goes(k keptItem) bool {
	switch k.Tool {
	case cache.ToolCredence:
		return l.made(k)
	case cache.ToolPublished, cache.ToolAWSCLI:
		return !l.flags.noShare && l.made(k)
	case cache.ToolAWSSSO:
		return k.Kind == cache.KindRegistration && l.clients[k.Name] || l.all && (k.Kind == cache.KindRegistration || k.Kind == cache.KindSSOToken)
	}
	return false
}

// made reports whether a session was made from the sign-in: for its profiles, for a role
// that needs no profile, or for a profile as it was.
func (l *logoutRun) made(k keptItem) bool {
	switch _, ours := l.tokens[cache.AWSTokenName(k.SSO)]; {
	case k.Kind == cache.KindSSO && (l.all || k.SSO != "" && ours):
		return true
	case len(k.users) == 0:
		return l.users[k.Profile]
	}
	return !slices.ContainsFunc(k.users, func(name string) bool { return !l.users[name] })
}

// tellAll says what was done. A sign-in that is still good on the server is an error.
func (l *logoutRun) tellAll() error {
	here := l.here()
	leaves := here && l.shell.off != ""
	if leaves {
		if _, err := io.WriteString(bare(l.Stdout), l.shell.off); err != nil {
			return err
		}
	}
	var lasts time.Time
	for _, k := range l.removed {
		if (k.Kind == cache.KindSSO || k.Kind == cache.KindRole) && k.Expires.After(lasts) {
			lasts = k.Expires
		}
	}
	if l.flags.json {
		if err := writeJSON(l.Stdout, l.report(lasts)); err != nil {
			return err
		}
	} else {
		l.tell(strings.TrimSuffix(l.words(lasts, here), "\n"))
	}
	left := slices.ContainsFunc(l.ended, func(s signedOut) bool { return s.server == notReached })
	switch {
	case len(l.failed) > 0:
		return errors.Join(l.failed...)
	case left && leaves && l.shell.hooked:
		return nil // the hook drops what a command printed that failed, and the shell would keep its session
	case left:
		return told{ExitError}
	}
	return nil
}
