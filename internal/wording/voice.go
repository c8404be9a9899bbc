package wording

import (
	"strings"
	"time"
)

// Voice is how things are told to whoever reads them. The zero value speaks on the
// command line: remedies are commands and flags, times are in UTC, paths are whole.
type Voice struct {
	// Home is the folder that is written as ~; empty for none.
	Home string
	// Clock tells a moment; nil tells date and time in UTC.
	Clock func(time.Time) string
	// Keys are the keys that do here what a command or a flag does elsewhere, by the
	// names below. A phrase has {key:sign-in} in an alternative that comes before the
	// one with the command.
	Keys map[string]string
}

// The names of what keys may do.
const (
	KeyResolve = "resolve" // walk the chain for real
	KeyDrop    = "drop"    // forget the session that is kept
	KeySignIn  = "sign-in"
	KeyCancel  = "cancel"
	KeyList    = "list" // look through the profiles
)

const keyBlank = "key:"

// tilde writes the home folder as ~ within a text.
func (v Voice) tilde(text string) string {
	if home := strings.TrimRight(v.Home, `/\`); home != "" {
		return strings.ReplaceAll(text, home, "~")
	}
	return text
}

// date is a moment that a fact names as RFC 3339; other text stays.
func (v Voice) date(value string) string {
	if v.Clock != nil {
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock(t)
		}
	}
	return date(value)
}
