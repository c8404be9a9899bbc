//go:build unix

package chain

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestPipesAndSocketsAreNotWaitedFor(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readStateFile(pipe); !errors.Is(err, errStateNotRegular) {
		t.Errorf("pipe: %v", err)
	}
	if err := checkTokenFile(pipe); !errors.Is(err, errStateNotRegular) {
		t.Errorf("pipe: %v", err)
	}
	socket, err := net.Listen("unix", filepath.Join(folder, "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	if _, _, err := readStateFile(filepath.Join(folder, "s")); err == nil {
		t.Error("a socket was read")
	}
}

func TestReplacedFileIsTheOwnersAndNoLinkIsFollowed(t *testing.T) {
	t.Parallel()
	folder, elsewhere := t.TempDir(), t.TempDir()
	target := filepath.Join(elsewhere, "precious")
	if err := os.WriteFile(target, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "cache.json")
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if err := replaceStateFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if data, _ := os.ReadFile(target); string(data) != "precious" {
		t.Errorf("the link was followed: %q", data)
	}
	// Nor is one that lies where the lock should.
	if err := os.Symlink(filepath.Join(elsewhere, "planted"), path+".lock"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := lockState(t.Context(), path, 1); err == nil {
		t.Error("a planted link was locked")
	}
	if entries, _ := os.ReadDir(elsewhere); len(entries) != 1 {
		t.Errorf("written elsewhere: %v", entries)
	}
}

func TestFailedReplacementLeavesTheOld(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "taken")
	if err := os.MkdirAll(filepath.Join(path, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replaceStateFile(path, []byte("new")); err == nil {
		t.Error("a folder was replaced")
	}
	if err := replaceStateFile(filepath.Join(folder, "gone", "x"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestLeftoversOfAReplacementAreSwept(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "a.json")
	then := time.Now().Add(-tempGrace - time.Minute)
	kept := map[string]bool{
		".a.json.OLD.tmp": false, ".a.json.NEW.tmp": true, ".b.json.OLD.tmp": true, "a.json.OLD.tmp": true, ".a.json.OLD": true,
	}
	if os.Geteuid() == 0 {
		kept[".a.json.THEIRS.tmp"] = true
	}
	for name := range kept {
		at := filepath.Join(folder, name)
		if err := os.WriteFile(at, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "THEIRS") {
			if err := os.Chown(at, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(name, "NEW") {
			if err := os.Chtimes(at, then, then); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := replaceStateFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	for name, want := range kept {
		if _, err := os.Lstat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s: kept %v", name, err == nil)
		}
	}
}

// TestRootKeepsTheOwner: a token that root renews in somebody's home, as sudo without
// -H does, stays that user's, and so does its lock.
func TestRootKeepsTheOwner(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("not run: only root is in another's home this way")
	}
	folder := t.TempDir()
	if err := os.Chown(folder, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "token.json")
	unlock, shared, err := lockState(t.Context(), path, time.Second)
	if err != nil || !shared {
		t.Fatal(shared, err)
	}
	err = replaceStateFile(path, []byte("new"))
	unlock()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{path, path + ".lock"} {
		info, err := os.Lstat(at)
		if err != nil || info.Mode().Perm() != 0o600 || info.Sys().(*syscall.Stat_t).Uid != 65534 {
			t.Errorf("%s: %v %v", at, info, err)
		}
	}
}
