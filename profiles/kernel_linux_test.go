package profiles

import (
	"os"
	"testing"
)

func TestKernelFile(t *testing.T) {
	t.Parallel()
	testBadFiles(t, []badFile{
		{"of a process", func(tb testing.TB, path string) { must(tb, os.Symlink("/proc/self/environ", path)) }, StateUnreadable, CodeFileNotRegular, Data{"kind": "kernel file"}},
	})
}
