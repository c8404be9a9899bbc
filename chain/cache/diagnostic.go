package cache

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"time"
)

// Code is the stable name of something that is wrong with a cache.
type Code string

// The codes of diagnostics. What a file is accused of makes it a miss, but for
// CodeLoose; what a folder is accused of keeps anything from being written there.
const (
	CodeCorrupt     Code = "corrupt"      // does not parse, or lacks a part
	CodeVersion     Code = "version"      // written by a later release
	CodeForeign     Code = "foreign"      // the content belongs to another key
	CodeFuture      Code = "future"       // obtained after now: the clock was set back
	CodeNoExpiry    Code = "no-expiry"    // does not say when it ends
	CodeOwner       Code = "owner"        // belongs to another user
	CodeWritable    Code = "writable"     // others may write it
	CodeLoose       Code = "loose-mode"   // others may read it; used all the same
	CodeSymlink     Code = "symlink"      // a link where a file or folder of ours belongs
	CodeNotRegular  Code = "not-regular"  // a pipe, device or folder
	CodeTooLarge    Code = "too-large"    // more than 1 MB
	CodeUnreadable  Code = "unreadable"   // permission, or trouble of the disk
	CodeUnwritable  Code = "unwritable"   // the same, of a write; what was there before is still there
	CodeUnlocked    Code = "unlocked"     // no lock could be made: two programs may ask at once
	CodeSealed      Code = "sealed"       // what is sealed could not be opened, or not be sealed
	CodeExpiredSoon Code = "expired-soon" // obtained, and over by this computer's clock: not kept
)

// Diagnostic is something wrong with a file or folder of a cache.
type Diagnostic struct {
	Code   Code
	Path   string
	Detail string // a mode, an owner, a missing part; never a secret
	Err    error
}

// Error implements error.
func (d *Diagnostic) Error() string {
	s := d.Path + ": " + string(d.Code)
	if d.Detail != "" {
		s += " (" + d.Detail + ")"
	}
	if d.Err != nil {
		s += ": " + cause(d.Err)
	}
	return s
}

// Unwrap gives the cause.
func (d *Diagnostic) Unwrap() error { return d.Err }

// Cause is the detail or, without one, the innermost text of the error.
func (d *Diagnostic) Cause() string {
	switch {
	case d.Detail == "" && d.Err != nil:
		return cause(d.Err)
	case d.Code == CodeOwner:
		return "user " + d.Detail
	case d.Code == CodeWritable, d.Code == CodeLoose:
		return "mode " + d.Detail
	}
	return d.Detail
}

// diagnose makes a diagnostic of an error; one that is a diagnostic stays itself.
func diagnose(code Code, path string, err error) *Diagnostic {
	if d, ok := errors.AsType[*Diagnostic](err); ok {
		return d
	}
	return &Diagnostic{Code: code, Path: path, Err: err}
}

// cause is an error without the path, which stands beside it.
func cause(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// LockedError means that another program held the lock of an entry for as long as
// we waited.
type LockedError struct {
	Path   string
	PID    int // of the holder; 0 where it does not say
	Waited time.Duration
}

// Error implements error.
func (e *LockedError) Error() string {
	who := "another program"
	if e.PID != 0 {
		who = "process " + strconv.Itoa(e.PID)
	}
	return who + " has been renewing this session for more than " + e.Waited.String()
}
