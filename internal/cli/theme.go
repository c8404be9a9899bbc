package cli

import (
	"io"

	"credence/chain"
)

// style is an SGR parameter of the 16 terminal colours' world (ECMA-48, 8.3.117).
type style string

const (
	plain  style = ""
	bold   style = "1"
	faint  style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	blue   style = "34"
)

// theme paints, or does not.
type theme struct{ colour bool }

// paint wraps s in the style.
func (t theme) paint(s style, text string) string {
	if !t.colour || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// theme is that of a stream of the world: --color, else NO_COLOR (no-color.org),
// CLICOLOR_FORCE (bixense.com/clicolors) and TERM=dumb, else whether it is a terminal.
func (a *app) theme(stream io.Writer) theme {
	switch a.flags.color.value {
	case "always":
		return theme{true}
	case "never":
		return theme{false}
	}
	force := a.env("CLICOLOR_FORCE")
	switch {
	case a.env("NO_COLOR") != "":
		return theme{false}
	case force != "" && force != "0":
		return theme{true}
	case a.env("TERM") == "dumb":
		return theme{false}
	}
	return theme{a.terminal(stream)}
}

// terminal reports whether a stream of the world is a terminal.
func (a *app) terminal(stream io.Writer) bool {
	switch stream {
	case a.Stdout:
		return a.StdoutTerminal
	case a.Stderr:
		return a.StderrTerminal
	}
	return false
}

// stateStyle is the colour of a state's symbol and word.
func stateStyle(s chain.State) style {
	switch s {
	case chain.StateFound:
		return green
	case chain.StateErrored, chain.StateCanceled:
		return red
	case chain.StateWouldUse, chain.StateUnknown:
		return yellow
	}
	return faint
}
