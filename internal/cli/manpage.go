package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manName is the name of a command's page: credence-cache-clear.
func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manPage is the page of a command in the man macros (man(7)).
func manPage(cmd *cobra.Command, version, date string) string {
	var m manual
	m.macro(".TH", strings.ToUpper(manName(cmd)), "1", date, "credence "+version, "credence")
	m.macro(".SH", "NAME")
	m.text(manName(cmd) + " - " + cmd.Short)
	m.macro(".SH", "SYNOPSIS")
	m.text(usageLine(cmd))
	m.macro(".SH", "DESCRIPTION")
	m.paragraphs(description(cmd))
	m.commands(cmd)
	m.flags(cmd)
	if cmd.Example != "" {
		m.macro(".SH", "EXAMPLES")
		m.verbatim(cmd.Example)
	}
	m.macro(".SH", "EXIT STATUS")
	for _, code := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(oneLine(exitCodes), "Exit codes: "), "."), ", ") {
		number, meaning, _ := strings.Cut(code, " ")
		m.item(number, meaning)
	}
	m.seeAlso(cmd)
	return m.b.String()
}

// manual is a page as it is written.
type manual struct{ b strings.Builder }

func (m *manual) macro(name string, args ...string) {
	m.b.WriteString(name)
	for _, arg := range args {
		m.b.WriteString(` "` + strings.ReplaceAll(roff(arg), `"`, `\(dq`) + `"`)
	}
	m.b.WriteByte('\n')
}

// text is a paragraph that is filled.
func (m *manual) text(s string) { m.b.WriteString(roffLine(oneLine(s)) + "\n") }

// item is a term and its meaning.
func (m *manual) item(term, meaning string) {
	m.b.WriteString(".TP\n\\fB" + roff(term) + "\\fR\n")
	m.text(meaning)
}

// verbatim is text whose lines stay.
func (m *manual) verbatim(s string) {
	m.b.WriteString(".nf\n")
	for line := range strings.Lines(s) {
		m.b.WriteString(roffLine(strings.TrimRight(line, "\n")) + "\n")
	}
	m.b.WriteString(".fi\n")
}

// paragraphs are separated by blank lines; one that is indented stays as it is.
func (m *manual) paragraphs(s string) {
	for i, p := range strings.Split(s, "\n\n") {
		if i > 0 {
			m.b.WriteString(".PP\n")
		}
		if strings.HasPrefix(p, " ") {
			m.verbatim(p)
			continue
		}
		m.text(p)
	}
}

func (m *manual) commands(cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	m.macro(".SH", "COMMANDS")
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			m.item(sub.Name(), sub.Short)
		}
	}
}

func (m *manual) flags(cmd *cobra.Command) {
	groups := flagsByGroup(cmd)
	m.macro(".SH", "OPTIONS")
	for _, name := range flagGroups {
		if len(groups[name]) == 0 {
			continue
		}
		m.macro(".SS", name)
		for _, f := range groups[name] {
			label, text := flagLabel(f)
			m.item(label, text)
		}
	}
}

// flagsByGroup are the flags of a command and those of every command.
func flagsByGroup(cmd *cobra.Command) map[string][]*pflag.Flag {
	groups := map[string][]*pflag.Flag{}
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			groups[groupOf(f)] = append(groups[groupOf(f)], f)
		}
	}
	cmd.LocalNonPersistentFlags().VisitAll(add)
	cmd.Root().PersistentFlags().VisitAll(add)
	return groups
}

func (m *manual) seeAlso(cmd *cobra.Command) {
	var pages []string
	if cmd.HasParent() {
		pages = append(pages, manName(cmd.Parent())+"(1)")
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			pages = append(pages, manName(sub)+"(1)")
		}
	}
	if len(pages) > 0 {
		m.macro(".SH", "SEE ALSO")
		m.text(strings.Join(pages, ", "))
	}
}

// usageLine is how a command is called.
func usageLine(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return "credence [COMMAND] [flags]"
	}
	return cmd.UseLine()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// roff escapes what is not text to roff: backslashes, and hyphens that are to be typed.
// What is not ASCII is spelt out, as groff takes its input for Latin-1.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`).Replace(s)
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}

// roffLine is a line of text: a dot or a quote at its beginning is no request.
func roffLine(s string) string {
	s = roff(s)
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}
