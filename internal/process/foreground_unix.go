//go:build unix

package process

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// passedOn are the signals that a program is told of. The rest stop and continue whole
// groups, or are about ourselves.
var passedOn = []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2}

// terminalSends reports a signal that a key of the terminal has sent to the whole
// foreground group, the program included. A kill of us alone cannot be told from that
// while we are in the foreground.
func terminalSends(s os.Signal) bool {
	if s != syscall.SIGINT && s != syscall.SIGQUIT {
		return false
	}
	tty, err := unix.Open("/dev/tty", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer func() { _ = unix.Close(tty) }()
	foreground, err := unix.IoctlGetInt(tty, unix.TIOCGPGRP)
	return err == nil && foreground == unix.Getpgrp()
}

func endOf(state *os.ProcessState) End {
	status, ok := state.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return End{128 + int(status.Signal()), status.Signal()}
	}
	return End{ExitCode: state.ExitCode()}
}

// Replace puts a program in our place: same process, same streams. It returns only if
// that fails. Stdin, Stdout and Stderr of p do not count.
func Replace(p Program) error {
	return unix.Exec(p.Path, p.Argv, p.Env)
}

// followWait is how long the end by a signal may take.
const followWait = time.Second

// Follow ends us by the signal that ended a program, so that a shell sees what it
// would have seen of the program. It returns where the signal does not end us.
func Follow(e End) {
	if s, ok := e.Signal.(syscall.Signal); ok && !signal.Ignored(s) && slices.Contains([]syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}, s) {
		signal.Reset(s)
		_ = syscall.Kill(os.Getpid(), s)
		<-time.After(followWait) // another thread may take it
	}
}

// mayRun asks the system, which knows about groups, lists and mounts.
func mayRun(path string, info fs.FileInfo) bool {
	if info.Mode().Perm()&0o111 == 0 {
		return false
	}
	err := unix.Access(path, unix.X_OK)
	return err == nil || errors.Is(err, unix.ENOSYS)
}
