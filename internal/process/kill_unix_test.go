//go:build unix

package process_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"credence/internal/process"
)

// alive is a FIFO that processes hold open as their descriptor 9, so that its
// reader learns from the end of file that the last of them is gone.
type alive struct {
	path  string
	ready chan struct{} // a line has come
	gone  chan struct{} // every writer has ended
}

func watch(t *testing.T) alive {
	t.Helper()
	a := alive{filepath.Join(t.TempDir(), "alive"), make(chan struct{}), make(chan struct{})}
	if err := syscall.Mkfifo(a.path, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(a.gone)
		f, err := os.Open(a.path)
		if err != nil {
			return
		}
		defer f.Close()
		r := bufio.NewReader(f)
		if _, err := r.ReadString('\n'); err == nil {
			close(a.ready)
		}
		_, _ = io.Copy(io.Discard, r)
	}()
	return a
}

func (a alive) mustEnd(t *testing.T) {
	t.Helper()
	select {
	case <-a.gone:
	case <-time.After(30 * time.Second):
		t.Error("a process of the group is still running")
	}
}

// groups are command lines of which nothing may be left after the end.
var groups = map[string]string{
	"alone":                `exec 9>"$FIFO"; echo ready >&9; exec sleep 300`,
	"with a grandchild":    `exec 9>"$FIFO"; sleep 300 & echo ready >&9; wait`,
	"double fork":          `exec 9>"$FIFO"; (sleep 300 & sleep 300 & ) ; echo ready >&9; sleep 300`,
	"deaf to SIGTERM":      `exec 9>"$FIFO"; trap '' TERM; sleep 300 & echo ready >&9; sleep 300; sleep 300`,
	"stopped":              `exec 9>"$FIFO"; sleep 300 & echo ready >&9; kill -STOP $$; sleep 300`,
	"deaf grandchild only": `exec 9>"$FIFO"; (trap '' TERM; echo ready >&9; sleep 300; sleep 300) & wait`,
}

func TestCancelEndsTheGroup(t *testing.T) {
	t.Parallel()
	for name, line := range groups {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := watch(t)
			ctx, cancel := context.WithCancel(t.Context())
			var asked time.Time
			go func() {
				<-a.ready
				asked = time.Now()
				cancel()
			}()
			r, err := process.Run(ctx, process.Spec{Line: line, Env: append(path, "FIFO="+a.path), Limit: 20 * time.Second})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error = %v", err)
			}
			if want := map[bool]string{false: "terminated", true: "killed"}[name == "deaf to SIGTERM"]; r.Signal != want {
				t.Errorf("ended by %q, want %q", r.Signal, want)
			}
			if took := time.Since(asked); took > 10*time.Second {
				t.Errorf("canceling took %v", took)
			}
			a.mustEnd(t)
		})
	}
}

func TestLimitEndsTheGroup(t *testing.T) {
	t.Parallel()
	a := watch(t)
	r, err := process.Run(t.Context(), process.Spec{Line: `echo partial; ` + groups["with a grandchild"], Env: append(path, "FIFO="+a.path), Limit: 300 * time.Millisecond})
	if !errors.Is(err, process.ErrLimit) || string(r.Stdout) != "partial\n" {
		t.Errorf("%+v, %v", r, err)
	}
	if r.Elapsed < 300*time.Millisecond || r.Elapsed > 5*time.Second {
		t.Errorf("elapsed = %v", r.Elapsed)
	}
	a.mustEnd(t)
}

func TestTooMuchOutputEndsTheGroup(t *testing.T) {
	t.Parallel()
	a := watch(t)
	_, err := process.Run(t.Context(), process.Spec{Line: `exec 9>"$FIFO"; sleep 300 & echo ready >&9; yes; sleep 300`, Env: append(path, "FIFO="+a.path)})
	if !errors.Is(err, process.ErrTooMuchOutput) {
		t.Errorf("error = %v", err)
	}
	a.mustEnd(t)
}

func TestTheContextsDeadlineIsNotTheLimit(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	spec := sh("exec sleep 300")
	spec.Limit = time.Minute
	if _, err := process.Run(ctx, spec); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, process.ErrLimit) {
		t.Errorf("error = %v", err)
	}
}
