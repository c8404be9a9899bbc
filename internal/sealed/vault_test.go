package sealed

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"credence/internal/secret"
)

// ring is a keyring in memory.
type ring struct {
	turn   sync.Mutex
	values []secret.Text
	fail   error
	finds  atomic.Int32
}

func (r *ring) Find(context.Context, string) ([]secret.Text, error) {
	r.finds.Add(1)
	r.turn.Lock()
	defer r.turn.Unlock()
	return append([]secret.Text{}, r.values...), r.fail
}

func (r *ring) Add(_ context.Context, account, label string, value secret.Text) error {
	r.turn.Lock()
	defer r.turn.Unlock()
	if r.fail != nil {
		return r.fail
	}
	r.values = append(r.values, value)
	return nil
}

func (r *ring) Remove(_ context.Context, _ string, ours func(secret.Text) bool) (n int, err error) {
	r.turn.Lock()
	defer r.turn.Unlock()
	var kept []secret.Text
	for _, v := range r.values {
		if ours(v) {
			n++
		} else {
			kept = append(kept, v)
		}
	}
	r.values = kept
	return n, r.fail
}

func TestVaultKeyring(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := &ring{values: []secret.Text{secret.New("somebody else's")}}
	v := New(Options{Dir: dir, Keyring: r})
	if has, err := v.Ready(t.Context(), KindKeyring); has || err != nil {
		t.Errorf("a stranger's value counts: %v, %v", has, err)
	}
	if _, err := v.Open(t.Context(), KindKeyring, "x", []byte("y")); codeOf(err) != CodeNoKey {
		t.Errorf("open without a key: %v", err)
	}
	box, err := v.Seal(t.Context(), KindKeyring, "x", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.values) != 2 || r.values[0].Reveal() != "somebody else's" {
		t.Error("what others filed did not stay")
	}
	other := New(Options{Dir: dir, Keyring: r})
	for range 3 {
		if plain, err := other.Open(t.Context(), KindKeyring, "x", box); err != nil || string(plain) != "plain" {
			t.Errorf("another process: %q, %v", plain, err)
		}
	}
	if gone, err := v.Discard(t.Context(), KindKeyring); !gone || err != nil || len(r.values) != 1 {
		t.Errorf("discard: %v, %v, %d values are left", gone, err, len(r.values))
	}
	if gone, err := v.Discard(t.Context(), KindKeyring); gone || err != nil {
		t.Errorf("discard again: %v, %v", gone, err)
	}
	if _, err := v.Open(t.Context(), KindKeyring, "x", box); codeOf(err) != CodeNoKey {
		t.Errorf("after that: %v", err)
	}
	if _, err := v.Seal(t.Context(), KindAge, "x", nil); codeOf(err) != CodeCannotAsk {
		t.Errorf("age without anybody to ask: %v", err)
	}
	if _, err := v.Open(t.Context(), "other", "x", box); codeOf(err) != CodeKind {
		t.Errorf("a kind that there is not: %v", err)
	}
}

// TestVaultFailure: a place that does not answer is asked once, not for every entry.
func TestVaultFailure(t *testing.T) {
	t.Parallel()
	locked := errors.New("locked")
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	r := &ring{fail: locked}
	v := New(Options{Dir: t.TempDir(), Keyring: r, Clock: func() time.Time { return now }})
	for range 5 {
		if _, err := v.Seal(t.Context(), KindKeyring, "x", nil); !errors.Is(err, locked) {
			t.Errorf("%v", err)
		}
	}
	if n := r.finds.Load(); n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	r.fail = nil
	if _, err := v.Seal(t.Context(), KindKeyring, "x", nil); !errors.Is(err, locked) {
		t.Error("it was asked again at once")
	}
	v.Forget(KindKeyring)
	if _, err := v.Seal(t.Context(), KindKeyring, "x", nil); err != nil {
		t.Errorf("after it was unlocked: %v", err)
	}
	r.fail, v = locked, New(Options{Dir: t.TempDir(), Keyring: r, Clock: func() time.Time { return now }})
	_, _ = v.Ready(t.Context(), KindKeyring)
	r.fail, now = nil, now.Add(retry)
	if has, err := v.Ready(t.Context(), KindKeyring); !has || err != nil {
		t.Errorf("after a while: %v, %v", has, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r.fail, v = context.Canceled, New(Options{Dir: t.TempDir(), Keyring: r})
	_, _ = v.Ready(gone, KindKeyring)
	r.fail = nil
	if _, err := v.Ready(t.Context(), KindKeyring); err != nil {
		t.Errorf("who gave up left an error behind: %v", err)
	}
}

// TestVaultFirstKey: of many that need the first key one makes it.
func TestVaultFirstKey(t *testing.T) {
	t.Parallel()
	dir, r := t.TempDir(), &ring{}
	var all sync.WaitGroup
	boxes := make([][]byte, 20)
	for i := range boxes {
		all.Go(func() {
			var err error
			if boxes[i], err = New(Options{Dir: dir, Keyring: r}).Seal(t.Context(), KindKeyring, "x", []byte{byte(i)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(r.values) != 1 {
		t.Errorf("%d keys were made", len(r.values))
	}
	v := New(Options{Dir: dir, Keyring: r})
	for i, box := range boxes {
		if plain, err := v.Open(t.Context(), KindKeyring, "x", box); err != nil || plain[0] != byte(i) {
			t.Errorf("%d: %v, %v", i, plain, err)
		}
	}
}
