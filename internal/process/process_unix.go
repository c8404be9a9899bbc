//go:build unix

package process

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
)

func command(ctx context.Context, spec Spec) *exec.Cmd {
	if spec.Line != "" {
		return exec.CommandContext(ctx, "/bin/sh", "-c", spec.Line)
	}
	return exec.CommandContext(ctx, spec.Argv[0], spec.Argv[1:]...)
}

// detach puts the child into a session of its own, which has no controlling
// terminal: opening /dev/tty fails there. Its process group is new as well.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// end asks the child's group to end, or the child alone if it shares our group.
func end(cmd *exec.Cmd, shared bool) error {
	pid := -cmd.Process.Pid
	if shared {
		pid = cmd.Process.Pid
	}
	err := syscall.Kill(pid, syscall.SIGTERM)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	_ = syscall.Kill(pid, syscall.SIGCONT) // a stopped process sees SIGTERM only when it goes on
	return err
}

// kill ends what is left of the child's own group.
func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

func signalName(state *os.ProcessState) string {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal().String()
	}
	return ""
}
