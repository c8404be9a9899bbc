package profiles

import (
	"fmt"
	"io"
	"log/slog"

	"credence/internal/secret"
)

// Value is what a key holds, with where it stands and what it hides. A Value
// prints as its text, or as *** where that is a secret.
type Value struct {
	Origin  Origin
	Shadows []Origin   // where else the key has a value that lost: earlier lines, the other file
	Nested  []Property // the keys of a block (`s3 =` and indented lines)

	text   string
	secret bool
}

// Property is a key under a block.
type Property struct {
	Key   string
	Value Value
}

// Text is the value as read, "***" if it is a secret. The text of a block is
// empty, except for dialects that read it as one value of several lines.
func (v Value) Text() string {
	if v.secret {
		return secret.Mask
	}
	return v.text
}

// Secret is the value whatever it is.
func (v Value) Secret() secret.Text { return secret.New(v.text) }

// IsSecret reports whether Text is masked.
func (v Value) IsSecret() bool { return v.secret }

// Sub is the value of a key under this block.
func (v Value) Sub(key string) (Value, bool) {
	for _, p := range v.Nested {
		if p.Key == key {
			return p.Value, true
		}
	}
	return Value{}, false
}

// String is Text.
func (v Value) String() string { return v.Text() }

// GoString is Text, quoted.
func (v Value) GoString() string { return fmt.Sprintf("%q", v.Text()) }

// Format implements fmt.Formatter: no verb reaches a secret.
func (v Value) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, v.Text()) }

// LogValue implements slog.LogValuer.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.Text()) }
