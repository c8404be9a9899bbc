package shell

import "strings"

// nu is Nushell. It evaluates no text; what is printed for it can be sourced from a
// file, and its hook takes JSON.
type nu struct{}

func (nu) Name() string { return "nu" }

// Assign implements Shell.
func (nu) Assign(c Change) (string, error) {
	var b strings.Builder
	if len(c.Unset) > 0 {
		b.WriteString("hide-env --ignore-errors " + strings.Join(c.Unset, " ") + "\n")
	}
	for _, v := range c.Set {
		b.WriteString("$env." + v.Name + " = " + nuQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell.
func (n nu) Switch(m Move, hooked bool) (string, error) { return structured(n, m, hooked) }

func (n nu) Hook(program string) string {
	return hook("nu.nu", n, "^"+word(program, "credence", nuQuote))
}

// Evaluate implements Shell: there is no such line, as nu parses all before it runs
// any.
func (nu) Evaluate(string) string { return "" }

func (nu) StartFile() string { return "the folder of $nu.user-autoload-dirs" }

func (nu) InstallLine() string {
	return "mkdir $nu.user-autoload-dirs.0; credence init nu | save --force ($nu.user-autoload-dirs.0 | path join credence.nu)"
}

// nuQuote makes one word of a value (nushell.sh/book/working_with_strings.html: the
// escapes of double quotes).
func nuQuote(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(value) + `"`
}
