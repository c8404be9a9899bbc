//go:build unix

package e2e

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/tmuxtest"
)

// codeAddress waits for the address of a device code on the screen.
func (i *inspector) codeAddress() string {
	screen := i.Until("the address", func(screen string) bool { return addressHead.MatchString(screen) && addressQuery.MatchString(screen) })
	return addressHead.FindString(screen) + addressQuery.FindString(screen)
}

// The address is in two parts where it is longer than a line.
var (
	addressHead  = regexp.MustCompile(`http://127\.0\.0\.1:\d+/device`)
	addressQuery = regexp.MustCompile(`\?user_code=[A-Z]{4}-[A-Z]{4}`)
)

// wide is a window with room for the QR code beside the chain.
var wide = tmuxtest.Options{Width: 120, Height: 40}

// A walk that needs a sign-in offers it in place, and goes on by itself.
func TestInspectorSignsIn(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"i", "Enter"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			i := openDemo(t, wide)
			i.pick(t, "newcomer")
			i.Keys(key)
			screen := i.Shows("╭─ sign in to newcomer", "never signed in to newcomer on this computer", "waiting for a sign-in", "enter signs in")
			if chain, box := strings.Index(screen, "· instance"), strings.Index(screen, "╭─ sign in to"); chain < 0 || box < chain {
				t.Errorf("the sign-in is not under the chain:\n%s", screen)
			}
			i.Keys("Enter")
			address := i.codeAddress()
			_, code, _ := strings.Cut(address, "user_code=")
			i.Shows("code  "+code, "█▀▀▀▀▀█", "c copy the address", "esc cancel")
			press(t, address, "allow")
			screen = i.reports("newcomer", "● found")
			if strings.Contains(screen, "╭─ sign in to") || strings.Contains(screen, code) {
				t.Errorf("the sign-in stays:\n%s", screen)
			}
		})
	}
}

// l signs in without a walk; the address goes to the clipboard, and other profiles of
// the sign-in know of it.
func TestInspectorSignInKey(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{Width: 80, Height: 24, Clipboard: true})
	i.pick(t, "newcomer")
	i.Shows("→ l signs in", "l sign in")
	i.Keys("l")
	i.Shows("╭─ sign in to newcomer", "?user_code=", "esc cancel")
	i.Keys("r")
	screen := i.Shows("█▀▀▀▀▀█", "back to the chain")
	if strings.Contains(screen, "environment") {
		t.Errorf("the QR code has not the window for itself:\n%s", screen)
	}
	i.Keys("r")
	i.Shows("╭─ sign in to newcomer")
	i.Keys("c")
	i.Wait("the address in the clipboard", func() bool { return deviceAddress.MatchString(i.Clipboard()) })
	press(t, i.Clipboard(), "allow")
	i.Shows("signed in to newcomer until")
	i.reports("newcomer", "◇ would use")
	i.Keys("l")
	i.Shows("already signed in to newcomer until")
}

func TestInspectorSignInThatFails(t *testing.T) {
	t.Parallel()
	i := openDemo(t, wide)
	i.pick(t, "newcomer")
	i.Keys("i")
	i.Shows("enter signs in")
	i.Keys("Enter")
	press(t, i.codeAddress(), "deny")
	i.reports("newcomer", "✗ stopped")
	i.Shows("was refused on the page", "→ l signs in")
	i.Keys("l")
	press(t, i.codeAddress(), "deny")
	i.Shows("was refused on the page", "enter begins again   esc leaves")
	i.Keys("Enter")
	i.codeAddress()
	i.Keys("Escape")
	i.Shows("not signed in")
	i.reports("newcomer", "✗ stopped")
}

func TestInspectorSignInEsc(t *testing.T) {
	t.Parallel()
	i := openDemo(t, wide)
	i.pick(t, "newcomer")
	i.Keys("i")
	i.Shows("enter signs in")
	i.Keys("Escape")
	i.reports("newcomer", "✗ stopped")
	i.Shows("Not signed in to SSO session newcomer")
	i.Keys("i")
	i.Shows("enter signs in")
	i.Keys("Enter")
	address := i.codeAddress()
	began := time.Now()
	i.Keys("Escape")
	screen := i.reports("newcomer", "✗ canceled")
	if took := time.Since(began); took > soon {
		t.Errorf("took %v", took)
	}
	if strings.Contains(screen, addressQuery.FindString(address)) || strings.Contains(screen, "╭─ sign in to") {
		t.Errorf("the sign-in stays:\n%s", screen)
	}
}

// However the program ends during a sign-in, it does so at once and the terminal is as
// it was.
func TestInspectorEndsDuringASignIn(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]struct {
		how  func(*testing.T, *inspector)
		says string
	}{
		"q":      {func(_ *testing.T, i *inspector) { i.Keys("q") }, "left with 0"},
		"ctrl-c": {func(_ *testing.T, i *inspector) { i.Keys("C-c") }, "left with 130"},
		"HUP": {func(t *testing.T, i *inspector) {
			job := i.Foreground()
			if job == i.PID() {
				t.Fatal("the shell has the terminal")
			}
			if err := syscall.Kill(job, syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
		}, "left with 143"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := openShell(t)
			i.Line(`stty -a >before; "$CREDENCE" demo; echo "left with $?"; stty -a >after; cmp before after && echo "all $(echo done)"`)
			i.Shows("dev-admin", "q quit")
			i.pick(t, "newcomer")
			i.Keys("l")
			i.Shows("╭─ sign in to newcomer", "?user_code=")
			end.how(t, i)
			i.Shows(end.says, "all done\n")
			i.restored(t)
		})
	}
}
