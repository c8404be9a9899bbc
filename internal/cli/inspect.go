package cli

import (
	"context"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/settings"
	"credence/internal/shell"
	"credence/internal/term"
	"credence/mfa"
	"credence/profiles"
	"credence/tui"
)

// screen is the terminal that the inspector draws on: standard error, or standard
// output where only that is a terminal. Captured says that standard output waits for
// the choice.
func (a *app) screen() (screen *os.File, captured, ok bool) {
	stream := a.Stderr
	switch {
	case a.StderrTerminal:
	case a.StdoutTerminal:
		stream = a.Stdout
	default:
		return nil, false, false
	}
	screen, ok = stream.(*os.File)
	return screen, !a.StdoutTerminal, ok && a.env("TERM") != "dumb"
}

// interactiveGC keeps the memory of a program that stays open small.
const interactiveGC = 40

// inspectFlags are the flags of the inspector alone.
func (a *app) inspectFlags(root *cobra.Command) {
	root.Flags().Bool("plain", false, "print lines, as why does, instead of opening the inspector")
	root.Flags().Bool("no-mouse", false, "leave the mouse to the terminal, in the inspector")
}

// inspect opens the inspector. Without a terminal, or where lines are asked for, it
// does what why does.
func (a *app) inspect(ctx context.Context, cmd *cobra.Command, args []string) error {
	screen, captured, ok := a.screen()
	if !ok || a.wantsLines(cmd) {
		return a.why(ctx, cmd, args)
	}
	opts, err := a.options(cmd, args)
	if err != nil {
		return err
	}
	o := tui.Options{
		Chain: opts, Profile: opts.Profile, Codes: a.codesBefore(cmd, opts),
		Home: a.home(), Clock: a.Clock, Env: a.Env.Lookup,
		Output: screen, Colour: a.theme(screen).colour,
		Captured: captured, Exports: exportsOf, Settings: settings.Default(), Phone: a.Phone, Demo: a.Phone != nil,
		HowTo: func(string) string { return `eval "$(credence)" puts the choice into a shell` },
	}
	o.Width, o.Height = term.Size(screen)
	o.Chain.Profile = nil
	a.remember(&o)
	a.keepSessions(&o)
	noMouse, _ := cmd.Flags().GetBool("no-mouse")
	o.Mouse = o.Settings.Mouse && !noMouse
	debug.SetGCPercent(interactiveGC)
	choice, err := tui.Run(ctx, o)
	if err != nil {
		return err
	}
	return a.take(choice, captured)
}

// wantsLines reports whether a flag asks for what only lines can give.
func (a *app) wantsLines(cmd *cobra.Command) bool {
	if a.flags.json || a.flags.noInput {
		return true
	}
	for _, name := range []string{"plain", "dry-run", "all", "as"} {
		if flag := cmd.Flags().Lookup(name); flag != nil && flag.Changed {
			return true
		}
	}
	return false
}

// remember takes in the settings and the state of the profiles. What is wrong with
// them is no reason not to open.
func (a *app) remember(o *tui.Options) {
	home := a.home()
	at, err := settings.Locate(a.Env.Lookup, home)
	if err != nil {
		return
	}
	o.Settings, _ = settings.ReadConfig(at.Config)
	o.State, _ = settings.ReadState(at.State)
	o.StatePath = at.State
}

// keepSessions gives the walks credence's store, and the list what is in it.
func (a *app) keepSessions(o *tui.Options) {
	o.Chain.NoShare = o.Chain.NoShare || a.flags.noShare
	if a.flags.noCache {
		return
	}
	if o.Chain.Cache == nil {
		folder, err := cache.Folder(a.Env.Lookup, func() (string, error) { return profiles.Home(a.Env.Lookup, a.Home) })
		if err != nil {
			return
		}
		o.Chain.Cache = cache.Open(cache.Options{Dir: folder, Clock: a.Clock, Owner: "credence " + a.Version})
	}
	store := o.Chain.Cache
	o.Sessions = func(context.Context, *profiles.Files) map[string]tui.Session { return sessionsIn(store) }
	o.DropSession = func(ctx context.Context, profile string) error {
		_, err := store.Clear(ctx, cache.Filter{Profile: profile}, nil)
		return err
	}
}

// sessionsIn are the sessions of a store by the profile that asked for them. What
// cannot be read is none here; the walk that meets it says why.
func sessionsIn(store *cache.Store) map[string]tui.Session {
	items, _ := store.List()
	sessions := make(map[string]tui.Session, len(items))
	for _, it := range items {
		_, newer := sessions[it.Profile]
		if it.Profile == "" || newer || it.Kind != cache.KindRole && it.Kind != cache.KindSSO {
			continue
		}
		sessions[it.Profile] = tui.Session{Expiration: it.Expires}
	}
	return sessions
}

// codesBefore puts the code providers of flags and profiles before the prompt of the
// inspector.
func (a *app) codesBefore(cmd *cobra.Command, o chain.Options) func(mfa.CodeProvider) mfa.CodeProvider {
	return func(prompt mfa.CodeProvider) mfa.CodeProvider {
		inner := *a
		world := *a.World
		world.Prompt = prompt
		inner.World = &world
		return inner.codes(cmd, o)
	}
}

// take hands the choice over: in one write, or not at all.
func (a *app) take(choice tui.Choice, captured bool) error {
	switch {
	case choice.Aborted:
		return told{ExitInterrupted}
	case !captured:
		return nil
	case choice.Result == nil:
		return told{ExitInterrupted}
	}
	text, err := exportsOf(choice.Result)
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.Stdout, text)
	return err
}

// exportsOf is a result as commands of a POSIX shell.
func exportsOf(res *chain.Result) (string, error) {
	s := shell.Session{
		AccessKeyID: res.Keys.AccessKeyID, SecretAccessKey: res.Keys.SecretAccessKey, SessionToken: res.Keys.SessionToken,
		AccountID: res.Keys.AccountID, Region: res.Region.Value, Expiration: res.Keys.Expiration,
	}
	if res.Profile.Named() {
		s.Profile = res.Profile.Name
	}
	return shell.POSIX(s)
}
