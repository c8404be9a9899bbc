package sanitize_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"credence/internal/sanitize"
)

var seeds = []string{
	"", "prod", "work ", "work\r", "\x1b]0;PWN\a", "\u009b31m", "\x9b31m", "a\u202eb", "👩\u200d💻❤\ufe0f", "\u0301\u0301x", "a\xffb",
	"\xed\xa0\x80", "a\u2028\u2029", "x\U000e0041\U000e0100", "\t\v\f\n\r\n", "\u00a0\u3000 x \u00a0", "c" + strings.Repeat("\u0300", 20), "\u2800\u3164\u034f",
}

// dangerous is written apart from the package's own table: code points from the
// lists of Unicode's bidi and default-ignorable chapters, and every control.
func dangerous(r rune) bool {
	return unicode.IsControl(r) || strings.ContainsRune("\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\u00ad\u034f\u180e\u115f\u1160\u3164\uffa0", r) ||
		r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0000 && r <= 0xe0fff
}

func check(t *testing.T, what, in, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s(%q) is not UTF-8: %q", what, in, out)
	}
	if i := strings.IndexFunc(out, dangerous); i >= 0 {
		t.Errorf("%s(%q) = %q holds a dangerous character at %d", what, in, out, i)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, 12)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		text, quote := sanitize.Text(s), sanitize.Quote(s)
		check(t, "Text", s, text)
		check(t, "Quote", s, quote)
		if again := sanitize.Text(text); again != text {
			t.Errorf("Text twice: %q, %q", text, again)
		}
		if again := sanitize.Quote(quote); again != quote {
			t.Errorf("Quote twice: %q, %q", quote, again)
		}
		if strings.HasPrefix(quote, " ") || strings.HasSuffix(quote, " ") {
			t.Errorf("Quote(%q) = %q has an invisible edge", s, quote)
		}
		first := sanitize.FirstLine([]byte(s), max)
		check(t, "FirstLine", s, first)
		if utf8.RuneCountInString(first) > max && first != "" {
			t.Errorf("FirstLine(%q, %d) = %q is too long", s, max, first)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range seeds {
		plain, _ := json.Marshal(map[string]string{s: s})
		f.Add(plain)
		f.Add([]byte(`{"k": "` + s + `"}`))
	}
	f.Add([]byte("[\n\t\"\\\\\u202e\", \"\\\"\u009b\"]\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if !json.Valid(b) {
			_ = sanitize.JSON(b) // must not panic
			return
		}
		out := sanitize.JSON(b)
		check(t, "JSON", string(b), strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(string(out)))
		if again := sanitize.JSON(out); !bytes.Equal(again, out) {
			t.Errorf("JSON twice: %q, %q", out, again)
		}
		var before, after any
		if json.Unmarshal(b, &before) != nil {
			return // a number out of range
		}
		if err := json.Unmarshal(out, &after); err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("JSON(%q) = %q: %v, value %v became %v", b, out, err, before, after)
		}
	})
}
