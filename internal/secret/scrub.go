package secret

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The patterns are compiled when they are first needed: most runs need none.
var (
	// run is a word as keys and tokens are spelt: base64 of both alphabets, hex,
	// and JSON web tokens, whose parts are joined by dots.
	run = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z0-9+/=_.~-]{40,}`) })
	// named is a value behind a name that says it is a secret, in three parts: the name,
	// what stands between, the value. A flag has only a blank between.
	named = sync.OnceValue(func() *regexp.Regexp {
		const (
			word   = `secret|token|password|passwd|passphrase|authorization`
			name   = `(?:` + word + `)[a-z0-9_-]*[a-z_ -]*|credential[a-z_-]*`
			quoted = `"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?`
		)
		return regexp.MustCompile(`(?i)(` + name + `)(\\*["']?\s*[:=]\s*\\*(?:bearer\s+|basic\s+)?)(` + quoted + `|[^\s"',;&}{\[\]][^\s"',;&}]*)` +
			`|(--[a-z-]*(?:` + word + `|credential)[a-z-]*)(\s+)(` + quoted + `|[^\s"'-][^\s"']*)`)
	})
)

// Scrub masks what looks like a secret in text of others, such as the error output
// of a helper: the values of names that speak of secrets, and long words that look
// random. Sentences stay as they are. It is a net with holes: use it beside not
// printing, never instead.
func Scrub(s string) string {
	return run().ReplaceAllStringFunc(scrubNamed(s), func(word string) string {
		if random(word) {
			return Mask
		}
		return word
	})
}

func scrubNamed(s string) string {
	var b strings.Builder
	done := 0
	for from := 0; ; {
		m := named().FindStringSubmatchIndex(s[from:])
		if m == nil {
			break
		}
		g := m[2:8]
		if g[0] < 0 {
			g = m[8:]
		}
		name, between, start, end := s[from+g[0]:from+g[1]], s[from+g[2]:from+g[3]], from+g[4], from+g[5]
		from = end
		switch value := s[start:end]; {
		case aboutAPlace(name):
		case prose(name, between, value, s[end:]):
			from = start // which may name a secret itself
		default:
			b.WriteString(s[done:start] + masked(value))
			done = end
		}
	}
	return b.String() + s[done:]
}

// masked keeps the quotes.
func masked(value string) string {
	quote := value[:1]
	if quote != `"` && quote != "'" {
		return Mask
	}
	if len(value) > 1 && strings.HasSuffix(value, quote) {
		return quote + Mask + quote
	}
	return quote + Mask
}

// aboutAPlace reports names of where a secret comes from, as credential_process and
// web_identity_token_file.
func aboutAPlace(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{"file", "path", "process", "source"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// prose tells what follows the colon of a sentence, as in "no credentials: every stage
// was skipped", from a value: a word of letters that a sentence goes on after, or a path.
func prose(name, between, value, rest string) bool {
	colon, blank := strings.CutPrefix(between, ":")
	if !blank || colon == "" || strings.TrimSpace(colon) != "" {
		return false
	}
	if path(value) {
		return true
	}
	if !plain(value) {
		return false
	}
	if first := strings.ToLower(name); strings.HasPrefix(first, "credential") || talks(first) {
		return true // no single word names that
	}
	line, _, _ := strings.Cut(rest, "\n")
	next := strings.Fields(line)
	return len(next) > 0 && (line[0] == ' ' || line[0] == '\t') && !strings.ContainsAny(next[0], ":=")
}

// talks reports a name that is the beginning of a sentence, as "token of corp has expired".
func talks(name string) bool {
	words := strings.Fields(name)
	return len(words) > 1 && !strings.HasPrefix(name, "pass") && slices.ContainsFunc(words[1:], func(word string) bool {
		return !slices.Contains([]string{"access", "secret", "session", "key", "token", "code", "value", "id", "is", "was"}, word)
	})
}

// plain reports a word of letters, as sentences have them.
func plain(word string) bool {
	word = strings.TrimRight(word, ".!?")
	_, first := utf8.DecodeRuneInString(word)
	return word != "" && strings.IndexFunc(word[:first], unicode.IsLetter) == 0 &&
		strings.IndexFunc(word[first:], func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

func path(word string) bool {
	return (strings.HasPrefix(word, "/") || strings.HasPrefix(word, "~/")) && strings.Count(word, "/") > 1 &&
		!strings.ContainsAny(word, "+=") && !random(word)
}

// random tells keys and tokens from paths, addresses and names: several characters
// of each class, and few separators.
func random(word string) bool {
	var upper, lower, digit, separator int
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		case strings.ContainsRune("/._-~", r):
			separator++
		}
	}
	return upper >= 3 && lower >= 3 && digit >= 1 && separator <= len(word)/8
}
