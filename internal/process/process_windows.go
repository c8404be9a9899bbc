package process

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// createNoWindow gives the child a console of its own that nobody sees, so that
// CONIN$ and CONOUT$ are not ours.
const createNoWindow = 0x08000000

// command passes a line on verbatim: cmd's quoting is not that of os/exec. With
// /S, cmd takes off the outer quotes and nothing else.
func command(ctx context.Context, spec Spec) *exec.Cmd {
	if spec.Line == "" {
		return exec.CommandContext(ctx, spec.Argv[0], spec.Argv[1:]...)
	}
	cmd := exec.CommandContext(ctx, system("cmd.exe"))
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd /D /S /C "` + spec.Line + `"`}
	return cmd
}

func detach(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.CreationFlags |= syscall.CREATE_NEW_PROCESS_GROUP | createNoWindow
}

// end ends the child and its descendants as far as Windows still knows whose they
// are; a descendant whose parent is gone stays.
func end(cmd *exec.Cmd, _ bool) error {
	tree := exec.Command(system("taskkill.exe"), "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid))
	if tree.Run() == nil {
		return nil
	}
	return cmd.Process.Kill()
}

// kill has nothing to do: end was not a request.
func kill(*exec.Cmd) {}

func signalName(*os.ProcessState) string { return "" }

// system is the full path of a program of Windows, so that PATH cannot name
// another.
func system(program string) string {
	root := os.Getenv("SystemRoot")
	if root == "" {
		root = `C:\Windows`
	}
	return filepath.Join(root, "System32", program)
}
