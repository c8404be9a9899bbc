//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// TestPausedHolder: a program that was stopped in the middle of a renewal is named
// after five seconds; once it is killed, its lock is free at once.
func TestPausedHolder(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true})
	holder := exec.CommandContext(t.Context(), binary, "process", "dev")
	holder.Env = m.env
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	m.awaitRequests("AssumeRole", 1)
	if err := holder.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	out, errs, code := m.run(nil, binary, "process", "dev")
	waited := time.Since(began)
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // it was killed
	if code != 1 || out != "" || !strings.Contains(errs, fmt.Sprintf("process %d", holder.Process.Pid)) || !strings.Contains(errs, "--no-cache") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	if waited < 4900*time.Millisecond {
		t.Errorf("after %v", waited)
	}
	if n := m.aws.Count("AssumeRole"); n != 1 {
		t.Errorf("%d requests", n)
	}
	m.process("dev") // who waited for the dead one's lock would end like the one above
}

// TestFileSystemsWithoutLocks: the session is obtained and kept all the same, and that
// two programs may ask at once is said. What is only an interruption is not.
func TestFileSystemsWithoutLocks(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	for fault, said := range map[string]bool{
		"error=ENOLCK": true, "error=EBADF": true, "error=ENOSYS": true, "error=EOPNOTSUPP": true, "error=EINTR:when=1": false,
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			out, errs, code := m.run(nil, strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace=flock", "-e", "inject=flock:"+fault, binary, "why", "dev", "--json")
			words := stillWorks(t, out, errs, code)
			if got := strings.Contains(words, "cache.unlocked"); got != said || strings.Contains(words, "not-stored") {
				t.Errorf("said %q", words)
			}
			m.process("dev")
			if n := m.aws.Count("AssumeRole"); n != 1 {
				t.Errorf("not kept: %d requests", n)
			}
		})
	}
}

// TestSignalsInARenewal: who ends the program while it waits for STS finds no lock left
// behind, and both caches as they were.
func TestSignalsInARenewal(t *testing.T) {
	t.Parallel()
	for signal, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 143} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			m, program, now := due(t)
			before, asked := m.sessionFiles(), m.aws.Count("AssumeRole")
			m.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true})
			cmd := exec.CommandContext(t.Context(), program, "process", "dev")
			cmd.Env = append(slices.Clone(m.env), now)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			m.awaitRequests("AssumeRole", asked+1)
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); cmd.ProcessState.ExitCode() != code {
				t.Errorf("%v, want exit code %d", err, code)
			}
			m.same(before)
			if out, errs, code := m.run([]string{now}, program, "process", "dev"); code != 0 { // after five seconds of waiting
				t.Errorf("exit code %d: %s%s", code, out, errs)
			}
		})
	}
}
