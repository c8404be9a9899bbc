//go:build unix

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"credence/internal/tmuxtest"
)

// What is copied arrives in the clipboard of the terminal, and nothing does by itself.
func TestInspectorCopies(t *testing.T) {
	t.Parallel()
	at, temp, aws, env := ownWorld(t)
	i := &inspector{tmuxtest.Start(t, tmuxtest.Options{Env: env, Clipboard: true}, binary), aws, at, temp}
	i.Shows("charlie", "q quit")
	i.pick(t, "charlie")
	i.Keys("y")
	i.Shows("account id")
	i.Keys("n")
	i.Shows("sent the name to the clipboard")
	i.Wait("the name", func() bool { return i.Clipboard() == "charlie" })
	i.Keys("y", "a")
	i.Wait("the ARN", func() bool { return i.Clipboard() == devRole })
	i.Keys("y", "i")
	i.Wait("the account id", func() bool { return i.Clipboard() == "111122223333" })
	i.Keys("i")
	i.reports("charlie", "● found")
	if text := i.Clipboard(); text != "111122223333" {
		t.Errorf("the clipboard holds %q", text)
	}
	i.Keys("y", "e")
	i.Shows("sent the exports, secrets included, to the clipboard")
	i.Wait("the exports", func() bool { return exportsKeys.MatchString(i.Clipboard()) })
	i.Until("the inspector as it was", func(screen string) bool { return selected(screen, "charlie") })
}

// A terminal that goes away takes the inspector with it, with its children, and
// whatever is half done: what is on disk is whole. One that ignores the signal of
// that (nohup) ends all the same.
func TestInspectorWithoutItsTerminal(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"told": "", "not told": `trap "" HUP; `} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, temp, aws, env := ownWorld(t)
			i := &inspector{tmuxtest.Start(t, tmuxtest.Options{Env: env}, "/bin/sh", "-c", before+`exec "$CREDENCE"`), aws, at, temp}
			i.Shows("charlie", "q quit")
			i.pick(t, "charlie")
			i.Keys("Enter")
			i.Shows("charlie is chosen")
			i.pick(t, "golf") // a process that hangs
			i.Keys("i")
			child := i.child(t)
			i.Vanish()
			if tmuxtest.Runs(child) {
				t.Errorf("the child %d is still there", child)
			}
			kept, err := filepath.Glob(filepath.Join(at, ".cache", "credence", "sessions", "*.json"))
			if err != nil || len(kept) == 0 {
				t.Errorf("kept %v, %v", kept, err)
			}
			for _, path := range kept {
				if text, err := os.ReadFile(path); err != nil || !json.Valid(text) {
					t.Errorf("%s: %v", path, err)
				}
			}
		})
	}
}
