//go:build unix

package ptytest_test

import (
	"reflect"
	"strings"
	"testing"

	"credence/internal/ptytest"
)

var path = []string{"PATH=/usr/bin:/bin"}

func TestBytesSizeAndCode(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Cols: 41, Rows: 7, Env: append(path, "A=b c")}, "/bin/sh", "-c", `stty size; echo "$A"; read x; echo "<$x>"; exit 9`)
	s.WaitFor("b c")
	s.Send("typed\n")
	if code := s.Wait(); code != 9 {
		t.Errorf("code = %d", code)
	}
	if raw, want := string(s.Raw()), "7 41\r\nb c\r\ntyped\r\n<typed>\r\n"; raw != want {
		t.Errorf("raw = %q, want %q", raw, want)
	}
}

func TestCapturedStdout(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Env: path, CaptureStdout: true, NoStdin: true}, "/bin/sh", "-c", `echo data; echo people >&2; cat; echo tty >/dev/tty`)
	if code := s.Wait(); code != 0 {
		t.Errorf("code = %d", code)
	}
	if out, raw := string(s.Stdout()), string(s.Raw()); out != "data\n" || raw != "people\r\ntty\r\n" {
		t.Errorf("stdout %q, terminal %q", out, raw)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	o := ptytest.Options{Env: path, Answers: map[string]string{"who?": "me\n"}}
	s := ptytest.Start(t, o, "/bin/sh", "-c", `printf wh; printf 'o?'; read x; echo "hello $x"`)
	s.WaitFor("hello me")
	s.Wait()
}

func TestTerminalSettings(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Env: path}, "/bin/sh", "-c", `stty -echo; read x; stty echo; echo back; read x; stty raw`)
	s.UntilState(true)
	s.Send("\n")
	s.WaitFor("back")
	if s.StateChanged() {
		t.Error("the settings are not seen to be back")
	}
	s.Send("\n")
	s.Wait()
	if !s.StateChanged() {
		t.Error("a terminal left raw was not noticed")
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"\x1b[1mplain\x1b[0m\x1b[?25l\x1b[2J\x1b[3;4H\x1b]0;title\a\x1b[?1049h": nil,
		"a\x1b]11;?\x07b\x1b[6n": {"\x1b]11;?", "\x1b[6n"},
		"\x1b]4;1;?\x1b\\":       {"\x1b]4;1;?"},
		"\x1b[c\x1b[>0c":         {"\x1b[c", "\x1b[>0c"},
		"\x1b[?2026$p\x1b[18t":   {"\x1b[?2026$p", "\x1b[18t"},
		"\x1bP+q544e\x1b\\":      {"\x1bP+q"},
		"\x05":                   {"ENQ"},
	} {
		if got := ptytest.Queries([]byte(in)); !reflect.DeepEqual(got, want) {
			t.Errorf("Queries(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestManyBytes(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Env: path}, "/bin/sh", "-c", `i=0; while [ $i -lt 2000 ]; do echo 0123456789; i=$((i+1)); done`)
	s.Wait()
	if n := strings.Count(string(s.Raw()), "0123456789\r\n"); n != 2000 {
		t.Errorf("%d lines of 2000", n)
	}
}

// TestEscapeIsAKeyOfItsOwn: the key behind it is not sent before it was read.
func TestEscapeIsAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	s := ptytest.Start(t, ptytest.Options{Env: path}, "/bin/sh", "-c", `stty raw -echo; echo ready; sleep 0.05; for i in 1 2; do dd bs=9 count=1 2>/dev/null | od -An -c; done`)
	s.WaitFor("ready")
	s.Send("\x1b")
	s.Send("q")
	s.WaitFor("033\n")
	s.WaitFor("q\n")
	s.Wait()
}
