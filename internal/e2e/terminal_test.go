//go:build unix

package e2e

import (
	"testing"
	"time"

	"credence/internal/ptytest"
)

// No command asks the terminal anything: one that answers nothing is as fast as any
// other. Bubble Tea asks for the background colour when it is merely linked, and
// waits five seconds for the answer.
func TestNoCommandQueriesTheTerminal(t *testing.T) {
	t.Parallel()
	at := home(t, ".aws/credentials", "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = canary-of-the-file\n")
	for _, args := range [][]string{
		{"--version"}, {"--help"}, {"why"}, {"why", "--json"}, {"why", "--dry-run", "--all"}, {"list"}, {"list", "--json"},
		{"process", "--reveal"}, {"process"}, {"why", "nobody"}, {"no-such-command"}, {"demo", "list"},
	} {
		for _, term := range []string{"xterm-256color", "dumb"} {
			t.Run(term+" "+args[0], func(t *testing.T) {
				t.Parallel()
				s := ptytest.Start(t, ptytest.Options{Env: environment(at, "TERM="+term), Limit: 30 * time.Second}, append([]string{binary}, args...)...)
				s.Wait()
				if q := ptytest.Queries(s.Raw()); len(q) > 0 {
					t.Errorf("%v asked the terminal %q", args, q)
				}
				if s.StateChanged() {
					t.Errorf("%v left the terminal in another state", args)
				}
			})
		}
	}
}
