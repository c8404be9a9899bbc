//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"credence/internal/fakeaws"
)

// nobody lets a command run as an unprivileged user where the test is root's, and opens
// the test's folders to that user.
func (m *machine) nobody(cmd *exec.Cmd) {
	m.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	for dir := m.home; strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			m.t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Dir(binary), 0o755); err != nil {
		m.t.Fatal(err)
	}
	err := filepath.WalkDir(m.home, func(path string, _ os.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(path, 65534, 65534)
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

// holding starts `credence process dev` as an ordinary user and waits until it holds
// the keys and asks STS, which does not answer.
func (m *machine) holding(env ...string) *exec.Cmd {
	m.t.Helper()
	m.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true})
	asked := m.aws.Count("AssumeRole")
	cmd := exec.CommandContext(m.t.Context(), "/bin/sh", "-c", `ulimit -c "$(ulimit -H -c)" && cd "$HOME" && exec "$0" process dev`, binary)
	cmd.Env = append(slices.Clone(m.env), env...)
	m.nobody(cmd)
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = cmd.Process.Kill() })
	m.awaitRequests("AssumeRole", asked+1)
	return cmd
}

// TestNoCoreFile: a crash leaves no memory image behind, and another program of the
// same user cannot read the memory or the environment. CREDENCE_DEBUG_CORE allows
// both, which shows that the test can see them.
func TestNoCoreFile(t *testing.T) {
	t.Parallel()
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil || limit.Max == 0 {
		absent(t, "the right to make core files (ulimit -H -c)")
	}
	for _, allowed := range []bool{false, true} {
		t.Run(fmt.Sprintf("allowed %v", allowed), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			env := []string{"GOTRACEBACK=crash", "AWS_SESSION_TOKEN=x"}
			if allowed {
				env = append(env, "CREDENCE_DEBUG_CORE=1")
			}
			cmd := m.holding(env...)
			spy := exec.Command("cat", fmt.Sprintf("/proc/%d/environ", cmd.Process.Pid))
			m.nobody(spy)
			out, err := spy.CombinedOutput()
			if got := err == nil && strings.Contains(string(out), "AWS_SESSION_TOKEN"); got != allowed {
				t.Errorf("another program reads the environment: %v, %v %q", got, err, out)
			}
			if err := cmd.Process.Signal(syscall.SIGABRT); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it was killed
			status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
			if !ok || !status.Signaled() || status.CoreDump() != allowed {
				t.Errorf("%v, core dumped: %v", cmd.ProcessState, status.CoreDump())
			}
			cores, err := filepath.Glob(filepath.Join(m.home, "core*"))
			if err != nil {
				t.Fatal(err)
			}
			if plain := strings.HasPrefix(string(pattern), "core"); plain && (len(cores) > 0) != allowed {
				t.Errorf("core files: %v", cores)
			}
		})
	}
}

// TestChildrenMayBeDumped: what credence starts has the limits that credence was
// started with, and can be traced and dumped as ever.
func TestChildrenMayBeDumped(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	helper, report := filepath.Join(m.home, "helper"), filepath.Join(m.home, "report")
	script := "#!/bin/sh\n{ ulimit -c; test -r /proc/self/environ && stat -c %u /proc/$$/environ; } >" + report +
		"\n" + `echo '{"Version":1,"AccessKeyId":"ASIAFAKEHELPERAAAAAA","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-02T03:04:05Z"}'` + "\n"
	config := "[profile proc]\ncredential_process = " + helper + "\n"
	for path, text := range map[string]string{helper: script, filepath.Join(m.home, ".aws", "config"): config} {
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `ulimit -c 1024 && cd "$HOME" && exec "$0" process proc`, binary)
	cmd.Env = m.env
	m.nobody(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	uid := os.Geteuid()
	if uid == 0 {
		uid = 65534
	}
	text, err := os.ReadFile(report)
	if want := fmt.Sprintf("1024\n%d\n", uid); err != nil || string(text) != want {
		t.Errorf("%q %v, want %q", text, err, want)
	}
}

// TestFilesOfDescriptors: a file that is given as /dev/fd/N can be read, although
// /proc/self is not the user's own any more.
func TestFilesOfDescriptors(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `exec "$0" list --config-file /dev/fd/7 7<"$HOME/.aws/config"`, binary)
	cmd.Env = m.env
	m.nobody(cmd)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "admin") {
		t.Errorf("%v: %s", err, out)
	}
}
