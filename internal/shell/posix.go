package shell

import "strings"

// posix is sh, bash, zsh and the like (POSIX.1-2024, XCU 2.2.2: single quotes).
type posix struct{ name string }

func (p posix) Name() string { return p.name }

// builtin stands before a word that has to be the shell's own: the backslash keeps
// aliases away, and builtin, where there is one, functions.
func (p posix) builtin() string {
	if p.name == "sh" {
		return `\`
	}
	return `\builtin `
}

// Assign implements Shell. Only variables are unset, never functions of the name (-v).
func (p posix) Assign(c Change) (string, error) {
	var b strings.Builder
	if len(c.Unset) > 0 {
		b.WriteString(p.builtin() + "unset -v " + strings.Join(c.Unset, " ") + "\n")
	}
	for _, v := range c.Set {
		b.WriteString(p.builtin() + "export " + v.Name + "=" + posixQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell. Under `set -a` every assignment would export.
func (p posix) Switch(m Move, _ bool) (string, error) {
	own := p.builtin()
	if m.Kind == MoveOff {
		return `if [ -n "${__credence_first-}" ]; then ` + own + `eval "$__credence_first"; ` + own + `unset -v __credence_first __credence_previous __credence_state
else echo 'credence: this shell was not switched' >&2; false; fi
`, nil
	}
	change, err := p.Assign(m.Change)
	if err != nil {
		return "", err
	}
	before, err := p.Assign(m.Before)
	if err != nil {
		return "", err
	}
	previous := own + "unset -v __credence_previous\n__credence_previous=" + posixQuote(before) + "\n"
	keep := func(text string) string {
		return "case $- in *a*) __credence_a=a; " + own + "set +a;; esac\n" + text +
			own + "unset -v __credence_state\n__credence_state=" + posixQuote(m.State.String()) + "\n" +
			"case ${__credence_a-} in a) " + own + "unset -v __credence_a; " + own + "set -a;; esac\n"
	}
	switch {
	case m.Kind == MoveBack:
		return `if [ -n "${__credence_previous-}" ]; then
` + keep("__credence_swap=$__credence_previous\n"+previous) + own + `eval "$__credence_swap"; ` + own + `unset -v __credence_swap
else echo 'credence: this shell has no identity to go back to' >&2; false; fi
`, nil
	case m.Again:
		return keep("") + change, nil
	}
	return keep(previous+`: "${__credence_first:=$__credence_previous}"`+"\n") + change, nil
}

// Hook implements Shell. The word function keeps an alias of the name away from the
// place where the function gets its own; sh does not have it.
func (p posix) Hook(program string) string {
	file, function := "posix.sh", "function credence"
	switch p.name {
	case "zsh":
		file = "zsh.zsh"
	case "sh":
		function = "credence()"
	}
	text := hook(file, p, word(program, "credence", posixQuote))
	return strings.NewReplacer("{{function}}", function, "{{builtin}}", p.builtin()).Replace(text)
}

func (posix) Evaluate(command string) string { return `eval "$(` + command + `)"` }

func (p posix) StartFile() string {
	switch p.name {
	case "bash":
		return "~/.bashrc"
	case "zsh":
		return "~/.zshrc"
	}
	return "the file that $ENV names"
}

func (p posix) InstallLine() string { return p.Evaluate("credence init " + p.name) }

// posixQuote makes one word of a value.
func posixQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
