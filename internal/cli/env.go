package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/shell"
)

// envFormats are the formats of env in the order of telling.
var envFormats = []string{"sh", "fish", "tcsh", "nu", "powershell", "cmd", "elvish", "xonsh", "json", "dotenv", "github", "process"}

func (a *app) envCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "env [PROFILE]",
		Short: "print the session as variables, for a shell, a file or a pipeline",
		Long: `Print the session of a profile: as text that a shell evaluates, which also clears
what would shadow it, or as a file that others read.

github is for a step of GitHub Actions: it appends the variables to the file that
$GITHUB_ENV names, for the steps that follow, and prints what makes the runner
mask the secrets in its log.`,
		Example: `  eval "$(credence env ci)"
  credence env ci --format dotenv >.env.aws && docker run --env-file .env.aws …
  credence env ci --format github            in a workflow`,
		Args: oneProfile,
		RunE: a.run(a.envOf),
	}
	cmd.Flags().String("format", "", "`format`: "+strings.Join(envFormats, ", ")+" (default that of the shell it was started from)")
	cmd.Flags().Bool("reveal", false, "print secrets to a terminal too")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(envFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// envOf prints the session of a profile in one write, or nothing.
func (a *app) envOf(ctx context.Context, cmd *cobra.Command, args []string) error {
	format, _ := cmd.Flags().GetString("format")
	print, err := a.envPrinter(format)
	if err != nil {
		return err
	}
	if err := a.maySeeSecrets(cmd); err != nil {
		return err
	}
	opts, err := a.asNamed(cmd, args).options(cmd, args)
	if err != nil {
		return err
	}
	res, err := a.resolve(ctx, opts)
	if err != nil {
		return err
	}
	text, err := print(res)
	if errors.Is(err, shell.ErrUnquotable) || errors.Is(err, shell.ErrUnprintable) {
		return fmt.Errorf("nothing is printed: %w", err)
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(bare(a.Stdout), text)
	return err
}

// envPrinter is what writes a result in a format.
func (a *app) envPrinter(format string) (func(*chain.Result) (string, error), error) {
	written := func(write func(shell.Change) (string, error)) func(*chain.Result) (string, error) {
		return func(res *chain.Result) (string, error) {
			change, err := sessionOf(res).Over(a.Env.Lookup)
			if err != nil {
				return "", err
			}
			return write(change)
		}
	}
	switch format {
	case "process":
		return func(res *chain.Result) (string, error) {
			answer, err := protocol(res.Keys)
			return string(answer), err
		}, nil
	case "json":
		return written(shell.JSON), nil
	case "dotenv":
		return written(shell.Dotenv), nil
	case "cmd":
		return written(shell.Cmd), nil
	case "github":
		file, err := a.githubFile()
		if err != nil {
			return nil, err
		}
		return written(func(c shell.Change) (string, error) { return a.github(c, file) }), nil
	case "":
		s, _ := shell.Started(a.parent(), a.Env.Lookup)
		return written(s.Assign), nil
	}
	if s, ok := shell.ByName(format); ok {
		return written(s.Assign), nil
	}
	return nil, usage(fmt.Errorf("there is no format %s", sanitize.Quote(format)), "one of "+strings.Join(envFormats, ", "))
}
