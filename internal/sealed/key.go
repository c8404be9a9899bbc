package sealed

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"credence/internal/secret"
)

// Key seals and opens.
type Key [32]byte

// Format implements fmt.Formatter, so that no verb prints a key.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(secret.Mask)) }

// keyPrefix begins the text of a key, so that a stranger's text is not taken for one.
const keyPrefix = "credence-key-1:"

func newKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails: crypto/rand ends the program instead
	return k
}

// text is a key as it is kept: with its name behind it, so that damage is noticed.
func (k Key) text() secret.Text {
	name := k.name()
	return secret.New(keyPrefix + base64.RawURLEncoding.EncodeToString(append(k[:], name[:]...)))
}

// parseKey reads the text of a key; not ok where it is anything else.
func parseKey(text secret.Text) (k Key, ok bool) {
	encoded, ok := strings.CutPrefix(strings.TrimSpace(text.Reveal()), keyPrefix)
	if !ok {
		return k, false
	}
	data, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || len(data) != len(k)+nameSize {
		return k, false
	}
	copy(k[:], data)
	name := k.name()
	return k, string(name[:]) == string(data[len(k):])
}

// source is where keys rest.
type source interface {
	// keys are those that there are; none is not an error.
	keys(ctx context.Context) ([]Key, error)
	// keep puts a new key there.
	keep(ctx context.Context, k Key) error
	// forget removes them, and says whether there were any.
	forget(ctx context.Context) (bool, error)
	// keyFile is the file that holds the key; "" where it is elsewhere.
	keyFile() string
}
