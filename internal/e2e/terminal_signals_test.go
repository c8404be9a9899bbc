//go:build unix

package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/ptytest"
	"credence/internal/tmuxtest"
)

// TestSignalsAtRandomMoments: whenever a signal comes, the terminal is as it was and no
// child of ours lives on. CREDENCE_HEAVY asks for three hundred of them.
func TestSignalsAtRandomMoments(t *testing.T) {
	t.Parallel()
	kills := 24
	if os.Getenv("CREDENCE_HEAVY") != "" {
		kills = 300
	}
	at := home(t, ".aws/config", "[profile slow]\ncredential_process = sh -c 'echo $$ >>\"$HOME/children\"; exec sleep 600'\n"+
		"[profile code]\nrole_arn = "+devRole+"\nsource_profile = base\nregion = eu-west-1\nmfa_serial = "+deviceARN+"\n",
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	env := environment(at, "TERM=xterm-256color")
	commands := [][]string{{"--profile", "slow"}, {"why", "slow"}, {"why", "code"}, {"whoami", "slow"}, {"exec", "slow", "--", "true"}, {"exec", "code", "--", "true"}}
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}
	random := rand.New(rand.NewPCG(3, 8))
	for i := range kills {
		argv, signal, wait := commands[i%len(commands)], signals[random.IntN(len(signals))], time.Duration(random.IntN(400))*time.Millisecond
		t.Run(fmt.Sprintf("%d %s %v after %v", i, argv[0], signal, wait), func(t *testing.T) {
			s := ptytest.Start(t, ptytest.Options{Env: env, Limit: 15 * time.Second}, append([]string{binary}, argv...)...)
			if argv[0] == "--profile" {
				s.Send("i")
			}
			<-time.After(wait)
			s.Signal(signal)
			code := s.Wait()
			if !slices.Contains([]int{-1, 130, 143}, code) { // -1: it had not begun yet
				t.Errorf("exit code %d: %q", code, s.Raw())
			}
			if s.StateChanged() {
				t.Errorf("the terminal is not as it was: %q", s.Raw())
			}
			if raw := string(s.Raw()); strings.Count(raw, "\x1b[?1049h") != strings.Count(raw, "\x1b[?1049l") || strings.LastIndex(raw, "\x1b[?25l") > strings.LastIndex(raw, "\x1b[?25h") {
				t.Errorf("the screen or the cursor is not given back: %q", raw)
			}
		})
	}
	text, err := os.ReadFile(filepath.Join(at, "children"))
	if err != nil {
		t.Fatal("no child ever ran: ", err)
	}
	for _, word := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(word); err != nil || tmuxtest.Runs(pid) {
			t.Errorf("child %s lives on (%v)", word, err)
		}
	}
}
