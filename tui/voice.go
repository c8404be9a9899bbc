package tui

import (
	"time"

	"credence/internal/wording"
)

// spoken are the keys that the wording may name, by what they do.
func spoken(keys *keyMap, signIn bool) map[string]string {
	does := map[action]string{actInspect: wording.KeyResolve, actDrop: wording.KeyDrop, actFilter: wording.KeyList, actBack: wording.KeyCancel}
	if signIn {
		does[actSignIn] = wording.KeySignIn
	}
	names := map[string]string{}
	for _, b := range keys.list {
		if name, ok := does[b.do]; ok {
			names[name] = b.Help().Key
		}
	}
	return names
}

// voice is how the inspector speaks: of its own keys, and of times by the clock on the
// wall.
func (m *Model) voice() wording.Voice {
	return wording.Voice{
		Home: m.opts.Home, Keys: m.spoken,
		Clock: func(t time.Time) string { return wording.Clock(t, m.now) },
	}
}
