//go:build unix

package cache

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// openFlags open no link, and wait for nobody at a pipe.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// foreignOwner is the numeric owner of a file and whether it is another user.
func foreignOwner(info fs.FileInfo) (uid string, foreign bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	return strconv.FormatUint(uint64(s.Uid), 10), int(s.Uid) != os.Geteuid()
}

// hardLinked reports that the file has more than one name.
func hardLinked(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && s.Nlink > 1
}

// looseBits are the permissions of others than the owner.
func looseBits(info fs.FileInfo) fs.FileMode { return info.Mode().Perm() & 0o077 }

func rename(root *os.Root, from, to string) error { return root.Rename(from, to) }

// syncFolder makes a rename last. Not every file system can.
func syncFolder(root *os.Root) {
	if d, err := root.Open("."); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
