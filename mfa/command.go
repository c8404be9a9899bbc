package mfa

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"

	"credence/internal/process"
	"credence/internal/sanitize"
	"credence/internal/secret"
)

const (
	// CommandLimit is the time that Command gives by itself.
	CommandLimit = 60 * time.Second
	// maxCodeOutput is far more than a code needs, in bytes.
	maxCodeOutput = 4 << 10
	// maxReason is the length of CommandError.Stderr in characters.
	maxReason = 200
)

// CommandOptions say how Command gets a code.
type CommandOptions struct {
	// Line is the command line, for /bin/sh -c (cmd /C on Windows). Its standard
	// output is the code. An empty line is ErrNoProvider.
	Line string
	// Env is the environment ("NAME=value"); the variables that hold AWS
	// credentials are left out, and CREDENCE_MFA_SERIAL and CREDENCE_PROFILE say
	// which device and which profile.
	Env []string
	// Dir is the folder to run in; empty is the current one.
	Dir string
	// Limit ends the command; zero is CommandLimit.
	Limit time.Duration
	// TTY gives the command the terminal, for one that prompts.
	TTY bool
	// Run runs it; nil is the real thing.
	Run process.Runner
}

// CommandError says how the command failed. What it wrote to standard output is
// kept out of it.
type CommandError struct {
	Line     string
	ExitCode int    // -1 if a signal ended it, or if it never ran
	Signal   string // the signal's name, if one ended it
	Elapsed  time.Duration
	Stderr   string // the first line of its error output, sanitised, without secrets
	Err      error  // the cause, if it is not the exit code: ErrBadCode, a limit, a failed start
}

func (e *CommandError) Error() string {
	said := "mfa_process "
	switch {
	case e.Err != nil:
		said += "failed: " + e.Err.Error()
	case e.Signal != "":
		said += "was ended by a signal: " + e.Signal
	default:
		said += fmt.Sprintf("ended with exit code %d", e.ExitCode)
	}
	if e.Stderr != "" {
		said += ": " + e.Stderr
	}
	return said
}

func (e *CommandError) Unwrap() error { return e.Err }

// Command runs a command line that prints the code (mfa_process), without a
// terminal and in a process group of its own. It is run anew for each attempt.
// Errors are *CommandError, or the context's cause.
func Command(c CommandOptions) CodeProvider {
	run, limit := c.Run, c.Limit
	if run == nil {
		run = process.Run
	}
	if limit <= 0 {
		limit = CommandLimit
	}
	return func(ctx context.Context, r Request) (string, error) {
		if c.Line == "" {
			return "", ErrNoProvider
		}
		env := append(process.WithoutSecrets(c.Env), "CREDENCE_MFA_SERIAL="+r.Serial, "CREDENCE_PROFILE="+r.Profile)
		result, err := run(ctx, process.Spec{Line: c.Line, Env: env, Dir: c.Dir, Limit: limit, MaxOutput: maxCodeOutput, TTY: c.TTY})
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		failed := &CommandError{Line: c.Line, ExitCode: result.ExitCode, Signal: result.Signal, Elapsed: result.Elapsed, Stderr: reason(result.Stderr), Err: err}
		if err != nil || result.ExitCode != 0 || result.Signal != "" {
			return "", failed
		}
		code, err := Normalize(string(result.Stdout))
		if err != nil {
			failed.Err = err
			return "", failed
		}
		return code, nil
	}
}

// sixDigits is what may be the code itself.
var sixDigits = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b\d{3}[ -]?\d{3}\b`) })

func reason(stderr []byte) string {
	text := sixDigits().ReplaceAllString(secret.Scrub(string(stderr)), secret.Mask)
	return sanitize.FirstLine([]byte(text), maxReason)
}

// IsLimit reports whether err says that a command took longer than its limit.
func IsLimit(err error) bool { return errors.Is(err, process.ErrLimit) }
