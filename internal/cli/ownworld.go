package cli

import (
	"os"
	"os/exec"
	"runtime"

	"credence/chain"
	"credence/internal/clock"
	"credence/internal/process"
	"credence/internal/shell"
	"credence/internal/term"
)

// OwnWorld is the world of this process.
func OwnWorld(version string) *World {
	w := &World{
		Stdout: os.Stdout, Stderr: os.Stderr,
		StdoutTerminal: term.IsTerminal(os.Stdout), StderrTerminal: term.IsTerminal(os.Stderr),
		Env:      chain.Environment{Lookup: os.LookupEnv, List: os.Environ},
		Clock:    clock.Now(os.LookupEnv),
		Terminal: ownTerminal,
		Prompt:   CodePrompt(os.Getenv("TERM") == "dumb"), AskSecret: PassphrasePrompt(), Version: version, Sandbox: startSample,
		Parent: shell.ParentNames, Program: ownProgram,
		Stdin: os.Stdin, Follow: process.Follow, Confirm: Confirm,
	}
	if runtime.GOOS != "windows" {
		w.Replace = process.Replace
	}
	switch {
	case w.StdoutTerminal:
		w.Width, _ = term.Size(os.Stdout)
	case w.StderrTerminal:
		w.Width, _ = term.Size(os.Stderr)
	}
	return w
}

// ownProgram is this program as a shell would run it.
func ownProgram() string {
	self, err := os.Executable()
	if err != nil {
		return "credence"
	}
	if found, err := exec.LookPath("credence"); err == nil {
		if sameFile(found, self) {
			return "credence"
		}
	}
	return self
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// ownTerminal is the controlling terminal of this process.
func ownTerminal() (Terminal, error) {
	tty, err := term.Open()
	if err != nil {
		return nil, err
	}
	return tty, nil
}
