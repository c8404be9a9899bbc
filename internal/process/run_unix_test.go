//go:build unix

package process_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/process"
)

var path = []string{"PATH=/usr/bin:/bin"}

func sh(line string) process.Spec { return process.Spec{Line: line, Env: path} }

func TestResult(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spec process.Spec
		want process.Result
	}{
		"line":            {sh(`echo out; echo err >&2; exit 0`), process.Result{Stdout: []byte("out\n"), Stderr: []byte("err\n")}},
		"exit code":       {sh(`echo out; exit 7`), process.Result{Stdout: []byte("out\n"), ExitCode: 7}},
		"unknown command": {sh(`no-such-helper 2>/dev/null`), process.Result{ExitCode: 127}},
		"signal":          {sh(`kill -9 $$`), process.Result{ExitCode: -1, Signal: "killed"}},
		"argv":            {process.Spec{Argv: []string{"/bin/echo", "a b", "$HOME", "`x`"}}, process.Result{Stdout: []byte("a b $HOME `x`\n")}},
		"folder":          {process.Spec{Line: "pwd -P", Dir: dir, Env: path}, process.Result{Stdout: []byte(dir + "\n")}},
		"empty input":     {sh(`cat; echo end`), process.Result{Stdout: []byte("end\n")}},
		"pipeline":        {sh(`echo abc | tr a-c A-C`), process.Result{Stdout: []byte("ABC\n")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := process.Run(t.Context(), c.spec)
			if err != nil || !bytes.Equal(got.Stdout, c.want.Stdout) || !bytes.Equal(got.Stderr, c.want.Stderr) || got.ExitCode != c.want.ExitCode || got.Signal != c.want.Signal {
				t.Errorf("got %+v, %v; want %+v", got, err, c.want)
			}
			if got.Elapsed <= 0 {
				t.Errorf("elapsed = %v", got.Elapsed)
			}
		})
	}
}

func TestEnvIsAsGiven(t *testing.T) {
	t.Parallel()
	for _, env := range [][]string{nil, {}, {"A=1"}, {"A=1", "B=two words", "C=x=y"}} {
		got, err := process.Run(t.Context(), process.Spec{Argv: []string{"/usr/bin/env"}, Env: env})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Fields(strings.ReplaceAll(string(got.Stdout), " ", "_"))
		want := strings.Fields(strings.ReplaceAll(strings.Join(env, "\n"), " ", "_"))
		if !slices.Equal(lines, want) {
			t.Errorf("env %q gave %q", env, lines)
		}
	}
}

func TestNothingToRun(t *testing.T) {
	t.Parallel()
	for _, spec := range []process.Spec{{}, {Line: "true", Argv: []string{"true"}}} {
		if r, err := process.Run(t.Context(), spec); !errors.Is(err, process.ErrNoCommand) || r.ExitCode != -1 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	if r, err := process.Run(t.Context(), process.Spec{Argv: []string{"no-such-helper"}}); !errors.Is(err, exec.ErrNotFound) || r.ExitCode != -1 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := process.Run(t.Context(), process.Spec{Line: "true", Dir: "/no/such/folder"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestStdoutIsCapped(t *testing.T) {
	t.Parallel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := process.Run(t.Context(), process.Spec{Argv: []string{"yes"}, Env: path})
	runtime.ReadMemStats(&after)
	if !errors.Is(err, process.ErrTooMuchOutput) || len(r.Stdout) != process.DefaultMaxOutput {
		t.Errorf("%d bytes, %v", len(r.Stdout), err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
		t.Errorf("%d MB allocated for an endless child", grown>>20)
	}
}

func TestMaxOutput(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line string
		err  error
		want string
	}{
		{"printf 12345678", nil, "12345678"},
		{"printf 123456789", process.ErrTooMuchOutput, "12345678"},
		{"printf 1234; printf 56789; sleep 300", process.ErrTooMuchOutput, "12345678"},
	} {
		spec := sh(c.line)
		spec.MaxOutput = 8
		r, err := process.Run(t.Context(), spec)
		if !errors.Is(err, c.err) || string(r.Stdout) != c.want || r.Elapsed > 5*time.Second {
			t.Errorf("%s: %+v, %v", c.line, r, err)
		}
	}
}

func TestStderrIsDroppedBeyondItsCap(t *testing.T) {
	t.Parallel()
	r, err := process.Run(t.Context(), sh(`head -c 300000 /dev/zero | tr '\0' e >&2; echo out; exit 3`))
	if err != nil || r.ExitCode != 3 || string(r.Stdout) != "out\n" || len(r.Stderr) != process.MaxStderr {
		t.Errorf("code %d, stdout %q, %d bytes of stderr, %v", r.ExitCode, r.Stdout, len(r.Stderr), err)
	}
}

func TestCanceledBeforeTheStart(t *testing.T) {
	t.Parallel()
	cause := errors.New("deadline of the command line")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	witness := filepath.Join(t.TempDir(), "ran")
	if _, err := process.Run(ctx, process.Spec{Argv: []string{"/usr/bin/touch", witness}}); !errors.Is(err, cause) {
		t.Errorf("error = %v", err)
	}
	if found, _ := filepath.Glob(witness); len(found) != 0 {
		t.Error("the command ran")
	}
}

func TestBackgroundChildDoesNotHangTheRun(t *testing.T) {
	t.Parallel()
	// The sleeper holds both pipes open, long after its parent has ended.
	r, err := process.Run(t.Context(), sh(`sleep 30 & echo done; echo hint >&2; exit 4`))
	if err != nil || r.ExitCode != 4 || string(r.Stdout) != "done\n" || string(r.Stderr) != "hint\n" || r.Elapsed > 5*time.Second {
		t.Errorf("%+v, %v", r, err)
	}
}
