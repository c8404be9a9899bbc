package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"credence/internal/wording"
)

const rootHelp = `credence says which AWS credentials you would get, and why: it walks the credential
chain stage by stage, with the file and line or the variable behind each statement.

Without a command it does what why does.`

const rootExamples = `  credence why prod-admin          walk the chain for a profile
  credence list                    every profile of the shared files`

const demoExample = `
  credence demo why dev-admin      try it without an account`

const exitCodes = `Exit codes: 0 found or done, 1 the chain ended in an error, 2 usage, 3 no credentials,
4 input needed but no terminal, 124 deadline, 130 interrupted, 143 terminated.`

// help prints what a command is for, how it is used, and its flags in groups.
func (a *app) help(cmd *cobra.Command, _ []string) {
	t := a.theme(a.Stdout)
	var b strings.Builder
	if cmd.Long != "" {
		b.WriteString(cmd.Long + "\n\n")
	} else {
		b.WriteString(cmd.Short + "\n\n")
	}
	use := cmd.UseLine()
	if !cmd.HasParent() {
		use = "credence [COMMAND] [flags]"
	}
	fmt.Fprintf(&b, "%s\n  %s\n", t.paint(bold, "Usage"), use)
	helpCommands(&b, t, cmd)
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n%s\n%s\n", t.paint(bold, "Examples"), cmd.Example)
	}
	helpFlags(&b, t, cmd)
	if !cmd.HasParent() {
		b.WriteString("\n" + exitCodes + "\n")
	}
	_, _ = a.Stdout.Write([]byte(b.String()))
}

func helpCommands(b *strings.Builder, t theme, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	fmt.Fprintf(b, "\n%s\n", t.paint(bold, "Commands"))
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(b, "  %s %s\n", pad(sub.Name(), 12), sub.Short)
		}
	}
}

// helpFlags lists the flags of a command and those of every command, by group.
func helpFlags(b *strings.Builder, t theme, cmd *cobra.Command) {
	groups := map[string][]*pflag.Flag{}
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			groups[groupOf(f)] = append(groups[groupOf(f)], f)
		}
	}
	cmd.LocalNonPersistentFlags().VisitAll(add)
	cmd.Root().PersistentFlags().VisitAll(add)
	for _, name := range flagGroups {
		flags := groups[name]
		if len(flags) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", t.paint(bold, name))
		for _, f := range flags {
			label, text := flagLabel(f)
			fmt.Fprintf(b, "  %s %s\n", pad(label, 36), text)
		}
	}
}

// flagLabel is a flag with what it takes, and its meaning.
func flagLabel(f *pflag.Flag) (label, text string) {
	kind, text := pflag.UnquoteUsage(f)
	label = "--" + f.Name
	if f.Shorthand != "" {
		label = "-" + f.Shorthand + ", " + label
	}
	if kind != "" {
		label += " " + kind
	}
	return label, text
}

// errTooMany is an argument for a command that takes none.
func errTooMany(command, argument string) error {
	return fmt.Errorf("%s takes no argument, and here is one: %s", command, wording.Shell(argument))
}
