package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/browser"
	"credence/internal/process"
	"credence/internal/sealed"
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
	// AskSecret asks a person for a passphrase on the terminal; nil where there is none.
	AskSecret sealed.Ask
	// Terminal opens the controlling terminal; nil where there is none.
	Terminal func() (Terminal, error)
	// Sandbox starts the world of the demo; without it there is no such command.
	Sandbox func(context.Context, *World) (Sandbox, error)
	// Phone is the code that an MFA device of the demo shows; nil outside of it.
	Phone func(serial string) string
	// Parent are the names that the parent process goes by; nil where nobody knows.
	Parent func() []string
	// Program is how a shell runs this program: "credence" where that finds it, else
	// its path. Nil is "credence".
	Program func() string
	// Browser opens addresses; nil is the browser of the person at this machine.
	Browser Browser
	// Stdin is what a command that is run reads; nil is nothing.
	Stdin io.Reader
	// Replace puts a command in this process's place; nil where it has to be a child.
	Replace func(process.Program) error
	// Follow ends this process by the signal that ended its child; nil leaves it at the
	// exit code.
	Follow func(process.End)
	// Confirm asks a person yes or no on the terminal; nil where there is none.
	Confirm func(ctx context.Context, question string) (bool, error)
	// Version is what --version prints.
	Version string
}

// program is how a shell or tool runs this program.
func (w *World) program() string {
	if w.Program == nil {
		return "credence"
	}
	return w.Program()
}

// parent are the names of the parent process.
func (w *World) parent() []string {
	if w.Parent == nil {
		return nil
	}
	return w.Parent()
}

// env is the value of a variable; unset and empty are both "".
func (w *World) env(name string) string {
	value, _ := w.Env.Lookup(name)
	return value
}

// Browser opens addresses; *browser.Opener is the real one.
type Browser interface {
	Check() error // nil, or why none can be opened
	Open(ctx context.Context, address string) error
}

// browser is the one of the world, else that of the person at this machine.
func (a *app) browser() Browser {
	if a.Browser != nil {
		return a.Browser
	}
	return browser.Opener{Lookup: a.Env.Lookup, Environ: a.Env.List}
}

// environmentOf is an environment of variables ("NAME=value"); of several with one name
// the last counts.
func environmentOf(variables []string) chain.Environment {
	values := make(map[string]string, len(variables))
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		values[name] = value
	}
	return chain.Environment{
		Lookup: func(name string) (string, bool) { v, ok := values[name]; return v, ok },
		List:   func() []string { return slices.Clone(variables) },
	}
}
