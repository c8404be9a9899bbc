//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// replacements are the ways in which programs put another text into a file.
var replacements = map[string]func(t *testing.T, path, text string){
	"renamed over": write,
	"written in place": func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	},
	"deleted and created": func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	},
}

func TestInspectorFollowsTheFiles(t *testing.T) {
	t.Parallel()
	for name, replace := range replacements {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := openOwn(t)
			i.pick(t, "delta")
			i.Keys("Escape")
			i.Until("the whole list", func(screen string) bool { return selected(screen, "delta") && strings.Contains(screen, "charlie") })
			path := filepath.Join(i.home, ".aws", "config")
			config := read(t, path)
			replace(t, path, "[profile bravo]\nrole_arn = "+devRole+"\nsource_profile = alpha\n"+config)
			i.Until("bravo, the cursor where it was", func(screen string) bool { return strings.Contains(screen, "bravo") && selected(screen, "delta") })
			replace(t, path, config)
			i.Until("no bravo, the cursor where it was", func(screen string) bool { return !strings.Contains(screen, "bravo") && selected(screen, "delta") })
			replace(t, path, strings.ReplaceAll(config, "role/Admin", "role/Renamed"))
			i.Until("the new role explained", func(screen string) bool { return strings.Contains(screen, "Renamed") && selected(screen, "delta") })
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			i.Until("what the credentials file has", func(screen string) bool {
				return strings.Contains(screen, "alpha") && !strings.Contains(screen, "charlie")
			})
			create(t, path, config)
			i.Until("the files that are there again", func(screen string) bool { return strings.Contains(screen, "charlie") })
		})
	}
}

// create writes a file that is not there.
func create(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The folder and the files may come while the inspector is open.
func TestInspectorSeesTheFirstFiles(t *testing.T) {
	t.Parallel()
	at := home(t)
	i := &inspector{Session: tmuxtest.Start(t, tmuxtest.Options{Env: environment(at)}, binary), home: at}
	i.Shows("there are no shared files yet", "credence demo")
	if err := os.Mkdir(filepath.Join(at, ".aws"), 0o700); err != nil {
		t.Fatal(err)
	}
	create(t, filepath.Join(at, ".aws", "credentials"), "[alpha]\naws_access_key_id = AKIAFILE\naws_secret_access_key = canary-of-the-file\n")
	i.Until("the profile", func(screen string) bool {
		return strings.Contains(screen, "alpha") && strings.Contains(screen, "1 profile ")
	})
}
