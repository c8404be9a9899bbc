// Package mfa gets codes of multi-factor authentication devices: the hook through
// which a code is asked for, the ways to answer it that need no terminal, and the
// loop that asks again after a wrong code and never sends the same one twice.
//
// It prints nothing and knows no terminal. A prompt is a CodeProvider of its
// caller's.
package mfa

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MaxAttempts is how often Ask asks for a code.
const MaxAttempts = 3

// Request says for what a code is needed.
type Request struct {
	// Serial is the ARN or serial number of the device, as the profile has it.
	Serial string
	// Profile is the profile that needs the code.
	Profile string
	// RoleArn is the role to be assumed with it; empty for a plain session.
	RoleArn string
	// Attempt counts from 1.
	Attempt int
	// LastErr is why the code of the attempt before was not accepted; nil at first.
	LastErr error
	// Origin is where the serial is configured, "path:line".
	Origin string
	// Deadline is when the caller gives up; zero if it does not.
	Deadline time.Time
}

// CodeProvider returns a code of the device r.Serial. It returns as soon as ctx
// ends. An error ends the asking; ErrNotInteractive and ErrNoProvider let First try
// the next provider.
type CodeProvider func(ctx context.Context, r Request) (string, error)

var (
	// ErrCanceled says that the person who was asked declined.
	ErrCanceled = errors.New("the code prompt was canceled")
	// ErrNotInteractive says that there is nobody to ask.
	ErrNotInteractive = errors.New("an MFA code is needed, but there is no terminal to ask for it")
	// ErrNoProvider says that nothing was set up to ask for a code.
	ErrNoProvider = errors.New("an MFA code is needed, but there is no provider of codes")
	// ErrTooManyAttempts says that MaxAttempts codes were not accepted. It comes
	// with the last of the reasons.
	ErrTooManyAttempts = errors.New("too many MFA codes were not accepted")
	// ErrCodeReused says that the same code was sent already; see ReusedError.
	ErrCodeReused = errors.New("this MFA code was used already")
	// ErrBadCode says that what was given is not six digits.
	ErrBadCode = errors.New("an MFA code has six digits")
	// ErrNotSent marks an error of a call that did not reach AWS, so that its code
	// is still good. Ask knows failures to connect without the mark.
	ErrNotSent = errors.New("the request was not sent")
)

// ReusedError is an ErrCodeReused with the time until the device shows another
// code, zero if it should show one by now.
type ReusedError struct{ Wait time.Duration }

func (e *ReusedError) Error() string {
	if e.Wait <= 0 {
		return ErrCodeReused.Error()
	}
	return fmt.Sprintf("%v; the next one comes in %d s", ErrCodeReused, e.Seconds())
}

// Seconds is Wait in whole seconds, rounded up.
func (e *ReusedError) Seconds() int { return int((e.Wait + time.Second - 1) / time.Second) }

// Is makes errors.Is(e, ErrCodeReused) true.
func (e *ReusedError) Is(target error) bool { return target == ErrCodeReused }
