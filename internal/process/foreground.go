package process

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
)

// Program is a command that takes our place before the person: it has our streams and
// our terminal, and is in our process group, so that what the terminal sends (^C, ^Z,
// a new size) reaches it as if it had been started by the shell itself.
type Program struct {
	Path           string   // of the file to run
	Argv           []string // as the program sees them, its name first
	Env            []string // the whole environment
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// End is how a program ended.
type End struct {
	ExitCode int       // as a shell has it: 128 and the signal's number where one ended it
	Signal   os.Signal // the signal that ended it; nil if none did
}

// Foreground runs a program and waits for its end, however long that takes. Signals
// that reach us alone are passed on; those that the terminal sends to the whole group
// are left to the program. We end when it does. The error is that of starting it.
func Foreground(p Program) (End, error) {
	cmd := exec.Cmd{Path: p.Path, Args: p.Argv, Env: append([]string{}, p.Env...), Stdin: p.Stdin, Stdout: p.Stdout, Stderr: p.Stderr}
	signals := make(chan os.Signal, 16)
	for _, s := range passedOn {
		if !signal.Ignored(s) { // nohup holds for the program, too
			signal.Notify(signals, s)
		}
	}
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return End{}, fmt.Errorf("start the command: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-signals:
				if !terminalSends(s) {
					_ = cmd.Process.Signal(s)
				}
			case <-ended:
				return
			}
		}
	}()
	_ = cmd.Wait() // the state says all
	close(ended)
	return endOf(cmd.ProcessState), nil
}
