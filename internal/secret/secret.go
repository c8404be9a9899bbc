// Package secret holds the text type for values that must never be shown: secret
// access keys, session tokens, bearer tokens, MFA codes.
package secret

import (
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// Mask is what a Text prints as, whatever its value.
const Mask = "***"

// Text is a secret string. Every way of printing, logging or marshalling it
// yields Mask; only Reveal gives the value back, so that a search for Reveal
// finds every place where a secret leaves the program's hands.
//
// Two Texts are equal (==, map keys, reflect.DeepEqual) when their values are.
// The zero value is the empty secret.
//
// The value stands behind a pointer (a unique.Handle) because methods are not
// enough: fmt calls none on unexported fields, and none for %p and for a %w that
// is given no error. There it prints the pointer's address, not the value.
type Text struct{ value unique.Handle[string] }

// New wraps a secret value.
func New(value string) Text {
	if value == "" {
		return Text{}
	}
	return Text{unique.Make(value)}
}

// Reveal returns the value itself.
func (t Text) Reveal() string {
	if t.IsEmpty() {
		return ""
	}
	return t.value.Value()
}

// IsEmpty reports whether there is no value.
func (t Text) IsEmpty() bool { return t == Text{} }

// String implements fmt.Stringer and redacts.
func (t Text) String() string { return Mask }

// GoString implements fmt.GoStringer and redacts.
func (t Text) GoString() string { return Mask }

// Format implements fmt.Formatter, so that no verb (%x, %q, %d …) reaches the value.
func (t Text) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Mask) }

// MarshalText implements encoding.TextMarshaler and redacts; it also rules XML
// and the keys of marshalled maps.
func (t Text) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// MarshalJSON implements json.Marshaler and redacts.
func (t Text) MarshalJSON() ([]byte, error) { return []byte(`"` + Mask + `"`), nil }

// LogValue implements slog.LogValuer and redacts.
func (t Text) LogValue() slog.Value { return slog.StringValue(Mask) }
