//go:build unix

package e2e

import (
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// The prompt stands under the chain that asks, which stays on the screen.
func TestInspectorMFA(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		enter func(i *inspector, code string)
	}{
		{"typed", func(i *inspector, code string) { i.Type(code); i.Keys("Enter") }},
		{"pasted in brackets, with blanks", func(i *inspector, code string) { i.Paste(" " + code[:3] + " " + code[3:] + "\n") }},
		{"pasted without brackets", func(i *inspector, code string) { i.PasteBare(code) }},
		{"pasted without brackets, with blanks", func(i *inspector, code string) { i.PasteBare(code[:3] + " " + code[3:]); i.Keys("Enter") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := openDemo(t, tmuxtest.Options{})
			i.pick(t, "dev-admin")
			i.Keys("i")
			screen := i.Shows("╭─ MFA code of jane", "role Admin in 1111-2222-3333", "waiting for a code", "[_]", "next code in", "esc cancel")
			if chain, box := strings.Index(screen, "· instance"), strings.Index(screen, "╭─ MFA code of"); chain < 0 || box < chain {
				t.Errorf("the prompt is not under the chain:\n%s", screen)
			}
			tt.enter(i, i.phone())
			screen = i.reports("dev-admin", "● found")
			if strings.Contains(screen, "╭─ MFA code of") {
				t.Errorf("the prompt stays:\n%s", screen)
			}
		})
	}
}

func TestInspectorMFAWrongCode(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "delta")
	i.Keys("i")
	i.Shows("╭─ MFA code of jane")
	i.Type("12345")
	i.Keys("Enter")
	i.Shows("one digit is missing")
	i.Keys("C-u")
	i.Paste("not a code")
	i.Shows("not six digits")
	if n := i.aws.Count(""); n != 0 {
		t.Errorf("%d requests for what is no code", n)
	}
	wrong := "000000"
	if i.phoneOf(t) == wrong {
		wrong = "999999"
	}
	i.Type(wrong)
	i.Keys("Enter")
	i.Shows("attempt 2 of 3", "wait for the next one", "[_]")
	i.Type(i.phoneOf(t))
	i.Keys("Enter")
	i.reports("delta", "● found")
	if n := i.codesSent(); n != 2 {
		t.Errorf("%d requests with a code, want 2", n)
	}
}

// codesSent is how many requests brought a code.
func (i *inspector) codesSent() int {
	sent := 0
	for _, r := range i.aws.Requests() {
		if r.Form.Get("TokenCode") != "" {
			sent++
		}
	}
	return sent
}

// A code is good once: one that was used is refused before it is sent.
func TestInspectorMFAReusedCode(t *testing.T) {
	t.Parallel()
	i := openOwn(t, "--no-cache") // no session is kept: each walk needs a code
	i.pick(t, "delta")
	i.Keys("i")
	i.Shows("╭─ MFA code of jane")
	code := i.phoneOf(t)
	i.Paste(code)
	i.reports("delta", "● found")
	i.Keys("i")
	i.Shows("╭─ MFA code of jane")
	i.Paste(code)
	i.Shows("used already: the next one comes in")
	if n := i.codesSent(); n != 1 {
		t.Errorf("%d requests with a code, want 1", n)
	}
	i.Keys("Escape")
	i.reports("delta", "✗ canceled")
}

func TestInspectorMFACancel(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "delta")
	i.Keys("i")
	i.Shows("╭─ MFA code of jane")
	i.Type("123")
	i.Shows(" 1   2   3  [_] [ ] [ ]")
	i.Keys("Escape")
	screen := i.reports("delta", "✗ canceled")
	if !strings.Contains(screen, "the MFA code was not given") {
		t.Errorf("the chain does not say why it stopped:\n%s", screen)
	}
	if strings.Contains(screen, "╭─ MFA code of") || strings.Contains(screen, " 1   2   3 ") {
		t.Errorf("the prompt stays:\n%s", screen)
	}
	if n := i.aws.Count(""); n != 0 {
		t.Errorf("%d requests after esc", n)
	}
	i.Keys("Escape")
	i.Until("the whole list", func(screen string) bool { return selected(screen, "delta") && strings.Contains(screen, "echo") })
	i.Keys("j")
	i.reports("echo", "would use")
}
