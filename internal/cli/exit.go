package cli

import (
	"context"
	"errors"

	"credence/chain"
)

// The exit codes of every command.
const (
	ExitOK          = 0
	ExitError       = 1   // the chain ended in an error
	ExitUsage       = 2   // the command line cannot be followed
	ExitNone        = 3   // no credentials found
	ExitInput       = 4   // input is needed, and there is no terminal to ask on
	ExitDeadline    = 124 // --deadline passed
	ExitInterrupted = 130 // SIGINT, or a prompt that was left
	ExitTerminated  = 143 // SIGTERM or SIGHUP
)

// The causes with which a command's context ends.
var (
	ErrInterrupted = errors.New("interrupted")
	ErrTerminated  = errors.New("terminated")
	ErrDeadline    = errors.New("the deadline passed")
)

// usageError is a command line that cannot be followed.
type usageError struct {
	err   error
	hints []string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(err error, hints ...string) error { return &usageError{err, hints} }

// hintedError is a failure with remedies.
type hintedError struct {
	err   error
	hints []string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// told is an end that was reported already, or needs no words.
type told struct{ code int }

func (told) Error() string { return "reported" }

// commandError marks an error of a command that has run: any other is cobra's about
// the command line.
type commandError struct{ err error }

func (e *commandError) Error() string { return e.err.Error() }
func (e *commandError) Unwrap() error { return e.err }

// exitCode is the code for an error of a command.
func exitCode(ctx context.Context, err error) int {
	if err == nil {
		return ExitOK
	}
	if t, ok := errors.AsType[told](err); ok {
		return t.code
	}
	if _, ok := errors.AsType[*commandError](err); !ok {
		return ExitUsage
	}
	if _, ok := errors.AsType[*usageError](err); ok {
		return ExitUsage
	}
	if ctx.Err() != nil {
		return causeCode(context.Cause(ctx))
	}
	return chainCode(err)
}

// causeCode is the code for the cause that ended a context.
func causeCode(cause error) int {
	switch {
	case errors.Is(cause, ErrDeadline):
		return ExitDeadline
	case errors.Is(cause, ErrTerminated):
		return ExitTerminated
	}
	return ExitInterrupted
}

// chainCode is the code for an error of a walk.
func chainCode(err error) int {
	switch chain.CodeOf(err) {
	case chain.CodeNoCredentials:
		return ExitNone
	case chain.CodeMFANoProvider, chain.CodeMFANoTerminal:
		return ExitInput
	case chain.CodeMFACanceled, chain.CodeSignInDeclined:
		return ExitInterrupted
	}
	return ExitError
}

// walkEnd is the error of a walk; one that was canceled ends with the cause's code.
func (a *app) walkEnd(ctx context.Context, res *chain.Result, err error) error {
	code := a.endCode(res, err)
	if res.Outcome == chain.OutcomeCanceled {
		code = causeCode(context.Cause(ctx))
	}
	return told{a.report(code, err)}
}

// endCode is the code for the error of a walk. One that waits for a sign-in, where
// nobody could be asked for it, lacks input.
func (a *app) endCode(res *chain.Result, err error) int {
	if chain.NeedsSignIn(chain.CodeOf(err)) && res.Mode == chain.ModeResolve && !a.mayOfferSignIn() {
		return ExitInput
	}
	return chainCode(err)
}

// outcome is the end of a walk without an error: where only a request could tell,
// nothing was found.
func outcome(res *chain.Result) error {
	if res.Outcome == chain.OutcomeUnknown {
		return told{ExitNone}
	}
	return nil
}
