package process

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

var (
	// ErrNotFound says that there is no such command: exit code 127 of a shell.
	ErrNotFound = errors.New("command not found")
	// ErrNotExecutable says that what is there cannot be run: exit code 126 of a shell.
	ErrNotExecutable = errors.New("not executable")
)

// Find finds a command the way a shell does (POSIX.1-2024, XCU 2.9.1.4): a name with a
// slash is a path, any other is looked for in the folders of path, the value of PATH.
// An empty folder there is the current one. The errors are ErrNotFound and
// ErrNotExecutable, wrapped with what was looked at.
func Find(name, path string) (string, error) {
	if runtime.GOOS == "windows" { // with its own extensions and folders
		found, err := exec.LookPath(name)
		if err != nil && !errors.Is(err, exec.ErrDot) {
			return "", fmt.Errorf("%s: %w", name, ErrNotFound)
		}
		return found, nil
	}
	if name == "" {
		return "", fmt.Errorf("%q: %w", name, ErrNotFound)
	}
	if strings.Contains(name, "/") {
		return name, executable(name)
	}
	err := fmt.Errorf("%s: %w", name, ErrNotFound)
	for _, folder := range filepath.SplitList(path) {
		if folder == "" {
			folder = "."
		}
		candidate := folder + "/" + name
		switch notThis := executable(candidate); {
		case notThis == nil:
			return candidate, nil
		case errors.Is(notThis, ErrNotExecutable):
			err = notThis // unless there is another
		}
	}
	return "", err
}

// executable reports why a file cannot be run.
func executable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: %w: permission denied", path, ErrNotExecutable)
	case err != nil:
		return fmt.Errorf("%s: %w", path, ErrNotFound)
	case info.IsDir():
		return fmt.Errorf("%s: %w: it is a folder", path, ErrNotExecutable)
	case !mayRun(path, info):
		return fmt.Errorf("%s: %w: permission denied", path, ErrNotExecutable)
	}
	return nil
}
