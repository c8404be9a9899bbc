//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"credence/internal/tmuxtest"
)

// execHome is a home with a profile of temporary keys.
func execHome(t *testing.T) string {
	t.Helper()
	return home(t, ".aws/credentials", "[p]\naws_access_key_id = ASIACANARY0000000001\naws_secret_access_key = canary-secret\naws_session_token = canary-token\n")
}

// TestExecIsTheCommand: the command has the process that was started, so that signals,
// job control and whoever waits meet it and nobody else. The keys are in no arguments.
func TestExecIsTheCommand(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(binary, "exec", "p", "--", "sh", "-c", `echo $$; tr '\0' ' ' </proc/$$/cmdline; exit 7`)
	cmd.Env = environment(execHome(t))
	var out bytes.Buffer
	cmd.Stdout = &out
	_ = cmd.Run()
	pid, argv, _ := strings.Cut(out.String(), "\n")
	if pid != fmt.Sprint(cmd.Process.Pid) || cmd.ProcessState.ExitCode() != 7 {
		t.Errorf("process %d became %s, exit code %d", cmd.Process.Pid, pid, cmd.ProcessState.ExitCode())
	}
	if strings.Contains(argv, "canary") {
		t.Errorf("a secret among the arguments: %s", argv)
	}
}

// TestServerPassesSignals: what is sent to us without a terminal reaches the command,
// which decides; we end as it ends.
func TestServerPassesSignals(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGQUIT} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			script := `trap 'echo caught; exit 9' INT TERM HUP USR1 QUIT; echo ready; while :; do sleep 0.02; done`
			cmd := exec.Command(binary, "exec", "p", "--server", "--", "sh", "-c", script)
			cmd.Env = environment(execHome(t))
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal
			pipe, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(pipe)
			lines.Scan()
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			lines.Scan()
			caught := lines.Text()
			_ = cmd.Wait()
			if caught != "caught" || cmd.ProcessState.ExitCode() != 9 {
				t.Errorf("%q, exit code %d", caught, cmd.ProcessState.ExitCode())
			}
		})
	}
}

// TestServerEndsByTheSignal: who waits for us sees what it would see of the command.
func TestServerEndsByTheSignal(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"exec", "p", "--server"}, {"demo", "exec", "dev"}, {"demo", "exec", "dev", "--server"}} {
		temp := t.TempDir()
		cmd := exec.Command(binary, append(args, "--", "sh", "-c", "kill -INT $$")...)
		cmd.Env = environment(execHome(t), "TMPDIR="+temp)
		_ = cmd.Run()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGINT {
			t.Errorf("%v ended with %v", args, cmd.ProcessState)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("%v left %v (%v)", args, left, err)
		}
	}
}

// TestIgnoredSignals: what whoever started us has told us to ignore (nohup; a script that
// starts us in the background), the command ignores as well.
func TestIgnoredSignals(t *testing.T) {
	t.Parallel()
	const command = `kill -HUP $$; kill -INT $$; echo alive`
	for name, line := range map[string]string{
		"exec":          `exec "$0" exec p -- sh -c '` + command + `'`,
		"exec --server": `exec "$0" exec p --server -- sh -c 'kill -HUP $PPID; ` + command + `'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command("/bin/sh", "-c", "trap '' HUP INT; "+line, binary)
			cmd.Env = environment(execHome(t), "TMPDIR="+t.TempDir())
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			if out, err := cmd.CombinedOutput(); err != nil || string(out) != "alive\n" {
				t.Errorf("%v: %q", err, out)
			}
		})
	}
}

// TestExecInATerminal: ^C reaches the command once, ^Z stops the job as a whole and fg
// goes on with it, with the server as without.
func TestExecInATerminal(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"", "--server"} {
		t.Run("exec "+flag, func(t *testing.T) {
			t.Parallel()
			at := execHome(t)
			script := filepath.Join(at, "work")
			write(t, script, "#!/bin/sh\ntrap 'n=$((n+1)); echo int $n' INT\necho at work\nwhile [ \"$line\" != quit ]; do read line && echo \"read $line\"; done\necho left $n\n")
			if err := os.Chmod(script, 0o700); err != nil {
				t.Fatal(err)
			}
			s := tmuxtest.Start(t, tmuxtest.Options{Env: environment(at, "PS1=sh> ", "HISTFILE=", "CREDENCE="+binary)}, "bash", "--norc", "--noprofile")
			s.Shows("sh>")
			shell := s.Foreground()
			s.Line(`"$CREDENCE" exec p ` + flag + ` -- ~/work`)
			s.Shows("at work")
			s.Line("one")
			s.Shows("read one")
			s.Keys("C-c")
			s.Shows("int 1")
			s.Keys("C-z")
			s.Shows("Stopped")
			s.Line("fg")
			s.Wait("the job in the foreground", func() bool { return s.Foreground() != shell })
			s.Line("two")
			s.Shows("read two")
			s.Keys("C-c")
			s.Shows("int 2")
			s.Line("quit")
			s.Shows("left 2")
			s.Line("echo code $?")
			s.Shows("code 0")
		})
	}
}

// TestShellOfExec: a shell that is left leaves the shell before as it was.
func TestShellOfExec(t *testing.T) {
	t.Parallel()
	at := execHome(t)
	s := tmuxtest.Start(t, tmuxtest.Options{Env: environment(at, "PS1=sh> ", "HISTFILE=", "CREDENCE="+binary, "SHELL=/bin/sh")}, "bash", "--norc", "--noprofile")
	s.Shows("sh>")
	s.Line(`"$CREDENCE" exec p`)
	s.Shows("a shell as p, exit leaves it")
	s.Line(`echo inside $AWS_ACCESS_KEY_ID; "$CREDENCE" exec p`)
	s.Shows("inside ASIACANARY0000000001", "this runs within credence exec p already")
	s.Line("exit")
	s.Line("echo outside $AWS_ACCESS_KEY_ID.")
	s.Shows("outside .")
}

// TestBridgeAsks: y writes, anything else does not; ^C ends with 130.
func TestBridgeAsks(t *testing.T) {
	t.Parallel()
	config := "[profile l]\nlogin_session = arn:aws:iam::111122223333:user/jane\n"
	for _, c := range []struct{ key, want, code string }{
		{"y", "the file as it was is", "code 0"}, {"Enter", "nothing was written", "code 0"}, {"Escape", "nothing was written", "code 0"}, {"C-c", "", "code 130"},
	} {
		t.Run(c.key, func(t *testing.T) {
			t.Parallel()
			at := home(t, ".aws/config", config)
			s := tmuxtest.Start(t, tmuxtest.Options{Env: environment(at, "PS1=sh> ", "HISTFILE=", "CREDENCE="+binary)}, "bash", "--norc", "--noprofile")
			s.Shows("sh>")
			s.Line(`"$CREDENCE" bridge l; echo code $?`)
			s.Shows("write this to ~/.aws/config? [y/N]")
			s.Keys(c.key)
			s.Shows(c.want, c.code)
			if written := read(t, filepath.Join(at, ".aws/config")) != config; written != (c.key == "y") {
				t.Errorf("written: %v", written)
			}
		})
	}
}

// TestBridgeKilled: killed at any system call of the write, the file is the old or the
// new one; what is left behind is the owner's alone, and no obstacle.
func TestBridgeKilled(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	before := "# mine\n[profile l]\nlogin_session = arn:aws:iam::111122223333:user/jane\n"
	at := home(t, ".aws/config", before)
	run := func(argv ...string) error {
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Env = environment(at)
		return cmd.Run()
	}
	bridge := []string{binary, "bridge", "l", "--write"}
	killed := 0
	for _, call := range []string{"openat", "write", "fsync", "fchmod", "renameat", "renameat2", "unlinkat", "flock"} {
		for n := 1; n <= 40; n++ {
			if err := os.WriteFile(filepath.Join(at, ".aws/config"), []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			err := run(append([]string{strace, "-f", "-qq", "-o", os.DevNull, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", call, n)}, bridge...)...)
			text := read(t, filepath.Join(at, ".aws/config"))
			if text != before && (!strings.HasPrefix(text, before) || !strings.Contains(text, "[profile l-bridge]\ncredential_process = ")) {
				t.Fatalf("%s %d: %q", call, n, text)
			}
			if err == nil {
				break // no such call any more
			}
			killed++
		}
	}
	if killed < 5 {
		t.Errorf("killed only %d times", killed)
	}
	entries, err := os.ReadDir(filepath.Join(at, ".aws"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", e.Name(), info.Mode())
		}
	}
	if err := run(bridge...); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
