package sealed

import (
	"context"

	"credence/internal/secret"
)

// account and label are what the keyring shows of the key: neither a profile nor an
// account of AWS.
const (
	account = "store-key"
	label   = "credence: key of the sealed store"
)

// Keyring is where the key rests: internal/keyring's.
type Keyring interface {
	Find(ctx context.Context, account string) ([]secret.Text, error)
	Add(ctx context.Context, account, label string, value secret.Text) error
	Remove(ctx context.Context, account string, ours func(secret.Text) bool) (int, error)
}

type keyringSource struct{ ring Keyring }

// keys passes over what is no key of ours: a stranger's value is as good as none.
func (s keyringSource) keys(ctx context.Context) ([]Key, error) {
	values, err := s.ring.Find(ctx, account)
	if err != nil {
		return nil, err
	}
	var keys []Key
	for _, v := range values {
		if k, ok := parseKey(v); ok {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

func (s keyringSource) keep(ctx context.Context, k Key) error {
	return s.ring.Add(ctx, account, label, k.text())
}

func (s keyringSource) forget(ctx context.Context) (bool, error) {
	n, err := s.ring.Remove(ctx, account, func(v secret.Text) bool { _, ok := parseKey(v); return ok })
	return n > 0, err
}

func (keyringSource) keyFile() string { return "" }
