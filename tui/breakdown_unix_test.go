//go:build unix

package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/ptytest"
	"credence/internal/secret"
	"credence/profiles"
)

// breakdowns are the parts that break down, each in a process and on a terminal of its
// own: this test binary, with this variable.
const breakdownVariable = "CREDENCE_TEST_BREAKDOWN"

const breakdownSecret = "canary-of-the-keys-in-memory"

func TestMain(m *testing.M) {
	if part := os.Getenv(breakdownVariable); part != "" {
		os.Exit(breakDown(part))
	}
	os.Exit(m.Run())
}

// breakDown runs the inspector with a part that panics once a key is pressed.
func breakDown(part string) int {
	o := Options{
		Output: os.Stderr, Width: 80, Height: 24, Colour: true, Mouse: true, Captured: true, Home: os.Getenv("HOME"),
		Chain: chain.Options{
			Env: chain.Environment{Lookup: os.LookupEnv},
			RoleAssumer: func(context.Context, chain.Credentials, chain.RoleRequest) (chain.Credentials, error) {
				if part == "walk" {
					panic("the walk broke")
				}
				return chain.Credentials{AccessKeyID: "ASIAROLE000000000001", SecretAccessKey: secret.New(breakdownSecret), SessionToken: secret.New(breakdownSecret)}, nil
			},
		},
		Trace: func(kind string) {
			if part == "update" && kind == "tea.KeyMsg" {
				panic("the update broke")
			}
		},
		Sessions: func(context.Context, *profiles.Files) map[string]time.Time {
			return map[string]time.Time{"prod-read": {}}
		},
		DropSession: func(context.Context, string) error { panic("the command broke") },
		Exports: func(*chain.Result) (string, error) {
			if part == "view" {
				panic("the view broke")
			}
			return "", nil
		},
		Profile: new("prod-read"),
	}
	choice, err := Run(context.Background(), o)
	switch {
	case errors.Is(err, ErrNoTerminal):
		return 4
	case err != nil:
		fmt.Fprintln(os.Stderr, "ended:", err)
		return 1
	case choice.Result != nil:
		fmt.Println(choice.Result.Keys.SecretAccessKey.Reveal())
	}
	return 0
}

func TestABreakdownRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		part, keys, shows string
		code              int
	}{
		{"update", "i", "the interface broke down", 1},
		{"view", "iy", "the interface broke down", 1}, // the copy menu asks for the exports
		{"command", "x", "internal error: the command broke", 0},
		{"walk", "i", "internal error: the walk broke", 0},
	} {
		t.Run(tt.part, func(t *testing.T) {
			t.Parallel()
			r := rig{t: t, home: t.TempDir()}
			r.write("config", sampleConfig)
			r.write("credentials", sampleCredentials)
			s := ptytest.Start(t, ptytest.Options{
				Env:           []string{"GORACE=atexit_sleep_ms=0", "HOME=" + r.home, "TERM=xterm-256color", breakdownVariable + "=" + tt.part, "AWS_EC2_METADATA_DISABLED=true"},
				CaptureStdout: true, Limit: longest,
			}, os.Args[0])
			s.WaitFor("would use")
			s.WaitFor("found") // the session that is kept
			for n, key := range tt.keys {
				s.Send(string(key))
				if n < len(tt.keys)-1 {
					s.WaitFor("● found")
				}
			}
			s.WaitFor(tt.shows)
			if tt.code == 0 { // it goes on
				s.Send("q")
			}
			if code := s.Wait(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			raw := string(s.Raw())
			if strings.LastIndex(raw, "\x1b[?1049l") < strings.LastIndex(raw, "\x1b[?1049h") || strings.LastIndex(raw, "\x1b[?25h") < strings.LastIndex(raw, "\x1b[?25l") ||
				strings.LastIndex(raw, "\x1b[?1002l") < strings.LastIndex(raw, "\x1b[?1002h") {
				t.Errorf("the screen, the cursor or the mouse is not given back: …%q", raw[max(0, len(raw)-300):])
			}
			if s.StateChanged() {
				t.Error("the terminal is in another state")
			}
			if out := s.Stdout(); len(out) > 0 {
				t.Errorf("standard output: %q", out)
			}
			if strings.Contains(raw, breakdownSecret) || strings.Contains(raw, "base-secret") {
				t.Error("a secret was shown")
			}
			if q := ptytest.Queries(s.Raw()); len(q) > 0 {
				t.Errorf("asked the terminal %q", q)
			}
		})
	}
}
