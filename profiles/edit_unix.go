//go:build unix

package profiles

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// lockFlags open no link, and wait for nobody at a pipe.
const lockFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// foreignOwner is the owner of a file and whether it is another user.
func foreignOwner(info fs.FileInfo) (uid string, foreign bool) {
	uid, ok := ownerOf(info)
	return uid, ok && uid != strconv.Itoa(os.Geteuid())
}

func othersMayWrite(info fs.FileInfo) fs.FileMode { return info.Mode().Perm() & 0o022 }

// hardLinks is how many names a file has.
func hardLinks(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Nlink) //nolint:unconvert // its type differs between systems
	}
	return 1
}

// isMountPoint reports a file that cannot be replaced because it is mounted by itself.
func isMountPoint(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV)
}

func isInterrupted(err error) bool { return errors.Is(err, syscall.EINTR) }

func renameWithin(root *os.Root, from, to string) error { return root.Rename(from, to) }

// syncRoot makes a rename last. Not every file system can.
func syncRoot(root *os.Root) {
	if d, err := root.Open("."); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
