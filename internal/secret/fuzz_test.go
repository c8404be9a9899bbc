package secret_test

import (
	"strings"
	"testing"

	"credence/internal/secret"
)

// FuzzScrub: whatever stands around it, a value in the shape of a key's is masked, and
// no mask is taken back.
func FuzzScrub(f *testing.F) {
	for _, around := range []string{"", "no credentials: every stage", "token: 'x", `{"a": "b"}`, "--password x", "a=b&", "\n\t", "\\\"", "é:"} {
		f.Add(around)
	}
	const value = "a1B2c3canary"
	f.Fuzz(func(t *testing.T, around string) {
		once := secret.Scrub(around)
		if twice := secret.Scrub(once); strings.Count(twice, secret.Mask) < strings.Count(once, secret.Mask) {
			t.Errorf("%q, then %q", once, twice)
		}
		for _, shape := range []string{`"SecretAccessKey": "` + value + `"`, "session_token = " + value, "password: " + value} {
			if got := secret.Scrub(shape + "\n" + around); strings.Contains(got, value) && !strings.Contains(around, value) {
				t.Errorf("%q", got)
			}
		}
	})
}
