// Package term reaches the terminal of the process: the controlling terminal for
// prompts, whatever the standard streams are, and the questions whether a stream is
// a terminal and how large.
package term

import (
	"errors"
	"os"

	xterm "golang.org/x/term"
)

// ErrNone says that the process has no controlling terminal, or none that it may
// read.
var ErrNone = errors.New("no terminal to ask on")

// The size that is assumed where none is known.
const (
	defaultCols = 80
	defaultRows = 24
)

// IsTerminal reports whether the stream is a terminal.
func IsTerminal(f *os.File) bool { return f != nil && xterm.IsTerminal(int(f.Fd())) }

// Size is the size of the terminal f in columns and rows, 80×24 if it is none or
// does not say.
func Size(f *os.File) (cols, rows int) {
	if f == nil {
		return defaultCols, defaultRows
	}
	return sizeOf(int(f.Fd()))
}

func sizeOf(fd int) (cols, rows int) {
	cols, rows, err := xterm.GetSize(fd)
	if err != nil || cols < 1 || rows < 1 {
		return defaultCols, defaultRows
	}
	return cols, rows
}
