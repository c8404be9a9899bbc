package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/process"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// execVariable says that a program runs in an exec of ours, and with which profile.
const execVariable = "CREDENCE_EXEC"

// The exit codes of a shell for a command that cannot be run (POSIX.1-2024, XCU 2.8.2).
const (
	exitNotExecutable = 126
	exitNotFound      = 127
)

func (a *app) execCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "exec [PROFILE] [flags] [-- COMMAND…]", DisableFlagsInUseLine: true,
		Short: "run a command with the credentials of a profile",
		Long: `Run a command with the credentials of a profile, and nothing that would shadow
them. What credence prints goes to standard error; the exit code is the command's.
Without a command it starts your shell ($SHELL).

A temporary session is handed over in variables; it ends when the session does.
Long-term keys stay in their file: the command gets AWS_PROFILE instead.

With --server the command gets no keys but the address of a server on the loopback,
which SDKs ask again before a session ends, for as long as the command runs. Where a
new session would need an MFA code by then, nobody is asked in the middle of the
command: the SDK gets an error that says so, and finds the session that, for
instance, credence whoami PROFILE obtains in another terminal.`,
		Example: `  credence exec prod-admin -- aws s3 ls
  credence exec prod-admin -- sh -c 'echo $AWS_REGION'
  credence exec prod-admin                         a shell; exit leaves it
  credence exec prod-admin --server -- terraform apply`,
		Args:              execArguments,
		ValidArgsFunction: a.completeExec,
		RunE:              a.run(a.exec),
	}
	cmd.Flags().Bool("server", false, "serve the credentials to the command on the loopback, and renew them")
	cmd.Flags().Bool("export-keys", false, "hand over long-term keys, too")
	cmd.Flags().Bool("nested", false, "run within another credence exec")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(err, "flags of the command stand after --: credence exec PROFILE -- COMMAND…", cmd.CommandPath()+" --help")
	})
	return cmd
}

// completeExec completes the profile; the command and its arguments are the shell's
// business.
func (a *app) completeExec(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if dash := cmd.ArgsLenAtDash(); dash >= 0 && dash < len(args) { // cobra puts a -- of its own behind the arguments
		return nil, cobra.ShellCompDirectiveDefault
	}
	return a.completeProfiles(one)(cmd, args, typed)
}

// execArguments holds what stands before -- to one profile: without the dashes a
// command's flags would be taken for ours.
func execArguments(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	if dash < 0 && len(args) > 1 {
		return usage(errors.New("the command has to stand after --"), "credence exec "+commandLine(args[:1])+" -- "+commandLine(args[1:]))
	}
	if dash > 1 {
		return oneProfile(cmd, args[:dash])
	}
	return nil
}

func commandLine(argv []string) string {
	line := ""
	for i, word := range argv {
		if i > 0 {
			line += " "
		}
		line += wording.Shell(word)
	}
	return line
}

// executing is one exec.
type executing struct {
	*app    // as the profile is looked for
	cmd     *cobra.Command
	opts    chain.Options
	outer   chain.Environment // that the command inherits
	program process.Program
	shell   bool // no command was given
	export  bool // long-term keys, too
}

func (a *app) exec(ctx context.Context, cmd *cobra.Command, args []string) error {
	named, argv := args, []string(nil)
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		named, argv = args[:dash], args[dash:]
	}
	if nested, _ := cmd.Flags().GetBool("nested"); !nested {
		if err := a.refuseNesting(named, argv); err != nil {
			return err
		}
	}
	x := &executing{app: a.asNamed(cmd, named), cmd: cmd, outer: a.Env, shell: len(argv) == 0}
	x.export, _ = cmd.Flags().GetBool("export-keys")
	if x.shell {
		argv = []string{a.ownShell()}
	}
	// Before anybody is asked for an MFA code for nothing.
	path, err := process.Find(argv[0], a.env("PATH"))
	if err != nil {
		return a.cannotRun(err)
	}
	x.program = process.Program{Path: path, Argv: argv, Stdin: a.Stdin, Stdout: bare(a.Stdout), Stderr: bare(a.Stderr)}
	if x.opts, err = x.options(cmd, named); err != nil {
		return err
	}
	res, err := x.resolve(ctx, x.opts)
	if err != nil {
		return err
	}
	if res.Stage != "" { // a role without a profile comes from no stage
		a.countUse(res.Profile)
	}
	if server, _ := cmd.Flags().GetBool("server"); server {
		return x.serve(ctx, res)
	}
	return x.replace(res)
}

// ownShell is the shell that the person uses.
func (a *app) ownShell() string {
	if runtime.GOOS == "windows" {
		return cmp.Or(a.env("COMSPEC"), "cmd.exe")
	}
	return cmp.Or(a.env("SHELL"), "/bin/sh")
}

// refuseNesting stops who is in an exec already: the inner one ends, and the outer
// identity is back, unnoticed.
func (a *app) refuseNesting(named, argv []string) error {
	inside, set := a.Env.Lookup(execVariable)
	if !set {
		return nil
	}
	outer := "credence exec"
	if inside != "" {
		outer += " " + wording.Shell(inside)
	}
	line := "credence exec --nested"
	if len(named) > 0 {
		line += " " + commandLine(named)
	}
	if len(argv) > 0 {
		line += " -- " + commandLine(argv)
	}
	return usage(fmt.Errorf("this runs within %s already", outer), "leave that first (exit), or nest on purpose: "+line)
}

// cannotRun is the error of a command that is not there or cannot be run, with the exit
// code that a shell has for it.
func (a *app) cannotRun(err error) error {
	code := exitNotFound
	if errors.Is(err, process.ErrNotExecutable) {
		code = exitNotExecutable
	}
	return told{a.report(code, &hintedError{errors.New(sanitize.Text(err.Error())), nil})}
}

// replace hands the session over in variables, and the process to the command.
func (x *executing) replace(res *chain.Result) error {
	session := x.session(res)
	change, err := session.Over(x.outer.Lookup)
	if err != nil {
		return err
	}
	x.program.Env = append(change.Apply(x.outer.List()), execVariable+"="+session.Profile)
	if x.shell {
		x.greet(res, session.ByName)
	}
	if x.Replace == nil || x.Phone != nil { // the AWS of the demo lives in this process
		return x.child(func() {})
	}
	if x.debug != nil {
		x.debug.close()
	}
	err = x.Replace(x.program)
	return x.cannotRun(fmt.Errorf("%s: %w: %w", x.program.Path, process.ErrNotExecutable, err))
}

// child runs the command, tidies up, and ends as the command did.
func (x *executing) child(tidy func()) error {
	end, err := process.Foreground(x.program)
	if err != nil {
		return x.cannotRun(fmt.Errorf("%s: %w: %w", x.program.Path, process.ErrNotExecutable, errors.Unwrap(err)))
	}
	tidy()
	if end.Signal != nil && x.Follow != nil {
		x.Follow(end)
	}
	return told{end.ExitCode}
}
