package chain

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counting is a dialect of one stage that answers what it is told to.
type counting struct {
	calls   atomic.Int32
	answer  func(n int) verdict
	gate    chan struct{} // where set, each call waits for it
	started chan struct{}
}

func (c *counting) dialect(background bool) *Dialect {
	run := func(ctx context.Context, _ *walk) verdict {
		n := int(c.calls.Add(1))
		if c.started != nil {
			c.started <- struct{}{}
		}
		if c.gate != nil {
			<-c.gate
		}
		return c.answer(n)
	}
	return &Dialect{
		Name:   "test",
		stages: []stage{{StageInfo{"environment", KindEnvironment}, run}},
		rules:  rules{memo: memoRules{window: 5 * time.Minute, background: background}},
	}
}

func keysUntil(n int, end time.Time) verdict {
	return found(CodeEnvFound, SourceEnvironment, Credentials{AccessKeyID: "KEY" + strconv.Itoa(n), SecretAccessKey: NewSecret("s"), Expiration: end}, nil)
}

func TestProviderWindows(t *testing.T) {
	t.Parallel()
	broken := stop(CodeRoleRefused, nil, errors.New("no"))
	tests := []struct {
		name       string
		left       time.Duration // of the first credentials when asked again; 0: they never expire
		background bool
		second     func(now time.Time) verdict
		wantKey    string
		wantErr    bool
		wantStale  bool
		wantCalls  int32
	}{
		{name: "no expiration is kept for good", wantKey: "KEY1", wantCalls: 1},
		{name: "five minutes left is kept", left: 5 * time.Minute, wantKey: "KEY1", wantCalls: 1},
		{name: "less waits for the new", left: 5*time.Minute - time.Second, wantKey: "KEY2", wantCalls: 2},
		{name: "less, and the refresh fails: the old lives on, and says so", left: time.Minute, second: func(time.Time) verdict { return broken }, wantKey: "KEY1", wantStale: true, wantCalls: 2},
		{name: "past waits for the new", left: -time.Second, wantKey: "KEY2", wantCalls: 2},
		{name: "past, and the refresh fails", left: -time.Second, second: func(time.Time) verdict { return broken }, wantErr: true, wantCalls: 2},
		{name: "node hands out the old at once", left: time.Minute, background: true, wantKey: "KEY1", wantCalls: 2},
		{name: "node swallows the failure behind", left: time.Minute, background: true, second: func(time.Time) verdict { return broken }, wantKey: "KEY1", wantCalls: 2},
		{name: "node waits when past", left: -time.Second, background: true, wantKey: "KEY2", wantCalls: 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				now := time.Now()
				c := &counting{answer: func(n int) verdict {
					switch {
					case n == 2 && tt.second != nil:
						return tt.second(now)
					case n == 1 && tt.left == 0 && tt.name[:2] == "no":
						return keysUntil(n, time.Time{})
					case n == 1:
						return keysUntil(n, now.Add(time.Hour))
					}
					return keysUntil(n, now.Add(3*time.Hour))
				}}
				p := NewProvider(Options{Dialect: c.dialect(tt.background), Clock: func() time.Time { return now }})
				if _, err := p.Resolve(t.Context()); err != nil {
					t.Fatal(err)
				}
				now = now.Add(time.Hour - tt.left)
				res, err := p.Resolve(t.Context())
				synctest.Wait() // for a refresh behind the caller's back
				if (err != nil) != tt.wantErr {
					t.Fatalf("error %v, want one: %v", err, tt.wantErr)
				}
				if !tt.wantErr && res.Keys.AccessKeyID != tt.wantKey {
					t.Errorf("got %s, want %s", res.Keys.AccessKeyID, tt.wantKey)
				}
				if got := c.calls.Load(); got != tt.wantCalls {
					t.Errorf("%d walks, want %d", got, tt.wantCalls)
				}
				stale := len(res.Trace.Findings) == 1 && res.Trace.Findings[0].Code == FindingStale
				if stale != tt.wantStale {
					t.Errorf("stale %v, want %v", stale, tt.wantStale)
				}
			})
		})
	}
}

func TestProviderNeverRemembersFailure(t *testing.T) {
	t.Parallel()
	c := &counting{answer: func(n int) verdict {
		if n == 1 {
			return stop(CodeRoleRefused, nil, nil)
		}
		return keysUntil(n, time.Time{})
	}}
	p := NewProvider(Options{Dialect: c.dialect(false)})
	if _, err := p.Retrieve(t.Context()); CodeOf(err) != CodeRoleRefused {
		t.Fatalf("got %v", err)
	}
	got, err := p.Retrieve(t.Context())
	if err != nil || got.AccessKeyID != "KEY2" || got.CanExpire {
		t.Fatalf("got %v, %v", got.AccessKeyID, err)
	}
}

func TestProviderRefreshesOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &counting{gate: make(chan struct{}), answer: func(n int) verdict { return keysUntil(n, time.Time{}) }}
		p := NewProvider(Options{Dialect: c.dialect(false)})
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				if got, err := p.Retrieve(t.Context()); err != nil || got.AccessKeyID != "KEY1" {
					t.Errorf("got %v, %v", got.AccessKeyID, err)
				}
			})
		}
		synctest.Wait()
		close(c.gate)
		callers.Wait()
		if n := c.calls.Load(); n != 1 {
			t.Errorf("%d walks for 20 callers", n)
		}
		if res, err := p.Refresh(t.Context()); err != nil || res.Keys.AccessKeyID != "KEY2" {
			t.Errorf("a forced refresh gave %v, %v", res.Keys.AccessKeyID, err)
		}
	})
}

func TestProviderCallerMayLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &counting{gate: make(chan struct{}), started: make(chan struct{}), answer: func(n int) verdict { return keysUntil(n, time.Time{}) }}
		p := NewProvider(Options{Dialect: c.dialect(false)})
		ctx, cancel := context.WithCancelCause(t.Context())
		left := errors.New("left")
		go func() {
			<-c.started
			cancel(left)
		}()
		res, err := p.Resolve(ctx)
		if !errors.Is(err, left) || res.Outcome != OutcomeCanceled {
			t.Errorf("got %v, %v", res.Outcome, err)
		}
		close(c.gate)
		synctest.Wait()
		if got, err := p.Resolve(t.Context()); err != nil || got.Keys.AccessKeyID != "KEY1" {
			t.Errorf("the walk was lost with its first caller: %v, %v", got.Keys.AccessKeyID, err)
		}
	})
}
