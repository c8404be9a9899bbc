package cli

import (
	"os"

	"credence/chain"
	"credence/internal/clock"
	"credence/internal/term"
)

// OwnWorld is the world of this process.
func OwnWorld(version string) *World {
	w := &World{
		Stdout: os.Stdout, Stderr: os.Stderr,
		StdoutTerminal: term.IsTerminal(os.Stdout), StderrTerminal: term.IsTerminal(os.Stderr),
		Env:    chain.Environment{Lookup: os.LookupEnv, List: os.Environ},
		Clock:  clock.Now(os.LookupEnv),
		Prompt: CodePrompt(os.Getenv("TERM") == "dumb"), Version: version, Sandbox: startSample,
	}
	switch {
	case w.StdoutTerminal:
		w.Width, _ = term.Size(os.Stdout)
	case w.StderrTerminal:
		w.Width, _ = term.Size(os.Stderr)
	}
	return w
}
