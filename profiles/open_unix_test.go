//go:build unix

package profiles

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What would make a reader wait is refused without waiting: nobody writes to the
// pipe, and the devices never end.
func TestBadFilesUnix(t *testing.T) {
	t.Parallel()
	link := func(target string) func(testing.TB, string) {
		return func(tb testing.TB, path string) { must(tb, os.Symlink(target, path)) }
	}
	testBadFiles(t, []badFile{
		{"pipe", func(tb testing.TB, path string) { must(tb, syscall.Mkfifo(path, 0o600)) }, StateUnreadable, CodeFileNotRegular, Data{"kind": "pipe"}},
		{"device", link("/dev/zero"), StateUnreadable, CodeFileNotRegular, Data{"kind": "device"}},
		{"link to itself", func(tb testing.TB, path string) { must(tb, os.Symlink(path, path)) }, StateUnreadable, CodeFileUnreadable, nil},
	})
}

func TestSocket(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "s") // a socket's path has to be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "config")
	listener, err := net.Listen("unix", path)
	must(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	f := mustLoad(t, Options{ConfigFile: &path, CredentialsFile: new(filepath.Join(path, "below")), LookupEnv: noEnv})
	if found := f.FileFindings(); f.Config().State != StateUnreadable || len(found) != 2 || found[0].Data["kind"] != "socket" {
		t.Errorf("state %s, findings %+v", f.Config().State, found)
	}
	if f.Credentials().State != StateAbsent {
		t.Errorf("a path below a file is %s", f.Credentials().State)
	}
}
