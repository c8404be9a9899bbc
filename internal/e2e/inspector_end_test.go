//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon is how long what must happen at once may take on a machine that is busy. All
// that could be waited for instead takes five seconds or longer, or never ends.
const soon = 4500 * time.Millisecond

func TestInspectorQuits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		key  string
		code int
	}{{"q", 0}, {"C-c", 130}} {
		t.Run(tt.key, func(t *testing.T) {
			t.Parallel()
			i := openOwn(t)
			began := time.Now()
			i.Keys(tt.key)
			if code := i.Exited(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if took := time.Since(began); took > soon {
				t.Errorf("took %v", took)
			}
			if i.AlternateOn() || i.MouseOn() {
				t.Errorf("alternate screen %v, mouse %v", i.AlternateOn(), i.MouseOn())
			}
		})
	}
}

// restored checks that the terminal is as a shell wants it.
func (i *inspector) restored(t *testing.T) {
	t.Helper()
	if i.AlternateOn() || i.MouseOn() || !i.CursorOn() {
		t.Errorf("alternate screen %v, mouse %v, cursor %v", i.AlternateOn(), i.MouseOn(), i.CursorOn())
	}
}

func TestInspectorSignals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		sig  syscall.Signal
	}{{"HUP", syscall.SIGHUP}, {"TERM", syscall.SIGTERM}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := openShell(t)
			i.Line(`stty -a >before; "$CREDENCE" demo; echo "left with $?"; stty -a >after; echo "all $(echo done)"`)
			i.Shows("dev-admin", "q quit")
			i.pick(t, "dev-admin")
			i.Keys("i") // in the middle of a walk
			i.Shows("╭─ MFA code of jane")
			job := i.Foreground()
			if job == i.PID() {
				t.Fatal("the shell has the terminal")
			}
			if err := syscall.Kill(job, tt.sig); err != nil {
				t.Fatal(err)
			}
			i.Shows("left with 143", "all done\n")
			i.restored(t)
			if before, after := read(t, filepath.Join(i.home, "before")), read(t, filepath.Join(i.home, "after")); before != after {
				t.Errorf("stty before:\n%s\nafter:\n%s", before, after)
			}
			if left, err := filepath.Glob(filepath.Join(i.temp, "credence-demo-*")); err != nil || len(left) > 0 {
				t.Errorf("the demo left %v (%v)", left, err)
			}
		})
	}
}

func TestInspectorSuspends(t *testing.T) {
	t.Parallel()
	i := openShell(t)
	i.Line(`stty -a >before; "$CREDENCE"`)
	i.Shows("charlie", "q quit")
	i.pick(t, "charlie")
	i.Keys("C-z")
	i.Shows("Stopped")
	i.restored(t)
	i.Line(`stty -a >during; echo "in the $(echo shell)"`)
	i.Shows("in the shell\n")
	if before, during := read(t, filepath.Join(i.home, "before")), read(t, filepath.Join(i.home, "during")); before != during {
		t.Errorf("stty before:\n%s\nwhile it is stopped:\n%s", before, during)
	}
	i.Line("fg")
	i.Until("the inspector", func(screen string) bool { return selected(screen, "charlie") && strings.Contains(screen, "q quit") })
	i.Wait("the alternate screen and the mouse", func() bool { return i.AlternateOn() && i.MouseOn() })
	i.Keys("i")
	i.reports("charlie", "● found")
	i.Keys("q")
	i.Wait("the shell's screen", func() bool { return !i.AlternateOn() }) // or it would get what is typed
	i.Line(`echo "left $(echo again)"`)
	i.Shows("left again\n")
	i.restored(t)
}

// The editor gets the terminal, and gives it back.
func TestInspectorEdits(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "charlie")
	i.Keys("e")
	edited := filepath.Join(i.home, "edited")
	want := "+2 " + filepath.Join(i.home, ".aws", "config") + "\n"
	i.Wait("the editor", func() bool {
		text, err := os.ReadFile(edited)
		return err == nil && string(text) == want
	})
	i.Until("the inspector", func(screen string) bool { return selected(screen, "charlie") })
	i.Wait("the alternate screen and the mouse", func() bool { return i.AlternateOn() && i.MouseOn() })
	i.Keys("i")
	i.reports("charlie", "● found")
}
