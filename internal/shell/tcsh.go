package shell

import "strings"

// tcsh, and csh. Its eval takes one line, and even quoted text undergoes history
// substitution (tcsh(1), "Lexical structure").
type tcsh struct{}

func (tcsh) Name() string { return "tcsh" }

// Assign implements Shell. Variables that it cannot hold, those with line breaks,
// stay as they are.
func (tcsh) Assign(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("unsetenv " + name + " ; ")
	}
	for _, v := range c.Set {
		if value := v.Value.Reveal(); !strings.ContainsAny(value, "\n\r") {
			b.WriteString("setenv " + v.Name + " " + tcshQuote(value) + " ; ")
		}
	}
	return b.String() + "\n", nil
}

// Switch implements Shell. Variables of set, other than those of setenv, are not
// inherited.
func (t tcsh) Switch(m Move, _ bool) (string, error) {
	if m.Kind == MoveOff {
		return "if ( ! $?__credence_first ) set __credence_first = 'echo credence: this shell was not switched ; false' ; " +
			`eval "$__credence_first:q" ; unset __credence_first __credence_previous __credence_state ;` + "\n", nil
	}
	change, err := t.Assign(m.Change)
	if err != nil {
		return "", err
	}
	before, err := t.Assign(m.Before)
	if err != nil {
		return "", err
	}
	state := "set __credence_state = " + tcshQuote(m.State.String()) + " ; "
	keep := "set __credence_previous = " + tcshQuote(strings.TrimSpace(before)) + " ; " + state
	switch {
	case m.Kind == MoveBack:
		return `if ( ! $?__credence_previous ) set __credence_previous = 'echo credence: this shell has no identity to go back to' ; ` +
			`set __credence_swap = "$__credence_previous:q" ; ` + keep + `eval "$__credence_swap:q" ; unset __credence_swap ;` + "\n", nil
	case m.Again:
		return state + change, nil
	}
	return keep + `if ( ! $?__credence_first ) set __credence_first = "$__credence_previous:q" ; ` + change, nil
}

// Hook implements Shell. The program's word stands in a variable, for the alias is a
// text within quotes; where it is substituted in backquotes, that is read once more.
func (t tcsh) Hook(program string) string {
	text := hook("tcsh.tcsh", t, tcshQuote(program))
	return strings.ReplaceAll(text, "{{quoted}}", tcshQuote(word(program, `\credence`, tcshQuote)))
}

func (tcsh) Evaluate(command string) string { return "eval \"`" + command + "`\"" }

func (tcsh) StartFile() string { return "~/.tcshrc" }

// InstallLine implements Shell. The hook has lines, which eval would join.
func (tcsh) InstallLine() string {
	return "credence init tcsh >! ~/.credence.tcsh && source ~/.credence.tcsh"
}

// tcshQuote makes one word of a value.
func tcshQuote(value string) string {
	return "'" + strings.NewReplacer(`'`, `'\''`, `!`, `'\!'`, `\`, `'\\'`).Replace(value) + "'"
}
