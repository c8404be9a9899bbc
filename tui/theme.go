package tui

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// style is one of the few ways in which text looks.
type style uint8

const (
	plain      style = iota
	bold             // names and titles
	faint            // everything that is not the news
	accent           // where you are, what you typed
	accentBold       // a matched letter of the selected name
	good             // found, time left
	bad              // errors
	warn             // findings, expiring sessions
	keyName          // names of settings and variables
	stepName         // what a step does
	filled           // a digit that was typed
	printed          // a QR code: dark on light, whatever the palette
	styles
)

// ANSI colours (ECMA-48, 8.3.117): the user's own palette decides what they look like.
const (
	red    = lipgloss.ANSIColor(1)
	green  = lipgloss.ANSIColor(2)
	yellow = lipgloss.ANSIColor(3)
	blue   = lipgloss.ANSIColor(4)
	cyan   = lipgloss.ANSIColor(6)
	black  = lipgloss.ANSIColor(0)
	white  = lipgloss.ANSIColor(15)
)

// theme is how each style begins and ends. It is the only place that knows colours.
type theme struct {
	colour      bool
	begin, stop [styles]string
}

// newTheme makes the theme for a terminal, from a renderer of its own: nothing asks
// the terminal for its background.
func newTheme(colour bool) *theme {
	profile := termenv.Ascii
	if colour {
		profile = termenv.ANSI
	}
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(true) // never looked at, and so never asked for
	looks := [styles]lipgloss.Style{
		plain:      r.NewStyle(),
		bold:       r.NewStyle().Bold(true),
		faint:      r.NewStyle().Faint(true),
		accent:     r.NewStyle().Foreground(cyan),
		accentBold: r.NewStyle().Foreground(cyan).Bold(true),
		good:       r.NewStyle().Foreground(green),
		bad:        r.NewStyle().Foreground(red),
		warn:       r.NewStyle().Foreground(yellow),
		keyName:    r.NewStyle().Foreground(yellow),
		stepName:   r.NewStyle().Foreground(blue),
		filled:     r.NewStyle().Reverse(true),
		printed:    r.NewStyle().Foreground(black).Background(white),
	}
	t := &theme{colour: colour}
	for s, look := range looks {
		t.begin[s], t.stop[s], _ = strings.Cut(look.Render("x"), "x")
	}
	return t
}
