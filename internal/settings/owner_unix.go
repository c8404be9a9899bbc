//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// foreignHome reports that we are root and a folder, or the one that it would be made
// in, is somebody else's, as with a sudo that keeps HOME: what root makes there locks
// its owner out.
func foreignHome(folder string) (uid string, foreign bool) {
	if os.Geteuid() != 0 {
		return "", false
	}
	for {
		info, err := os.Stat(folder)
		if err == nil {
			s, ok := info.Sys().(*syscall.Stat_t)
			return strconv.FormatUint(uint64(s.Uid), 10), ok && s.Uid != 0
		}
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return "", false
		}
		folder = filepath.Dir(folder)
	}
}
