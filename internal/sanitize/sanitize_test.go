package sanitize_test

import (
	"strings"
	"testing"

	"credence/internal/sanitize"
)

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"plain":              {"prod-admin", "prod-admin"},
		"empty":              {"", ""},
		"backslash":          {`C:\x1b`, `C:\x1b`},
		"title (OSC 0)":      {"\x1b]0;PWN\a", `\x1b]0;PWN\x07`},
		"clipboard (OSC 52)": {"\x1b]52;c;cm0=\x1b\\", `\x1b]52;c;cm0=\x1b\`},
		"link (OSC 8)":       {"\x1b]8;;http://x\x1b\\y", `\x1b]8;;http://x\x1b\y`},
		"colour (CSI)":       {"\x1b[31mred", `\x1b[31mred`},
		"device (DCS)":       {"\x1bP$qm\x1b\\", `\x1bP$qm\x1b\`},
		"C1 as UTF-8":        {"\u009b31m\u0085\u0090", `\u009b31m\u0085\u0090`},
		"C1 as bytes":        {"\x9b31m\x9d0;x\x9c", `\x9b31m\x9d0;x\x9c`},
		"NUL, BEL, BS, DEL":  {"\x00\a\b\x7f", `\x00\x07\x08\x7f`},
		"CR":                 {"work\r", "work␍"},
		"LF":                 {"a\nb", "a␊b"},
		"tab":                {"a\tb", "a␉b"},
		"bidi":               {"\u202egnp.exe\u202c", `\u202egnp.exe\u202c`},
		"isolates":           {"\u2066a\u2069", `\u2066a\u2069`},
		"marks of direction": {"\u200e\u200f\u061c", `\u200e\u200f\u061c`},
		"zero width":         {"a\u200bb\u200cc\u2060d\ufeff", `a\u200bb\u200cc\u2060d\ufeff`},
		"soft hyphen":        {"a\u00adb", `a\u00adb`},
		"fillers":            {"\u115f\u3164\uffa0\u034f\u2800", `\u115f\u3164\uffa0\u034f\u2800`},
		"separators":         {"a\u2028b\u2029", `a\u2028b\u2029`},
		"emoji with joiner":  {"👩\u200d💻", `👩\u200d💻`},
		"variation selector": {"❤\ufe0f", `❤\ufe0f`},
		"selector of plane E": {
			"a\U000e0100", `a\U000e0100`,
		},
		"tags":               {"a\U000e0041\U000e007f", `a\U000e0041\U000e007f`},
		"invalid UTF-8":      {"a\xffb\xc3", `a\xffb\xc3`},
		"overlong":           {"\xc0\x9b", `\xc0\x9b`},
		"surrogate":          {"\xed\xa0\x80", `\xed\xa0\x80`},
		"replacement itself": {"\ufffd", "\ufffd"},
		"scripts":            {"é-ñ-ж-東京-שלום-مرحبا", "é-ñ-ж-東京-שלום-مرحبا"},
		"accents":            {"e\u0301", "e\u0301"},
		"mark at the start":  {"\u0301a", `\u0301a`},
		"pile of marks":      {"a" + strings.Repeat("\u0301", 8), "a" + strings.Repeat("\u0301", 6) + `\u0301\u0301`},
		"private, unassigned": {
			"\ue000\U000f0000", "\ue000\U000f0000",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := sanitize.Text(c.in); got != c.want {
				t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"work":               "work",
		"work ":              "work␠",
		"work\r":             "work␍",
		"  work  ":           "␠␠work␠␠",
		"   ":                "␠␠␠",
		"my work":            "my work",
		"work\u00a0":         `work\u00a0`,
		"a\u3000b":           `a\u3000b`,
		"\tx\n":              "␉x␊",
		"":                   `""`,
		"work \r":            "work ␍",
		"\x1b[2Jx\u200b\x9b": `\x1b[2Jx\u200b\x9b`,
	} {
		if got := sanitize.Quote(in); got != want {
			t.Errorf("Quote(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFirstLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"", 10, ""},
		{"\n \t\r\n", 10, ""},
		{"\n\n  boom\r\nmore", 10, "boom"},
		{"\x1b[31mError", 80, `\x1b[31mError`},
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"éééé", 3, "éé…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
		{"abc", -1, ""},
	} {
		if got := sanitize.FirstLine([]byte(c.in), c.max); got != c.want {
			t.Errorf("FirstLine(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"a": "b"}` + "\n":                `{"a": "b"}` + "\n",
		"{\r\n\t\"a\": \"東京\"}":            "{\r\n\t\"a\": \"東京\"}",
		"\"\u009b\u202e\u200b\u2028\x7f\"": `"\u009b\u202e\u200b\u2028\u007f"`,
		"\"\U000e0041\"":                   `"\udb40\udc41"`,
		"\"\x9b\"":                         `"\ufffd"`,
		`"\\` + "\u202e\"":                 `"\\\u202e"`,
		"{\"\u202ea\":1}":                  `{"\u202ea":1}`,
	} {
		if got := string(sanitize.JSON([]byte(in))); got != want {
			t.Errorf("JSON(%q) = %q, want %q", in, got, want)
		}
	}
}
