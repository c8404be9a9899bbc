// Package process runs the helpers that a profile names (credential_process,
// mfa_process): without a terminal, in a process group of their own, with a
// limit on time and output.
package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

const (
	// DefaultMaxOutput is the cap on standard output in bytes.
	DefaultMaxOutput = 1 << 20
	// MaxStderr is how much of standard error is kept, in bytes; the rest is read
	// and dropped.
	MaxStderr = 64 << 10
	// grace is the time between asking a process group to end and ending it, and
	// how long the pipes are read on after the child itself has ended: a grandchild
	// may hold them open for ever.
	grace = 250 * time.Millisecond
)

var (
	// ErrTooMuchOutput says that the child wrote more than Spec.MaxOutput.
	ErrTooMuchOutput = errors.New("too much output")
	// ErrLimit says that the child did not end within Spec.Limit.
	ErrLimit = errors.New("time limit passed")
	// ErrNoCommand says that a Spec has neither Line nor Argv, or both.
	ErrNoCommand = errors.New("no command to run")
)

// Spec says what to run.
type Spec struct {
	// Line is a command line for the system's shell: /bin/sh -c, on Windows
	// cmd /C. Either Line or Argv is set.
	Line string
	// Argv is a command and its arguments; the command is looked up in this
	// process's PATH.
	Argv []string
	// Env is the whole environment of the child. Nil is an empty environment, not
	// this process's.
	Env []string
	// Dir is the folder to run in; empty is the current one.
	Dir string
	// Limit ends the child after this time; zero is no limit but the context's.
	Limit time.Duration
	// MaxOutput caps standard output in bytes; zero is DefaultMaxOutput.
	MaxOutput int
	// TTY gives the child this process's terminal: it stays in the session, and
	// standard input and error are inherited (Result.Stderr is then empty). Without
	// it the child has no controlling terminal and an empty standard input.
	TTY bool
}

// Result is what a run gave. It is filled as far as known beside an error too.
type Result struct {
	Stdout   []byte
	Stderr   []byte // the first MaxStderr bytes
	ExitCode int    // -1 if the child was ended by a signal or never started
	Signal   string // the signal that ended it, such as "killed"; empty if none did
	Elapsed  time.Duration
}

// Runner runs a command as Run does: the seam of those who need one.
type Runner func(ctx context.Context, spec Spec) (Result, error)

// Run runs the command and waits for it. A child that ends by itself, with any
// exit code or by a signal of others, is no error: the caller reads Result. The
// errors are ErrLimit, ErrTooMuchOutput, the context's cause, ErrNoCommand, or
// that of starting it.
//
// With the first three the child's whole process group is ended, which spares
// only what went into a session of its own; with TTY the child shares our group,
// so that it alone is ended. Run does not wait for such survivors, even where they
// hold the pipes open. What a child that ended by itself left in the background
// (an agent, a browser) is left alone.
func Run(ctx context.Context, spec Spec) (Result, error) {
	none := Result{ExitCode: -1}
	if ctx.Err() != nil {
		return none, context.Cause(ctx)
	}
	if (spec.Line == "") == (len(spec.Argv) == 0) {
		return none, ErrNoCommand
	}
	if spec.Limit > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, spec.Limit, ErrLimit)
		defer stop()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	stdout := &capped{max: spec.MaxOutput, full: func() { cancel(ErrTooMuchOutput) }}
	if stdout.max <= 0 {
		stdout.max = DefaultMaxOutput
	}
	stderr := &capped{max: MaxStderr}
	cmd := command(ctx, spec)
	cmd.Env = append([]string{}, spec.Env...) // nil would be our own environment
	cmd.Dir, cmd.Stdout, cmd.Stderr = spec.Dir, stdout, stderr
	if spec.TTY {
		cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
	} else {
		detach(cmd)
	}
	cmd.WaitDelay = grace
	cmd.Cancel = func() error { return end(cmd, spec.TTY) }

	began := time.Now()
	if err := cmd.Start(); err != nil {
		return none, fmt.Errorf("start the command: %w", err)
	}
	err := cmd.Wait()
	if ctx.Err() != nil && !spec.TTY {
		kill(cmd)
	}
	return Result{
		Stdout:   stdout.bytes(),
		Stderr:   stderr.bytes(),
		ExitCode: cmd.ProcessState.ExitCode(),
		Signal:   signalName(cmd.ProcessState),
		Elapsed:  time.Since(began),
	}, outcome(ctx, stdout, err)
}

// outcome is the error of a run whose Wait gave err.
func outcome(ctx context.Context, stdout *capped, err error) error {
	var exit *exec.ExitError
	switch {
	case stdout.overflowed():
		return ErrTooMuchOutput
	case err == nil, errors.Is(err, exec.ErrWaitDelay) && ctx.Err() == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, &exit):
		return nil
	}
	return err
}
