//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/tmuxtest"
)

// browserScript is a BROWSER that writes down what it is to open.
func browserScript(t *testing.T, at string) (script, opened string) {
	t.Helper()
	script, opened = filepath.Join(at, "browser"), filepath.Join(at, "opened")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf '%s' \"$1\" >'"+opened+".part' && mv '"+opened+".part' '"+opened+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return script, opened
}

// awaitFile waits for a file.
func awaitFile(t *testing.T, path string) string {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if text, err := os.ReadFile(path); err == nil {
			return string(text)
		}
		<-time.After(10 * time.Millisecond)
	}
	t.Fatalf("%s does not come", path)
	return ""
}

// TestSignInInChromium: a real browser confirms on the demo's page, and its answer
// reaches credence by way of loopback.
func TestSignInInChromium(t *testing.T) {
	t.Parallel()
	page := startChromium(t)
	at := home(t)
	script, opened := browserScript(t, at)
	s := tmuxtest.Start(t, tmuxtest.Options{Width: 80, Height: 24, Env: environment(at, "BROWSER="+script)}, binary, "demo", "login", "newcomer", "--browser")
	address := awaitFile(t, opened)
	if !strings.Contains(address, "/authorize?") || !strings.Contains(address, "code_challenge_method=S256") {
		t.Fatalf("opened %s", address)
	}
	s.Until("what goes on", func(screen string) bool {
		return strings.Contains(screen, "the browser was opened") && strings.Contains(screen, "left") && strings.Contains(screen, "esc cancel")
	})
	tab := page.open(address)
	page.until(tab, "document.body ? document.body.innerText : ''", "asks for access")
	page.evaluate(tab, `document.querySelector("button[value=allow]").click(); ""`)
	if text := page.until(tab, "document.body ? document.body.innerText : ''", "Confirmed"); strings.Contains(text, "code=") {
		t.Errorf("page %q", text)
	}
	if at := page.evaluate(tab, "location.pathname"); at != "/oauth/callback" {
		t.Errorf("ended at %s", at)
	}
	if code := s.Exited(); code != 0 {
		t.Errorf("exit code %d: %s", code, s.Screen())
	}
	if screen := s.Screen(); !strings.Contains(screen, "● signed in to newcomer until") || strings.Contains(screen, "esc cancel") {
		t.Errorf("screen %s", screen)
	}
}

// TestSignInRefusedInChromium: the Deny button ends it at once.
func TestSignInRefusedInChromium(t *testing.T) {
	t.Parallel()
	page := startChromium(t)
	at := home(t)
	script, opened := browserScript(t, at)
	s := tmuxtest.Start(t, tmuxtest.Options{Width: 80, Height: 24, Env: environment(at, "BROWSER="+script)}, binary, "demo", "login", "newcomer", "--device")
	address := awaitFile(t, opened)
	tab := page.open(address)
	_, code, _ := strings.Cut(address, "user_code=")
	page.until(tab, "document.body ? document.body.innerText : ''", code)
	page.evaluate(tab, `document.querySelector("button[value=deny]").click(); ""`)
	page.until(tab, "document.body ? document.body.innerText : ''", "denied")
	if code := s.Exited(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if screen := s.Screen(); !strings.Contains(screen, "was refused on the page") {
		t.Errorf("screen %s", screen)
	}
}
