package chain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Code is the stable name of a reason, such as "source-profile.missing". Codes do
// not change once released; the constants in codes.go say what each means.
type Code string

// Reason says why a stage or step ended as it did: a stable code, the facts it is
// about and, where one place decided, that place.
type Reason struct {
	Code   Code    `json:"code,omitempty"`
	Data   Data    `json:"data,omitempty"`
	Origin *Origin `json:"origin,omitempty"`
}

// Error is why a walk gave no credentials. Its text is for logs and for programs
// that use the library; programs with users make theirs from Reason.
type Error struct {
	Reason
	Stage string // id of the stage that stopped the chain; empty where none did
	Err   error  // the cause, where there is one
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("aws credentials: ")
	b.WriteString(string(e.Code))
	keys := make([]string, 0, len(e.Data))
	for k := range e.Data {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		sep := ", "
		if i == 0 {
			sep = " ("
		}
		fmt.Fprintf(&b, "%s%s=%q", sep, k, e.Data[k])
	}
	if len(keys) > 0 {
		b.WriteByte(')')
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the chain error in err's tree, or "".
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
