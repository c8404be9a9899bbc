//go:build unix

package profiles

import (
	"errors"
	"syscall"
)

// isMountPoint reports a file that cannot be replaced because it is mounted by itself.
func isMountPoint(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV)
}
