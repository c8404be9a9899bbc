//go:build unix

package ptytest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// Options say what terminal the command gets.
type Options struct {
	// Cols and Rows are the size; zero is 80×24.
	Cols, Rows int
	// Env is the whole environment of the command.
	Env []string
	// Dir is the folder it runs in; empty is the test's.
	Dir string
	// Answers are what the terminal types when it sees a text: query → answer.
	Answers map[string]string
	// Limit is the time after which the command is killed and the test fails; zero
	// is 30 s.
	Limit time.Duration
	// CaptureStdout gives the command a pipe as standard output, as $(…) does. The
	// terminal is then its standard input and error only.
	CaptureStdout bool
	// NoStdin gives it /dev/null as standard input, the terminal still being its
	// controlling terminal.
	NoStdin bool
}

// Session is a command running on a terminal.
type Session struct {
	t      testing.TB
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before *term.State
	after  *term.State
	code   int
	ended  chan struct{} // the command has ended
	closed chan struct{} // every byte of it has been read

	mu      sync.Mutex
	raw     []byte
	stdout  []byte
	changed chan struct{} // closed and replaced whenever raw grows
}

// Start runs argv on a new terminal. What is still running when the test ends is
// killed.
func Start(t testing.TB, o Options, argv ...string) *Session {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatalf("open a pseudo-terminal: %v", err)
	}
	s := &Session{t: t, master: master, slave: slave, ended: make(chan struct{}), closed: make(chan struct{}), changed: make(chan struct{})}
	if o.Cols == 0 || o.Rows == 0 {
		o.Cols, o.Rows = 80, 24
	}
	s.Resize(o.Cols, o.Rows)
	if s.before, err = stateOf(slave); err != nil {
		t.Fatalf("terminal state: %v", err)
	}
	s.cmd = exec.Command(argv[0], argv[1:]...)
	s.cmd.Env, s.cmd.Dir = append([]string{}, o.Env...), o.Dir
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	if o.NoStdin {
		s.cmd.Stdin = nil
	}
	if o.CaptureStdout {
		s.cmd.Stdout = (*stdoutOf)(s)
		s.cmd.WaitDelay = time.Second
	}
	if o.Limit == 0 {
		o.Limit = 30 * time.Second
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start %q: %v", argv, err)
	}
	go s.read(o.Answers)
	go s.reap()
	limit := time.AfterFunc(o.Limit, func() { s.Signal(syscall.SIGKILL) })
	t.Cleanup(func() {
		limit.Stop()
		s.Signal(syscall.SIGKILL)
		<-s.ended
		_ = slave.Close()
		_ = master.Close()
	})
	return s
}

func (s *Session) read(answers map[string]string) {
	defer close(s.closed)
	buffer := make([]byte, 4096)
	for {
		n, err := s.master.Read(buffer)
		s.mu.Lock()
		was := len(s.raw)
		s.raw = append(s.raw, buffer[:n]...)
		raw := s.raw
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
		for query, answer := range answers {
			from := max(0, was-len(query)+1) // a query may be split between two reads
			for range bytes.Count(raw[from:], []byte(query)) {
				_, _ = s.master.WriteString(answer)
			}
		}
		if err != nil {
			return
		}
	}
}

func (s *Session) reap() {
	err := s.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		s.t.Errorf("wait: %v", err)
	}
	s.code = s.cmd.ProcessState.ExitCode()
	s.after, _ = stateOf(s.slave)
	_ = s.slave.Close() // the last one: reading the master ends behind the last byte
	close(s.ended)
}

// stdoutOf collects the captured standard output of a session.
type stdoutOf Session

func (w *stdoutOf) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stdout = append(w.stdout, p...)
	return len(p), nil
}
