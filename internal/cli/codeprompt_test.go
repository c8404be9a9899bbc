//go:build unix

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/ptytest"
	"credence/mfa"
)

const device = "arn:aws:iam::111122223333:mfa/jane"

var errWrongCode = errors.New("MultiFactorAuthentication failed with invalid MFA one time pass code. ")

// The test binary runs itself as a program that asks for one code. This is done in
// an init because TestMain belongs to the whole package.
func init() {
	part := os.Getenv("CODEPROMPT_TEST")
	if part == "" {
		return
	}
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	usr1 := make(chan os.Signal, 1)
	signal.Notify(usr1, syscall.SIGUSR1)
	go func() {
		<-usr1
		stop(ErrDeadline)
	}()
	r := mfa.Request{Serial: device, Profile: "prod", RoleArn: "arn:aws:iam::222233334444:role/Admin", Origin: "/home/j/.aws/config:31", Attempt: 1}
	switch part {
	case "again":
		r.Attempt, r.LastErr = 2, errWrongCode
	case "hostile":
		r = mfa.Request{Serial: "\x1b]0;PWN\a", Profile: "p\u202e\r\n", RoleArn: "\x9b31m", Origin: "a\u200bb", Attempt: 1, LastErr: errors.New("\x1b[2J")}
	}
	code, err := CodePrompt(part == "dumb")(ctx, r)
	fmt.Printf("%q %v\n", code, err)
	os.Exit(0)
}

const (
	shown = "prod: an MFA code is needed for arn:aws:iam::222233334444:role/Admin\r\n" +
		"device " + device + "  (/home/j/.aws/config:31)\r\n"
	gone = "\r\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K"
	more = "\x1b[1A\x1b[2K"
)

// noRaceWait keeps the race detector from holding a process for a second at its end.
const noRaceWait = "GORACE=atexit_sleep_ms=0"

// unasked is a terminal that Bubble Tea does not ask for its colours when it is loaded;
// the program sees to that itself (internal/termquiet).
const unasked = "TERM=screen"

func start(t *testing.T, part string, o ptytest.Options) *ptytest.Session {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o.Env = append(o.Env, noRaceWait, "CODEPROMPT_TEST="+part, "SELF="+self, "PATH=/usr/bin:/bin")
	o.CaptureStdout = true
	s := ptytest.Start(t, o, self)
	s.UntilState(true) // what is typed from now on is not echoed
	return s
}

// end waits for the program and judges its whole output.
func end(t *testing.T, s *ptytest.Session, stdout, raw string) {
	t.Helper()
	if code := s.Wait(); code != 0 {
		t.Errorf("code = %d", code)
	}
	if got := string(s.Stdout()); got != stdout {
		t.Errorf("stdout %q, want %q", got, stdout)
	}
	if got := string(s.Raw()); got != raw {
		t.Errorf("terminal %q, want %q", got, raw)
	}
	if s.StateChanged() {
		t.Error("the terminal's settings were not restored")
	}
}

const given = `"123456" <nil>` + "\n"

func TestCodePrompt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		part, typed, stdout, raw string
	}{
		"code":        {"first", "123456\r", given, shown + "code: " + gone},
		"paste":       {"first", " 123 456\n", given, shown + "code: " + gone},
		"corrected":   {"first", "12x\x7f3456\r", given, shown + "code: " + gone},
		"again":       {"again", "123456\r", given, shown + "not accepted: MultiFactorAuthentication failed with invalid MFA one time pass …\r\ncode (attempt 2 of 3): " + gone + more},
		"dumb":        {"dumb", "123456\r", given, shown + "code: \r\n"},
		"empty line":  {"first", "\r\r123456\r", given, strings.Repeat(shown+"code: "+gone, 3)},
		"not a code":  {"first", "hunter2\r123456\r", given, shown + "code: " + gone + shown + "an MFA code has six digits\r\ncode: " + gone + more},
		"interrupted": {"first", "1234\x03", `"" the code prompt was canceled` + "\n", shown + "code: " + gone},
		"ended":       {"first", "\x04", `"" the code prompt was canceled` + "\n", shown + "code: " + gone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, c.part, ptytest.Options{})
			s.WaitFor("code")
			s.Send(c.typed)
			end(t, s, c.stdout, c.raw)
			for _, typed := range []string{"123456", "123 456", "hunter2"} {
				if bytes.Contains(s.Raw(), []byte(typed)) {
					t.Errorf("%q was shown", typed)
				}
			}
		})
	}
}

func TestCodePromptNeedsNoStdin(t *testing.T) {
	t.Parallel()
	s := start(t, "first", ptytest.Options{NoStdin: true})
	s.WaitFor("code: ")
	s.Send("123456\r")
	end(t, s, given, shown+"code: "+gone)
}

func TestCodePromptEndsAtOnceAndRestores(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signal syscall.Signal
		said   string
	}{
		"context":   {syscall.SIGUSR1, ErrDeadline.Error()},
		"terminate": {syscall.SIGTERM, mfa.ErrCanceled.Error()},
		"hang-up":   {syscall.SIGHUP, mfa.ErrCanceled.Error()},
		"interrupt": {syscall.SIGINT, mfa.ErrCanceled.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, "first", ptytest.Options{})
			s.WaitFor("code: ")
			s.Send("123")
			began := time.Now()
			s.Signal(c.signal)
			end(t, s, `"" `+c.said+"\n", shown+"code: "+gone)
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestHostileTextInTheCodePrompt(t *testing.T) {
	t.Parallel()
	s := start(t, "hostile", ptytest.Options{})
	s.WaitFor("code: ")
	s.Send("123456\r")
	end(t, s, given, `p\u202e␍␊: an MFA code is needed for \x9b31m`+"\r\n"+`device \x1b]0;PWN\x07  (a\u200bb)`+"\r\n"+`not accepted: \x1b[2J`+"\r\ncode: "+gone+more)
}

func TestNarrowCodePromptNeverWraps(t *testing.T) {
	t.Parallel()
	s := start(t, "again", ptytest.Options{Cols: 20, Rows: 10})
	s.WaitFor("code (attempt 2 of…")
	s.Send("123456\r")
	end(t, s, given, "prod: an MFA code …\r\ndevice arn:aws:iam…\r\nnot accepted: Mult…\r\ncode (attempt 2 of…"+gone+more)
}

// A code that is pasted with more behind it must not end in the shell.
func TestWhatIsTypedAfterTheCodeIsDropped(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := ptytest.Start(t, ptytest.Options{Env: []string{noRaceWait, unasked, "CODEPROMPT_TEST=first", "SELF=" + self, "PATH=/usr/bin:/bin"}},
		"/bin/sh", "-c", `"$SELF"; echo after; read line; echo "<$line>"`)
	s.WaitFor("code: ")
	s.Send("123456\r" + strings.Repeat("654321\r", 50))
	s.WaitFor("after")
	s.Send("typed\r")
	s.Wait()
	if raw := string(s.Raw()); !strings.Contains(raw, "<typed>") || strings.Contains(raw, "654321") {
		t.Errorf("terminal %q", raw)
	}
}

// On a terminal's ^Z the shell gets its terminal back, and the prompt returns with fg.
func TestSuspendedCodePrompt(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := ptytest.Start(t, ptytest.Options{Env: []string{noRaceWait, unasked, "CODEPROMPT_TEST=first", "SELF=" + self, "PATH=/usr/bin:/bin"}},
		"/bin/sh", "-c", `set -m; "$SELF"; stty -a | tr ' ;' '\n\n' | grep -x -e echo -e icanon | tr '\n' +; echo " asleep"; fg`)
	s.WaitFor("code: ")
	s.Send("99\x1a")
	s.WaitFor("asleep")
	s.Until("a second prompt", func(raw []byte) bool { return bytes.Count(raw, []byte("code: ")) == 2 })
	s.Send("123456\r")
	if code := s.Wait(); code != 0 {
		t.Errorf("code = %d", code)
	}
	raw := string(s.Raw())
	if !strings.Contains(raw, "icanon+echo+ asleep") || !strings.Contains(raw, `"123456" <nil>`) {
		t.Errorf("terminal %q", raw)
	}
	if s.StateChanged() {
		t.Error("the terminal's settings were not restored")
	}
}

// Nobody could start a session leader again: there ^Z only draws the prompt anew.
func TestSuspendWhereNobodyCanResume(t *testing.T) {
	t.Parallel()
	s := start(t, "first", ptytest.Options{})
	s.WaitFor("code: ")
	s.Send("\x1a")
	s.Until("a second prompt", func(raw []byte) bool { return bytes.Count(raw, []byte("code: ")) == 2 })
	s.Send("123456\r")
	end(t, s, given, strings.Repeat(shown+"code: "+gone, 2))
}

func TestNoTerminalToPromptOn(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = []string{noRaceWait, "CODEPROMPT_TEST=first"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, err := cmd.Output()
	if want := `"" ` + mfa.ErrNotInteractive.Error() + "\n"; err != nil || string(out) != want {
		t.Errorf("%q, %v; want %q", out, err, want)
	}
}
