package settings_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/internal/settings"
)

func lookup(variables map[string]string) settings.Lookup {
	return func(name string) (string, bool) { v, ok := variables[name]; return v, ok }
}

func TestLocate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		variables     map[string]string
		home          string
		config, state string
	}{
		{map[string]string{"CREDENCE_HOME": "/own", "XDG_CONFIG_HOME": "/xdg"}, "/home/j", "/own/config.ini", "/own/state/profiles.json"},
		{map[string]string{"XDG_CONFIG_HOME": "/xdg", "XDG_STATE_HOME": "/state"}, "/home/j", "/xdg/credence/config.ini", "/state/credence/profiles.json"},
		{map[string]string{"XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": "/state"}, "/home/j", "", "/state/credence/profiles.json"},
	} {
		at, err := settings.Locate(lookup(c.variables), c.home)
		if err != nil || c.config != "" && at.Config != filepath.FromSlash(c.config) || at.State != filepath.FromSlash(c.state) {
			t.Errorf("%v: %+v, %v", c.variables, at, err)
		}
		if strings.Contains(at.Config, "relative") {
			t.Errorf("a relative path counts: %+v", at)
		}
	}
	if at, err := settings.Locate(lookup(nil), ""); err == nil {
		t.Errorf("without a home: %+v", at)
	}
}

func TestReadConfig(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.ini")
	if c, err := settings.ReadConfig(path); err != nil || c != settings.Default() {
		t.Errorf("absent: %+v, %v", c, err)
	}
	for text, want := range map[string]struct {
		c     settings.Config
		wrong string
	}{
		"": {settings.Default(), ""},
		"# c\n[inspector]\nsort = name\nmouse=off":                  {settings.Config{Sort: "name", Group: "none"}, ""},
		"sort = size\ngroup = account\n":                            {settings.Config{Sort: "recent", Group: "account", Mouse: true}, ":1: sort is one of recent, name, account"},
		"[other]\nsort = name\n":                                    {settings.Default(), ""},
		"\ufeffsort = name\r\n[ inspector ]\r\ngroup = session\r\n": {settings.Config{Sort: "name", Group: "session", Mouse: true}, ""},
		"unknown = 1\n\xff\x00 =\n":                                 {settings.Default(), ""},
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := settings.ReadConfig(path)
		if c != want.c || (err == nil) != (want.wrong == "") || err != nil && !strings.Contains(err.Error(), want.wrong) {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
	if _, err := settings.ReadConfig(filepath.Dir(path)); err == nil {
		t.Error("a folder was read")
	}
}

func TestState(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "b", "profiles.json")
	if s, err := settings.ReadState(path); err != nil || len(s.Recents)+len(s.Pins) > 0 {
		t.Errorf("absent: %+v, %v", s, err)
	}
	now := time.Date(2030, 1, 2, 3, 4, 5, 6, time.UTC)
	for _, name := range []string{"a", "b", "a"} {
		if _, err := settings.Change(path, func(s settings.State) settings.State { return s.Used(name, now).TogglePin(name) }); err != nil {
			t.Fatal(err)
		}
	}
	s, err := settings.ReadState(path)
	at := now.Truncate(time.Second)
	want := settings.State{Recents: []settings.Recent{{Profile: "a", At: at}, {Profile: "b", At: at}}, Pins: []string{"b"}}
	if err != nil || !reflect.DeepEqual(s, want) {
		t.Errorf("%+v, %v", s, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte(`{"version":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := settings.ReadState(path); err == nil {
		t.Error("another version was read")
	}
}

func TestRecentsAreBounded(t *testing.T) {
	t.Parallel()
	var s settings.State
	for i := range 200 {
		s = s.Used(strings.Repeat("x", i), time.Unix(int64(i), 0))
	}
	if len(s.Recents) != 50 || s.Recents[0].Profile != strings.Repeat("x", 199) {
		t.Errorf("%d recents", len(s.Recents))
	}
}

// TestChangesAtOnce: whoever reads meanwhile sees a whole file.
func TestChangesAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "profiles.json")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				if _, err := settings.Change(path, func(s settings.State) settings.State { return s.TogglePin(strings.Repeat("p", i+1)) }); err != nil {
					t.Error(err)
				}
				if _, err := settings.ReadState(path); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".profiles-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
