package cli

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"credence": func() {
			os.Exit(Main(context.Background(), OwnWorld("v0.0.0-test"), os.Args[1:]))
		},
	})
}

// TestScripts is what a user types, and sees.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("GORACE", "atexit_sleep_ms=0") // or the race detector holds each process for a second
			e.Setenv("ESCAPE", "\x1b]0;pwned\a")
			e.Setenv("AWS_EC2_METADATA_DISABLED", "true")
			return nil
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}
