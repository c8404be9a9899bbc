package shell

import "strings"

// posix is sh, bash, zsh and the like (POSIX.1-2024, XCU 2.2.2: single quotes).
type posix struct{ name string }

// POSIX is text for `eval` in such a shell. It ends in a line break. It is whole or
// an error.
func POSIX(s Session) (string, error) {
	c, err := s.Change()
	if err != nil {
		return "", err
	}
	return posix{"sh"}.Assign(c)
}

func (p posix) Name() string { return p.name }

// Assign implements Shell. Only variables are unset, never functions of the name (-v);
// the backslash keeps aliases away.
func (posix) Assign(c Change) (string, error) {
	var b strings.Builder
	if len(c.Unset) > 0 {
		b.WriteString(`\unset -v ` + strings.Join(c.Unset, " ") + "\n")
	}
	for _, v := range c.Set {
		b.WriteString(`\export ` + v.Name + "=" + posixQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell. Under `set -a` every assignment would export.
func (p posix) Switch(m Move, _ bool) (string, error) {
	if m.Kind == MoveOff {
		return `if [ -n "${__credence_first-}" ]; then eval "$__credence_first"; \unset -v __credence_first __credence_previous __credence_state
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
	keep := "case $- in *a*) __credence_a=a; set +a;; esac\n\\unset -v __credence_state\n%s" +
		"__credence_state=" + posixQuote(m.State.String()) + "\n" +
		"case ${__credence_a-} in a) \\unset -v __credence_a; set -a;; esac\n"
	if m.Kind == MoveBack {
		return `if [ -n "${__credence_previous-}" ]; then
` + strings.Replace(keep, "%s", "__credence_swap=$__credence_previous\n\\unset -v __credence_previous\n__credence_previous="+posixQuote(before)+"\n", 1) + `eval "$__credence_swap"; \unset -v __credence_swap
else echo 'credence: this shell has no identity to go back to' >&2; false; fi
`, nil
	}
	return strings.Replace(keep, "%s", "\\unset -v __credence_previous\n__credence_previous="+posixQuote(before)+"\n"+`: "${__credence_first:=$__credence_previous}"`+"\n", 1) +
		change, nil
}

func (p posix) Hook(program string) string {
	program = word(program, "credence", posixQuote)
	if p.name == "zsh" {
		return hook("zsh.zsh", p, program)
	}
	return hook("posix.sh", p, program)
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
