package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/cells"
	"credence/internal/sanitize"
	"credence/internal/shell"
	"credence/internal/wording"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [SHELL]",
		Short: "print the hook through which use changes your shell",
		Long: `Print the hook of a shell: a function named credence that evaluates what
use and logout print, and the choice of the inspector, so that they change the
shell they are typed in. Everything else it passes on. Read it: it is short.

SHELL is ` + strings.Join(shell.Names(), ", ") + `.
Without it, it is the one that credence was started from. The examples say which line
belongs in which start file.`,
		Example:   initExamples(),
		ValidArgs: shell.Names(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(fmt.Errorf("one shell at a time, and here are %d: %s", len(args), sanitize.Quote(args[1])))
			}
			return nil
		},
		RunE: a.run(a.init),
	}
}

// initExamples are the lines that install the hooks.
func initExamples() string {
	var b strings.Builder
	for _, s := range shell.Shells() {
		if s.Name() == "sh" {
			continue
		}
		gap := " "
		if cells.Width(s.StartFile()) > startFiles { // nu says in words where
			gap = ":\n    "
		}
		b.WriteString("  " + pad(s.StartFile(), startFiles) + gap + s.InstallLine() + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// startFiles is the width of the column of start files.
const startFiles = 26

func (a *app) init(_ context.Context, _ *cobra.Command, args []string) error {
	s, sure := shell.Started(a.parent(), a.Env.Lookup)
	if len(args) == 1 {
		var err error
		if s, err = shellByName(args[0]); err != nil {
			return err
		}
	} else {
		how := "the shell that started this"
		if !sure {
			how = "a guess: name the shell to be sure"
		}
		fmt.Fprintf(a.Stderr, "credence: the hook of %s (%s)\n", s.Name(), how)
	}
	if _, err := io.WriteString(a.Stdout, s.Hook(a.program())); err != nil {
		return err
	}
	if a.StdoutTerminal {
		fmt.Fprintf(a.Stderr, "\ncredence: to install it: %s\n", installHint(s))
	}
	return nil
}

// shellByName is the shell of a name that somebody typed.
func shellByName(name string) (shell.Shell, error) {
	if s, ok := shell.ByName(name); ok {
		return s, nil
	}
	return nil, usage(fmt.Errorf("there is no shell %s here", sanitize.Quote(name)), "one of "+strings.Join(shell.Names(), ", "))
}

// installHint says where the line goes that installs the hook, and which.
func installHint(s shell.Shell) string {
	switch s.Name() {
	case "nu":
		return s.InstallLine() + ", and open a new shell"
	case "bash", "zsh", "fish":
		return "echo " + wording.Shell(s.InstallLine()) + " >>" + s.StartFile() + ", and open a new shell"
	}
	return "put this line into " + s.StartFile() + ": " + s.InstallLine()
}

// noHook is the error of a switch that nobody would evaluate.
func noHook(s shell.Shell, args []string, off bool) error {
	command := "credence use"
	if off {
		command += " --off"
	}
	for _, arg := range args {
		if arg != "-" {
			arg = wording.Shell(arg)
		}
		command += " " + arg
	}
	hints := []string{"for good: " + installHint(s)}
	if line := s.Evaluate(command + " --shell " + s.Name()); line != "" {
		hints = append(hints, "for now: "+line)
	}
	return usage(fmt.Errorf("use changes a shell through its hook, and this %s has none", s.Name()), hints...)
}
