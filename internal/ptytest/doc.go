// Package ptytest runs a command on a pseudo-terminal for a test: the terminal is
// silent (it answers no query) unless it is told what to answer, every raw byte
// that the command wrote is kept, and nothing waits beyond a limit.
package ptytest
