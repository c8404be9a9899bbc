package keyring

import "time"

// Code is the stable name of what is wrong with a keyring.
type Code string

// The codes of errors.
const (
	CodeNoBus     Code = "keyring.no-bus"     // there is no session bus
	CodeBadBus    Code = "keyring.bad-bus"    // the bus's address is not one that is spoken to
	CodeNoService Code = "keyring.no-service" // nobody keeps secrets on this bus
	CodeNoDefault Code = "keyring.no-default" // the service has no keyring to put things into
	CodeLocked    Code = "keyring.locked"
	CodeNoAnswer  Code = "keyring.no-answer" // not within the limit
	CodeRefused   Code = "keyring.refused"   // it answered with an error
	CodeForeign   Code = "keyring.foreign"   // somebody else's value lies where ours belongs
	CodeDismissed Code = "keyring.dismissed" // the user did not unlock it
)

// Error is what is wrong with a keyring. It holds no secret.
type Error struct {
	Code   Code
	Detail string        // an address, the name of a service; "" where there is none
	Limit  time.Duration // of CodeNoAnswer
	Err    error
}

var texts = map[Code]string{
	CodeNoBus:     "there is no session bus to reach a keyring on",
	CodeBadBus:    "the session bus is not a Unix socket",
	CodeNoService: "no program keeps a keyring on the session bus",
	CodeNoDefault: "there is no keyring that is unlocked",
	CodeLocked:    "the keyring is locked",
	CodeNoAnswer:  "the keyring did not answer",
	CodeRefused:   "the keyring refused",
	CodeForeign:   "somebody else's value lies in the keyring where credence's belongs",
	CodeDismissed: "the keyring was not unlocked",
}

// Error implements error.
func (e *Error) Error() string {
	s := texts[e.Code]
	if e.Limit > 0 {
		s += " within " + e.Limit.String()
	}
	switch {
	case e.Detail != "":
		s += " (" + e.Detail + ")"
	case e.Err != nil:
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
