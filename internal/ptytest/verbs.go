//go:build unix

package ptytest

import (
	"bytes"
	"reflect"
	"strings"
	"syscall"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// drain is how long the last bytes are read after the command has ended.
const drain = 5 * time.Second

// Send types text.
func (s *Session) Send(text string) {
	s.t.Helper()
	if _, err := s.master.WriteString(text); err != nil {
		s.t.Fatalf("type %q: %v", text, err)
	}
	if strings.HasSuffix(text, "\x1b") {
		s.taken()
	}
}

// taken waits until the command has read what was typed: Escape and a key that are
// read at once are another key (Alt and that key).
func (s *Session) taken() {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for s.unread() {
		select {
		case <-tick.C:
		case <-s.ended:
			return
		}
	}
}

func (s *Session) unread() bool {
	waiting := false
	connection, err := s.slave.SyscallConn()
	if err == nil {
		err = connection.Control(func(fd uintptr) {
			queue := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
			_, err := unix.Poll(queue, 0)
			waiting = err != nil || queue[0].Revents&unix.POLLIN != 0
		})
	}
	return err == nil && waiting
}

// Resize changes the size of the terminal.
func (s *Session) Resize(cols, rows int) {
	s.t.Helper()
	if err := pty.Setsize(s.master, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		s.t.Fatalf("resize: %v", err)
	}
}

// Signal sends a signal to the command's process group.
func (s *Session) Signal(signal syscall.Signal) {
	select {
	case <-s.ended: // its number may be another's by now
	default:
		_ = syscall.Kill(-s.cmd.Process.Pid, signal)
	}
}

// Raw is every byte written to the terminal so far, echo included.
func (s *Session) Raw() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.raw)
}

// Stdout is the standard output so far, if it is captured.
func (s *Session) Stdout() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.stdout)
}

// WaitFor waits until the terminal has received text. The test fails if the
// command ends before.
func (s *Session) WaitFor(text string) {
	s.t.Helper()
	s.Until("text "+text, func(raw []byte) bool { return bytes.Contains(raw, []byte(text)) })
}

// Until waits until done holds of the raw bytes. The test fails if the command
// ends before.
func (s *Session) Until(what string, done func(raw []byte) bool) {
	s.t.Helper()
	for {
		s.mu.Lock()
		raw, changed := bytes.Clone(s.raw), s.changed
		s.mu.Unlock()
		if done(raw) {
			return
		}
		select {
		case <-changed:
		case <-s.closed:
			if raw = s.Raw(); !done(raw) {
				s.t.Fatalf("no %q before the end; the terminal received %q", what, raw)
			}
			return
		}
	}
}

// UntilState waits until the settings of the terminal (those of stty) have
// changed from the ones at the start, or are those again.
func (s *Session) UntilState(changed bool) {
	s.t.Helper()
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		if s.StateChanged() == changed {
			return
		}
		select {
		case <-tick.C:
		case <-s.ended:
			if s.StateChanged() != changed {
				s.t.Fatalf("terminal settings changed = %v at the end", !changed)
			}
			return
		}
	}
}

// Wait waits for the command to end and returns its exit code, -1 if a signal
// (that of the limit, for instance) ended it.
func (s *Session) Wait() int {
	s.t.Helper()
	<-s.ended
	select {
	case <-s.closed:
	case <-time.After(drain):
		s.t.Fatalf("the command has ended, but something holds its terminal open")
	}
	return s.code
}

// StateChanged reports whether the settings of the terminal differ from those at
// the start; after the end of the command, whether it left them so.
func (s *Session) StateChanged() bool {
	select {
	case <-s.ended:
		return !reflect.DeepEqual(s.before, s.after)
	default:
		now, err := stateOf(s.master)
		return err == nil && !reflect.DeepEqual(s.before, now)
	}
}

// Queries are the parts of raw that ask a terminal for something: a program that
// writes one waits for an answer, or leaves it to be typed into the next prompt.
func Queries(raw []byte) []string {
	var found []string
	text := string(raw)
	for _, q := range queries {
		found = append(found, q.FindAllString(text, -1)...)
	}
	if strings.ContainsRune(text, 0x05) {
		found = append(found, "ENQ")
	}
	return found
}
