//go:build unix

package chain

import (
	"errors"
	"syscall"
)

// stateOpenFlags keep the opening of a pipe from waiting for a writer.
const stateOpenFlags = syscall.O_NONBLOCK

// lockUnsupported reports a file system that knows no locks, as some network ones.
func lockUnsupported(err error) bool {
	for _, e := range []error{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP, syscall.EOPNOTSUPP, syscall.EINVAL, syscall.EBADF} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
