//go:build unix

package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// keptFor are the files of sessions below a home that tell of a role.
func keptFor(t *testing.T, at, role string) (files []string) {
	t.Helper()
	for _, pattern := range []string{".cache/credence/sessions/*.json", ".aws/cli/cache/*.json"} {
		found, err := filepath.Glob(filepath.Join(at, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if strings.Contains(read(t, path), role) {
				files = append(files, path)
			}
		}
	}
	return files
}

// What is kept is in the list of whoever opens the inspector next, with the time left,
// and a key drops it: that one alone, and what the AWS CLI was given of it.
func TestInspectorSessions(t *testing.T) {
	t.Parallel()
	i := openShell(t)
	i.Line(`"$CREDENCE"; echo "left with $?"`)
	i.Shows("charlie", "q quit")
	i.pick(t, "charlie")
	i.Keys("i")
	i.reports("charlie", "● found")
	i.pick(t, "delta")
	i.Keys("i")
	i.Shows("╭─ MFA code of jane")
	i.Paste(i.phoneOf(t))
	i.reports("delta", "● found")
	i.Keys("q")
	i.Shows("left with 0")

	asked := len(i.aws.Requests())
	i.Line(`clear; "$CREDENCE"`)
	left := func(name string) func(string) bool {
		return regexp.MustCompile(`(?m)^\s*▌? *` + name + ` +role.* (59|60)m [│┃]`).MatchString
	}
	i.Until("the time left of both", func(screen string) bool { return left("charlie")(screen) && left("delta")(screen) })
	if n := len(i.aws.Requests()); n != asked {
		t.Errorf("looking at the list sent %d requests", n-asked)
	}
	if files := keptFor(t, i.home, "Dev"); len(files) != 2 {
		t.Errorf("the control failed: %v are kept of charlie", files)
	}
	others := len(keptFor(t, i.home, "Admin"))
	i.pick(t, "charlie")
	i.Keys("Escape")
	i.Until("the whole list", func(screen string) bool { return selected(screen, "charlie") && strings.Contains(screen, "delta") })
	i.Keys("x")
	i.Shows("the session of charlie is dropped")
	i.Until("delta's alone", func(screen string) bool { return !left("charlie")(screen) && left("delta")(screen) })
	if files := keptFor(t, i.home, "Dev"); len(files) != 0 {
		t.Errorf("%v are left", files)
	}
	if n := len(keptFor(t, i.home, "Admin")); n != others || n == 0 {
		t.Errorf("%d files of delta, were %d", n, others)
	}
	i.Keys("x") // nothing is there to drop
	i.reports("charlie", "would use")
}

// A profile whose sign-in is not there says so before anybody asks.
func TestInspectorSignIn(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{})
	i.pick(t, "newcomer")
	i.Until("the sign-in", func(screen string) bool {
		return regexp.MustCompile(`(?m)▌ newcomer .*sign in [│┃]`).MatchString(screen)
	})
}
