package sanitize

import "testing"

func TestKeyIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "nothing here": "nothing here",
		"ASIA6EXAMPLEKEYIDXYZ":                            "ASIA************DXYZ",
		"keys AKIAIOSFODNN7EXAMPLE, ASIA6EXAMPLEKEYIDXYZ": "keys AKIA************MPLE, ASIA************DXYZ",
		`{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}`:          `{"accessKeyId":"AKIA************MPLE"}`,
		"\x1b[1mAKIAIOSFODNN7EXAMPLE\x1b[0m":              "\x1b[1mAKIA************MPLE\x1b[0m",
		"AKIASHORT":                                       "AKIASHORT",
		"XAKIAIOSFODNN7EXAMPLE":                           "XAKIAIOSFODNN7EXAMPLE", // it begins so, or is none
		"AKIAASIA AKIAIOSFODNN7EXAMPLE":                   "AKIAASIA AKIA************MPLE",
	} {
		if got := KeyIDs(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
