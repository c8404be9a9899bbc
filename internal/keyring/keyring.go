package keyring

import (
	"context"
	"errors"
	"time"

	"credence/internal/secret"
)

// Limit is how long a call takes at most, where Options say nothing.
const Limit = 3 * time.Second

// Service is what items are filed under. Account and service are the attributes that
// zalando/go-keyring gives its items, so that programs that use it find them.
const Service = "credence"

// Options say which keyring is meant.
type Options struct {
	// Lookup reads an environment variable. On Linux it says where the session bus is.
	Lookup func(name string) (string, bool)
	Limit  time.Duration // of each call; 0: Limit
}

// Keyring is the keyring of the user's session. Several goroutines may use it.
type Keyring struct {
	backend backend
	limit   time.Duration
}

// backend is the keyring of one system. Its errors are *Error or of the context.
type backend interface {
	check(ctx context.Context) error
	find(ctx context.Context, account string) ([]secret.Text, error)
	add(ctx context.Context, account, label string, value secret.Text) error
	remove(ctx context.Context, account string, ours func(secret.Text) bool) (int, error)
	unlock(ctx context.Context) error
}

// New is the keyring of this system. Nothing is contacted before it is needed.
func New(o Options) *Keyring {
	if o.Limit <= 0 {
		o.Limit = Limit
	}
	return &Keyring{backend: newBackend(o.Lookup), limit: o.Limit}
}

// Name is what people call the keyring of this system.
func Name() string { return systemName }

// Check says whether the keyring can be used now: nil, or an *Error.
func (k *Keyring) Check(ctx context.Context) error {
	_, err := limited(ctx, k.limit, func(ctx context.Context) (none struct{}, err error) { return none, k.backend.check(ctx) })
	return err
}

// Find gives the values that are filed under an account; none is not an error.
// Somebody else may have filed some of them: it is for the caller to know his own.
func (k *Keyring) Find(ctx context.Context, account string) ([]secret.Text, error) {
	return limited(ctx, k.limit, func(ctx context.Context) ([]secret.Text, error) { return k.backend.find(ctx, account) })
}

// Add files a value under an account. The label is shown to people and must not be
// secret. What others filed there is left alone: where the system has room for one
// value only (macOS, Windows), that is an error of CodeForeign.
func (k *Keyring) Add(ctx context.Context, account, label string, value secret.Text) error {
	_, err := limited(ctx, k.limit, func(ctx context.Context) (none struct{}, err error) {
		return none, k.backend.add(ctx, account, label, value)
	})
	return err
}

// Remove removes the values under an account that are ours, and says how many.
func (k *Keyring) Remove(ctx context.Context, account string, ours func(secret.Text) bool) (int, error) {
	return limited(ctx, k.limit, func(ctx context.Context) (int, error) { return k.backend.remove(ctx, account, ours) })
}

// Unlock asks the user, in the way of his desktop, to unlock the keyring, and waits
// for the answer until the context ends.
func (k *Keyring) Unlock(ctx context.Context) error {
	_, err := limited(ctx, 0, func(ctx context.Context) (none struct{}, err error) { return none, k.backend.unlock(ctx) })
	return err
}

// errLimit is the cause with which a call's time ends.
var errLimit = errors.New("the limit of the call")

// limited runs a call that ends with the context, even one that knows no context: it
// is left behind then. A limit of 0 is none.
func limited[T any](ctx context.Context, limit time.Duration, call func(context.Context) (T, error)) (T, error) {
	if limit > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, limit, errLimit)
		defer stop()
	}
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := call(ctx)
		done <- outcome{value, err}
	}()
	var none T
	select {
	case o := <-done:
		if o.err != nil && ctx.Err() != nil {
			return none, ended(ctx, limit)
		}
		return o.value, o.err
	case <-ctx.Done():
		return none, ended(ctx, limit)
	}
}

// ended is the error of a call whose context ended.
func ended(ctx context.Context, limit time.Duration) error {
	if cause := context.Cause(ctx); !errors.Is(cause, errLimit) {
		return cause
	}
	return &Error{Code: CodeNoAnswer, Limit: limit}
}
