//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// TestNoProcessRunsUnasked: looking at a profile runs nothing of it, neither in a line nor
// in the inspector; asking for its credentials does.
func TestNoProcessRunsUnasked(t *testing.T) {
	t.Parallel()
	at := home(t, ".aws/config", "[default]\ncredential_process = sh -c 'touch \"$HOME/ran\"; exit 1'\n"+
		"[profile evil]\ncredential_process = sh -c 'touch \"$HOME/ran\"; exit 1'\nmfa_process = touch \"$HOME/ran\"\n"+
		"[profile via]\nrole_arn = "+devRole+"\nsource_profile = evil\nregion = eu-west-1\n")
	env := environment(at, "TERM=xterm-256color")
	ran := func() bool {
		_, err := os.Stat(filepath.Join(at, "ran"))
		return err == nil
	}
	for _, args := range [][]string{
		{"list"}, {"list", "--json"}, {"status"}, {"why", "--dry-run"}, {"why", "evil", "--dry-run", "--all"}, {"why", "via", "--dry-run", "--json"}, {"why", "evil", "--dry-run", "--as", "go"},
		{"bridge", "evil"}, {"bridge", "via"}, {"cache", "list"}, {"store"}, {"config"}, {"__complete", "use", ""}, {"accounts"}, {"logout", "--all"}, {"init", "bash"},
	} {
		if e := runIn(t, env, args...); ran() {
			t.Fatalf("%v ran it: %+v", args, e)
		}
	}
	i := tmuxtest.Start(t, tmuxtest.Options{Env: env}, binary)
	i.Shows("evil", "q quit")
	for _, key := range []string{"j", "j", "a", "Tab", "j", "j", "j", "Tab", "k", "r", "y", "Escape", "?", "Escape"} {
		i.Keys(key)
	}
	i.Until("the list", func(screen string) bool { return strings.Contains(screen, "q quit") })
	if ran() {
		t.Fatalf("the inspector ran it:\n%s", i.Screen())
	}
	i.Keys("i")
	i.Wait("that it runs where that is asked for", ran)
}
