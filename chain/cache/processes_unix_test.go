//go:build unix

package cache

import (
	"bufio"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// child is the test program as another process.
func child(t *testing.T, act, dir, log string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", variableAct+"="+act, variableDir+"="+dir, variableLog+"="+log)
	return cmd
}

// TestProcessesFetchOnce: forty of them, and one session.
func TestProcessesFetchOnce(t *testing.T) {
	t.Parallel()
	dir, log := filepath.Join(t.TempDir(), "sessions"), filepath.Join(t.TempDir(), "log")
	var all sync.WaitGroup
	for range 40 {
		cmd := child(t, "do", dir, log)
		all.Go(func() {
			out, err := cmd.CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != canary {
				t.Errorf("%q %v", out, err)
			}
		})
	}
	all.Wait()
	if text, err := os.ReadFile(log); err != nil || string(text) != "fetched\n" {
		t.Errorf("%q %v", text, err)
	}
}

// TestALockOfAnotherProcess names it while it holds, also when it is paused, and is
// free when it is killed.
func TestALockOfAnotherProcess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cmd := child(t, "hold", b.Dir(), "")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("%q %v", line, err)
	}
	fetch := func(context.Context) (Session, error) { return session(time.Hour, b.now), nil }
	for _, signal := range []syscall.Signal{syscall.SIGCONT, syscall.SIGSTOP} {
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_, err := b.Do(t.Context(), testKey, Meta{}, RenewalWindow, fetch)
		if locked, ok := errors.AsType[*LockedError](err); !ok || locked.PID != cmd.Process.Pid {
			t.Errorf("after %v: %v, want process %d", signal, err, cmd.Process.Pid)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if res, err := b.Do(t.Context(), testKey, Meta{}, RenewalWindow, fetch); err != nil || res.How != Fetched || !res.Stored {
		t.Errorf("%+v %v", res, err)
	}
}

// TestAFileSizeLimit: the signal of the limit (SIGXFSZ) does not end the program, and
// the old session stays.
func TestAFileSizeLimit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(t, RenewalWindow, session(time.Hour, b.now))
	inner := child(t, "put", b.Dir(), "")
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `ulimit -f 0 && exec "$0" | cat`, inner.Path)
	cmd.Env = inner.Env
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), string(CodeUnwritable)) {
		t.Errorf("%q %v", out, err)
	}
	l := b.Look(testKey, RenewalWindow)
	files, dirErr := os.ReadDir(b.Dir())
	if l.State != Hit || l.Entry.Profile != "p" || dirErr != nil || len(files) != 2 {
		t.Errorf("%s, %v %v", l.State, files, dirErr)
	}
}

// TestKilledAtRandom: whenever writers are killed, there is a whole session, and what
// they leave is swept. CREDENCE_HEAVY=1 kills five hundred.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(t, RenewalWindow, session(time.Hour, b.now))
	kills := 40
	if os.Getenv("CREDENCE_HEAVY") != "" {
		kills = 500
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range kills {
		cmd := child(t, "put forever", b.Dir(), "")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // it has begun
			t.Fatal(err)
		}
		<-time.After(time.Duration(random.IntN(2000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		if l := b.Look(testKey, 0); l.State != Hit || len(l.Problems) > 0 {
			t.Fatalf("kill %d: %s %s", i, l.State, codes(l.Problems))
		}
	}
	left := 0
	files, err := os.ReadDir(b.Dir())
	for _, f := range files {
		if strings.HasPrefix(f.Name(), tempPrefix) {
			left++
		}
	}
	b.now = b.now.Add(tempGrace + time.Minute)
	if _, err := b.put(testKey, Meta{}, session(time.Hour, b.now)); err != nil {
		t.Fatal(err)
	}
	after, afterErr := os.ReadDir(b.Dir())
	if err != nil || afterErr != nil || len(after) != 2 {
		t.Errorf("%d of %d left something; then %v %v", left, kills, after, errors.Join(err, afterErr))
	}
	t.Logf("%d of %d left something", left, kills)
}
