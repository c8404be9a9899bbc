// Package e2e tests the program as it is shipped: the real binary, real terminals,
// real system calls, and the tools of others that read what it prints.
package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// binary is the program, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "credence-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }()
		binary = filepath.Join(folder, "credence")
		if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", binary, "credence").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
			return 1
		}
		for _, s := range []os.Signal{os.Interrupt, syscall.SIGHUP} {
			if signal.Ignored(s) { // `.ci/run &`: the programs of the tests do not inherit that
				signal.Notify(make(chan os.Signal, 1), s)
			}
		}
		atOnce(4)
		return m.Run()
	}())
}

// atOnce lets more tests run at a time than there are processors, unless -parallel says
// how many: most of what these tests do is waiting for other programs.
func atOnce(n int) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said && runtime.GOMAXPROCS(0) < n {
		_ = flag.Set("test.parallel", strconv.Itoa(n))
	}
}

// lane finds a tool that a test cannot do without. CI installs it, and fails
// without it; elsewhere the test says that it did not run.
func lane(t *testing.T, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil {
		absent(t, tool)
	}
	return path
}

func absent(t *testing.T, tool string) {
	t.Helper()
	if os.Getenv("CREDENCE_LANES") == "require" {
		t.Fatalf("%s is missing", tool)
	}
	t.Skipf("not run: %s is missing", tool)
}

// home is a home folder with these files (path below it, text), all 0600.
func home(t testing.TB, files ...string) string {
	t.Helper()
	at := t.TempDir()
	for pair := range slices.Chunk(files, 2) {
		path := filepath.Join(at, pair[0])
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pair[1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return at
}

// environment is a clean one around a home folder. The machine's own metadata
// service is never asked.
func environment(home string, more ...string) []string {
	return append([]string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "AWS_EC2_METADATA_DISABLED=true"}, more...)
}
