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
	for _, e := range []error{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP, syscall.EOPNOTSUPP, syscall.EINVAL, syscall.EBADF} {
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

// isOwn reports that a file is this user's.
func isOwn(info os.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid()
}

// giveToOwner gives a file that root has just made in somebody else's folder, as
// sudo does that keeps HOME, to that user.
func giveToOwner(f *os.File, folder string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := os.Stat(folder)
	if err != nil {
		return
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && s.Uid != 0 {
		_ = f.Chown(int(s.Uid), int(s.Gid))
	}
}
