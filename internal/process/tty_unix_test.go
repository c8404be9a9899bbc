//go:build unix

package process_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"credence/internal/process"
	"credence/internal/ptytest"
)

// The test binary runs itself on a terminal, where it is the parent of a helper.
func TestMain(m *testing.M) {
	if os.Getenv("PROCESS_TEST_PARENT") == "" {
		os.Exit(m.Run())
	}
	r, err := process.Run(context.Background(), process.Spec{
		Line: os.Getenv("PROCESS_TEST_LINE"),
		Env:  []string{"PATH=/usr/bin:/bin"},
		TTY:  os.Getenv("PROCESS_TEST_TTY") != "",
	})
	fmt.Printf("parent: %q %q %d %v\n", r.Stdout, r.Stderr, r.ExitCode, err)
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const open = `(: </dev/tty) 2>/dev/null && echo tty; test -t 0 && echo stdin; test -t 2 && echo stderr; echo end`
	for name, c := range map[string]struct{ line, tty, typed, want string }{
		"none":       {open, "", "", `parent: "end\n" "" 0 <nil>`},
		"granted":    {open, "1", "", `parent: "tty\nstdin\nstderr\nend\n" "" 0 <nil>`},
		"prompt":     {`printf 'PIN: ' >&2; read pin; echo "$pin"`, "1", "1234\n", `parent: "1234\n" "" 0 <nil>`},
		"new group":  {`kill -0 -$$ && echo own`, "", "", `parent: "own\n" "" 0 <nil>`},
		"same group": {`kill -0 -$$ 2>/dev/null || echo shared`, "1", "", `parent: "shared\n" "" 0 <nil>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ptytest.Start(t, ptytest.Options{Env: []string{"GORACE=atexit_sleep_ms=0", "PROCESS_TEST_PARENT=1", "PROCESS_TEST_TTY=" + c.tty, "PROCESS_TEST_LINE=" + c.line}}, self)
			if c.typed != "" {
				s.WaitFor("PIN: ")
				s.Send(c.typed)
			}
			if code := s.Wait(); code != 0 || !strings.Contains(string(s.Raw()), c.want) {
				t.Errorf("code %d, terminal %q, want %q", code, s.Raw(), c.want)
			}
		})
	}
}
