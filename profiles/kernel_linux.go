package profiles

import (
	"os"
	"syscall"
)

// procMagic is the file system type of /proc (statfs(2)).
const procMagic = 0x9fa0

// kernelFile reports a file of /proc: it says that it is regular and empty, and
// may still yield another process's environment, or wait for ever.
func kernelFile(file *os.File) bool {
	var stat syscall.Statfs_t
	if syscall.Fstatfs(int(file.Fd()), &stat) != nil {
		return false
	}
	return int64(stat.Type) == procMagic
}
