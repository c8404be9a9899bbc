package shell

import "strings"

// fish (fishshell.com/docs: in single quotes only \\ and \' are special).
type fish struct{}

func (fish) Name() string { return "fish" }

// Assign implements Shell. A universal variable is every session's, and fish has no way
// to keep one that is exported from children: it is emptied for this session, so that
// no tool takes it for an identity, and the person is told.
func (fish) Assign(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("set -eg " + name + "; set -qUx " + name + "; and set -gx " + name + " ''; and echo 'credence: " + name +
			" is a universal variable of fish, which cannot be taken from one session: set -eU " + name + "' >&2;\n")
	}
	for _, v := range c.Set {
		b.WriteString("set -gx " + v.Name + " " + fishQuote(v.Value.Reveal()) + ";\n")
	}
	b.WriteString("true;\n") // erasing what is not there is no failure
	return b.String(), nil
}

// Switch implements Shell.
func (f fish) Switch(m Move, _ bool) (string, error) {
	if m.Kind == MoveOff {
		return `if set -q __credence_first; eval $__credence_first; set -eg __credence_first; set -eg __credence_previous; set -eg __credence_state;
else; echo 'credence: this shell was not switched' >&2; false; end;
`, nil
	}
	change, err := f.Assign(m.Change)
	if err != nil {
		return "", err
	}
	before, err := f.Assign(m.Before)
	if err != nil {
		return "", err
	}
	state := "set -gu __credence_state " + fishQuote(m.State.String()) + ";\n"
	keep := "set -gu __credence_previous " + fishQuote(before) + ";\n" + state
	switch {
	case m.Kind == MoveBack:
		return `if set -q __credence_previous; set -gu __credence_swap $__credence_previous;
` + keep + `eval $__credence_swap; set -eg __credence_swap; true;
else; echo 'credence: this shell has no identity to go back to' >&2; false; end;
`, nil
	case m.Again:
		return state + change, nil
	}
	return keep + "set -q __credence_first; or set -gu __credence_first $__credence_previous;\n" + change, nil
}

func (f fish) Hook(program string) string {
	return hook("fish.fish", f, word(program, "credence", fishQuote))
}

func (fish) Evaluate(command string) string { return command + " | source" }

func (fish) StartFile() string { return "~/.config/fish/config.fish" }

func (f fish) InstallLine() string { return f.Evaluate("credence init fish") }

// fishQuote makes one word of a value. A line break stands outside of the quotes, as
// fish's command substitution would break the word there.
func fishQuote(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `'\n'`).Replace(value) + "'"
}
