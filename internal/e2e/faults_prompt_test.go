//go:build linux

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// TestASecondPrompt: while one program asks for a code, another that needs the same
// session asks for none. After five seconds it names the first, and says what to do;
// once the first has its code, the second needs none.
func TestASecondPrompt(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	first := tmuxtest.Start(t, tmuxtest.Options{Env: m.env}, binary, "whoami", "admin")
	first.Until("the prompt", func(screen string) bool { return strings.HasSuffix(strings.TrimSpace(screen), "code:") })
	second := tmuxtest.Start(t, tmuxtest.Options{Width: 240, Height: 24, Env: m.env}, binary, "whoami", "admin")
	if code := second.Exited(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	screen := strings.Join(strings.Fields(second.Screen()), " ")
	for _, part := range []string{
		fmt.Sprintf("process %d has been obtaining this session for 5 s", first.PID()), "waiting for a code of jane",
		fmt.Sprintf("give process %d its code", first.PID()), fmt.Sprintf("ps -o tty,args -p %d", first.PID()), "--no-cache",
	} {
		if !strings.Contains(screen, part) {
			t.Errorf("no %q in\n%s", part, screen)
		}
	}
	if strings.Contains(screen, "an MFA code is needed") || m.aws.Count("") != 0 {
		t.Errorf("asked, or sent %d requests:\n%s", m.aws.Count(""), screen)
	}
	code, _, err := m.aws.Phone(deviceARN)
	if err != nil {
		t.Fatal(err)
	}
	first.Type(code)
	first.Keys("Enter")
	if code := first.Exited(); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, first.Screen())
	}
	if out, errs, code := m.run(nil, binary, "process", "admin"); code != 0 || m.aws.Count("GetSessionToken") != 1 {
		t.Errorf("exit code %d, %d sessions: %s%s", code, m.aws.Count("GetSessionToken"), out, errs)
	}
}
