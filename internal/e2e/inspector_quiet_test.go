//go:build unix

package e2e

import (
	"strings"
	"testing"
	"time"

	"credence/internal/ptytest"
)

// A terminal that answers nothing gets its first frame as soon as any other: nothing
// is asked. Bubble Tea alone would wait for five seconds.
func TestInspectorOnASilentTerminal(t *testing.T) {
	t.Parallel()
	at := home(t, ".aws/credentials", "[alpha]\naws_access_key_id = AKIAFILE\naws_secret_access_key = canary-of-the-file\n")
	for _, term := range []string{"xterm-256color", "xterm", "screen", "linux"} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			s := ptytest.Start(t, ptytest.Options{Env: environment(at, "TERM="+term), Limit: 20 * time.Second}, binary)
			began := time.Now()
			s.WaitFor("alpha")
			s.WaitFor("q\x1b[0m\x1b[2m quit")
			if took := time.Since(began); took > soon {
				t.Errorf("the first frame took %v", took)
			}
			for _, key := range []string{"j", "i", "y", "\x1b", "/", "al", "\t", "?", "q", "q"} {
				s.Send(key)
			}
			if code := s.Wait(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			if q := ptytest.Queries(s.Raw()); len(q) > 0 {
				t.Errorf("asked the terminal %q", q)
			}
			if s.StateChanged() {
				t.Error("the terminal is in another state")
			}
			if strings.Contains(string(s.Raw()), "canary") {
				t.Error("a secret was shown")
			}
		})
	}
}
