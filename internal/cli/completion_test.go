package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"credence/internal/shell"
)

const completionConfig = "[profile prod-admin]\nrole_arn = arn:aws:iam::222233334444:role/Admin\nsource_profile = default\nregion = eu-west-1\n" +
	"[profile prod-read]\nregion = eu-west-1\n[profile with:colon]\nregion = us-east-1\n[profile \"data science\"]\nregion = eu-west-1\n"

// completions are the lines that credence __complete prints for a command line, without
// the directive, and that.
func completions(t *testing.T, w *World, args ...string) (lines []string, directive string) {
	t.Helper()
	r := w.run(t.Context(), append([]string{"__complete"}, args...)...)
	lines = strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestCompletions(t *testing.T) {
	t.Parallel()
	w := world(t, completionConfig, twoKeys)
	for _, c := range []struct {
		line      string
		want      []string
		directive string
	}{
		{"why |prod", []string{"prod-admin\trole Admin 222233334444 eu-west-1", "prod-read\tnone eu-west-1"}, ":4"},
		{"why |prod-admin|", []string{}, ":4"},
		{"whoami |with", []string{"with:colon\tnone us-east-1"}, ":4"},
		{"process |data", []string{"data science\tnone eu-west-1"}, ":4"},
		{"-p |prod-r", []string{"prod-read\tnone eu-west-1"}, ":4"},
		{"cache|list|prod-admin|prod", []string{"prod-read\tnone eu-west-1"}, ":4"},
		{"why |--region|", []string{"eu-west-1", "us-east-1"}, ":4"},
		{"why |--color|", []string{"auto", "always", "never"}, ":4"},
		{"status|--format|", []string{"plain", "starship", "tmux", "json"}, ":4"},
		{"completion|", completionShells, ":4"},
		{"exec|prod-r", []string{"prod-read\tnone eu-west-1"}, ":4"},
		{"exec|prod-read|--|l", []string{}, ":0"},
		{"use|prod-r", []string{"prod-read\tnone eu-west-1"}, ":4"},
		{"use|--shell|", shell.Names(), ":4"},
		{"stat", []string{"status\twhich identity this shell is on, and for how long: for prompts"}, ":4"},
		{"why|--config-file|", []string{}, ":0"},
		{"use|--shel", []string{"--shell\tprint for this shell (default the one it was started from)"}, ":4"},
		{"use|--prof", []string{"--profile\tthe profile, as the argument (default $AWS_PROFILE, else default)", "--profile-only\tset AWS_PROFILE alone, whatever the profile holds"}, ":4"},
	} {
		lines, directive := completions(t, w, strings.Split(strings.ReplaceAll(c.line, " ", ""), "|")...)
		if !slices.Equal(lines, c.want) || directive != c.directive {
			t.Errorf("%s: %q %s, want %q %s", c.line, lines, directive, c.want, c.directive)
		}
	}
	lines, _ := completions(t, w, "list", "--as", "")
	if !slices.Contains(lines, "rust") || !slices.Contains(lines, "documented") {
		t.Errorf("dialects: %q", lines)
	}
}

// TestEveryProfileArgumentCompletes: no command that takes a profile is forgotten, and
// no flag with a few values.
func TestEveryProfileArgumentCompletes(t *testing.T) {
	t.Parallel()
	a := &app{World: world(t, "", "")}
	root := a.root()
	a.completeFlags(root)
	everyCommand(root, func(cmd *cobra.Command) {
		if takesProfile(cmd) && cmd.ValidArgsFunction == nil {
			t.Errorf("%s completes no profiles", cmd.CommandPath())
		}
	})
}

// TestCompletionOfThousands: the names come quickly, and without what nobody reads.
func TestCompletionOfThousands(t *testing.T) {
	t.Parallel()
	var config strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&config, "[profile team-%04d]\nregion = eu-west-1\n", i)
	}
	w := world(t, config.String(), "")
	if lines, _ := completions(t, w, "why", ""); len(lines) != 3000 || lines[0] != "team-0000" {
		t.Errorf("%d lines, first %q", len(lines), lines[0])
	}
	if lines, _ := completions(t, w, "why", "team-001"); len(lines) != 10 || lines[0] != "team-0010\tnone eu-west-1" {
		t.Errorf("%q", lines)
	}
}

// TestCompletionScripts: every script is one that its shell can read.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	w := world(t, "", "")
	for _, name := range completionShells {
		r := w.run(t.Context(), "completion", name)
		if r.code != ExitOK || r.errors != "" || !strings.Contains(r.out, "__complete") {
			t.Errorf("%s: %d %s", name, r.code, r.errors)
		}
		path, err := exec.LookPath(name)
		if err != nil || name == "powershell" {
			continue // the scripts are tried in real shells by internal/e2e
		}
		script := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(script, []byte(r.out), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), path, "-n", script).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	for _, args := range [][]string{{"completion"}, {"completion", "tcsh"}, {"completion", "bash", "zsh"}} {
		if r := w.run(t.Context(), args...); r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, "hint:") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
