//go:build unix

package profiles

import (
	"os"
	"path/filepath"
	"testing"
)

// TestApplyRefusesStrangers: what others own, share or could swap is not written.
func TestApplyRefusesStrangers(t *testing.T) {
	t.Parallel()
	const nobody = 65534
	for name, c := range map[string]struct {
		prepare func(t *testing.T, dir, path string)
		want    EditCode
	}{
		"a shared folder": {func(t *testing.T, dir, _ string) { must(t, os.Chmod(dir, 0o777)) }, EditShared},
		"a second name":   {func(t *testing.T, dir, path string) { must(t, os.Link(path, filepath.Join(dir, "other"))) }, EditHardLink},
		"another's file": {func(t *testing.T, _, path string) {
			needRoot(t)
			must(t, os.Chown(path, nobody, nobody))
		}, EditOwner},
		"another's folder": {func(t *testing.T, dir, _ string) {
			needRoot(t)
			must(t, os.Chown(dir, nobody, nobody))
		}, EditOwner},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "config")
			write(t, path, "[profile p]\n")
			c.prepare(t, dir, path)
			e := mustEdit(t, path)
			must(t, e.Set(profile("p"), "region", "r"))
			if _, err := e.Apply(t.Context(), editNow); editCode(err) != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			if got := readText(t, path); got != "[profile p]\n" {
				t.Errorf("written all the same: %q", got)
			}
		})
	}
	sticky := t.TempDir()
	must(t, os.Chmod(sticky, 0o777|os.ModeSticky))
	e := mustEdit(t, filepath.Join(sticky, "config"))
	must(t, e.Set(profile("p"), "region", "r"))
	if _, err := e.Apply(t.Context(), editNow); err != nil {
		t.Errorf("a folder in which only owners rename: %v", err)
	}
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("not run: only root can give files away")
	}
}

// TestApplyFails: a folder that cannot be written to keeps what is there.
func TestApplyFails(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("not run: root writes everywhere; the lane with injected faults runs this as root")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "config")
	write(t, path, "[profile p]\n")
	e := mustEdit(t, path)
	must(t, e.Set(profile("p"), "region", "r"))
	must(t, os.Chmod(dir, 0o500))
	defer func() { _ = os.Chmod(dir, 0o700) }()
	if _, err := e.Apply(t.Context(), editNow); editCode(err) != EditUnwritable {
		t.Error(err)
	}
}
