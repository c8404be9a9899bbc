//go:build unix

package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/ptytest"
	"credence/internal/tmuxtest"
)

var deviceAddress = regexp.MustCompile(`http://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}`)

// press presses a button of the sample page.
func press(t *testing.T, address, button string) {
	t.Helper()
	res, err := http.PostForm(address, url.Values{"action": {button}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatal(res.Status)
	}
}

// On a terminal of 80×24 the address, the code, the QR code and the countdown are all
// there at once; c copies the address.
func TestSignInByCodeOnATerminal(t *testing.T) {
	t.Parallel()
	s := tmuxtest.Start(t, tmuxtest.Options{Width: 80, Height: 24, Env: environment(home(t)), Clipboard: true}, binary, "demo", "login", "newcomer", "--device")
	screen := s.Until("the code", func(screen string) bool { return strings.Contains(screen, "esc cancel") })
	address := deviceAddress.FindString(screen)
	_, code, _ := strings.Cut(address, "user_code=")
	for _, part := range []string{"sign in to newcomer", "code  " + code, "█▀▀▀▀▀█", "left"} {
		if address == "" || !strings.Contains(screen, part) {
			t.Errorf("no %q on the screen:\n%s", part, screen)
		}
	}
	before := regexp.MustCompile(`\d+:\d\d left`).FindString(screen)
	s.Until("the next second", func(screen string) bool { return !strings.Contains(screen, before) })
	s.Keys("c")
	s.Wait("the address in the clipboard", func() bool { return s.Clipboard() == address })
	press(t, address, "allow")
	if code := s.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if screen := s.Screen(); !strings.Contains(screen, "● signed in to newcomer until") || !strings.Contains(screen, "renewed by itself") || strings.Contains(screen, "esc cancel") {
		t.Errorf("screen:\n%s", screen)
	}
}

// A walk that needs a sign-in offers it, and goes on after it.
func TestSignInInTheMiddleOfAWalk(t *testing.T) {
	t.Parallel()
	s := tmuxtest.Start(t, tmuxtest.Options{Width: 100, Height: 60, Env: environment(home(t))}, binary, "demo", "why", "newcomer")
	s.Until("the question", func(screen string) bool { return strings.Contains(screen, "sign in to newcomer now? [Y/n]") })
	s.Keys("Enter")
	screen := s.Until("the address", func(screen string) bool { return deviceAddress.MatchString(screen) && strings.Contains(screen, "left") })
	press(t, deviceAddress.FindString(screen), "allow")
	if code := s.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if screen := s.Screen(); !strings.Contains(screen, "● sso            found") || strings.Contains(screen, "[Y/n]") {
		t.Errorf("screen:\n%s", screen)
	}
}

// However a sign-in ends, the terminal is as it was, and the end comes at once.
func TestSignInLeavesTheTerminal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*ptytest.Session)
		code int
	}{
		"esc":     {func(s *ptytest.Session) { s.Send("\x1b") }, 130},
		"ctrl-c":  {func(s *ptytest.Session) { s.Send("\x03") }, 130},
		"SIGINT":  {func(s *ptytest.Session) { s.Signal(syscall.SIGINT) }, 130},
		"SIGTERM": {func(s *ptytest.Session) { s.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(s *ptytest.Session) { s.Signal(syscall.SIGHUP) }, 143},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ptytest.Start(t, ptytest.Options{Env: environment(home(t), "TERM=xterm-256color"), Limit: 30 * time.Second}, binary, "demo", "login", "newcomer", "--device")
			s.WaitFor("esc cancel")
			s.UntilState(true)
			began := time.Now()
			c.end(s)
			if code := s.Wait(); code != c.code || time.Since(began) > soon {
				t.Errorf("exit code %d, want %d, after %v: %s", code, c.code, time.Since(began), s.Raw())
			}
			if s.StateChanged() {
				t.Error("the terminal is not as it was")
			}
			if q := ptytest.Queries(s.Raw()); len(q) > 0 {
				t.Errorf("the terminal was asked %q", q)
			}
		})
	}
}
