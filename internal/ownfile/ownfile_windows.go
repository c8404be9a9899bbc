package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// OpenFlags: there is nothing to guard against here.
const OpenFlags = 0

// Owner: owners and modes are the access control list's business here, which the user's
// own folders inherit.
func Owner(fs.FileInfo) (uid string, foreign bool) { return "", false }

// OthersMay: see Owner.
func OthersMay(fs.FileInfo) fs.FileMode { return 0 }

// Names: hard links are not looked for here.
func Names(fs.FileInfo) uint64 { return 1 }

// Flush: folders cannot be flushed here.
func Flush(*os.Root) {}

const errorSharingViolation = syscall.Errno(32)

// rename tries again while a virus scanner or a reader has the target open.
func rename(root *os.Root, from, to string) error {
	for try := 0; ; try++ {
		err := root.Rename(from, to)
		if err == nil || try == 10 || !errors.Is(err, errorSharingViolation) && !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func giveToOwner(*os.File, *os.Root) {}
