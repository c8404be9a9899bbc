//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// awsFiles are the names in ~/.aws, and the content of the config file.
func (m *machine) awsFiles() (names, config string) {
	m.t.Helper()
	entries, err := os.ReadDir(filepath.Join(m.home, ".aws"))
	if err != nil {
		m.t.Fatal(err)
	}
	for _, e := range entries {
		names += e.Name() + " "
	}
	return names, read(m.t, filepath.Join(m.home, ".aws", "config"))
}

// refused demands of an edit that did not work that it says why in one line and a hint,
// and that the folder is as it was.
func (m *machine) refused(names, config, errs string, code int, words string) {
	m.t.Helper()
	if code != 1 || !strings.HasPrefix(errs, "credence: ") || !strings.Contains(errs, words) || strings.Contains(errs, "written;") {
		m.t.Errorf("exit code %d: %s", code, errs)
	}
	if n, c := m.awsFiles(); n != names || c != config {
		m.t.Errorf("left: %s\n%s", n, c)
	}
}

// TestBrokenDiskUnderAnEdit: the shared config file is as it was, nothing is left lying
// beside it, and the cause is said.
func TestBrokenDiskUnderAnEdit(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	for _, tt := range []struct{ calls, errno, words string }{
		{"fsync", "EIO", "input/output error"},
		{"fsync", "ENOSPC", "no space left on device"},
		{"rename,renameat,renameat2", "EXDEV", "is a mount of its own"},
		{"rename,renameat,renameat2", "EROFS", "read-only file system"},
		{"rename,renameat,renameat2", "EBUSY", "is a mount of its own"},
	} {
		t.Run(tt.errno+" of "+tt.calls[:5], func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			names, config := m.awsFiles()
			_, errs, code := m.run(nil, strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+tt.calls, "-e", "inject="+tt.calls+":error="+tt.errno, binary, "bridge", "admin", "--write")
			m.refused(names, config, errs, code, tt.words)
		})
	}
}

// TestFullDiskUnderAnEdit: really full, and one that cannot be written to.
func TestFullDiskUnderAnEdit(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ script, words string }{
		"no blocks": {`cp -a "$HOME/.aws" "$HOME/old"; mount -t tmpfs -o size=16k,mode=700 none "$HOME/.aws"; cp -a "$HOME"/old/. "$HOME/.aws"
			dd if=/dev/zero of="$HOME/.aws/full" bs=4k 2>/dev/null || true`, "no space left on device"},
		"no inodes": {`cp -a "$HOME/.aws" "$HOME/old"; mount -t tmpfs -o nr_inodes=4,mode=700 none "$HOME/.aws"; cp -a "$HOME"/old/. "$HOME/.aws"
			: >"$HOME/.aws/full"`, "no space left on device"},
		"read-only": {`cp -a "$HOME/.aws" "$HOME/old"; mount --bind "$HOME/.aws" "$HOME/.aws"; : >"$HOME/.aws/full"
			mount -o remount,bind,ro "$HOME/.aws"`, "read-only file system"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			out, errs, code := m.mounted([]string{"P=" + binary}, tt.script+`
				code=0; "$P" bridge admin --write >/dev/null || code=$?
				rm -f "$HOME/.aws/full" 2>/dev/null || true
				cmp "$HOME/old/config" "$HOME/.aws/config"
				ls -A "$HOME/.aws" | grep -v -x -e config -e credentials -e full || true
				exit $code`)
			if code != 1 || out != "" || !strings.Contains(errs, tt.words) || !strings.HasPrefix(errs, "credence: ") {
				t.Errorf("exit code %d: %s%s", code, out, errs)
			}
		})
	}
}
