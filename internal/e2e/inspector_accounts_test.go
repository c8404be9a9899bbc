//go:build unix

package e2e

import (
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// The accounts of a profile's sign-in are a pane: searched, used without a profile.
func TestInspectorAccounts(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{Width: 80, Height: 24})
	i.pick(t, "prod-read")
	i.Keys("A")
	i.Shows("sign-in corp", "3 accounts, 6 roles", "enter use")
	i.Type("operator")
	i.Shows("/operator", "1 of 6", "2222-3333-4444  Operator")
	i.Keys("Escape")
	i.Until("all roles", func(screen string) bool {
		return !strings.Contains(screen, "of 6") && strings.Contains(screen, "Developer")
	})
	i.Keys("Escape")
	i.Until("the profiles", func(screen string) bool { return selected(screen, "prod-read") })
	i.Keys("A")
	i.Shows("sign-in corp")
	i.Type("staging")
	i.Keys("Enter")
	i.Shows("corp:staging/Developer is chosen: credence use")
	i.Keys("q")
	if code := i.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// Without a sign-in that is offered first.
func TestInspectorAccountsAfterASignIn(t *testing.T) {
	t.Parallel()
	i := openDemo(t, wide)
	i.pick(t, "newcomer")
	i.Keys("A")
	i.Shows("╭─ sign in", "never signed in to newcomer", "enter signs in")
	i.Keys("Enter")
	press(t, i.codeAddress(), "allow")
	i.Shows("sign-in newcomer", "3 accounts, 6 roles")
}

// The command shows the same list, and leaves the terminal as it was.
func TestAccountsPickOnATerminal(t *testing.T) {
	t.Parallel()
	i := openShell(t)
	i.Line(`stty -a >before; "$CREDENCE" demo accounts corp; echo "left with $?"; stty -a >after; cmp before after && echo "all $(echo done)"`)
	i.Shows("sign-in corp", "type to filter")
	i.Type("dev admin")
	i.Shows("1 of 6")
	i.Keys("C-z")
	i.Shows("Stopped")
	i.restored(t)
	i.Line("fg")
	i.Shows("1 of 6", "Administrator")
	i.Keys("Enter")
	i.Shows("credence use corp:111122223333/Administrator")
	i.Wait("the shell's screen", func() bool { return !i.AlternateOn() })
	i.restored(t)
}
