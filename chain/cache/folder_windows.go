package cache

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

const openFlags = 0

// foreignOwner: owners and modes are the access control list's business here, which
// the user's own folders inherit.
func foreignOwner(fs.FileInfo) (string, bool) { return "", false }

func hardLinked(fs.FileInfo) bool { return false }

func looseBits(fs.FileInfo) fs.FileMode { return 0 }

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

// syncFolder: folders cannot be flushed here.
func syncFolder(*os.Root) {}
