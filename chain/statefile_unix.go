//go:build unix

package chain

import (
	"errors"
	"os"
	"syscall"
)

// stateOpenFlags keep the opening of a pipe from waiting for a writer.
const stateOpenFlags = syscall.O_NONBLOCK

// stateLockFlags open a lock file, and no file that a link leads to.
const stateLockFlags = os.O_CREATE | os.O_RDONLY | syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// lockUnsupported reports a file system that knows no locks, as some network ones.
func lockUnsupported(err error) bool {
	for _, e := range []error{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP, syscall.EOPNOTSUPP, syscall.EINVAL} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// syncFolder makes a rename in the folder last. Not every file system can.
func syncFolder(folder string) {
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
