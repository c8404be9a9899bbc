package profiles

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var editNow = time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)

func mustEdit(tb testing.TB, path string) *Edit {
	tb.Helper()
	e, err := NewEdit(path, RoleConfig)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func readText(tb testing.TB, path string) string {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// namesIn are the files of a folder.
func namesIn(tb testing.TB, dir string) []string {
	tb.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestApplyMakesFileAndFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "home", ".aws", "config")
	e := mustEdit(t, path)
	if done, err := e.Apply(t.Context(), editNow); err != nil || done != (Applied{}) || e.Exists() {
		t.Fatalf("nothing to do: %+v %v", done, err)
	}
	if err := e.Set(profile("p"), "region", "r"); err != nil {
		t.Fatal(err)
	}
	done, err := e.Apply(t.Context(), editNow)
	if err != nil || done.Path != path || done.Backup != "" || readText(t, path) != "[profile p]\nregion = r\n" {
		t.Fatalf("%+v %v %q", done, err, readText(t, path))
	}
	if names := namesIn(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
	for at, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(at); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", at, info.Mode(), err)
		}
	}
}

func TestApplyKeepsModeAndBackups(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config")
	write(t, path, "[profile p]\nregion = 0\n")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	stale := filepath.Join(dir, ".config.credence-X.tmp")
	write(t, stale, "half")
	write(t, filepath.Join(dir, ".config.credence-Y.tmp"), "at work")
	for name, age := range map[string]time.Duration{stale: time.Hour, filepath.Join(dir, ".config.credence-Y.tmp"): time.Minute} {
		if err := os.Chtimes(name, editNow.Add(-age), editNow.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	var last Applied
	for i := 1; i <= 8; i++ {
		e := mustEdit(t, path)
		if err := e.Set(profile("p"), "region", strings.Repeat("x", i)); err != nil {
			t.Fatal(err)
		}
		var err error
		if last, err = e.Apply(t.Context(), editNow.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if got := readText(t, last.Backup); got != "[profile p]\nregion = xxxxxxx\n" {
		t.Errorf("backup: %q", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the mode is %v %v", info.Mode(), err)
	}
	if info, err := os.Stat(last.Backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup's mode is %v %v", info.Mode(), err)
	}
	backups, temps := 0, 0
	for _, name := range namesIn(t, dir) {
		switch filepath.Ext(name) {
		case ".bak":
			backups++
		case ".tmp":
			temps++
		}
	}
	if backups != backupsKept || temps != 1 {
		t.Errorf("%d backups, %d temporary files: %v", backups, temps, namesIn(t, dir))
	}
}

// TestApplyRefuses: what is refused leaves file and folder as they were.
func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(t *testing.T, path string)
		want    EditCode
	}{
		"another content": {func(t *testing.T, path string) { write(t, path, "[profile q]\n") }, EditChanged},
		"no file":         {func(t *testing.T, path string) { must(t, os.Remove(path)) }, EditChanged},
		"a folder": {func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.Mkdir(path, 0o700))
		}, EditNotRegular},
		"a link": {func(t *testing.T, path string) {
			other := filepath.Join(t.TempDir(), "other")
			must(t, os.Rename(path, other))
			must(t, os.Symlink(other, path))
		}, EditNotRegular},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "config")
			write(t, path, "[profile p]\n")
			e := mustEdit(t, path)
			must(t, e.Set(profile("p"), "region", "r"))
			c.between(t, path)
			before := strings.Join(namesIn(t, dir), " ")
			if done, err := e.Apply(t.Context(), editNow); editCode(err) != c.want || done != (Applied{}) {
				t.Errorf("%+v %v, want %s", done, err, c.want)
			}
			if after := strings.Join(namesIn(t, dir), " "); after != before {
				t.Errorf("left behind: %s", after)
			}
		})
	}
}

func TestApplyThroughLinks(t *testing.T) {
	t.Parallel()
	home, dotfiles := t.TempDir(), t.TempDir()
	real := filepath.Join(dotfiles, "aws-config")
	write(t, real, "# kept\n[profile p]\r\n")
	if err := os.Symlink(real, filepath.Join(home, "config")); err != nil {
		t.Skip("not run: no symbolic links here")
	}
	e := mustEdit(t, filepath.Join(home, "config"))
	must(t, e.Set(profile("p"), "region", "r"))
	done, err := e.Apply(t.Context(), editNow)
	if err != nil || done.Path != real && filepath.Base(done.Path) != "aws-config" || filepath.Dir(done.Backup) != filepath.Dir(done.Path) {
		t.Fatalf("%+v %v", done, err)
	}
	if link, err := os.Readlink(filepath.Join(home, "config")); err != nil || link != real {
		t.Errorf("the link is gone: %q %v", link, err)
	}
	if got := readText(t, real); got != "# kept\n[profile p]\r\nregion = r\r\n" {
		t.Errorf("%q", got)
	}
}

// TestApplyTogether: of several that planned on the same text one writes, the others
// are told; none is lost without a word.
func TestApplyTogether(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config")
	write(t, path, "[profile p]\n")
	var edits []*Edit
	for range 8 {
		e := mustEdit(t, path)
		must(t, e.Set(profile("p"), "region", "r"))
		edits = append(edits, e)
	}
	var wait sync.WaitGroup
	errs := make([]error, len(edits))
	for i, e := range edits {
		wait.Go(func() { _, errs[i] = e.Apply(t.Context(), editNow) })
	}
	wait.Wait()
	written := 0
	for _, err := range errs {
		switch {
		case err == nil:
			written++
		case editCode(err) != EditChanged:
			t.Error(err)
		}
	}
	if written != 1 || len(namesIn(t, filepath.Dir(path))) != 2 {
		t.Errorf("%d wrote; %v", written, namesIn(t, filepath.Dir(path)))
	}
}

func TestApplyWaitsForTheLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config")
	unlock, err := lockEdit(t.Context(), path)
	must(t, err)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	e := mustEdit(t, path)
	must(t, e.Set(profile("p"), "region", "r"))
	if _, err := e.Apply(ctx, editNow); !errors.Is(err, why) {
		t.Errorf("while it is locked: %v", err)
	}
	unlock()
	if _, err := e.Apply(t.Context(), editNow); err != nil {
		t.Error(err)
	}
}

// BenchmarkEditAdd adds a section to a file of ten thousand.
func BenchmarkEditAdd(b *testing.B) {
	var text strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&text, "[profile p%d]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = base\nregion = eu-west-1\n\n", i)
	}
	e := &Edit{role: RoleConfig, real: "config"}
	e.load(text.String())
	n := 0
	for b.Loop() {
		n++
		if err := e.Add(profile(fmt.Sprintf("new%d", n)), "", Setting{"region", "r"}, Setting{"output", "json"}); err != nil {
			b.Fatal(err)
		}
	}
}
