//go:build unix

package cache

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestLooseModes: what others may read is used and said; what they may write is not.
func TestLooseModes(t *testing.T) {
	t.Parallel()
	for mode, c := range map[fs.FileMode]struct {
		state State
		code  Code
	}{0o600: {Hit, ""}, 0o400: {Hit, ""}, 0o640: {Hit, CodeLoose}, 0o604: {Hit, CodeLoose}, 0o644: {Hit, CodeLoose}, 0o620: {Rejected, CodeWritable}, 0o602: {Rejected, CodeWritable}, 0o666: {Rejected, CodeWritable}} {
		b := newBench(t)
		b.do(t, RenewalWindow, session(time.Hour, b.now))
		if err := os.Chmod(b.Path(testKey), mode); err != nil {
			t.Fatal(err)
		}
		if l := b.Look(testKey, RenewalWindow); l.State != c.state || codes(l.Problems) != string(c.code) {
			t.Errorf("%o: %s %s, want %s %s", mode, l.State, codes(l.Problems), c.state, c.code)
		}
	}
}

// TestOddFiles: nothing but a regular file of ours is read or replaced.
func TestOddFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(t *testing.T, path, elsewhere string) error
		want Code
	}{
		"symlink": {func(_ *testing.T, path, elsewhere string) error { return os.Symlink(elsewhere, path) }, CodeSymlink},
		"folder":  {func(_ *testing.T, path, _ string) error { return os.Mkdir(path, 0o700) }, CodeNotRegular},
		"pipe":    {func(_ *testing.T, path, _ string) error { return syscall.Mkfifo(path, 0o600) }, CodeNotRegular},
		"another's": {func(t *testing.T, path, _ string) error {
			if os.Geteuid() != 0 {
				t.Skip("not run: only root gives files away")
			}
			if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
				return err
			}
			return os.Chown(path, 65534, 65534)
		}, CodeOwner},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			plant(t, b, "")
			path, elsewhere := b.Path(testKey), filepath.Join(t.TempDir(), "precious")
			if err := errors.Join(os.Remove(path), os.WriteFile(elsewhere, []byte("precious"), 0o644), c.make(t, path, elsewhere)); err != nil {
				t.Fatal(err)
			}
			if l := b.Look(testKey, RenewalWindow); l.State != Rejected || codes(l.Problems) != string(c.want) {
				t.Errorf("read: %s %s", l.State, codes(l.Problems))
			}
			res, calls := b.do(t, RenewalWindow, session(time.Hour, b.now))
			if calls != 1 || res.Stored || codes(res.Problems) != string(c.want) {
				t.Errorf("written: %v, %s", res.Stored, codes(res.Problems))
			}
			if text, err := os.ReadFile(elsewhere); err != nil || string(text) != "precious" {
				t.Errorf("elsewhere: %q %v", text, err)
			}
		})
	}
}

// TestFoldersThatAreRefused: nothing is written where others could have a hand in it.
func TestFoldersThatAreRefused(t *testing.T) {
	t.Parallel()
	give := func(path string) error { return os.Chown(path, 65534, 65534) }
	for name, c := range map[string]struct {
		make func(dir string) error
		want Code
		root bool
	}{
		"writable by all":         {func(d string) error { return os.Chmod(d, 0o777) }, CodeWritable, false},
		"writable by the group":   {func(d string) error { return os.Chmod(d, 0o770) }, CodeWritable, false},
		"in a writable one":       {func(d string) error { return os.Chmod(filepath.Dir(d), 0o777) }, CodeWritable, false},
		"another's":               {give, CodeOwner, true},
		"in another's":            {func(d string) error { return give(filepath.Dir(d)) }, CodeOwner, true},
		"a link":                  {func(d string) error { return errors.Join(os.Rename(d, d+".real"), os.Symlink(d+".real", d)) }, CodeSymlink, false},
		"to be made in another's": {func(d string) error { return errors.Join(os.Remove(d), give(filepath.Dir(d))) }, CodeOwner, true},
		"a file":                  {func(d string) error { return errors.Join(os.Remove(d), os.WriteFile(d, nil, 0o600)) }, CodeUnwritable, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.root && os.Geteuid() != 0 {
				t.Skip("not run: only root gives folders away")
			}
			b := newBench(t)
			if err := os.MkdirAll(b.Dir(), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := c.make(b.Dir()); err != nil {
				t.Fatal(err)
			}
			res, calls := b.do(t, RenewalWindow, session(time.Hour, b.now))
			if calls != 1 || res.Stored || codes(res.Problems) != string(c.want) {
				t.Errorf("stored %v, %s, want %s", res.Stored, codes(res.Problems), c.want)
			}
			if files, _ := os.ReadDir(b.Dir()); len(files) != 0 {
				t.Errorf("written: %v", files)
			}
		})
	}
	b := newBench(t)
	shared := filepath.Dir(filepath.Dir(b.Dir()))
	if err := errors.Join(os.Chmod(shared, 0o777|fs.ModeSticky), os.MkdirAll(b.Dir(), 0o755), os.Chmod(filepath.Dir(b.Dir()), 0o777|fs.ModeSticky), os.Chmod(b.Dir(), 0o755)); err != nil {
		t.Fatal(err)
	}
	if res, _ := b.do(t, RenewalWindow, session(time.Hour, b.now)); !res.Stored {
		t.Errorf("a sticky folder, and a readable one, are fine: %s", codes(res.Problems))
	}
	if got := codes(b.FolderProblems()); got != string(CodeLoose) {
		t.Errorf("folder: %s", got)
	}
}

// TestASwappedFolderCatchesNothing: what is written lands in the folder that was
// looked at, or nowhere.
func TestASwappedFolderCatchesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	trap := t.TempDir()
	plant(t, b, "")
	stop := swapFolder(t, b.Dir(), trap)
	stored := 0
	for range 200 {
		if _, err := b.put(testKey, Meta{}, session(time.Hour, b.now)); err == nil {
			stored++
		}
	}
	stop()
	if files, _ := os.ReadDir(trap); len(files) != 0 {
		t.Errorf("captured %v", files)
	}
	t.Logf("%d of 200 writes found the folder in its place", stored)
}

func TestLeftoversAreSwept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	plant(t, b, "")
	files := map[string]struct {
		age  time.Duration
		kept bool
	}{
		tempPrefix + "OLD" + tempSuffix: {11 * time.Minute, false}, tempPrefix + "NEW" + tempSuffix: {9 * time.Minute, true},
		"other.tmp": {time.Hour, true}, ".credence-x": {time.Hour, true},
	}
	if os.Geteuid() == 0 {
		files[tempPrefix+"THEIRS"+tempSuffix] = struct {
			age  time.Duration
			kept bool
		}{time.Hour, true}
	}
	for name, f := range files {
		path := filepath.Join(b.Dir(), name)
		then := b.now.Add(-f.age)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, then, then)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "THEIRS") {
			if err := os.Chown(path, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.do(t, RenewalWindow, session(time.Hour, b.now))
	for name, f := range files {
		if _, err := os.Lstat(filepath.Join(b.Dir(), name)); (err == nil) != f.kept {
			t.Errorf("%s: kept %v", name, err == nil)
		}
	}
}

// TestHardLinksAreReplaced: what a planted link of the entry's name leads to stays as it
// is, in both caches.
func TestHardLinksAreReplaced(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	plant(t, b, "")
	cli := NewAWSCLI(b.Dir(), b.clock)
	precious := filepath.Join(filepath.Dir(b.Dir()), "precious")
	if err := errors.Join(os.WriteFile(precious, []byte("precious"), 0o600), os.Remove(b.Path(testKey)), os.Link(precious, b.Path(testKey)), os.Link(precious, cli.Path("x.json"))); err != nil {
		t.Fatal(err)
	}
	if res, calls := b.do(t, RenewalWindow, session(time.Hour, b.now)); calls != 1 || !res.Stored {
		t.Errorf("%d calls, %v", calls, codes(res.Problems))
	}
	if p, err := cli.Publish(t.Context(), "x.json", testKey.RoleARN, published(time.Hour, b.now)); p != Published || err != nil {
		t.Error(p, err)
	}
	if text, err := os.ReadFile(precious); err != nil || string(text) != "precious" {
		t.Errorf("%q %v", text, err)
	}
}

// TestTheAWSCLIsFolderIsNoWayOut either: links and others' files are not written through.
func TestTheAWSCLIsFolderIsNoWayOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(dir, precious string) error
		want Code
	}{
		"a linked file":     {func(d, p string) error { return os.Symlink(p, filepath.Join(d, "x.json")) }, CodeSymlink},
		"a linked folder":   {func(d, _ string) error { return errors.Join(os.Rename(d, d+".real"), os.Symlink(d+".real", d)) }, CodeSymlink},
		"a writable folder": {func(d, _ string) error { return os.Chmod(d, 0o777) }, CodeWritable},
		"a pipe":            {func(d, _ string) error { return syscall.Mkfifo(filepath.Join(d, "x.json"), 0o600) }, CodeNotRegular},
		"another's file": {func(d, _ string) error {
			at := filepath.Join(d, "x.json")
			return errors.Join(os.WriteFile(at, []byte("theirs"), 0o600), os.Chown(at, 65534, 65534))
		}, CodeOwner},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.want == CodeOwner && os.Geteuid() != 0 {
				t.Skip("not run: only root gives files away")
			}
			dir, precious := filepath.Join(t.TempDir(), "cli", "cache"), filepath.Join(t.TempDir(), "precious")
			if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(precious, []byte("precious"), 0o600), c.make(dir, precious)); err != nil {
				t.Fatal(err)
			}
			p, err := NewAWSCLI(dir, nil).Publish(t.Context(), "x.json", testKey.RoleARN, published(time.Hour, time.Now()))
			if d, _ := errors.AsType[*Diagnostic](err); p != Unpublished || d == nil || d.Code != c.want {
				t.Errorf("%s %v", p, err)
			}
			if text, err := os.ReadFile(precious); err != nil || string(text) != "precious" {
				t.Errorf("%q %v", text, err)
			}
		})
	}
}

// swapFolder makes a folder now a link to the trap and now itself again, until it is
// stopped.
func swapFolder(t *testing.T, dir, trap string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var swapping sync.WaitGroup
	swapping.Go(func() {
		for ctx.Err() == nil {
			_ = os.Rename(dir, dir+".real")
			_ = os.Symlink(trap, dir)
			_ = os.Remove(dir)
			_ = os.Rename(dir+".real", dir)
		}
	})
	return func() {
		cancel()
		swapping.Wait()
	}
}
