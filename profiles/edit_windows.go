package profiles

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

const lockFlags = 0

// foreignOwner: owners and modes are the access control list's business here, which
// the user's own folders inherit.
func foreignOwner(fs.FileInfo) (string, bool) { return "", false }

func othersMayWrite(fs.FileInfo) fs.FileMode { return 0 }

func hardLinks(fs.FileInfo) uint64 { return 1 }

func isMountPoint(error) bool { return false }

func isInterrupted(error) bool { return false }

const errorSharingViolation = syscall.Errno(32)

// renameWithin tries again while a virus scanner or a reader has the target open.
func renameWithin(root *os.Root, from, to string) error {
	for try := 0; ; try++ {
		err := root.Rename(from, to)
		if err == nil || try == 10 || !errors.Is(err, errorSharingViolation) && !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// syncRoot: folders cannot be flushed here.
func syncRoot(*os.Root) {}
