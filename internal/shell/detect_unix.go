//go:build unix

package shell

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// ParentNames are names that the parent process goes by. An interpreted shell (xonsh)
// is the second word of its command line.
func ParentNames() []string {
	folder := filepath.Join("/proc", strconv.Itoa(os.Getppid()))
	line, err := os.ReadFile(filepath.Join(folder, "cmdline"))
	if err != nil {
		return parentByPS()
	}
	words := bytes.Split(line, []byte{0})
	names := []string{string(words[0])}
	if comm, err := os.ReadFile(filepath.Join(folder, "comm")); err == nil {
		names = append(names, string(bytes.TrimSpace(comm)))
	}
	if len(words) > 1 && bytes.HasPrefix([]byte(filepath.Base(names[0])), []byte("python")) {
		names = append(names, string(words[1]))
	}
	return names
}

// psLimit is how long ps may take.
const psLimit = 2 * time.Second

// parentByPS asks ps, where there is no /proc (macOS, BSD).
func parentByPS() []string {
	ctx, stop := context.WithTimeout(context.Background(), psLimit)
	defer stop()
	out, err := exec.CommandContext(ctx, "/bin/ps", "-o", "comm=", "-p", strconv.Itoa(os.Getppid())).Output()
	if err != nil {
		return nil
	}
	return []string{string(bytes.TrimSpace(out))}
}

func fallback() Shell { return posix{"sh"} }
