package cli

import (
	"context"
	"io"
	"time"

	"credence/chain"
	"credence/mfa"
)

// World is everything outside of the program that commands touch.
type World struct {
	Stdout, Stderr io.Writer

	// StdoutTerminal and StderrTerminal say whether the streams are terminals.
	StdoutTerminal, StderrTerminal bool
	// Width is the width of the terminal in cells; 0 where it is not known.
	Width int
	// Env is the environment.
	Env chain.Environment
	// Home is the last resort where no variable names the home folder.
	Home func() (string, error)
	// Clock tells the time; its zone is the one in which times are shown.
	Clock func() time.Time
	// Prompt asks a person for an MFA code on the terminal; nil where there is none.
	Prompt mfa.CodeProvider
	// Sandbox starts the world of the demo; without it there is no such command.
	Sandbox func(context.Context, *World) (Sandbox, error)
	// Phone is the code that an MFA device of the demo shows; nil outside of it.
	Phone func(serial string) string
	// Version is what --version prints.
	Version string
}

// env is the value of a variable; unset and empty are both "".
func (w *World) env(name string) string {
	value, _ := w.Env.Lookup(name)
	return value
}
