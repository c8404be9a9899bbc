//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// TestStampede: of forty programs that want the same session at once one asks, and all
// get it. AWS takes its time, so that they really meet. An SSO token that is due is
// renewed by one of them as well.
func TestStampede(t *testing.T) {
	t.Parallel()
	for profile, ops := range map[string][]string{"dev": {"AssumeRole"}, "sso": {"CreateToken", "GetRoleCredentials"}} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.keep(m.signIn(2 * time.Minute))
			for _, op := range ops {
				m.aws.Inject(op, fakeaws.Fault{Delay: 150 * time.Millisecond})
			}
			var all sync.WaitGroup
			answers := m.crowd(&all, 40, profile)
			all.Wait()
			for _, op := range ops {
				if n := m.aws.Count(op); n != 1 {
					t.Errorf("%d requests of %s", n, op)
				}
			}
			for _, a := range answers {
				if a != answers[0] {
					t.Fatal("different answers")
				}
			}
		})
	}
}

// TestStampedeLosesItsHead: the one of many that asks STS is killed while the others
// wait for it. One of them takes over.
func TestStampedeLosesItsHead(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true})
	var all sync.WaitGroup
	answers := m.crowd(&all, 12, "dev")
	m.awaitRequests("AssumeRole", 1)
	locks, err := filepath.Glob(filepath.Join(m.sessions(), "*.lock"))
	if err != nil || len(locks) != 1 {
		t.Fatal(locks, err)
	}
	text, err := os.ReadFile(locks[0])
	if err != nil {
		t.Fatal(err)
	}
	head, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || head <= 1 {
		t.Fatalf("the lock says %q: %v", text, err)
	}
	if err := syscall.Kill(head, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	different := map[answer]int{}
	for _, a := range answers {
		different[a]++
	}
	if len(different) != 2 || different[answer{}] != 1 {
		t.Errorf("%d different answers, and %d that got none", len(different), different[answer{}])
	}
	if n := m.aws.Count("AssumeRole"); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// crowd runs `credence process PROFILE` many times at once. Who is not killed answers.
func (m *machine) crowd(all *sync.WaitGroup, many int, profile string) []answer {
	answers := make([]answer, many)
	for i := range many {
		all.Go(func() {
			cmd := exec.CommandContext(m.t.Context(), binary, "process", profile)
			cmd.Env = m.env
			out, err := cmd.Output()
			a, ok := answerOf(string(out))
			if status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() && status.Signal() == syscall.SIGKILL {
				return
			}
			if err != nil || !ok {
				m.t.Errorf("%v: %d bytes", err, len(out))
			}
			answers[i] = a
		})
	}
	return answers
}

// TestStampedeOfRoles: programs that want different sessions do not wait for each other.
func TestStampedeOfRoles(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true})
	ctx := t.Context()
	slow := exec.CommandContext(ctx, binary, "process", "dev")
	slow.Env = m.env
	if err := slow.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = slow.Process.Kill(), slow.Wait() }()
	m.awaitRequests("AssumeRole", 1)
	if out, errs, code := m.run([]string{"AWS_PROFILE=dev"}, binary, "process", "--region", "eu-central-1"); code != 0 {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

// awaitRequests waits until AWS has seen so many requests of an operation.
func (m *machine) awaitRequests(op string, n int) {
	m.t.Helper()
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for limit := time.After(20 * time.Second); m.aws.Count(op) < n; {
		select {
		case <-ticker.C:
		case <-limit:
			m.t.Fatalf("%d requests of %s, want %d", m.aws.Count(op), op, n)
		}
	}
}
