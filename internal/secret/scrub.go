package secret

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// The patterns are compiled when they are first needed: most runs need none.
var (
	// run is a word as keys and tokens are spelt: base64 of both alphabets, hex,
	// and JSON web tokens, whose parts are joined by dots.
	run = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z0-9+/=_.~-]{40,}`) })
	// named is a value behind a name that says it is a secret.
	named = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)((?:secret|token|password|passwd|passphrase|authorization|credential)[a-z_ -]*["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)([^\s"',;&}]+)`)
	})
)

// Scrub masks what looks like a secret in text of others, such as the error output
// of a helper: the values of names that speak of secrets, and long words that look
// random. It is a net with holes: use it beside not printing, never instead.
func Scrub(s string) string {
	s = named().ReplaceAllString(s, "${1}"+Mask)
	return run().ReplaceAllStringFunc(s, func(word string) string {
		if random(word) {
			return Mask
		}
		return word
	})
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
