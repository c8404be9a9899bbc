//go:build linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/chain/cache"
)

// TestKilledProgram: the program is killed, as by kill -9 or a power cut, at the system
// calls of a renewal. Each time there is the old session or the new one, whole, in both
// caches, and the next run is right at once: no lock is left behind.
func TestKilledProgram(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	for _, calls := range []string{"fsync", "rename,renameat,renameat2", "flock", "ftruncate", "pwrite64", "write", "openat", "close"} {
		t.Run(calls, func(t *testing.T) {
			t.Parallel()
			m, program, now := due(t)
			old := m.sessionFiles()
			kills, misses := 0, 0
			// strace counts the calls of each thread, so that one n may be passed over.
			for n := 1; misses < 2; n++ {
				trace := filepath.Join(t.TempDir(), "trace")
				_, _, _ = m.run([]string{now}, strace, "-f", "-qq", "-o", trace, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, n), program, "process", "dev")
				seen, err := os.ReadFile(trace)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(seen), "killed by SIGKILL") {
					kills, misses = kills+1, 0
				} else {
					misses++
				}
				m.intact(fmt.Sprintf("%s %d", calls, n))
				if n%4 == 1 { // the locks of the dead are free
					if out, errs, code := m.run([]string{now}, program, "process", "dev", "--deadline", "4s"); code != 0 {
						t.Errorf("%s %d: exit code %d: %s%s", calls, n, code, out, errs)
					}
				}
				for path, text := range old {
					if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			if kills == 0 {
				t.Errorf("never killed at %s", calls)
			}
			t.Logf("killed at %d calls of %s", kills, calls)
			// By the program's clock the leftovers are an hour old: the next write sweeps them.
			if out, errs, code := m.run([]string{now}, program, "process", "dev"); code != 0 {
				t.Errorf("exit code %d: %s%s", code, out, errs)
			}
			if left := m.litter(); len(left) > 0 {
				t.Errorf("left lying: %v", left)
			}
		})
	}
}

// intact demands that both caches hold one whole session each.
func (m *machine) intact(when string) {
	m.t.Helper()
	items, err := m.store().List()
	if err != nil || len(items) != 1 {
		m.t.Fatalf("killed at %s: %d sessions, %v", when, len(items), err)
	}
	others := cache.Others(m.t.Context(), filepath.Join(m.home, ".aws"), m.now, items)
	if len(others) != 1 {
		m.t.Fatalf("killed at %s: %d of the AWS CLI's", when, len(others))
	}
	for _, it := range append(items, others...) {
		if len(it.Problems) > 0 || !it.Expires.After(m.now()) {
			m.t.Errorf("killed at %s: %+v", when, it)
		}
	}
}

// TestKilledRefresh: likewise while an SSO token is renewed, whose refresh token is good
// for one use. The file is the old one or the new one; the next run has credentials or
// says that a sign-in is needed, and does not ask over and over.
func TestKilledRefresh(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	for _, calls := range []string{"fsync", "rename,renameat,renameat2", "flock", "write"} {
		t.Run(calls, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			path := filepath.Join(m.home, ".aws", "sso", "cache", corpToken)
			kills, misses := 0, 0
			for n := 1; misses < 2; n++ {
				m.keep(m.signIn(2 * time.Minute))
				trace := filepath.Join(t.TempDir(), "trace")
				_, _, _ = m.run(nil, strace, "-f", "-qq", "-o", trace, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, n), binary, "process", "sso", "--no-cache")
				seen, err := os.ReadFile(trace)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(seen), "killed by SIGKILL") {
					kills, misses = kills+1, 0
				} else {
					misses++
				}
				text, err := os.ReadFile(path)
				var file struct{ AccessToken, RefreshToken string }
				if err != nil || json.Unmarshal(text, &file) != nil || file.AccessToken == "" || file.RefreshToken == "" {
					t.Fatalf("killed at %s %d: %v, %d bytes", calls, n, err, len(text))
				}
				m.aws.ResetRequests()
				out, errs, code := m.run(nil, binary, "process", "sso", "--no-cache")
				if _, ok := answerOf(out); code != 0 || !ok {
					t.Errorf("killed at %s %d: exit code %d: %s", calls, n, code, errs)
				}
				if asked := m.aws.Count("CreateToken"); asked > 2 { // one may be the killed program's, still on its way
					t.Errorf("killed at %s %d: asked %d times", calls, n, asked)
				}
			}
			if kills == 0 {
				t.Errorf("never killed at %s", calls)
			}
			t.Logf("killed at %d calls of %s", kills, calls)
		})
	}
}
