package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/shell"
)

func (a *app) useCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "use [PROFILE|-]",
		Short: "switch this shell to the identity of a profile",
		Long: `Switch the shell that it is typed in to the identity of a profile, for every SDK
and tool that is started there: the variables of its temporary session, or
AWS_PROFILE alone for long-term keys. What would shadow it is cleared, and that
the chain now answers with it is proven before anything changes.

Without PROFILE the inspector opens, and its choice goes into the shell. With -
the shell goes back to the identity before, and --off leaves: what was there
before the first switch is there again. Each shell is on its own.

A role of a sign-in needs no profile: ACCOUNT/ROLE, as credence accounts lists
them. All of this needs the shell's hook (credence init), or eval as below.`,
		Example: `  credence use prod-admin
  credence use -
  credence use --off
  eval "$(credence use prod-admin --shell zsh)"      without the hook`,
		Args: oneProfile,
		RunE: a.run(a.use),
	}
	f := cmd.Flags()
	f.Bool("off", false, "bring back what was there before the first switch")
	f.String("shell", "", "print for this `shell` (default the one it was started from)")
	f.Bool("export-keys", false, "put long-term keys into the variables too")
	f.Bool("profile-only", false, "set AWS_PROFILE alone, whatever the profile holds")
	f.Bool("no-mouse", false, "leave the mouse to the terminal, in the inspector")
	a.forHook(cmd)
	return cmd
}

// forHook gives a command whose standard output the hook evaluates the flag with
// which the hook calls it, and keeps its help away from there.
func (a *app) forHook(cmd *cobra.Command) {
	cmd.Flags().String("state", "", "what the hook remembers")
	_ = cmd.Flags().MarkHidden("state")
	cmd.SetHelpFunc(func(c *cobra.Command, args []string) {
		inner := a.in(func(w *World) {
			if c.Flags().Changed("state") {
				w.Stdout = a.Stderr
			}
		})
		inner.help(c, args)
		a.unsaid = inner.unsaid
	})
}

// switching is a `use` under way.
type switching struct {
	*app
	cmd    *cobra.Command
	shell  shell.Shell
	hooked bool // the shell's hook evaluates what is printed
	state  shell.State
	base   *app // the app in the environment as it is without the last switch
}

func (a *app) use(ctx context.Context, cmd *cobra.Command, args []string) error {
	s, err := a.switching(cmd, args)
	if err != nil {
		return err
	}
	off, _ := cmd.Flags().GetBool("off")
	export, _ := cmd.Flags().GetBool("export-keys")
	only, _ := cmd.Flags().GetBool("profile-only")
	switch {
	case export && only:
		return usage(errors.New("--export-keys and --profile-only exclude each other"))
	case off && len(args) > 0:
		return usage(errors.New("--off takes no profile"))
	case off:
		return s.leave()
	case len(args) == 1 && args[0] == "-":
		return s.back(ctx)
	}
	opts, err := s.base.options(cmd, args)
	if err != nil {
		return err
	}
	if opts.Profile == nil {
		return s.inspect(ctx)
	}
	return s.to(ctx, opts)
}

// switching says what is switched and how, or that it cannot be.
func (a *app) switching(cmd *cobra.Command, args []string) (*switching, error) {
	s := &switching{app: a, cmd: cmd, hooked: cmd.Flags().Changed("state")}
	if name := optional(cmd, "shell", cmd.Flag("shell").Value.String()); name != nil {
		var err error
		if s.shell, err = shellByName(*name); err != nil {
			return nil, err
		}
	} else {
		s.shell, _ = shell.Started(a.parent(), a.Env.Lookup)
	}
	if a.StdoutTerminal {
		return nil, noHook(s.shell, args, cmd.Flags().Changed("off"))
	}
	if s.hooked {
		s.state = shell.ParseState(cmd.Flag("state").Value.String())
	}
	s.base = a.undone()
	return s, nil
}

// undone is the app in the environment that a switch before this one has not changed.
func (a *app) undone() *app {
	return a.in(func(w *World) { w.Env = environmentOf(shell.Undone(a.Env.List())) })
}

// asNamed is the app in the environment that counts for what a command line names: a
// profile gets no region that a switch to another has left there. Where none is named
// the identity is the shell's own, and so is its region.
func (a *app) asNamed(cmd *cobra.Command, args []string) *app {
	if name, err := a.profile(cmd, args); err != nil || name == nil {
		return a
	}
	return a.undone()
}

// inspect lets a person choose in the inspector.
func (s *switching) inspect(ctx context.Context) error {
	screen, _, ok := s.screen()
	if !ok || s.flags.noInput {
		return usage(errors.New("use needs a profile where there is no terminal to choose on"), "credence list")
	}
	choice, opts, err := s.base.choose(ctx, s.cmd, nil, screen, true)
	if err != nil {
		return err
	}
	return s.takeChoice(ctx, opts, choice, true)
}

// to switches to the profile of the options.
func (s *switching) to(ctx context.Context, opts chain.Options) error {
	res, err := chain.Resolve(ctx, opts)
	if chain.CodeOf(err) == chain.CodeProfileMissing {
		if role, err, ok := s.base.roleWithoutProfile(ctx, opts); ok {
			if err != nil {
				return s.accountsEnd(ctx, err)
			}
			return s.take(ctx, opts, role)
		}
	}
	if err != nil {
		return s.walkEnd(ctx, res, err)
	}
	if err := s.take(ctx, opts, res); err != nil {
		return err
	}
	s.countUse(res.Profile)
	return nil
}

// take makes a result the shell's identity: all of it, or nothing is printed.
func (s *switching) take(ctx context.Context, opts chain.Options, res *chain.Result) error {
	session, err := s.session(opts, res)
	if err != nil {
		return err
	}
	change, err := session.Over(s.Env.Lookup)
	if err != nil {
		return &hintedError{fmt.Errorf("%s cannot be put into variables: %w", nameOf(res.Profile), err), nil}
	}
	if err := s.prove(ctx, change, session, res); err != nil {
		return err
	}
	now := memoryOf(opts, session)
	move := shell.Move{Kind: shell.MoveTo, Change: change, Before: shell.Reverse(s.Env.Lookup), State: shell.State{Now: now, Was: s.current()}}
	if s.state.Was != nil && s.state.Now.Holds(s.Env.Lookup) && s.state.Now.Same(now) {
		move.Again, move.State.Was = true, s.state.Was
	}
	if err := s.print(move); err != nil {
		return err
	}
	s.tellSwitch(res, session, change)
	return nil
}

// print writes a move for the shell, in one write.
func (s *switching) print(m shell.Move) error {
	text, err := s.shell.Switch(m, s.hooked)
	if errors.Is(err, shell.ErrNeedsHook) {
		return &hintedError{fmt.Errorf("%s goes back with its hook alone", s.shell.Name()), []string{installHint(s.shell)}}
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(bare(s.Stdout), text)
	return err
}
