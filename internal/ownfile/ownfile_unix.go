//go:build unix

package ownfile

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// OpenFlags open no link, and wait for nobody at a pipe.
const OpenFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// Owner is the numeric owner of a file, and whether it is another user.
func Owner(info fs.FileInfo) (uid string, foreign bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	return strconv.FormatUint(uint64(s.Uid), 10), int(s.Uid) != os.Geteuid()
}

// OthersMay are the permissions of others than the owner.
func OthersMay(info fs.FileInfo) fs.FileMode { return info.Mode().Perm() & 0o077 }

// Names is how many names (hard links) a file has.
func Names(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink) //nolint:unconvert // its type differs between systems
	}
	return 1
}

// Flush makes a rename or removal in a folder last. Not every file system can.
func Flush(root *os.Root) {
	if d, err := root.Open("."); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func rename(root *os.Root, from, to string) error { return root.Rename(from, to) }

// giveToOwner gives a file of root's to the owner of its folder.
func giveToOwner(file *os.File, root *os.Root) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := root.Stat(".")
	if err != nil {
		return
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && s.Uid != 0 {
		_ = file.Chown(int(s.Uid), int(s.Gid))
	}
}
