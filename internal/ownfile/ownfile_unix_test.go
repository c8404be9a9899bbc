//go:build unix

package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func open(t *testing.T) (*os.Root, string) {
	t.Helper()
	folder := t.TempDir()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root, folder
}

func TestReplace(t *testing.T) {
	t.Parallel()
	root, folder := open(t)
	path, outside := filepath.Join(folder, "x"), filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{Mode, 0o644} {
		_ = os.Remove(path)
		if err := os.Symlink(outside, path); err != nil {
			t.Fatal(err)
		}
		if err := Replace(root, "x", ".x.tmp", []byte("ours"), mode); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(path)
		info, err := os.Lstat(path)
		if err != nil || string(text) != "ours" || info.Mode() != mode {
			t.Errorf("%q, %v, %v", text, info.Mode(), err)
		}
	}
	if text, _ := os.ReadFile(outside); string(text) != "theirs" {
		t.Errorf("a link was followed: %q", text)
	}
}

func TestReplaceLeavesNothing(t *testing.T) {
	t.Parallel()
	root, folder := open(t)
	if err := os.MkdirAll(filepath.Join(folder, "x", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Replace(root, "x", "temp", nil, Mode); err == nil {
		t.Error("a folder was replaced")
	}
	if err := Create(root, "x", nil, Mode); !errors.Is(err, fs.ErrExist) {
		t.Errorf("what was there was made: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	root, folder := open(t)
	now := time.Now()
	for name, age := range map[string]time.Duration{"a-old.tmp": time.Hour, "a-new.tmp": time.Minute, "b-old.tmp": time.Hour, "a-old.json": time.Hour} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, now, now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "a-folder.tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	Sweep(root, "a-", ".tmp", now, 10*time.Minute)
	for name, stays := range map[string]bool{"a-old.tmp": false, "a-new.tmp": true, "b-old.tmp": true, "a-old.json": true, "a-folder.tmp": true} {
		if _, err := root.Lstat(name); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}
