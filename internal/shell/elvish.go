package shell

import "strings"

// elvish (elv.sh/ref/language.html: in single quotes a quote is written twice).
type elvish struct{}

func (elvish) Name() string { return "elvish" }

// Assign implements Shell.
func (elvish) Assign(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("unset-env " + name + "\n")
	}
	for _, v := range c.Set {
		b.WriteString("set-env " + v.Name + " " + doubledQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell: text that is evaluated has no variables that last.
func (e elvish) Switch(m Move, hooked bool) (string, error) { return structured(e, m, hooked) }

func (e elvish) Hook(program string) string {
	return hook("elvish.elv", e, word(program, "e:credence", func(p string) string { return "(external " + doubledQuote(p) + ")" }))
}

func (elvish) Evaluate(command string) string { return "eval (" + command + " | slurp)" }

func (elvish) StartFile() string { return "~/.config/elvish/rc.elv" }

func (e elvish) InstallLine() string { return e.Evaluate("credence init elvish") }

// doubledQuote makes one word of a value where a quote in single quotes is doubled.
func doubledQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", "''") + "'"
}
