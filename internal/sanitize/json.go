package sanitize

import (
	"unicode/utf16"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// JSON rewrites every hidden character in valid JSON text as \uXXXX, so that a
// terminal shows it and does not act on it. In valid JSON such characters stand
// in strings alone, so the value is unchanged. Bytes that are no UTF-8 become
// \ufffd, which is what a decoder makes of them. Line ends and tabs between
// tokens stay. Text without anything to rewrite is returned as it is.
func JSON(b []byte) []byte {
	i := firstHidden(b)
	if i == len(b) {
		return b
	}
	out := append(make([]byte, 0, len(b)+32), b[:i]...)
	for i < len(b) {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\ufffd`...)
		case !inJSON(r):
			out = append(out, b[i:i+size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = escape(escape(out, high), low)
		default:
			out = escape(out, r)
		}
		i += size
	}
	return out
}

func firstHidden(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 || inJSON(r) {
			return i
		}
		i += size
	}
	return len(b)
}

// inJSON reports whether r is hidden where a JSON document holds it.
func inJSON(r rune) bool { return hidden(r) && r != '\n' && r != '\r' && r != '\t' }

func escape(out []byte, r rune) []byte {
	return append(out, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
