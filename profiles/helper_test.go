package profiles

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// noEnv is an environment without variables.
func noEnv(string) (string, bool) { return "", false }

// env is an environment of its own.
func env(vars map[string]string) LookupEnv {
	return func(name string) (string, bool) {
		value, ok := vars[name]
		return value, ok
	}
}

// absent stands for a file that is not there.
const absent = "\x00absent"

// texts writes the two files into a folder of their own.
func texts(tb testing.TB, dialect Dialect, config, credentials string) Options {
	tb.Helper()
	dir := tb.TempDir()
	o := Options{
		ConfigFile: new(filepath.Join(dir, "config")), CredentialsFile: new(filepath.Join(dir, "credentials")),
		LookupEnv: noEnv, Dialect: dialect,
	}
	if config != absent {
		write(tb, *o.ConfigFile, config)
	}
	if credentials != absent {
		write(tb, *o.CredentialsFile, credentials)
	}
	return o
}

func load(tb testing.TB, dialect Dialect, config, credentials string) *Files {
	tb.Helper()
	return mustLoad(tb, texts(tb, dialect, config, credentials))
}

// flat is everything that is stored for a profile, nested keys as "block.key".
func flat(p properties) map[string]string {
	all := map[string]string{}
	for _, key := range p.Keys() {
		value, _ := p.Value(key)
		if p.Has(key) {
			all[key] = value.Secret().Reveal()
		}
		for _, sub := range value.Nested {
			all[key+"."+sub.Key] = sub.Value.Secret().Reveal()
		}
	}
	return all
}

// listed are all profiles with what is stored for them.
func listed(f *Files) map[string]map[string]string {
	all := map[string]map[string]string{}
	for p := range f.Profiles() {
		all[p.Name()] = flat(p.properties)
	}
	return all
}

type list = map[string]map[string]string

func equalLists(a, b list) bool {
	return maps.EqualFunc(a, b, func(x, y map[string]string) bool { return maps.Equal(x, y) })
}

// find returns the findings with a code.
func find(found []Finding, code string) []Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Code != code })
}

func codes(found []Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}
