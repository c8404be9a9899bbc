package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// The checks of arguments. Cobra has some of its own, but they speak of "arg(s)" and
// give no remedy.

// noArguments is the check of commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(fmt.Errorf("%s takes no argument, and here is one: %s", nameOfCommand(cmd), wording.Shell(args[0])))
	}
	return nil
}

// exactly is the check of commands that need the arguments of these names, all of them.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return usage(errors.New(takes(cmd, names)), cmd.CommandPath()+" "+strings.Join(names, " "))
		}
		return atMost(names...)(cmd, args)
	}
}

// atMost is the check of commands that may be given the arguments of these names.
func atMost(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > len(names) {
			return usage(fmt.Errorf("%s, and here is more: %s", takes(cmd, names), wording.Shell(args[len(names)])))
		}
		return nil
	}
}

func takes(cmd *cobra.Command, names []string) string {
	return nameOfCommand(cmd) + " takes " + strings.Join(names, " and ")
}

// oneProfile is the check of commands that may be given a profile.
func oneProfile(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage(fmt.Errorf("one profile at a time, and here are %d: %s", len(args), sanitize.Quote(args[1])))
	}
	return nil
}

// noCommand is the check of commands that only have others below them.
func noCommand(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		hints := []string{cmd.CommandPath() + " --help"}
		for _, near := range profiles.NearestOf(args[0], names) {
			hints = append(hints, cmd.CommandPath()+" "+near)
		}
		return usage(fmt.Errorf("%s has no command %s", nameOfCommand(cmd), sanitize.Quote(args[0])), hints...)
	}
}

// nameOfCommand is a command as people call it: "store move".
func nameOfCommand(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), "credence ")
}
