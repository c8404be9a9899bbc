//go:build unix

package profiles

import (
	"errors"
	"io/fs"
	"strconv"
	"syscall"
)

// openFlags keep the opening of a pipe without a writer from waiting, and a
// terminal from becoming ours.
const openFlags = syscall.O_NONBLOCK | syscall.O_NOCTTY

// ownerOf is the user id of the owner.
func ownerOf(info fs.FileInfo) (string, bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	return strconv.FormatUint(uint64(stat.Uid), 10), true
}

// isNotDir reports a path that leads through something that is no folder.
func isNotDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
