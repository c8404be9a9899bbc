//go:build unix

package tmuxtest_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"credence/internal/tmuxtest"
)

func start(t *testing.T, script string) *tmuxtest.Session {
	t.Helper()
	return tmuxtest.Start(t, tmuxtest.Options{Width: 50, Height: 8, Env: []string{"PATH=" + os.Getenv("PATH"), "WHOLE=yes"}}, "/bin/sh", "-c", script)
}

func TestScreenAndExit(t *testing.T) {
	t.Parallel()
	s := start(t, `printf '\033[31m%s %s\033[m\n' "$TERM" "$WHOLE${HOME-}"; read a; stty size; exit 7`)
	s.Shows("tmux-256color yes\n")
	if !strings.Contains(s.ScreenEscapes(), "\x1b[31m") {
		t.Error("no colour")
	}
	s.Resize(40, 6)
	s.Type("go")
	s.Keys("Enter")
	if code := s.Exited(); code != 7 {
		t.Errorf("exit code %d", code)
	}
	s.Shows("6 40")
}

// TestLastWords: what a program writes just before its end is on the screen.
func TestLastWords(t *testing.T) {
	t.Parallel()
	for range 20 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			s := start(t, "exec printf last-words")
			if code := s.Exited(); code != 0 || !strings.Contains(s.Screen(), "last-words") {
				t.Errorf("exit code %d, screen %q", code, s.Screen())
			}
		})
	}
}

func TestModesAndSignal(t *testing.T) {
	t.Parallel()
	s := start(t, `printf '\033[?1049h\033[?1002h\033[?1006h\033[?25lready'; exec cat`)
	s.Shows("ready")
	if !s.AlternateOn() || !s.MouseOn() || s.CursorOn() {
		t.Error("the modes are not told")
	}
	s.Signal(syscall.SIGTERM)
	if code := s.Exited(); code != 128+15 {
		t.Errorf("exit code %d", code)
	}
}

func TestPasteAndClick(t *testing.T) {
	t.Parallel()
	s := start(t, `printf '\033[?2004hready\n'; stty -icanon -echo; exec cat -v`)
	s.Shows("ready")
	s.Paste("in brackets")
	s.Shows("^[[200~in brackets^[[201~")
	s.PasteBare("bare")
	s.Shows("~bare")
	s.Click(3, 4)
	s.Shows("^[[<0;4;5M^[[<0;4;5m")
}

func TestClipboard(t *testing.T) {
	t.Parallel()
	s := tmuxtest.Start(t, tmuxtest.Options{Env: []string{"PATH=" + os.Getenv("PATH")}, Clipboard: true}, "/bin/sh", "-c", `read a; printf '\033]52;c;aGVsbG8=\a'; exec cat`)
	if text := s.Clipboard(); text != "" {
		t.Errorf("clipboard %q", text)
	}
	s.Keys("Enter")
	s.Wait("the clipboard", func() bool { return s.Clipboard() == "hello" })
}

func TestVanish(t *testing.T) {
	t.Parallel()
	s := start(t, "echo ready; exec cat")
	s.Shows("ready")
	pid := s.PID()
	s.Vanish()
	if tmuxtest.Runs(pid) {
		t.Error("the program is still there")
	}
}

// TestEscapeIsAKeyOfItsOwn: the key behind it is not sent before it was read.
func TestEscapeIsAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	s := start(t, `stty raw -echo; echo ready; while :; do sleep 0.05; dd bs=9 count=1 2>/dev/null | od -An -c; done`)
	s.Shows("ready")
	s.Keys("Escape")
	s.Keys("q")
	s.Shows("033\n", "q\n")
}
