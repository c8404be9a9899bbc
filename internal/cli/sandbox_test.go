package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestSamplesIn(t *testing.T) {
	t.Parallel()
	text := "# About the file.\n\n# What you get.\n[default]\nregion = x\n# of a key\noutput = y\n\n# Two\n# lines.\n[profile a]\n" +
		"[profile silent]\n# A name.\n[profile \"data science\"]\n# A session.\n[sso-session corp]\n# Keys.\n[base]\n"
	want := []Sample{{"default", "What you get"}, {"a", "lines"}, {"data science", "A name"}, {"base", "Keys"}}
	if got := samplesIn(text); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSampleWorld runs commands in the world that the program brings along.
func TestSampleWorld(t *testing.T) {
	t.Parallel()
	w := world(t, "", "", "AWS_PROFILE=outside")
	w.Sandbox = startSample
	r := w.run(t.Context(), "demo")
	for _, want := range []string{"dev-admin ", "A role that asks for an MFA code\n", "lost-source ", "half-pair ", "credence demo why dev-admin\n"} {
		if r.code != ExitOK || !strings.Contains(r.out, want) {
			t.Errorf("no %q in %+v", want, r)
		}
	}
	if n := strings.Count(r.out, "\n"); n < 30 {
		t.Errorf("%d lines", n)
	}
	for args, want := range map[string]int{
		"why": ExitOK, "why dev": ExitOK, "why staging-deep": ExitOK, "why prod-read": ExitOK, "process pod": ExitOK, "whoami only-region": ExitOK,
		"why lost-source": ExitError, "why loop-a --dry-run": ExitError, "process dev-admin": ExitInput, "list": ExitOK, "list --json": ExitOK,
		"why break-glass --json": ExitError, "why wrok": ExitError,
	} {
		if r := w.run(t.Context(), append([]string{"demo"}, strings.Fields(args)...)...); r.code != want || strings.Contains(r.out+r.errors, "outside") {
			t.Errorf("demo %s: code %d, want %d: %s%s", args, r.code, want, r.out, r.errors)
		}
	}
}
