package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"credence/internal/cells"
)

const rootHelp = `credence says which AWS credentials you would get, and why: it walks the credential
chain stage by stage, with the file and line or the variable behind each statement.

Without a command it opens the inspector: every profile, its chain, and the choice.`

const rootExamples = `  credence why prod-admin          walk the chain for a profile
  credence use prod-admin          switch this shell to it (credence init says how)
  credence exec prod-admin -- aws s3 ls`

const demoExample = `
  credence demo why dev-admin      try it without an account`

const exitCodes = `Exit codes: 0 found or done, 1 the chain ended in an error, 2 usage, 3 no credentials,
4 input needed but no terminal, 124 deadline, 130 interrupted, 143 terminated.`

// help prints what a command is for, how it is used, and its flags in groups.
func (a *app) help(cmd *cobra.Command, _ []string) {
	p := a.page(a.Stdout)
	t := p.theme
	var b strings.Builder
	b.WriteString(p.reflow(description(cmd)) + "\n\n")
	fmt.Fprintf(&b, "%s\n  %s\n", t.paint(bold, "Usage"), usageLine(cmd))
	helpCommands(&b, t, cmd)
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n%s\n%s\n", t.paint(bold, "Examples"), cmd.Example)
	}
	p.helpFlags(&b, cmd)
	if !cmd.HasParent() {
		b.WriteString("\n" + p.reflow(exitCodes) + "\n")
	}
	_, a.unsaid = a.Stdout.Write([]byte(b.String()))
}

// description is what a command is for, in sentences.
func description(cmd *cobra.Command) string {
	if cmd.Long != "" || cmd.Short == "" {
		return cmd.Long
	}
	return strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + "."
}

func helpCommands(b *strings.Builder, t theme, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	groups := []commandGroup{{title: "Commands"}}
	if !cmd.HasParent() {
		groups = commandGroups
	}
	for _, g := range groups {
		fmt.Fprintf(b, "\n%s\n", t.paint(bold, g.title))
		for _, sub := range g.of(cmd) {
			fmt.Fprintf(b, "  %s %s\n", pad(sub.Name(), 12), sub.Short)
		}
	}
}

// commandGroup is a heading of the help, and what stands below it.
type commandGroup struct {
	title string
	names []string // nil for all
}

// commandGroups are those of the root command.
var commandGroups = []commandGroup{
	{"See what is", []string{"why", "list", "whoami", "status"}},
	{"Use it", []string{"use", "exec", "env", "process", "bridge", "console"}},
	{"Sign in", []string{"login", "logout", "accounts"}},
	{"Keep", []string{"cache", "store", "config"}},
	{"Set up", []string{"init", "completion", "demo"}},
}

// of are the group's commands below a command, in the group's order.
func (g commandGroup) of(parent *cobra.Command) []*cobra.Command {
	all := slices.DeleteFunc(slices.Clone(parent.Commands()), func(c *cobra.Command) bool {
		return !c.IsAvailableCommand() || g.names != nil && !slices.Contains(g.names, c.Name())
	})
	slices.SortStableFunc(all, func(a, b *cobra.Command) int {
		return slices.Index(g.names, a.Name()) - slices.Index(g.names, b.Name())
	})
	return all
}

// helpFlags lists the flags of a command and those of every command, by group.
func (p page) helpFlags(b *strings.Builder, cmd *cobra.Command) {
	groups := flagsByGroup(cmd)
	for _, name := range flagGroups {
		flags := groups[name]
		if len(flags) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", p.theme.paint(bold, name))
		for _, f := range flags {
			label, text := flagLabel(f)
			hang := "\n" + strings.Repeat(" ", flagText)
			fmt.Fprintf(b, "  %s %s\n", pad(label, flagText-3), strings.Join(p.wrap(text, flagText+1), hang))
		}
	}
}

// flagText is the column of the meanings of flags.
const flagText = 39

// reflow breaks the paragraphs of a text anew where the terminal is too narrow for its
// lines. What is indented stays as it is.
func (p page) reflow(text string) string {
	wide := 0
	for line := range strings.Lines(text) {
		wide = max(wide, cells.Width(strings.TrimSuffix(line, "\n")))
	}
	if !p.cut || wide <= p.width {
		return text
	}
	var b strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		if !strings.Contains("\n"+paragraph, "\n ") {
			paragraph = strings.Join(p.wrap(strings.ReplaceAll(paragraph, "\n", " "), 1), "\n")
		}
		b.WriteString(paragraph)
	}
	return b.String()
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
