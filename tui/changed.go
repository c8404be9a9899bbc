package tui

import (
	"reflect"
	"slices"

	"credence/profiles"
)

// sameSettings reports whether two readings of the shared files say the same of a profile
// and of all that it leads to, and at the same lines.
func sameSettings(before, now *profiles.Files, name string) bool {
	seen := map[string]bool{}
	for name != "" && !seen[name] {
		seen[name] = true
		a, inBefore := before.Profile(name)
		b, inNow := now.Profile(name)
		if inBefore != inNow || !inNow {
			return inBefore == inNow
		}
		if !sameValues(a, b) || a.Has("services") {
			return false
		}
		if session := a.Get("sso_session"); session != "" {
			c, inBefore := before.SSOSession(session)
			d, inNow := now.SSOSession(session)
			if inBefore != inNow || inNow && !sameValues(c, d) {
				return false
			}
		}
		name = a.Get("source_profile")
	}
	return true
}

// keyed are the keys of a profile or of another section.
type keyed interface {
	Keys() []string
	Value(key string) (profiles.Value, bool)
}

func sameValues(a, b keyed) bool {
	if !slices.Equal(a.Keys(), b.Keys()) {
		return false
	}
	for _, key := range a.Keys() {
		before, _ := a.Value(key)
		now, _ := b.Value(key)
		if !reflect.DeepEqual(before, now) {
			return false
		}
	}
	return true
}

// sameFile reports whether a file is what it was when it was read before.
func sameFile(a, b *profiles.File) bool {
	return a.Path == b.Path && a.State == b.State && a.Size == b.Size && a.ModTime.Equal(b.ModTime)
}
