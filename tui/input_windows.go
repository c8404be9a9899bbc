package tui

import "io"

// keyboard leaves the console to Bubble Tea, which ends with it.
func keyboard(given io.Reader, _ func()) (keys io.Reader, closeIt func(), err error) {
	return given, func() {}, nil
}

// bare is the terminal itself, for a program that takes it over; nil leaves it to
// Bubble Tea.
func bare(keys io.Reader) io.Reader { return keys }
