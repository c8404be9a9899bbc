// Package sanitize is the one gate through which text of others (files,
// variables, caches, endpoints, child processes) passes before it reaches a
// terminal. It drops nothing: what a terminal would act on, or not show, becomes
// visible. Its results hold no control, bidi, zero-width or other hidden
// character, are valid UTF-8, and passing them through again changes nothing.
//
// Text inside a Go program stays as it is; sanitize at the edge, once. The escapes
// are for eyes: a backslash of the text's own is left alone, so they cannot be
// read back.
package sanitize

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text makes s safe to show on one line: CR, LF and tab become ␍, ␊ and ␉, other
// hidden characters their escape (\x1b, \u202e), bytes that are no UTF-8 \x9b.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks := marksInARow // a mark at the start would sit on what is printed before s
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
			marks = 0
		case mark(r) && !hidden(r):
			if marks++; marks > marksInARow {
				b.WriteString(spell(r))
			} else {
				b.WriteRune(r)
			}
		case hidden(r):
			b.WriteString(spell(r))
			marks = 0
		default:
			b.WriteRune(r)
			marks = 0
		}
		i += size
	}
	return b.String()
}

// plain reports whether s is printable ASCII, which most text is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Quote is Text for a value whose edges matter, such as a profile name out of a
// variable: spaces at either end become ␠, other blanks than the space (no-break,
// ideographic …) their escape anywhere, and the empty text "". It adds no
// quotation marks to anything else.
func Quote(s string) string {
	if s == "" {
		return `""`
	}
	inner := strings.Trim(s, " ")
	lead := len(s) - len(strings.TrimLeft(s, " "))
	trail := len(s) - lead - len(inner)
	var b strings.Builder
	b.WriteString(strings.Repeat("␠", lead))
	for _, r := range Text(inner) {
		if r != ' ' && unicode.Is(unicode.Zs, r) {
			b.WriteString(spell(r))
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteString(strings.Repeat("␠", trail))
	return b.String()
}

// FirstLine is the first line of b that holds more than blanks, as Text and
// without the blanks around it: what a child process said on its error stream.
// Of a longer line it keeps max characters, an ellipsis being the last of them.
// It is no redaction: see secret.Scrub.
func FirstLine(b []byte, max int) string {
	for line := range strings.SplitSeq(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		return Cut(Text(line), max)
	}
	return ""
}

// Cut keeps max characters of a text, an ellipsis being the last of them where something
// is left out.
func Cut(s string, max int) string {
	if max < 1 {
		return ""
	}
	if len(s) <= max || utf8.RuneCountInString(s) <= max {
		return s
	}
	kept := 0
	for i := range s {
		if kept++; kept == max {
			return s[:i] + "…"
		}
	}
	return s
}
