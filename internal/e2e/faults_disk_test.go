//go:build linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// due is a machine with an old session in both caches, and the time at which it is due.
func due(t *testing.T) (m *machine, program, now string) {
	t.Helper()
	program, err := clocked()
	if err != nil {
		t.Fatalf("%v: %s", err, program)
	}
	m = newMachine(t)
	_, errs, code := m.run([]string{m.at(0)}, program, "process", "dev")
	if code != 0 || len(m.sessionFiles()) != 2 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	return m, program, m.at(56 * time.Minute)
}

// explained is what these tests read of `why --json`.
type explained struct {
	Outcome  string
	Findings []struct{ Code, Severity, Message, Hint string }
}

// stillWorks demands of a run of `why dev --json` that the session is in hand although
// it could not be kept, and gives the words about that.
func stillWorks(t *testing.T, out, errs string, code int) (words string) {
	t.Helper()
	var e explained
	if err := json.Unmarshal([]byte(out), &e); err != nil || code != 0 || e.Outcome != "found" {
		t.Fatalf("exit code %d, %s, %v: %s", code, e.Outcome, err, errs)
	}
	for _, f := range e.Findings {
		if strings.HasPrefix(f.Code, "cache.") {
			if f.Severity != "warning" || f.Hint == "" {
				t.Errorf("%+v", f)
			}
			words += f.Code + ": " + f.Message + "\n"
		}
	}
	return words
}

// same demands that nothing of a machine's caches has changed, and nothing was left.
func (m *machine) same(before map[string]string) {
	m.t.Helper()
	after := m.sessionFiles()
	for path, text := range before {
		if after[path] != text {
			m.t.Errorf("%s has changed", filepath.Base(path))
		}
	}
	if len(after) != len(before) || len(m.litter()) > 0 {
		m.t.Errorf("%d entries, then %d, and %v", len(before), len(after), m.litter())
	}
}

// TestBrokenDisk: the session is in hand, the old files are as they were, nothing is
// left lying, and the cause is said.
func TestBrokenDisk(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	for _, tt := range []struct{ calls, errno, words string }{
		{"fsync", "EIO", "input/output error"},
		{"fsync", "ENOSPC", "no space left on device"},
		{"fsync", "EDQUOT", "disk quota exceeded"},
		{"rename,renameat,renameat2", "EXDEV", "invalid cross-device link"},
		{"rename,renameat,renameat2", "EROFS", "read-only file system"},
		{"rename,renameat,renameat2", "EPERM", "operation not permitted"},
		{"rename,renameat,renameat2", "EBUSY", "device or resource busy"},
	} {
		t.Run(tt.errno+" of "+tt.calls[:5], func(t *testing.T) {
			t.Parallel()
			m, program, now := due(t)
			before := m.sessionFiles()
			out, errs, code := m.run([]string{now}, strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+tt.calls, "-e", "inject="+tt.calls+":error="+tt.errno, program, "why", "dev", "--json")
			words := stillWorks(t, out, errs, code)
			if !strings.Contains(words, "cache.not-stored") || !strings.Contains(words, "cache.not-published") || strings.Count(words, tt.words) != 2 {
				t.Errorf("said %q", words)
			}
			m.same(before)
		})
	}
}

// mounted runs a shell script in a mount namespace of its own, where the session
// folder is $D and the script can mount things over it.
func (m *machine) mounted(env []string, script string) (stdout, stderr string, code int) {
	m.t.Helper()
	flags := "-m"
	if os.Geteuid() != 0 {
		flags = "-Urm"
	}
	if out, err := exec.Command(lane(m.t, "unshare"), flags, "mount", "-t", "tmpfs", "none", m.t.TempDir()).CombinedOutput(); err != nil {
		absent(m.t, fmt.Sprintf("the right to mount (%s)", strings.TrimSpace(string(out))))
	}
	return m.run(append(env, "D="+m.sessions(), "C="+m.cli()), "unshare", flags, "sh", "-euc", script)
}

// TestFullDisk: really full, by blocks and by inodes; and one that cannot be written to.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	const keep = `cp -a "$D" "$HOME/old"; cp -a "$C" "$HOME/cli";`
	const after = `
		"$P" why dev --json >"$HOME/out" || echo "exit code $?"
		ls -A "$D" "$C" | grep -v -e '\.json$' -e '\.lock$' -e '^$' -e ':$' || true
		for f in "$HOME"/old/*.json; do cmp "$f" "$D/${f##*/}"; done
		for f in "$HOME"/cli/*.json; do cmp "$f" "$C/${f##*/}"; done`
	tests := map[string]struct{ script, words string }{
		"no blocks": {keep + `
			for d in "$D" "$C"; do mount -t tmpfs -o size=16k,mode=700 none "$d"; done
			cp -a "$HOME"/old/. "$D"; cp -a "$HOME"/cli/. "$C"
			for d in "$D" "$C"; do dd if=/dev/zero of="$d/.json" bs=4k 2>/dev/null || true; done`, "no space left on device"},
		"no inodes": {keep + `
			for d in "$D" "$C"; do mount -t tmpfs -o nr_inodes=4,mode=700 none "$d"; done
			cp -a "$HOME"/old/. "$D"; cp -a "$HOME"/cli/. "$C"
			for d in "$D" "$C"; do for i in 1 2 3 4; do (: >"$d/$i.json") 2>/dev/null || true; done; done`, "no space left on device"},
		"read-only": {keep + `
			for d in "$D" "$C"; do mount --bind "$d" "$d"; mount -o remount,bind,ro "$d"; done`, "read-only file system"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, program, now := due(t)
			before := m.sessionFiles()
			out, errs, code := m.mounted([]string{now, "P=" + program}, tt.script+after)
			if code != 0 || out != "" {
				t.Fatalf("exit code %d: %s%s", code, out, errs)
			}
			report, err := os.ReadFile(filepath.Join(m.home, "out"))
			if err != nil {
				t.Fatal(err)
			}
			words := stillWorks(t, string(report), errs, code)
			if !strings.Contains(words, "cache.not-stored") || !strings.Contains(words, "cache.not-published") || !strings.Contains(words, tt.words) {
				t.Errorf("said %q", words)
			}
			m.same(before)
		})
	}
}

// TestImmutableFiles: what the file system protects stays, and is no reason to fail.
func TestImmutableFiles(t *testing.T) {
	t.Parallel()
	chattr := lane(t, "chattr")
	for _, what := range []string{"the entry", "the folder"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			m, program, now := due(t)
			before := m.sessionFiles()
			guarded := []string{m.sessions(), m.cli()}
			if what == "the entry" {
				guarded = nil
				for path := range before {
					guarded = append(guarded, path)
				}
			}
			if out, err := exec.Command(chattr, append([]string{"+i"}, guarded...)...).CombinedOutput(); err != nil {
				absent(t, fmt.Sprintf("chattr +i here (%s)", strings.TrimSpace(string(out))))
			}
			t.Cleanup(func() {
				if out, err := exec.Command(chattr, append([]string{"-i"}, guarded...)...).CombinedOutput(); err != nil {
					t.Errorf("%s", out)
				}
			})
			out, errs, code := m.run([]string{now}, program, "why", "dev", "--json")
			words := stillWorks(t, out, errs, code)
			if !strings.Contains(words, "cache.not-stored") || !strings.Contains(words, "cache.not-published") || !strings.Contains(words, "operation not permitted") {
				t.Errorf("said %q", words)
			}
			m.same(before)
		})
	}
}

// TestFileSizeLimit: the signal of the limit does not end the program.
func TestFileSizeLimit(t *testing.T) {
	t.Parallel()
	m, program, now := due(t)
	before := m.sessionFiles()
	out, errs, _ := m.run([]string{now}, "/bin/sh", "-c", `ulimit -f 0 && exec "$0" process dev`, program)
	if _, ok := answerOf(out); !ok {
		t.Errorf("%d bytes: %s", len(out), errs)
	}
	m.same(before)
	out, errs, code := m.run([]string{now}, "/bin/sh", "-c", `ulimit -f 0 && exec "$0" why dev --json`, program)
	if words := stillWorks(t, out, errs, code); !strings.Contains(words, "file too large") {
		t.Errorf("said %q", words)
	}
	m.same(before)
}

// TestReadOnlyHome: as in many containers. Nothing can be kept, and everything works.
func TestReadOnlyHome(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	const readOnly = `mount --bind "$HOME" "$HOME"; mount -o remount,bind,ro "$HOME"; `
	out, errs, code := m.mounted([]string{"P=" + binary}, readOnly+`exec "$P" process dev`)
	if _, ok := answerOf(out); code != 0 || !ok {
		t.Errorf("exit code %d: %s", code, errs)
	}
	out, errs, code = m.mounted([]string{"P=" + binary}, readOnly+`exec "$P" why dev --json`)
	if words := stillWorks(t, out, errs, code); !strings.Contains(words, "cache.not-stored") || strings.Count(words, "read-only file system") != 2 || strings.Contains(words, "cache.unlocked") {
		t.Errorf("said %q", words)
	}
}

// TestUnreadableEntry: an entry that its owner may not read is reported, and replaced.
func TestUnreadableEntry(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.process("dev")
	for path := range m.sessionFiles() {
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), binary, "why", "dev", "--json")
	cmd.Env = m.env
	m.nobody(cmd)
	out, err := cmd.Output()
	words := stillWorks(t, string(out), fmt.Sprint(err), cmd.ProcessState.ExitCode())
	if !strings.Contains(words, "cache.corrupt") || !strings.Contains(words, "permission denied") {
		t.Errorf("said %q", words)
	}
	if n := m.aws.Count("AssumeRole"); n != 2 {
		t.Errorf("%d requests", n)
	}
	for path := range m.sessionFiles() {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", filepath.Base(path), info, err)
		}
	}
}
