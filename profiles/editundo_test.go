package profiles

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestUndo: an undone change leaves the file as it was, to the byte, wherever the lines
// were; after another change it is refused.
func TestUndo(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"in the middle":   "# mine\n[a]\naws_access_key_id = A\n# between\nregion = r\naws_secret_access_key = s # note\n\n[b]\nx = 1\n",
		"the only one":    "[a]\naws_access_key_id = A\naws_secret_access_key = s\n",
		"the last, open":  "[b]\nx = 1\n\n\n[a]\naws_access_key_id = A\naws_secret_access_key = s",
		"of Windows":      "\ufeff[a]\r\naws_access_key_id = A\r\naws_secret_access_key = s\r\n\r\n[b]\r\nx = 1\r\n\r\n",
		"one of its kind": "[b]\nx = 1\n[a]\naws_access_key_id = A\naws_secret_access_key = s\n[c]\nx = 1\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "credentials")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			edit := func() *Edit {
				e, err := NewEdit(path, RoleCredentials)
				if err != nil {
					t.Fatal(err)
				}
				return e
			}
			e, at := edit(), profile("a")
			for _, key := range []string{"aws_access_key_id", "aws_secret_access_key"} {
				if err := e.Unset(at, key); err != nil {
					t.Fatal(err)
				}
			}
			if e.Empty(at) {
				if err := e.Remove(at); err != nil {
					t.Fatal(err)
				}
			}
			undo := e.Undo()
			if _, err := e.Apply(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			if e.Undoes(undo) {
				t.Error("undone before it was done")
			}
			back := edit()
			if !back.Revert(undo) {
				t.Fatalf("not undone: %q", back.text())
			}
			for _, line := range back.Diff() {
				if line.Op == DiffRemoved && line.Text != "" {
					t.Errorf("%+v", line)
				}
			}
			if _, err := back.Apply(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			if now, err := os.ReadFile(path); err != nil || string(now) != text {
				t.Errorf("%q, %v, was %q", now, err, text)
			}
			if again := edit(); again.Revert(undo) || again.Changed() {
				t.Errorf("undone twice: %q", again.text())
			}
		})
	}
}
