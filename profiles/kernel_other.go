//go:build !linux

package profiles

import "os"

// kernelFile: only Linux shows kernel state as regular files.
func kernelFile(*os.File) bool { return false }
