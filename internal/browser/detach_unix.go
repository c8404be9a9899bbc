//go:build unix

package browser

import (
	"os/exec"
	"syscall"
)

// detach puts the child into a session of its own: a Ctrl-C in the terminal does not
// reach the browser.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
