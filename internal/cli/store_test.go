package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"credence/internal/sealed"
	"credence/internal/secret"
	"credence/mfa"
)

// homeOf is the home folder of a world.
func homeOf(w *World) string { return w.env("HOME") }

func TestStoreStatusTightens(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	w := world(t, "", twoKeys)
	w.StderrTerminal = true
	if r := w.run(t.Context(), "store", "move", "age", "--identity", "~/id.txt"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	if r := w.run(t.Context(), "store"); !strings.Contains(r.errors, "a backup still holds keys that were moved") {
		t.Errorf("%+v", r)
	}
	backups, err := filepath.Glob(filepath.Join(homeOf(w), ".aws", "*.bak"))
	if err != nil || len(backups) == 0 {
		t.Fatalf("%v, %v", backups, err)
	}
	for _, path := range backups {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := filepath.Glob(filepath.Join(homeOf(w), ".local", "share", "credence", "keys", "*.json"))
	if err != nil || len(keys) != 1 {
		t.Fatalf("%v, %v", keys, err)
	}
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(homeOf(w), ".aws", name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	loose := []string{write("credentials", ""), write("config", "[profile x]\naws_secret_access_key = s\n"), keys[0], filepath.Join(homeOf(w), ".config", "credence", "config.ini"), filepath.Join(homeOf(w), ".local", "share", "credence", "store.age")}
	for _, path := range loose {
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	modes := func() (all []os.FileMode) {
		for _, path := range loose {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, info.Mode().Perm())
		}
		return all
	}
	for _, c := range []struct {
		answer bool
		err    error
		code   int
		want   string
		mode   os.FileMode
	}{
		{false, mfa.ErrNotInteractive, ExitOK, "hint: credence store status --fix", 0o644},
		{false, mfa.ErrCanceled, ExitInterrupted, "others may read", 0o644},
		{false, nil, ExitOK, "credence store status --fix", 0o644},
		{true, nil, ExitOK, "only you can read", 0o600},
	} {
		w.Confirm = func(context.Context, string) (bool, error) { return c.answer, c.err }
		r := w.run(t.Context(), "store")
		if r.code != c.code || !strings.Contains(r.errors, strings.TrimPrefix(c.want, "hint: ")) {
			t.Errorf("%+v: %+v", c, r)
		}
		for i, mode := range modes() {
			if mode != c.mode {
				t.Errorf("%+v: %s is %v", c, loose[i], mode)
			}
		}
	}
	w.Confirm = func(context.Context, string) (bool, error) { t.Error("asked again"); return false, nil }
	if r := w.run(t.Context(), "store"); r.code != ExitOK || r.errors != "" {
		t.Errorf("afterwards: %+v", r)
	}
	// A config file without secrets is nobody's business.
	if err := os.Chmod(write("config", "[profile x]\nregion = r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t.Context(), "store"); r.code != ExitOK || r.errors != "" {
		t.Errorf("afterwards: %+v", r)
	}
}

func TestStoreStatusJSON(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	if r := w.run(t.Context(), "store", "move", "age", "--identity", "~/id.txt"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	r := w.run(t.Context(), "store", "--json")
	var got storeReport
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != ExitOK {
		t.Fatalf("%v: %+v", err, r)
	}
	if got.Version != 1 || got.Kind != "age" || got.Origin.Line == 0 || got.Places["age"].State != placeReady ||
		got.Places["age"].Path == "" || got.Places["keyring"].Name == "" || len(got.Keys) != 1 || got.Keys[0].Profile != "default" ||
		got.Keys[0].Kind != "age" || got.Sessions.Total != 0 || got.Problems == nil {
		t.Errorf("%s", r.out)
	}
	if strings.Contains(r.out, "do-not-print-me") {
		t.Error("a secret in the report")
	}
}

// TestPassphrasePrompts: who asks, how often, and that the inspector's screen is not
// written over.
func TestPassphrasePrompts(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	// A key file whose passphrase is "word", and cheap to open.
	text, err := os.ReadFile(filepath.Join("testdata", "store.age"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(homeOf(w), ".local", "share", "credence", "store.age")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	w.AskSecret = func(_ context.Context, q sealed.Question) (secret.Text, error) {
		asked++
		return secret.New("word"), nil
	}
	if r := w.run(t.Context(), "store", "move", "age", "--no-input"); r.code != ExitError || asked > 0 || !strings.Contains(r.errors, "no terminal to ask on") {
		t.Errorf("--no-input: %+v", r)
	}
	if r := w.run(t.Context(), "store", "move", "age"); r.code != ExitOK || asked != 1 {
		t.Errorf("asked %d times: %+v", asked, r)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitOK || asked != 2 {
		t.Errorf("asked %d times: %+v", asked, r)
	}
	if r := w.run(t.Context(), "store", "status"); r.code != ExitOK || asked != 2 || !strings.Contains(r.out, "closed: a passphrase opens it") {
		t.Errorf("status asked %d times: %+v", asked, r)
	}
	if r := w.run(t.Context(), "process", "--stored", "default"); r.code != ExitError || asked != 2 || !strings.Contains(r.errors, "process --tty") {
		t.Errorf("for an SDK: asked %d times: %+v", asked, r)
	}
	if r := w.run(t.Context(), "process", "--tty", "--stored", "default"); r.code != ExitOK || asked != 3 || !strings.Contains(r.out, "do-not-print-me") {
		t.Errorf("asked %d times: %+v", asked, r)
	}
	a := &app{World: w}
	a.resting().quiet = true
	if _, err := a.passphrase()(t.Context(), sealed.Question{}); err == nil || asked != 3 {
		t.Errorf("below the inspector: %v", err)
	}
}

func TestStoredLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		program, profile string
		windows          bool
		want             string
	}{
		"plain":         {"credence", "prod", false, "credence process --stored prod"},
		"blanks":        {"/opt/my tools/credence", "prod", false, `/opt/my\ tools/credence process --stored prod`},
		"dollar":        {"credence", "a$b", false, `credence process --stored a\$b`},
		"quote":         {"credence", `a'b`, false, `credence process --stored a\'b`},
		"windows":       {`C:\Program Files\credence.exe`, "prod", true, `"C:\Program Files\credence.exe" process --stored prod`},
		"windows, both": {`C:\Program Files\credence.exe`, "a b", true, `"C:\Program Files\credence.exe" process --stored "a b" --no-input`},
		"a flag":        {"credence", "--reveal", false, ""},
		"a line":        {"credence", "a\nb", false, ""},
	} {
		got, err := storedLine(c.program, c.profile, c.windows)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err == nil && !c.windows && (!isStoredLine(got, c.profile) || isStoredLine(got, c.profile+"x")) {
			t.Errorf("%s: %q is not recognised", name, got)
		}
	}
	for _, other := range []string{"", "credence process prod", "credence process --stored", `other "`, "echo process --stored prod"} {
		if isStoredLine(other, "prod") {
			t.Errorf("%q was recognised", other)
		}
	}
}

// TestDemoLeavesTheKeyringAlone: what is tried out in the demo stays in it.
func TestDemoLeavesTheKeyringAlone(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	w.Phone = func(string) string { return "" }
	if r := w.run(t.Context(), "store", "move", "keyring"); r.code != ExitError || !strings.Contains(r.errors, "the demo leaves your keyring alone") {
		t.Errorf("%+v", r)
	}
}

// TestMFASessionSetting: the settings say how long one code is good for.
func TestMFASessionSetting(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	for _, c := range []struct {
		value string
		want  time.Duration
	}{{"", 12 * time.Hour}, {"8h", 8 * time.Hour}, {"15m", 15 * time.Minute}} {
		if c.value != "" {
			if r := w.run(t.Context(), "config", "set", "mfa.session_duration", c.value); r.code != ExitOK {
				t.Fatalf("%+v", r)
			}
		}
		a := &app{World: w}
		o, err := a.options(a.root(), nil)
		if err != nil || o.MFASessionDuration != c.want {
			t.Errorf("%q: %v, %v", c.value, o.MFASessionDuration, err)
		}
	}
}

// TestUnfinishedImport: one that was killed between the two files can be undone, and is
// told so.
func TestUnfinishedImport(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	if r := w.run(t.Context(), "store", "move", "age", "--identity", "~/id.txt"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	credentials := filepath.Join(homeOf(w), ".aws", "credentials")
	if err := os.WriteFile(credentials, []byte(twoKeys), 0o600); err != nil { // as if the second file had not been reached
		t.Fatal(err)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitUsage || !strings.Contains(r.errors, "an earlier import of default was not finished") || !strings.Contains(r.errors, "hint: credence store export default") {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "store", "export", "default"); r.code != ExitOK {
		t.Errorf("%+v", r)
	}
	if text, err := os.ReadFile(credentials); err != nil || string(text) != twoKeys {
		t.Errorf("%v: %s", err, text)
	}
	if text := configOf(t, w); strings.Contains(text, "--stored") {
		t.Errorf("%s", text)
	}
	if r := w.run(t.Context(), "store", "import", "default"); r.code != ExitOK {
		t.Errorf("%+v", r)
	}
}
