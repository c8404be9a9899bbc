package cache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// strace is the tool that makes system calls fail, or kills at them.
func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err == nil {
		err = exec.Command(path, "-o", os.DevNull, "true").Run()
	}
	if err != nil {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatalf("strace: %v", err)
		}
		t.Skipf("not run: strace is missing or may not trace (%v)", err)
	}
	return path
}

// under runs an act of the child with a fault, and reports whether it struck.
func under(t *testing.T, tool, act, dir, calls, fault string) (struck bool, out string, err error) {
	t.Helper()
	trace := filepath.Join(t.TempDir(), "trace")
	inner := child(t, act, dir, filepath.Join(t.TempDir(), "log"))
	cmd := exec.CommandContext(t.Context(), tool, "-f", "-qq", "-o", trace, "-e", "trace="+calls, "-e", "inject="+calls+":"+fault, inner.Path)
	cmd.Env = inner.Env
	text, err := cmd.CombinedOutput()
	seen, readErr := os.ReadFile(trace)
	if readErr != nil {
		t.Fatal(readErr)
	}
	return strings.Contains(string(seen), "INJECTED") || strings.Contains(string(seen), "killed by SIGKILL"), string(text), err
}

// faultPlace is a store, or the AWS CLI's folder, with an old entry.
type faultPlace struct {
	act  string
	dir  string
	make func(t *testing.T, dir string)
	age  func(dir string) (time.Duration, error) // life of what can be read there
}

func faultPlaces(t *testing.T) map[string]faultPlace {
	root := t.TempDir()
	store := func(dir string) *Store { return Open(Options{Dir: dir}) }
	return map[string]faultPlace{
		"store": {"put", filepath.Join(root, "store"), func(t *testing.T, dir string) {
			if _, err := store(dir).put(testKey, Meta{Profile: "old"}, session(time.Hour, time.Now())); err != nil {
				t.Fatal(err)
			}
		}, func(dir string) (time.Duration, error) {
			l := store(dir).Look(testKey, 0)
			if l.State != Hit {
				return 0, fmt.Errorf("%s %s", l.State, codes(l.Problems))
			}
			return time.Until(l.Entry.Expires), nil
		}},
		"aws cli": {"publish", filepath.Join(root, "cli"), func(t *testing.T, dir string) {
			if p, err := NewAWSCLI(dir, nil).Publish(t.Context(), "x.json", testKey.RoleARN, published(time.Hour, time.Now())); err != nil || p != Published {
				t.Fatal(p, err)
			}
		}, func(dir string) (time.Duration, error) {
			e, _, err := NewAWSCLI(dir, nil).Read(context.Background(), "x.json")
			if err != nil {
				return 0, err
			}
			return time.Until(e.Expires), nil
		}},
	}
}

// faultCalls are the system calls of a write, each by all the names that it has.
var faultCalls = map[string]string{
	"open": "openat", "write": "write", "flush": "fsync", "close": "close", "rename": "rename,renameat,renameat2",
}

// TestKilledAtEverySystemCall: after a kill at any of them there is the old session
// or the new one, whole.
func TestKilledAtEverySystemCall(t *testing.T) {
	t.Parallel()
	tool := strace(t)
	for name, place := range faultPlaces(t) {
		place.make(t, place.dir)
		kills := 0
		for call, names := range faultCalls {
			for n := 1; n <= 40; n++ {
				struck, _, err := under(t, tool, place.act, place.dir, names, fmt.Sprintf("signal=KILL:when=%d", n))
				if left, readErr := place.age(place.dir); readErr != nil || left < 50*time.Minute {
					t.Fatalf("%s: killed at %s %d: %v left, %v", name, call, n, left, readErr)
				}
				if !struck && err == nil {
					break
				}
				kills++
			}
		}
		if kills < 8 {
			t.Errorf("%s: only %d system calls were killed at", name, kills)
		}
		t.Logf("%s: killed at %d system calls", name, kills)
		// What the killed ones left is swept once it is old enough.
		s := Open(Options{Dir: place.dir, Clock: func() time.Time { return time.Now().Add(tempGrace + time.Second) }})
		if _, err := s.put(testKey, Meta{}, session(2*time.Hour, time.Now())); err != nil {
			t.Fatal(err)
		}
		if left := litter(t, place.dir); len(left) > 0 {
			t.Errorf("%s: %v is still there", name, left)
		}
	}
}

func litter(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), tempPrefix) {
			names = append(names, f.Name())
		}
	}
	return names
}

// TestAFullOrBrokenDisk: the old session stays, nothing is left lying, the cause is named.
func TestAFullOrBrokenDisk(t *testing.T) {
	t.Parallel()
	tool := strace(t)
	for name, place := range faultPlaces(t) {
		for call, c := range map[string]struct {
			errnos []string
			when   string
		}{
			// Where every write fails the program cannot say why either.
			"write": {[]string{"ENOSPC", "EIO", "EDQUOT", "EFBIG"}, "1+"}, "flush": {[]string{"EIO", "ENOSPC"}, "1"},
			"rename": {[]string{"EXDEV", "EIO", "ENOSPC", "EROFS", "EPERM"}, "1+"},
		} {
			for _, errno := range c.errnos {
				t.Run(name+"/"+call+"/"+errno, func(t *testing.T) {
					dir := filepath.Join(t.TempDir(), "d")
					place.make(t, dir)
					struck, out, err := under(t, tool, place.act, dir, faultCalls[call], "error="+errno+":when="+c.when)
					if !struck || err == nil || call != "write" && !strings.Contains(out, string(CodeUnwritable)) {
						t.Errorf("struck %v: %v %q", struck, err, out)
					}
					if left, err := place.age(dir); err != nil || left > time.Hour || left < 50*time.Minute {
						t.Errorf("the old one: %v %v", left, err)
					}
					if left := litter(t, dir); len(left) > 0 {
						t.Errorf("left %v", left)
					}
				})
			}
		}
	}
}

// TestFileSystemsWithoutLocks: the work goes on, with a word.
func TestFileSystemsWithoutLocks(t *testing.T) {
	t.Parallel()
	tool := strace(t)
	for errno, want := range map[string]string{"ENOLCK": string(CodeUnlocked), "EOPNOTSUPP": string(CodeUnlocked), "EINTR:when=1": ""} {
		dir := filepath.Join(t.TempDir(), "d")
		Open(Options{Dir: dir}).mustMake(t)
		struck, out, err := under(t, tool, "do", dir, "flock", "error="+errno)
		if !struck || err != nil || strings.TrimSpace(out) != strings.TrimSpace(canary+" "+want) {
			t.Errorf("%s: struck %v, %q %v", errno, struck, out, err)
		}
		if l := Open(Options{Dir: dir}).Look(testKey, 0); l.State != Hit {
			t.Errorf("%s: %s", errno, l.State)
		}
	}
}

func (s *Store) mustMake(t *testing.T) {
	t.Helper()
	root, err := s.folder.open()
	if err = errors.Join(err, root.Close()); err != nil {
		t.Fatal(err)
	}
}
