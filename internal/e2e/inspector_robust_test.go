//go:build unix

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/tmuxtest"
)

// No secret is in any frame, nor in anything else that the terminal was sent, nor in
// what it holds afterwards.
func TestInspectorShowsNoSecret(t *testing.T) {
	t.Parallel()
	i := openShell(t)
	record := filepath.Join(i.home, "record")
	i.Record(record)
	i.Line(`"$CREDENCE"; echo "left with $?"`)
	i.Shows("charlie", "q quit")
	var frames strings.Builder
	look := func() { frames.WriteString(i.ScreenEscapes()) }
	for _, name := range []string{"alpha", "charlie", "echo", "delta"} {
		i.pick(t, name)
		look()
		i.Keys("i")
		if name == "delta" {
			i.Shows("╭─ MFA code of jane")
			look()
			i.Paste(i.phoneOf(t))
		}
		i.reports(name, "● found")
		look()
		i.Keys("Tab") // through the evidence of every line
		for range 12 {
			i.Keys("j")
			look()
		}
		i.Keys("Tab")
		i.Keys("y")
		i.Shows("with the secrets")
		look()
		i.Keys("Escape")
		i.Until("the chain again", func(screen string) bool { return !strings.Contains(screen, "with the secrets") })
		i.Keys("a")
		look()
	}
	i.Keys("Enter")
	i.Shows("is chosen")
	look()
	i.Keys("q")
	i.Shows("left with 0\n")
	frames.WriteString(i.Everything())
	var sent string
	i.Wait("the record", func() bool {
		sent = read(t, record)
		return strings.Contains(sent, "left with 0\r")
	})
	frames.WriteString(sent)
	frames.WriteString(regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]").ReplaceAllString(sent, ""))
	shown := frames.String()
	if !strings.Contains(shown, "ASIA") || !strings.Contains(shown, processID) {
		t.Error("the control failed: no access key id was looked at")
	}
	secrets := append(keptSecrets(t, i.home), janeSecret, processSecret, processToken)
	for _, secret := range secrets {
		if strings.Contains(shown, secret) || strings.Contains(shown, secret[:12]) {
			t.Errorf("a secret was shown: %.6s…", secret)
		}
	}
}

// keptSecrets are those of the sessions that credence keeps below a home.
func keptSecrets(t *testing.T, home string) []string {
	t.Helper()
	pattern := regexp.MustCompile(`(?i)"(?:secret_?access_?key|session_?token)":\s*"([^"]{12,})"`)
	var secrets []string
	err := filepath.WalkDir(home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Dir(path) == home {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range pattern.FindAllSubmatch(text, -1) {
			secrets = append(secrets, string(m[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(secrets) < 4 {
		t.Errorf("%d secrets of kept sessions, want those of two roles", len(secrets))
	}
	return secrets
}

// A secret is shown on a key, and hidden on the next.
func TestInspectorReveals(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "alpha")
	i.Keys("i")
	i.Shows("session   " + janeID) // it is explained as found before
	i.Keys("s")
	i.Shows(janeSecret)
	i.Keys("Escape")
	i.Until("no secret", func(screen string) bool { return !strings.Contains(screen, janeSecret) })
	i.Keys("s")
	i.Shows(janeSecret)
	i.Keys("q")
	i.Exited()
	if strings.Contains(i.Everything(), janeSecret) {
		t.Error("the secret is left in the terminal")
	}
}

func TestInspectorFallsBackToLines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, term string
		args       []string
	}{
		{"--plain", "", []string{"--plain", "--profile", "alpha"}},
		{"TERM=dumb", "dumb", []string{"--profile", "alpha"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, _, env := ownWorld(t)
			s := tmuxtest.Start(t, tmuxtest.Options{Env: env, Term: tt.term}, append([]string{binary}, tt.args...)...)
			if code := s.Exited(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			screen := s.Shows("shared files", "found", janeID)
			if s.AlternateOn() || strings.Contains(screen, "q quit") {
				t.Errorf("the inspector has opened:\n%s", screen)
			}
		})
	}
}

// An endpoint that never answers makes no key wait.
func TestInspectorHangingEndpoint(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.aws.Inject("AssumeRole", fakeaws.Fault{Hang: true, Times: -1})
	i.pick(t, "charlie")
	i.Keys("Escape")
	i.Shows("delta")
	i.Keys("i")
	i.reports("charlie", "running")
	i.Wait("the request", func() bool { return i.aws.Count("AssumeRole") > 0 })
	began := time.Now()
	i.Keys("j")
	i.reports("delta", "would use")
	i.Keys("k")
	i.reports("charlie", "running")
	i.Keys("Escape")
	i.reports("charlie", "✗ canceled")
	if took := time.Since(began); took > soon {
		t.Errorf("three keys took %v", took)
	}
	i.Keys("i")
	i.reports("charlie", "running")
	began = time.Now()
	i.Keys("q")
	if code := i.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > soon {
		t.Errorf("q took %v", took)
	}
}

// Nor does a child, which ends with its walk.
func TestInspectorHangingProcess(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "golf")
	i.Keys("i")
	i.reports("golf", "running")
	child := i.child(t)
	began := time.Now()
	i.Keys("Escape")
	i.reports("golf", "✗ canceled")
	if took := time.Since(began); took > soon {
		t.Errorf("esc took %v", took)
	}
	i.Wait("the end of the child", func() bool { return !tmuxtest.Runs(child) })
	// Who leaves leaves no child behind.
	if err := os.Remove(filepath.Join(i.home, "child")); err != nil {
		t.Fatal(err)
	}
	i.Keys("i")
	child = i.child(t)
	i.Keys("q")
	if code := i.Exited(); code != 0 || tmuxtest.Runs(child) {
		t.Errorf("exit code %d, the child runs: %v", code, tmuxtest.Runs(child))
	}
}

// child waits for the process that golf has started.
func (i *inspector) child(t *testing.T) (pid int) {
	t.Helper()
	i.Wait("the child", func() bool {
		text, err := os.ReadFile(filepath.Join(i.home, "child"))
		if err == nil {
			pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
		}
		return err == nil
	})
	return pid
}
