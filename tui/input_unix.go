//go:build unix

package tui

import (
	"io"
	"os"

	xterm "github.com/charmbracelet/x/term"
)

// keyboard is where the keys come from: what is given, else the terminal that
// standard input is, else the one of the process. gone is called when a terminal ends,
// which Bubble Tea takes for a pause: a terminal may vanish without a signal, or with
// one that is ignored (nohup). The function that is returned closes what was opened.
func keyboard(given io.Reader, gone func()) (keys io.Reader, closeIt func(), err error) {
	closeIt = func() {}
	if given == nil {
		given = os.Stdin
		if !xterm.IsTerminal(os.Stdin.Fd()) {
			tty, err := os.Open("/dev/tty")
			if err != nil {
				return nil, closeIt, err
			}
			given, closeIt = tty, func() { _ = tty.Close() }
		}
	}
	if f, ok := given.(*os.File); ok {
		return terminalKeys{f, gone}, closeIt, nil
	}
	return given, closeIt, nil
}

// bare is the terminal itself, for a program that takes it over.
func bare(keys io.Reader) io.Reader {
	if k, ok := keys.(terminalKeys); ok {
		return k.File
	}
	return keys
}

// terminalKeys are the keys of a terminal.
type terminalKeys struct {
	*os.File
	gone func()
}

// Read reads keys; at its end the terminal is gone.
func (k terminalKeys) Read(b []byte) (int, error) {
	n, err := k.File.Read(b)
	if err != nil {
		k.gone()
	}
	return n, err
}
