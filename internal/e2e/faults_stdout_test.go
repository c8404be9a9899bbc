//go:build linux

package e2e

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// dataCommands print something that a script relies on.
var dataCommands = [][]string{
	{"process", "dev"}, {"why", "dev"}, {"why", "dev", "--json"}, {"list"}, {"list", "--json"}, {"env", "dev"}, {"env", "dev", "--format", "json"},
	{"use", "dev", "--shell", "bash"}, {"cache", "list"}, {"cache", "list", "--json"}, {"init", "bash"}, {"completion", "bash"},
	{"status", "--json"}, {"config", "list"}, {"--version"}, {"--help"}, {"use", "--help"}, {"cache", "list", "--help"},
}

// TestFullStandardOutput: what did not get out is an error, not half an answer with a
// good exit code.
func TestFullStandardOutput(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, argv := range dataCommands {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), binary, argv...)
		var errs bytes.Buffer
		cmd.Env, cmd.Stdout, cmd.Stderr = m.env, full, &errs
		_ = cmd.Run() // the exit code says it
		if err := full.Close(); err != nil {
			t.Fatal(err)
		}
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(errs.String(), "no space left on device") {
			t.Errorf("%v: exit code %d: %s", argv, code, &errs)
		}
	}
}

// TestClosedStandardOutput: a reader that has gone ends the program in silence, by the
// signal for it, as it ends every other.
func TestClosedStandardOutput(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, argv := range dataCommands {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), binary, argv...)
		var errs bytes.Buffer
		cmd.Env, cmd.Stdout, cmd.Stderr = m.env, w, &errs
		_ = cmd.Run() // the signal says it
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
		if !ok || !status.Signaled() || status.Signal() != syscall.SIGPIPE || strings.Contains(errs.String(), "goroutine") {
			t.Errorf("%v: %v: %s", argv, cmd.ProcessState, &errs)
		}
	}
}

// TestNoStreamsAtAll: started with all three closed, as some daemons do, the program
// writes its answer or its errors into no file that it has opened.
func TestNoStreamsAtAll(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.process("dev")
	before := files(t, m.home)
	for _, line := range []string{`exec "$0" process dev <&- >&- 2>&-`, `exec "$0" why admin --no-cache <&- >&- 2>&-`, `exec "$0" list <&- >&-`} {
		cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", line, binary)
		cmd.Env, cmd.Stdout, cmd.Stderr = m.env, io.Discard, io.Discard
		_ = cmd.Run() // whatever its exit code
		if code := cmd.ProcessState.ExitCode(); code < 0 || code == 2 {
			t.Errorf("%s: %v", line, cmd.ProcessState)
		}
	}
	after := files(t, m.home)
	for path, text := range before {
		if after[path] != text {
			t.Errorf("%s was written to", path)
		}
	}
}
