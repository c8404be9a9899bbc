// Package termquiet keeps Bubble Tea from asking the terminal for its background
// colour when the program starts, whatever the command: bubbletea v1 does so in its
// package init if standard output is a terminal, and waits five seconds where
// nobody answers.
//
// While packages initialise, TERM is dumb, a terminal that termenv does not ask.
// Import the package in main for its effect and call Restore on main's first line;
// no library may import it.
//
// It works because Go initialises packages in the order of their import paths, as
// soon as what they import is ready (the Go specification, "Program
// initialization"): this one needs os alone and sorts before golang.org/x/sys, which
// bubbletea needs.
package termquiet

import "os"

var (
	term string
	set  bool
)

func init() {
	term, set = os.LookupEnv("TERM")
	_ = os.Setenv("TERM", "dumb")
}

// Restore gives TERM back the value that it had. Colours are detected later, when
// something is drawn, and so are not affected.
func Restore() {
	if set {
		_ = os.Setenv("TERM", term)
	} else {
		_ = os.Unsetenv("TERM")
	}
}
