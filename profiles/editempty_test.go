package profiles

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEditEmpty(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"":                               false,
		"[a]\n":                          true,
		"[a]":                            true,
		"[a]\n\n[b]\nregion = x\n":       true,
		"[a]\nregion = x\n":              false,
		"[a]\n# what it was for\n":       false,
		"# what it is for\n[a]\n":        false,
		"[b]\nregion = x\n\n[a]\n":       true,
		"[a]\n[b]\nregion = x\n[a]\nk=v": false,
	} {
		path := filepath.Join(t.TempDir(), "credentials")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := NewEdit(path, RoleCredentials)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Empty(SectionRef{SectionProfile, "a"}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
