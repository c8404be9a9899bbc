//go:build darwin || windows

package keyring

import (
	"context"
	"errors"

	zalando "github.com/zalando/go-keyring"

	"credence/internal/secret"
)

// system is the Keychain of macOS, through /usr/bin/security and its standard input,
// or the Credential Manager of Windows. Neither call takes a context: one that hangs
// is left behind when its time is over.
type system struct{}

func newBackend(func(string) (string, bool)) backend { return system{} }

func (system) check(context.Context) error {
	_, err := zalando.Get(Service, "reachable")
	return judge(err)
}

func (system) find(_ context.Context, account string) ([]secret.Text, error) {
	value, err := zalando.Get(Service, account)
	if errors.Is(err, zalando.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, judge(err)
	}
	return []secret.Text{secret.New(value)}, nil
}

func (s system) add(ctx context.Context, account, _ string, value secret.Text) error {
	there, err := s.find(ctx, account)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return &Error{Code: CodeForeign}
	}
	return judge(zalando.Set(Service, account, value.Reveal()))
}

func (s system) remove(ctx context.Context, account string, ours func(secret.Text) bool) (int, error) {
	there, err := s.find(ctx, account)
	if err != nil || len(there) == 0 || !ours(there[0]) {
		return 0, err
	}
	if err := zalando.Delete(Service, account); err != nil {
		return 0, judge(err)
	}
	return 1, nil
}

// unlock reads something: both systems ask the user by themselves where they must.
func (s system) unlock(ctx context.Context) error { return s.check(ctx) }

// judge makes an error of the package of go-keyring's.
func judge(err error) error {
	if err == nil || errors.Is(err, zalando.ErrNotFound) {
		return nil
	}
	return &Error{Code: CodeRefused, Err: err}
}
