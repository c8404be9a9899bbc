//go:build unix

package term_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"credence/internal/ptytest"
	"credence/internal/term"
)

var errEnough = errors.New("waited enough")

// The test binary runs itself on a terminal and reads from it.
func TestMain(m *testing.M) {
	if os.Getenv("TERM_TEST") == "" {
		os.Exit(m.Run())
	}
	tty, err := term.Open()
	if err != nil {
		fmt.Println("open:", err)
		return
	}
	defer tty.Close()
	restore, err := tty.Hush()
	if err != nil {
		fmt.Println("hush:", err)
		return
	}
	defer restore()
	cols, rows := tty.Size()
	fmt.Println("size", cols, rows)
	short, stop := context.WithTimeoutCause(context.Background(), 20*time.Millisecond, errEnough)
	defer stop()
	keys := make([]byte, 16)
	n, err := tty.Read(short, keys)
	fmt.Println("first", n, errors.Is(err, errEnough))
	n, err = tty.Read(short, keys)
	fmt.Println("ended before", n, errors.Is(err, errEnough))
	fmt.Fprintln(tty, "ready")
	n, err = tty.Read(context.Background(), keys)
	fmt.Printf("second %q %v\n", keys[:n], err)
	restore()
	restore()
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadIsCanceledAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Cols: 61, Rows: 9, Env: []string{"GORACE=atexit_sleep_ms=0", "TERM_TEST=1"}, CaptureStdout: true, NoStdin: true}, self(t))
	s.WaitFor("ready")
	s.Send("x\x03")
	if code := s.Wait(); code != 0 || s.StateChanged() {
		t.Errorf("code %d, settings changed %v", code, s.StateChanged())
	}
	// The two keys may come in one read or in two.
	want := regexp.MustCompile(`^size 61 9\nfirst 0 true\nended before 0 true\nsecond "x(\\x03)?" <nil>\n$`)
	if got := string(s.Stdout()); !want.MatchString(got) {
		t.Errorf("stdout %q, want %s", got, want)
	}
	if raw := string(s.Raw()); raw != "ready\r\n" {
		t.Errorf("terminal %q: what was typed is shown", raw)
	}
}

func TestNoControllingTerminal(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(self(t))
	cmd.Env = []string{"GORACE=atexit_sleep_ms=0", "TERM_TEST=1"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if out, err := cmd.Output(); err != nil || string(out) != "open: "+term.ErrNone.Error()+"\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestStreams(t *testing.T) {
	t.Parallel()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if !term.IsTerminal(slave) || term.IsTerminal(null) || term.IsTerminal(nil) {
		t.Errorf("IsTerminal: terminal %v, null %v, nil %v", term.IsTerminal(slave), term.IsTerminal(null), term.IsTerminal(nil))
	}
	sizes := func(f *os.File) [2]int {
		cols, rows := term.Size(f)
		return [2]int{cols, rows}
	}
	unknown := [2]int{80, 24}
	if got := sizes(slave); got != unknown { // a new terminal has no size yet
		t.Errorf("size of a new terminal %v", got)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: 132, Rows: 43}); err != nil {
		t.Fatal(err)
	}
	if got := sizes(slave); got != [2]int{132, 43} {
		t.Errorf("size %v", got)
	}
	if sizes(null) != unknown || sizes(nil) != unknown {
		t.Errorf("size of no terminal: %v, %v", sizes(null), sizes(nil))
	}
}
