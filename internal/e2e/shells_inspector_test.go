//go:build unix

package e2e

import (
	"path/filepath"
	"regexp"
	"testing"

	"credence/internal/tmuxtest"
)

// TestInspectorThroughTheHook: in a hooked shell `credence` alone, or use without a
// profile, opens the inspector, and its choice is the shell's identity then.
func TestInspectorThroughTheHook(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		name    string
		argv    []string
		install string
		command string
		says    string // prints code=… key=…
	}{
		{"bash", []string{"--norc", "--noprofile", "-i"}, `eval "$(credence init bash)"`, "credence", `echo "code=$? key=$AWS_ACCESS_KEY_ID."`},
		{"zsh", []string{"-f", "-i"}, `eval "$(credence init zsh)"`, "credence", `echo "code=$? key=$AWS_ACCESS_KEY_ID."`},
		{"fish", []string{"--no-config", "-i"}, `credence init fish | source`, "credence", `echo "code=$status key=$AWS_ACCESS_KEY_ID."`},
		{"elvish", []string{"-norc"}, `eval (credence init elvish | slurp)`, "credence", `echo "code=0 key="$E:AWS_ACCESS_KEY_ID"."`},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			path := lane(t, s.name)
			at, temp, aws, env := ownWorld(t)
			for n, entry := range env {
				if name := "PATH="; len(entry) > len(name) && entry[:len(name)] == name {
					env[n] = name + filepath.Dir(binary) + ":" + entry[len(name):]
				}
			}
			i := &inspector{tmuxtest.Start(t, tmuxtest.Options{Env: env, Dir: at, Width: 80, Height: 24}, append([]string{path}, s.argv...)...), aws, at, temp}
			i.Line(s.install + "; echo ready")
			i.Until("a prompt", regexp.MustCompile(`(?m)^ready`).MatchString)
			i.Line(s.command)
			i.Shows("charlie", "enter take")
			i.pick(t, "charlie")
			i.Keys("Enter")
			i.Shows("● charlie", "left")
			i.Line(s.says)
			i.Until("the key in the shell", regexp.MustCompile(`(?m)^code=0 key=ASIA\w+\.`).MatchString)
			if s.name == "elvish" { // which throws where others return a code
				return
			}
			i.Line("clear; " + s.command)
			i.Shows("charlie", "enter take")
			i.Keys("q")
			i.Until("the prompt again", func(string) bool { return !i.AlternateOn() })
			i.Line(s.says)
			i.Until("the key stays", regexp.MustCompile(`(?m)^code=130 key=ASIA\w+\.`).MatchString)
			i.Line("clear; credence use --off")
			i.Shows("as it was before")
			i.Line(s.says)
			i.Until("no key", regexp.MustCompile(`(?m)^code=0 key=\.`).MatchString)
			i.restored(t)
		})
	}
}
