package cli

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/settings"
	"credence/internal/shell"
	"credence/internal/term"
	"credence/internal/wording"
	"credence/mfa"
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
	screen, ok = file(stream)
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
	s, _ := shell.Started(a.parent(), a.Env.Lookup)
	to := &switching{app: a, cmd: cmd, shell: s, base: a}
	if captured {
		to.base = a.undone()
	}
	choice, opts, err := to.base.choose(ctx, cmd, args, screen, captured)
	if err != nil {
		return err
	}
	return to.takeChoice(ctx, opts, choice, captured)
}

// choose opens the inspector on a terminal and returns its choice, and the options
// of the walk that led to it. Captured says that somebody waits for the choice.
func (a *app) choose(ctx context.Context, cmd *cobra.Command, args []string, screen *os.File, captured bool) (tui.Choice, chain.Options, error) {
	a.resting().quiet = true
	opts, err := a.options(cmd, args)
	if err != nil {
		return tui.Choice{}, opts, err
	}
	s, _ := shell.Started(a.parent(), a.Env.Lookup)
	o := tui.Options{
		Chain: opts, Profile: opts.Profile, Codes: a.codesBefore(cmd, opts),
		Home: a.home(), Clock: a.Clock, Env: a.Env.Lookup,
		Output: screen, Colour: a.theme(screen).colour,
		Captured: captured, Mask: a.masks(cmd), Exports: exportsFor(s), Shell: s.Name(), Settings: settings.Default(), Phone: a.Phone, Demo: a.Phone != nil,
		HowTo: howTo(a.Phone != nil),
	}
	o.Width, o.Height = term.Size(screen)
	o.Chain.Profile, o.Chain.SignIn = nil, nil // the screen is the inspector's
	a.remember(&o)
	showSessions(&o, a.home())
	o.Accounts = a.inventories(opts)
	o.SignIn = signInDesk{a, o.Chain}
	noMouse, _ := cmd.Flags().GetBool("no-mouse")
	o.Mouse = o.Settings.Mouse && !noMouse
	debug.SetGCPercent(interactiveGC)
	choice, err := tui.Run(ctx, o)
	return choice, opts, err
}

// howTo says how a chosen session is used. The profiles of the demo are nowhere else.
func howTo(demo bool) func(profile string) (command, does string) {
	return func(profile string) (string, string) {
		switch {
		case demo:
			return "credence use", " puts a profile of yours into a shell"
		case profile == "":
			return "nothing to do", ": what is started here has it"
		}
		return "credence use " + wording.Shell(profile), " puts it into a shell"
	}
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

// codesBefore puts the code providers of flags and profiles before the prompt of the
// inspector.
func (a *app) codesBefore(cmd *cobra.Command, o chain.Options) func(mfa.CodeProvider) mfa.CodeProvider {
	return func(prompt mfa.CodeProvider) mfa.CodeProvider {
		return a.in(func(w *World) { w.Prompt = prompt }).codes(cmd, o)
	}
}

// takeChoice hands the choice over, as use does: in one write, or not at all.
func (s *switching) takeChoice(ctx context.Context, opts chain.Options, choice tui.Choice, captured bool) error {
	switch {
	case choice.Aborted:
		return told{ExitInterrupted}
	case !captured:
		return nil
	case choice.Result == nil:
		return told{ExitInterrupted}
	}
	return s.take(ctx, opts, choice.Result)
}

// exportsFor gives a result as commands of a shell.
func exportsFor(s shell.Shell) func(*chain.Result) (string, error) {
	return func(res *chain.Result) (string, error) {
		change, err := sessionOf(res).Change()
		if err != nil {
			return "", err
		}
		return s.Assign(change)
	}
}
