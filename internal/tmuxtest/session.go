//go:build unix

package tmuxtest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// atOnce is how many terminals there are at a time, so that they do not wait for
// each other's processor until their limits.
const atOnce = 3

var slots = make(chan struct{}, atOnce)

// Limit is how long Until and the like wait before the test fails. It only ends what
// hangs: machines may be busy.
const Limit = 30 * time.Second

// poll is how often the screen is looked at.
const poll = 20 * time.Millisecond

// Options say how a terminal is.
type Options struct {
	// Width and Height are in cells; 0 means 120 × 40.
	Width, Height int
	// Env is the whole environment ("NAME=value") but for TERM and what tmux sets
	// itself (TMUX, TMUX_PANE, TERM_PROGRAM).
	Env []string
	// Term is the value of TERM; "" means tmux-256color.
	Term string
	// Dir is the working folder; "" means an empty one.
	Dir string
	// Clipboard takes what programs send to the clipboard (OSC 52): see
	// Session.Clipboard.
	Clipboard bool
}

// keeper runs a program, tells its process in a file and its exit code in the title of
// the terminal. tmux forgets what a program wrote that it had not read when the program
// ended; the title comes after all of it.
const keeper = `trap : INT QUIT
/bin/sh -c 'echo $$ >"$0"; exec "$@"' "$0" "$@"
printf '\033]2;ended with %d\007' $?
exec /bin/sleep 86400`

// Session is a terminal with a program in it.
type Session struct {
	t       *testing.T
	pid     int
	tmux    string
	socket  string
	env     []string
	buffers int
}

// Start runs argv in a new terminal. The terminal and all that runs in it end with
// the test. Without tmux the test is skipped; with CREDENCE_LANES=require it fails.
func Start(t *testing.T, o Options, argv ...string) *Session {
	t.Helper()
	path, err := exec.LookPath("tmux")
	if err != nil {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatal("tmux is missing")
		}
		t.Skip("not run: tmux is missing")
	}
	if o.Width == 0 {
		o.Width, o.Height = 120, 40
	}
	if o.Term == "" {
		o.Term = "tmux-256color"
	}
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	// Not t.TempDir: the path of a socket must be short.
	folder, err := os.MkdirTemp("", "credence-tmux-")
	if err != nil {
		t.Fatal(err)
	}
	slots <- struct{}{}
	s := &Session{t: t, tmux: path, socket: filepath.Join(folder, "s"), env: o.Env}
	t.Cleanup(func() {
		_, _ = s.try("kill-server")
		s.gone()
		_ = os.RemoveAll(folder)
		<-slots
	})
	clipboard := "off"
	if o.Clipboard {
		clipboard = "on"
	}
	command := []string{"start-server"}
	for _, option := range [][2]string{
		{"default-terminal", o.Term}, {"status", "off"}, {"escape-time", "0"}, {"set-clipboard", clipboard},
	} {
		command = append(command, ";", "set-option", "-g", option[0], option[1])
	}
	command = append(command, ";", "new-session", "-d", "-x", strconv.Itoa(o.Width), "-y", strconv.Itoa(o.Height), "-c", o.Dir, "--")
	program := filepath.Join(folder, "pid")
	s.run(append(append(command, "/bin/sh", "-c", keeper, program), argv...)...)
	s.wait("the program to start", func() bool {
		text, _ := os.ReadFile(program)
		line, whole := strings.CutSuffix(string(text), "\n")
		s.pid, err = strconv.Atoi(line)
		return whole && err == nil
	})
	return s
}

// gone waits until the program has ended, so that it writes no file any more.
func (s *Session) gone() {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	limit := time.NewTimer(Limit)
	defer limit.Stop()
	for s.pid != 0 && s.runs() {
		select {
		case <-ticker.C:
		case <-limit.C:
			s.t.Errorf("the program still runs %v after its terminal has ended", Limit)
			return
		}
	}
}

// try runs a command of tmux.
func (s *Session) try(args ...string) (string, error) {
	cmd := exec.Command(s.tmux, append([]string{"-S", s.socket, "-f", os.DevNull}, args...)...)
	cmd.Env = s.env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", errors.Join(err, errors.New(strings.TrimSpace(errs.String())))
	}
	return out.String(), nil
}

func (s *Session) run(args ...string) string {
	s.t.Helper()
	out, err := s.try(args...)
	if err != nil {
		s.t.Fatalf("tmux %q: %v", args, err)
	}
	return out
}

// value is what a format of tmux yields for the terminal.
func (s *Session) value(format string) string {
	s.t.Helper()
	return strings.TrimSpace(s.run("display-message", "-p", "#{"+format+"}"))
}

// Vanish ends the terminal, as closing its window does, and waits for the end of the
// program.
func (s *Session) Vanish() {
	s.t.Helper()
	s.run("kill-server")
	s.gone()
}

// runs reports whether the program has not ended.
func (s *Session) runs() bool { return Runs(s.pid) }

// Runs reports whether a process has not ended. One that nobody has reaped has.
func Runs(pid int) bool {
	state, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && !strings.HasPrefix(string(state), "Z")
}

// PID is the process that was started in the terminal.
func (s *Session) PID() int { return s.pid }

// AlternateOn reports whether the alternate screen is shown.
func (s *Session) AlternateOn() bool {
	s.t.Helper()
	return s.value("alternate_on") == "1"
}

// MouseOn reports whether the program takes the mouse.
func (s *Session) MouseOn() bool {
	s.t.Helper()
	return s.value("mouse_any_flag") == "1"
}

// CursorOn reports whether the cursor is shown.
func (s *Session) CursorOn() bool {
	s.t.Helper()
	return s.value("cursor_flag") == "1"
}

// Exited waits for the end of the program that was started in the terminal, and
// tells its exit code or, after a signal, 128 and the signal's number. All that the
// program wrote is on the screen by then.
func (s *Session) Exited() int {
	s.t.Helper()
	code := -1
	s.wait("the end of the program", func() bool {
		_, err := fmt.Sscanf(s.value("pane_title"), "ended with %d", &code)
		return err == nil
	})
	return code
}

// wait looks until a condition holds, or fails the test with the screen.
func (s *Session) wait(what string, done func() bool) {
	s.t.Helper()
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	limit := time.NewTimer(Limit)
	defer limit.Stop()
	for !done() {
		select {
		case <-ticker.C:
		case <-limit.C:
			if done() { // the machine may have stood still
				return
			}
			s.t.Fatalf("waited %v for %s; the screen:\n%s", Limit, what, s.framed())
		}
	}
}

// framed is the screen with a margin, for messages.
func (s *Session) framed() string {
	var b strings.Builder
	for n, line := range strings.Split(strings.TrimRight(s.Screen(), "\n"), "\n") {
		fmt.Fprintf(&b, "%3d│%s\n", n+1, line)
	}
	return b.String()
}
