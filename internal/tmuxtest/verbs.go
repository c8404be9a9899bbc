//go:build unix

package tmuxtest

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Keys presses keys by tmux's names: "Enter", "Escape", "C-z", "Down", "j".
func (s *Session) Keys(names ...string) {
	s.t.Helper()
	s.run(append([]string{"send-keys", "--"}, names...)...)
	if len(names) > 0 && names[len(names)-1] == "Escape" {
		s.taken()
	}
}

// taken waits until the program has read what was typed: Escape and a key that are
// read at once are another key (Alt and that key).
func (s *Session) taken() {
	s.t.Helper()
	tty, err := unix.Open(s.value("pane_tty"), unix.O_RDONLY|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil { // the program has ended
		return
	}
	defer func() { _ = unix.Close(tty) }()
	s.wait("the program to read the keys", func() bool {
		queue := []unix.PollFd{{Fd: int32(tty), Events: unix.POLLIN}}
		_, err := unix.Poll(queue, 0)
		return err == nil && (queue[0].Revents&unix.POLLIN == 0 || queue[0].Revents&unix.POLLHUP != 0) || !s.runs()
	})
}

// Type presses the keys of a text, one after the other, each on its own.
func (s *Session) Type(text string) {
	s.t.Helper()
	for _, r := range text {
		s.run("send-keys", "-l", "--", string(r))
	}
}

// Line types a text at once, and Enter, as into a shell.
func (s *Session) Line(text string) {
	s.t.Helper()
	s.run("send-keys", "-l", "--", text)
	s.Keys("Enter")
}

// Paste pastes a text, in brackets if the program has asked for them.
func (s *Session) Paste(text string) {
	s.t.Helper()
	s.paste(text, "-p")
}

// PasteBare pastes a text without brackets, as terminals do that know none.
func (s *Session) PasteBare(text string) {
	s.t.Helper()
	s.paste(text)
}

func (s *Session) paste(text string, flags ...string) {
	s.t.Helper()
	s.buffers++
	name := "p" + strconv.Itoa(s.buffers)
	s.run("set-buffer", "-b", name, "--", text)
	s.run(append([]string{"paste-buffer", "-d", "-b", name}, flags...)...)
}

// Clipboard is what a program has sent to the clipboard last; "" if nothing.
func (s *Session) Clipboard() string {
	s.t.Helper()
	text, err := s.try("show-buffer")
	if err != nil { // there is no buffer
		return ""
	}
	return text
}

// Click presses and releases the left button at a cell, counted from 0 (SGR mouse
// reports).
func (s *Session) Click(x, y int) {
	s.t.Helper()
	report := fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)
	codes := []string{"send-keys", "-H"}
	for _, c := range []byte(report) {
		codes = append(codes, fmt.Sprintf("%02x", c))
	}
	s.run(codes...)
}

// Resize makes the terminal another size, in cells.
func (s *Session) Resize(width, height int) {
	s.t.Helper()
	s.run("resize-window", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height))
}

// Signal sends a signal to the program that was started in the terminal.
func (s *Session) Signal(sig syscall.Signal) {
	s.t.Helper()
	if err := syscall.Kill(s.PID(), sig); err != nil {
		s.t.Fatalf("signal %v: %v", sig, err)
	}
}

// Screen is what the terminal shows, a line each.
func (s *Session) Screen() string {
	s.t.Helper()
	return s.run("capture-pane", "-p")
}

// ScreenEscapes is what the terminal shows, with colours as escape sequences.
func (s *Session) ScreenEscapes() string {
	s.t.Helper()
	return s.run("capture-pane", "-p", "-e")
}

// Everything is all that the terminal still holds, on every screen: the lines that
// have scrolled away, those that are shown, and those behind the alternate screen.
func (s *Session) Everything() string {
	s.t.Helper()
	shown := s.run("capture-pane", "-p", "-e", "-S", "-", "-E", "-")
	behind, _ := s.try("capture-pane", "-p", "-e", "-a", "-q")
	return shown + behind
}

// Until waits until the screen is as wanted, and returns it. It fails the test after
// Limit, with the screen.
func (s *Session) Until(what string, as func(screen string) bool) string {
	s.t.Helper()
	var screen string
	s.wait(what, func() bool {
		screen = s.Screen()
		return as(screen)
	})
	return screen
}

// Shows waits until all of the texts are on the screen, and returns it.
func (s *Session) Shows(texts ...string) string {
	s.t.Helper()
	return s.Until(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// Wait waits until a condition of the test's own holds. It fails the test after
// Limit, with the screen.
func (s *Session) Wait(what string, done func() bool) {
	s.t.Helper()
	s.wait(what, done)
}

// Record writes all that programs send to the terminal from now on to a file.
func (s *Session) Record(path string) {
	s.t.Helper()
	s.run("pipe-pane", "-O", "exec cat >'"+path+"'")
}

// Foreground is the process group that has the terminal: the job that a shell runs.
func (s *Session) Foreground() int {
	s.t.Helper()
	out, err := exec.Command("ps", "-o", "tpgid=", "-p", strconv.Itoa(s.PID())).Output()
	if err != nil {
		s.t.Fatalf("ps: %v", err)
	}
	group, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		s.t.Fatal(err)
	}
	return group
}
