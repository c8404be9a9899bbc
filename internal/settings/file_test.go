package settings_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"credence/internal/settings"
)

func opened(t *testing.T, text string) *settings.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "credence", "config.ini")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if text != "" {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := settings.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func textOf(t *testing.T, f *settings.File) string {
	t.Helper()
	text, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSet: what is not set stays as it was, to the byte.
func TestSet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, name, value, after string }{
		"no file":            {"", "store.kind", "age", "[store]\nkind = age\n"},
		"in its line":        {"# c\n[store]\n  kind = file ; why\n# d\n", "store.kind", "age", "# c\n[store]\n  kind = age\n# d\n"},
		"in its section":     {"[store]\n# kept\n\n[inspector]\nsort = name\n", "store.kind", "age", "[store]\nkind = age\n# kept\n\n[inspector]\nsort = name\n"},
		"behind the others":  {"[store]\nage_identity = /a\n\n[mfa]\n", "store.kind", "age", "[store]\nage_identity = /a\nkind = age\n\n[mfa]\n"},
		"a new section":      {"[inspector]\nsort = name\n", "store.kind", "age", "[inspector]\nsort = name\n\n[store]\nkind = age\n"},
		"no line end":        {"[inspector]\nsort = name", "inspector.mouse", "off", "[inspector]\nsort = name\nmouse = off\n"},
		"carriage returns":   {"[inspector]\r\nsort = name\r\n", "store.kind", "age", "[inspector]\r\nsort = name\r\n\r\n[store]\r\nkind = age\r\n"},
		"byte-order mark":    {"\ufeff[store]\nkind = file\n", "store.kind", "age", "\ufeff[store]\nkind = age\n"},
		"the last counts":    {"[store]\nkind = file\nkind = file\n", "store.kind", "age", "[store]\nkind = file\nkind = age\n"},
		"above all sections": {"sort = name\n", "inspector.sort", "account", "sort = account\n"},
		"a profile":          {"", "profile.prod.eu west.store", "keyring", "[profile prod.eu west]\nstore = keyring\n"},
		"a profile's own":    {"[profile  prod ]\nstore = age\n", "profile.prod.store", "file", "[profile  prod ]\nstore = file\n"},
		"the same":           {"[store]\nkind=age # x", "store.age_identity", "~/id", "[store]\nkind=age # x\nage_identity = ~/id\n"},
	} {
		f := opened(t, c.before)
		if err := f.Set(c.name, c.value); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		if got := textOf(t, f); got != c.after {
			t.Errorf("%s: %q, want %q", name, got, c.after)
		}
		if v, ok := f.Get(c.name); !ok || v.Value != c.value || v.Line == 0 {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestUnset(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, name, after string
		was                 bool
	}{
		"with its section": {"[inspector]\nsort = name\n\n[store]\nkind = age\n", "store.kind", "[inspector]\nsort = name\n", true},
		"beside another":   {"[store]\nkind = age\nage_identity = /a\n", "store.kind", "[store]\nage_identity = /a\n", true},
		"below a comment":  {"[store]\n# why\nkind = age\n", "store.kind", "[store]\n# why\n", true},
		"all lines":        {"[store]\nkind = age\nkind = file\n\n[mfa]\n", "store.kind", "\n[mfa]\n", true},
		"without line end": {"[mfa]\n[store]\nkind = age", "store.kind", "[mfa]\n", true},
		"not there":        {"[store]\nage_identity = /a\n", "store.kind", "[store]\nage_identity = /a\n", false},
		"another profile":  {"[profile a]\nstore = age\n", "profile.b.store", "[profile a]\nstore = age\n", false},
	} {
		f := opened(t, c.before)
		was, err := f.Unset(c.name)
		if err != nil || was != c.was {
			t.Errorf("%s: %v, %v", name, was, err)
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		if got := textOf(t, f); got != c.after {
			t.Errorf("%s: %q, want %q", name, got, c.after)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	f := opened(t, "")
	for name, value := range map[string]string{
		"store.kind": "vault", "store.age_identity": "id.txt", "mfa.session_duration": "40h", "inspector.mouse": "",
		"store.knd": "age", "kind": "age", "profile.store": "age", "profile..store": "age", "profile.a]b.store": "age", "profile.p.sort": "name",
		"inspector.sort": "name\nmouse = off",
	} {
		if err := f.Set(name, value); err == nil {
			t.Errorf("%s = %s was taken", name, value)
		}
	}
	if f.Save() != nil {
		t.Error("nothing changed, and saving failed")
	}
	if _, err := os.Stat(f.Path); err == nil {
		t.Error("a file was written")
	}
}

// TestProblems: what a settings file says wrong is told with its line, and a store is
// never taken to be plain because of it.
func TestProblems(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]struct {
		want  string
		store bool // can still be known
	}{
		"[store]\nkind = age\n":                      {"", true},
		"[stroe]\nkind = age\n":                      {":1: there is no section [stroe]", false},
		"[store]\nknd = age\n":                       {":2: there is no setting knd", false},
		"[store]\nkind = vault\n":                    {":2: kind is one of file, keyring, age", false},
		"[store]\nkind age\n":                        {":2: want KEY = VALUE", false},
		"[store\nkind = age\n":                       {":1: there is no section", false},
		"kind = age\n":                               {":1: there is no setting kind", false},
		"[profile]\nstore = age\n":                   {":1: there is no section [profile]", false},
		"[profile a]\nstore = x\n":                   {":2: store is one of", false},
		"[mfa]\nsession_duration = 1s\n":             {":2: want a duration from 15m to 36h", false},
		"[inspector]\nsort = size\n":                 {":2: sort is one of recent, name, account", true},
		"sort = size\n[store]\nkind = age\n":         {":1: sort is one of", true},
		"# c\n; d\n\n[inspector]\n mouse=off\n[mfa]": {"", true},
	} {
		f := opened(t, text)
		problems := f.Problems()
		if (len(problems) == 0) != (c.want == "") || c.want != "" && !strings.Contains(problems[0].Error(), c.want) {
			t.Errorf("%q: %v", text, problems)
		}
		if _, err := settings.ReadStore(f.Path); (err == nil) != c.store {
			t.Errorf("%q: store %v", text, err)
		}
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	f := opened(t, "[store]\nkind = keyring\nage_identity = ~/id\n[profile a b]\nstore = file\n[profile c]\nstore = age\n[mfa]\nsession_duration = 8h\n")
	got, err := settings.ReadStore(f.Path)
	want := settings.Store{Kind: "keyring", Profiles: map[string]string{"a b": "file", "c": "age"}, AgeIdentity: "~/id", MFASession: 8 * time.Hour}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if got.Of("a b") != "file" || got.Of("c") != "age" || got.Of("d") != "keyring" {
		t.Error("profiles rest elsewhere than they should")
	}
	if s, err := settings.ReadStore(f.Path + ".none"); err != nil || s.Kind != "file" || s.MFASession != 12*time.Hour {
		t.Errorf("the default: %+v, %v", s, err)
	}
}

func TestSave(t *testing.T) {
	t.Parallel()
	f := opened(t, "[store]\nkind = file\n")
	real := f.Path + ".real"
	if err := os.Rename(f.Path, real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, f.Path); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if err := f.Set("store.kind", "age"); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(f.Path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
	if info, err := os.Stat(real); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := os.WriteFile(real, []byte("[mfa]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Set("store.kind", "keyring"); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != settings.ErrChanged {
		t.Errorf("what somebody else wrote would be lost: %v", err)
	}
}

func FuzzSettings(f *testing.F) {
	f.Add("[store]\nkind = age\n", "keyring")
	f.Add("\ufeff[inspector]\r\nsort=name\r\n[profile a]\r\nstore = file", "age")
	f.Add("[\n]=\n=x\n[store]", "file")
	f.Fuzz(func(t *testing.T, text, kind string) {
		path := filepath.Join(t.TempDir(), "config.ini")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := settings.Open(path)
		if err != nil {
			t.Skip()
		}
		file.Problems()
		file.All()
		if file.Set("store.kind", kind) != nil {
			return
		}
		if err := file.Save(); err != nil {
			t.Fatal(err)
		}
		again, err := settings.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := again.Get("store.kind"); v.Value != strings.TrimSpace(kind) {
			t.Errorf("%q: set %q, read %q", text, kind, v.Value)
		}
	})
}
