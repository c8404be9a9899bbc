//go:build linux

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestModesFromBirth: with no mask at all, every file that a run makes is the owner's
// alone in the very call that makes it, so is every folder, and nothing is made
// anywhere else than in the two caches: not in the folder for temporary files either.
func TestModesFromBirth(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	m := newMachine(t)
	temp, log := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	out, errs, code := m.run([]string{"TMPDIR=" + temp}, "/bin/sh", "-c", `umask 0 && exec "$@"`, "sh", strace, "-f", "-y", "-o", log,
		"-e", "trace=open,openat,creat,mkdir,mkdirat,mknod,mknodat,chmod,fchmod,fchmodat,link,linkat,symlink,symlinkat,rename,renameat,renameat2,write,fsync", binary, "process", "dev")
	if _, ok := answerOf(out); code != 0 || !ok {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	trace, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var order []string // of what happens to a session on its way
	temporary := regexp.MustCompile(`\.credence-[A-Z0-9]+\.tmp`)
	for line := range strings.Lines(string(trace)) {
		_, call, _ := strings.Cut(line, " ")
		call = strings.TrimSpace(call)
		name, _, _ := strings.Cut(call, "(")
		switch {
		case strings.Contains(call, "O_CREAT"):
			if !strings.Contains(call, ", 0600)") || !strings.Contains(call, "O_NOFOLLOW") {
				t.Errorf("a file is made by %s", call)
			}
			if !strings.Contains(call, m.sessions()) && !strings.Contains(call, m.cli()) {
				t.Errorf("a file is made elsewhere by %s", call)
			}
			if temporary.MatchString(call) {
				if !strings.Contains(call, "O_EXCL") {
					t.Errorf("a temporary file is made by %s", call)
				}
				order = append(order, "make")
			}
		case strings.HasPrefix(name, "mkdir"):
			if !strings.Contains(call, ", 0700)") {
				t.Errorf("a folder is made by %s", call)
			}
		case strings.HasPrefix(name, "rename"):
			order = append(order, "rename")
		case name == "write" && temporary.MatchString(call):
			order = append(order, "write")
		case name == "fsync" && temporary.MatchString(call):
			order = append(order, "flush")
		case name == "fsync":
			order = append(order, "flush folder")
		case slices.Contains([]string{"chmod", "fchmod", "fchmodat", "link", "linkat", "symlink", "symlinkat", "creat", "mknod", "mknodat"}, name):
			t.Errorf("%s", call)
		}
	}
	once := []string{"make", "write", "flush", "rename", "flush folder"}
	if !slices.Equal(order, slices.Concat(once, once)) {
		t.Errorf("in this order: %v", order)
	}
	for _, folder := range []string{filepath.Join(m.home, ".cache"), m.cli()} {
		m.owners(folder)
	}
	if left := files(t, temp); len(left) > 0 {
		t.Errorf("temporary files: %v", left)
	}
}

// owners demands that all below a folder is the owner's alone.
func (m *machine) owners(folder string) {
	m.t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			m.t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// TestAnothersHome: root in the home of somebody else makes no file there that its
// owner could not read or remove, changes none, and says so.
func TestAnothersHome(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("not run: only root can be in another's home this way")
	}
	m := newMachine(t)
	var owned []string
	give := func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			owned = append(owned, path)
			err = os.Chown(path, 65534, 65534)
		}
		return err
	}
	if err := filepath.WalkDir(m.home, give); err != nil {
		t.Fatal(err)
	}
	out, errs, code := m.run(nil, binary, "why", "dev", "--json")
	words := stillWorks(t, out, errs, code)
	if !strings.Contains(words, "cache.not-stored") || !strings.Contains(words, "65534") || !strings.Contains(out, "sudo") {
		t.Errorf("said %q\n%s", words, out)
	}
	if _, errs, code := m.run(nil, binary, "use", "--shell", "bash", "dev"); code != 0 {
		t.Errorf("exit code %d: %s", code, errs)
	}
	var now []string
	if err := filepath.WalkDir(m.home, func(path string, _ fs.DirEntry, err error) error { now = append(now, path); return err }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(owned, now) {
		t.Errorf("made: %v", now)
	}
}
