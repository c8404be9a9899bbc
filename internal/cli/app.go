package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// app is one run of the program.
type app struct {
	*World
	flags flags
	debug *debugLog
	rest  *resting          // see (*app).resting
	leave func(cause error) // ends the command, as ^C at a prompt does

	oneLine bool  // errors are told in one line, as SDKs show them
	handed  bool  // exec has given the terminal to a command: only failures are told
	unsaid  error // the error of printing the help
}

// in is the app in a world that differs from its own.
func (a *app) in(change func(*World)) *app {
	other, world := *a, *a.World
	change(&world)
	other.World = &world
	return &other
}

// Main runs the command line args (without the program's name) and returns the exit
// code. It does nothing to the process itself.
func Main(ctx context.Context, w *World, args []string) int {
	a := &app{World: w}
	root := a.root()
	if completes(args) {
		a.completeFlags(root)
	}
	root.SetArgs(append([]string{}, args...)) // nil would be the process's own
	err := root.ExecuteContext(ctx)
	if a.debug != nil {
		a.debug.close()
	}
	if e, ok := err.(*fs.PathError); ok { //nolint:errorlint // not wrapped: cobra could not print the version
		err = &commandError{e}
	}
	if err == nil && a.unsaid != nil {
		err = &commandError{a.unsaid}
	}
	return a.finish(err)
}

// root is the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "credence",
		Short:         "Which AWS credentials would I get, and why?",
		Long:          rootHelp,
		Example:       rootExamples,
		Version:       cmp.Or(a.Version, "unknown"),
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetVersionTemplate("credence {{.Version}}\n")
	root.SetHelpFunc(a.help)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage(err, cmd.CommandPath()+" --help") })
	a.flags.register(root)
	root.Flags().BoolP("version", "v", false, "print the version")
	a.whyFlags(root, a.run(a.inspect))
	a.inspectFlags(root)
	root.AddCommand(a.commands()...)
	if a.Sandbox != nil {
		root.AddCommand(a.demoCommand())
		root.Example += demoExample
	}
	return root
}

// commands are all of them but the demo.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.whyCommand(), a.listCommand(), a.whoamiCommand(), a.statusCommand(),
		a.useCommand(), a.execCommand(), a.envCommand(), a.processCommand(), a.bridgeCommand(), a.consoleCommand(),
		a.loginCommand(), a.logoutCommand(), a.accountsCommand(),
		a.cacheCommand(), a.storeCommand(), a.configCommand(),
		a.initCommand(), a.completionCommand(), a.manCommand(),
	}
}

// action is what a command does. ctx ends with the command's deadline.
type action func(ctx context.Context, cmd *cobra.Command, args []string) error

// run makes a cobra function of an action: the deadline and the event log of the
// flags hold for every command.
func (a *app) run(do action) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx, leave := context.WithCancelCause(cmd.Context())
		defer leave(nil)
		a.leave = leave
		if limit := optional(cmd, "deadline", a.flags.deadline); limit != nil {
			var stop context.CancelFunc
			ctx, stop = context.WithTimeoutCause(ctx, durationOf(*limit), ErrDeadline)
			defer stop()
		}
		if path := optional(cmd, "debug", a.flags.debug); path != nil {
			log, err := openDebug(*path, a.Clock)
			if err != nil {
				return &commandError{err}
			}
			a.debug = log
		}
		a.maskKeyIDs(cmd)
		err := do(ctx, cmd, args)
		if err == nil {
			return nil
		}
		return told{a.report(exitCode(ctx, &commandError{err}), err)}
	}
}

// finish reports an error that has not been reported, and returns the exit code.
func (a *app) finish(err error) int {
	if err == nil {
		return ExitOK
	}
	return a.report(exitCode(context.Background(), err), err)
}

// report tells an error to people, unless it was told, and returns the code.
func (a *app) report(code int, err error) int {
	if _, ok := errors.AsType[told](err); ok {
		return code
	}
	message, hints := a.words(code, err)
	if a.oneLine && len(hints) > 0 {
		message, hints = message+"; hint: "+hints[0], nil
	}
	t := a.theme(a.Stderr)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", t.paint(red, "credence:"), message)
	for _, hint := range hints {
		fmt.Fprintf(&b, "%s %s\n", t.paint(faint, "hint:"), hint)
	}
	_, _ = a.Stderr.Write([]byte(b.String()))
	return code
}

// words are the message and the hints of an error.
func (a *app) words(code int, err error) (string, []string) {
	switch code {
	case ExitDeadline:
		return "the deadline passed (--deadline)", nil
	case ExitTerminated:
		return "terminated", nil
	}
	if e, ok := errors.AsType[*nearProfileError](err); ok {
		message, hints := a.words(code, e.err)
		return message + "; " + nearest(e.near), append(slices.Clone(hints), "credence why "+wording.Shell(e.near[0]))
	}
	if e, ok := errors.AsType[*chain.Error](err); ok {
		if code == ExitInterrupted && e.Code == chain.CodeCanceled {
			return "interrupted", nil
		}
		return wording.Message(e), wording.Hints(e)
	}
	if e, ok := errors.AsType[*usageError](err); ok {
		return sanitize.Text(e.Error()), e.hints
	}
	if e, ok := errors.AsType[*hintedError](err); ok {
		return sanitize.Text(e.Error()), e.hints
	}
	message := sanitize.Text(strings.TrimSpace(firstLine(err.Error())))
	if code != ExitUsage {
		return message, nil
	}
	return message, usageHints(err)
}

// usageHints are the remedies of a command line that cobra does not understand. Who
// types a name that is no command may have meant a profile.
func usageHints(err error) []string {
	if rest, ok := strings.CutPrefix(err.Error(), "unknown command "); ok {
		if quoted, err := strconv.QuotedPrefix(rest); err == nil {
			if name, err := strconv.Unquote(quoted); err == nil {
				return []string{"credence why " + wording.Shell(name), "credence --help"}
			}
		}
	}
	return []string{"credence --help"}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
