//go:build unix

package cache

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLockFilesThatLeadElsewhere are neither taken nor written to: the session is
// obtained without a lock, and that is said.
func TestLockFilesThatLeadElsewhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(path, precious string) error
		want string
		root bool
	}{
		"a link":             {func(path, precious string) error { return os.Symlink(precious, path) }, "symbolic link", false},
		"a link to an entry": {func(path, _ string) error { return os.Symlink(strings.TrimSuffix(path, ".lock")+".json", path) }, "symbolic link", false},
		"a dangling link":    {func(path, _ string) error { return os.Symlink(path+".gone", path) }, "symbolic link", false},
		"a hard link":        {func(path, precious string) error { return os.Link(precious, path) }, "hard link", false},
		"a folder":           {func(path, _ string) error { return os.Mkdir(path, 0o700) }, "directory", false},
		"a pipe":             {func(path, _ string) error { return syscall.Mkfifo(path, 0o600) }, "not a regular file", false},
		"another's": {func(path, _ string) error {
			return errors.Join(os.WriteFile(path, []byte("theirs"), 0o600), os.Chown(path, 65534, 65534))
		}, "belongs to user 65534", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.root && os.Geteuid() != 0 {
				t.Skip("not run: only root gives files away")
			}
			b := newBench(t)
			plant(t, b, "old")
			path, precious := b.lockPath(testKey.ID()), filepath.Join(filepath.Dir(b.Dir()), "precious")
			if err := errors.Join(os.WriteFile(precious, []byte("precious"), 0o600), c.make(path, precious)); err != nil {
				t.Fatal(err)
			}
			before, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			res, calls := b.do(t, RenewalWindow, session(time.Hour, b.now))
			if calls != 1 || !res.Stored || codes(res.Problems) != "unlocked" || !strings.Contains(res.Problems[0].Cause(), c.want) {
				t.Errorf("%d calls, %v %v", calls, res.Stored, res.Problems)
			}
			after, err := os.Lstat(path)
			if err != nil || !os.SameFile(before, after) || after.Size() != before.Size() && before.Mode().IsRegular() {
				t.Errorf("the lock file: %v %v", after, err)
			}
			if text, err := os.ReadFile(precious); err != nil || string(text) != "precious" {
				t.Errorf("elsewhere: %q %v", text, err)
			}
			if l := b.Look(testKey, 0); l.State != Hit {
				t.Errorf("the entry: %s", l.State)
			}
		})
	}
}

// TestALockInASwappedFolder: while the folder and a trap change places, nothing is
// made in the trap or written to, and no two hold the lock of one entry.
func TestALockInASwappedFolder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	trap := t.TempDir()
	plant(t, b, "")
	bait := filepath.Join(trap, lockName(testKey.ID()))
	if err := os.WriteFile(bait, []byte("bait"), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := swapFolder(t, b.Dir(), trap)
	locked := 0
	for i := range 400 {
		id := testKey.ID()
		if i%2 == 0 {
			id = Key{Source: string(rune('a' + i%26))}.ID() // has no bait
		}
		if h, _, err := b.lock(t.Context(), id); err == nil && h != nil {
			locked++
			if !sameFile(h.lock.Stat, h.file.Stat) {
				t.Error("holds a lock in the trap")
			}
			h.release()
		}
	}
	stop()
	if files, _ := os.ReadDir(trap); len(files) != 1 {
		t.Errorf("captured %v", files)
	}
	if text, err := os.ReadFile(bait); err != nil || string(text) != "bait" {
		t.Errorf("the bait: %q %v", text, err)
	}
	h, d, err := b.lock(t.Context(), testKey.ID())
	if h == nil || d != nil || err != nil {
		t.Errorf("then: %v %v", d, err)
	}
	h.release()
	t.Logf("%d of 400 times the folder was in its place", locked)
}

// TestALockThatIsRemovedMeanwhile: who waits for the lock of a file that Clear has
// removed does not hold a lock that nobody else sees.
func TestALockThatIsRemovedMeanwhile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _, err := b.lock(t.Context(), testKey.ID())
	if err != nil || first == nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.lockPath(testKey.ID())); err != nil {
		t.Fatal(err)
	}
	second, d, err := b.lock(t.Context(), testKey.ID())
	if err != nil || d != nil || second == nil {
		t.Fatal(err, d)
	}
	defer second.release()
	first.release()
	if _, _, err := b.lock(t.Context(), testKey.ID()); !errors.As(err, new(*LockedError)) {
		t.Errorf("two hold it: %v", err)
	}
}

// TestALockAfterTheSwap: the folder was looked at, and then a trap took its place.
func TestALockAfterTheSwap(t *testing.T) {
	t.Parallel()
	for _, bait := range []bool{false, true} {
		b := newBench(t)
		trap := t.TempDir()
		plant(t, b, "")
		path := filepath.Join(trap, lockName(testKey.ID()))
		if bait {
			if err := os.WriteFile(path, []byte("bait"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		root, err := b.folder.open()
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Rename(b.Dir(), b.Dir()+".real"), os.Symlink(trap, b.Dir())); err != nil {
			t.Fatal(err)
		}
		h, err := b.tryLock(root, testKey.ID())
		if d, _ := errors.AsType[*Diagnostic](err); h != nil || d == nil || d.Code != CodeSymlink {
			t.Errorf("bait %v: %v %v", bait, h, err)
		}
		if text, err := os.ReadFile(path); bait != (err == nil) || bait && string(text) != "bait" {
			t.Errorf("the bait: %q %v", text, err)
		}
		if err := root.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
