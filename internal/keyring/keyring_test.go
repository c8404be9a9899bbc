package keyring

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
)

// stuck is a keyring that never answers, whatever is done.
type stuck struct{ done chan struct{} }

func (s stuck) check(context.Context) error                            { <-s.done; return nil }
func (s stuck) find(context.Context, string) ([]secret.Text, error)    { <-s.done; return nil, nil }
func (s stuck) add(context.Context, string, string, secret.Text) error { <-s.done; return nil }
func (s stuck) unlock(context.Context) error                           { <-s.done; return nil }

func (s stuck) remove(context.Context, string, func(secret.Text) bool) (int, error) {
	<-s.done
	return 0, nil
}

// TestLimit: a call that knows no context is left behind when its time is over.
func TestLimit(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	defer close(done)
	k := &Keyring{stuck{done}, 20 * time.Millisecond}
	for name, call := range map[string]func(context.Context) error{
		"check":  k.Check,
		"find":   func(ctx context.Context) error { _, err := k.Find(ctx, "x"); return err },
		"remove": func(ctx context.Context) error { _, err := k.Remove(ctx, "x", nil); return err },
		"add":    func(ctx context.Context) error { return k.Add(ctx, "x", "y", secret.New("z")) },
	} {
		err := call(t.Context())
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Code != CodeNoAnswer || !strings.Contains(err.Error(), "within 20ms") {
			t.Errorf("%s: %v", name, err)
		}
	}
	cause := errors.New("the user left")
	for _, call := range []func(context.Context) error{k.Check, k.Unlock} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(cause)
		if err := call(ctx); !errors.Is(err, cause) {
			t.Errorf("%v", err)
		}
	}
}

func TestErrorsSayWhy(t *testing.T) {
	t.Parallel()
	for _, code := range []Code{CodeNoBus, CodeBadBus, CodeNoService, CodeNoDefault, CodeLocked, CodeNoAnswer, CodeRefused, CodeForeign, CodeDismissed} {
		if text := (&Error{Code: code}).Error(); text == "" || strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", code, text)
		}
	}
	if got := (&Error{Code: CodeRefused, Err: errors.New("why")}).Error(); got != "the keyring refused: why" {
		t.Error(got)
	}
}
