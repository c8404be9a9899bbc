//go:build unix

package process

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestForeground(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]End{
		"exit 0":        {},
		"exit 37":       {ExitCode: 37},
		"kill -TERM $$": {ExitCode: 143, Signal: syscall.SIGTERM},
		"kill -KILL $$": {ExitCode: 137, Signal: syscall.SIGKILL},
	} {
		got, err := Foreground(Program{Path: "/bin/sh", Argv: []string{"sh", "-c", script}})
		if err != nil || got != want {
			t.Errorf("%s: %+v %v", script, got, err)
		}
	}
	var out, errs bytes.Buffer
	_, err := Foreground(Program{
		Path: "/bin/sh", Argv: []string{"-name", "-c", `read line; echo "$0 $line $A"; echo oops >&2; env | grep -c HOME=`}, Env: []string{"A=b"},
		Stdin: strings.NewReader("typed\n"), Stdout: &out, Stderr: &errs,
	})
	if err != nil || out.String() != "-name typed b\n0\n" && out.String() != "-c typed b\n0\n" || errs.String() != "oops\n" {
		t.Errorf("%v %q %q", err, out.String(), errs.String())
	}
	if _, err := Foreground(Program{Path: t.TempDir(), Argv: []string{"x"}}); err == nil {
		t.Error("a folder runs")
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	one, two := t.TempDir(), t.TempDir()
	for path, mode := range map[string]os.FileMode{one + "/plain": 0o644, two + "/plain": 0o644, two + "/tool": 0o755, one + "/both": 0o644, two + "/both": 0o755} {
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(one, "dir"), 0o755); err != nil {
		t.Fatal(err)
	}
	path := one + ":" + two
	for name, c := range map[string]struct {
		found string
		err   error
	}{
		"tool":           {two + "/tool", nil},
		"both":           {two + "/both", nil},
		"plain":          {"", ErrNotExecutable},
		"dir":            {"", ErrNotExecutable},
		"none":           {"", ErrNotFound},
		"":               {"", ErrNotFound},
		two + "/tool":    {two + "/tool", nil},
		one + "/plain":   {one + "/plain", ErrNotExecutable},
		one + "/dir":     {one + "/dir", ErrNotExecutable},
		one + "/missing": {one + "/missing", ErrNotFound},
	} {
		if found, err := Find(name, path); found != c.found || !errors.Is(err, c.err) {
			t.Errorf("%q: %q %v", name, found, err)
		}
	}
}
