package shell

import (
	"strconv"
	"strings"
)

// xonsh is Python with the environment as __xonsh__.env.
type xonsh struct{}

func (xonsh) Name() string { return "xonsh" }

// Assign implements Shell.
func (xonsh) Assign(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("__xonsh__.env.pop(" + xonshQuote(name) + ", None)\n")
	}
	for _, v := range c.Set {
		b.WriteString("__xonsh__.env[" + xonshQuote(v.Name) + "] = " + xonshQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell.
func (x xonsh) Switch(m Move, hooked bool) (string, error) { return structured(x, m, hooked) }

func (x xonsh) Hook(program string) string { return hook("xonsh.xsh", x, xonshQuote(program)) }

func (xonsh) Evaluate(command string) string { return "execx($(" + command + "))" }

func (xonsh) StartFile() string { return "~/.xonshrc" }

func (x xonsh) InstallLine() string { return x.Evaluate("credence init xonsh") }

// xonshQuote is a string literal of Python, in ASCII.
func xonshQuote(value string) string {
	return strconv.QuoteToASCII(value)
}
