package browser

import (
	"os/exec"
	"syscall"
)

// detach keeps a Ctrl-C in the console from the child (CREATE_NEW_PROCESS_GROUP).
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
