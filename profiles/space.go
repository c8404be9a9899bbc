package profiles

import (
	"strings"
	"unicode/utf8"
)

// isJSSpace is white space as JavaScript's trim and \s understand it (ECMAScript,
// WhiteSpace and LineTerminator): a byte-order mark is, NEL (U+0085) is not.
func isJSSpace(r rune) bool {
	switch {
	case r == ' ', r >= '\t' && r <= '\r':
		return true
	case r < 0xa0:
		return false
	case r == 0xa0, r == 0xfeff, r == 0x1680, r >= 0x2000 && r <= 0x200a,
		r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return true
	}
	return false
}

// isBlank is white space as the cross-SDK parser tests understand it.
func isBlank(r rune) bool { return r == ' ' || r == '\t' }

func trimJS(s string) string {
	// Nearly every line begins and ends with a printing ASCII character.
	if n := len(s); n > 0 && s[0] > ' ' && s[0] < utf8.RuneSelf && s[n-1] > ' ' && s[n-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, isJSSpace)
}

func trimBlank(s string) string { return strings.Trim(s, " \t") }

// indentedJS reports whether the line begins with white space.
func indentedJS(line string) bool {
	if line == "" {
		return false
	}
	if line[0] < utf8.RuneSelf {
		return isJSSpace(rune(line[0]))
	}
	r, _ := utf8.DecodeRuneInString(line)
	return isJSSpace(r)
}

// cutNodeComment ends a line at the first # or ; that stands at its start or
// after white space (Node's parseIni splits at /(^|\s)[;#]/).
func cutNodeComment(line string) string {
	for from := 0; ; {
		i := strings.IndexAny(line[from:], "#;")
		if i < 0 {
			return line
		}
		i += from
		if i == 0 {
			return ""
		}
		if before, _ := utf8.DecodeLastRuneInString(line[:i]); isJSSpace(before) {
			return line[:i]
		}
		from = i + 1
	}
}

// cutBlankComment is the rule of the cross-SDK parser tests (aws-sdk-rust,
// prepare_line): the line is trimmed first, and a comment needs white space
// before it only if tight is false.
func cutBlankComment(line string, tight bool) string {
	line = trimBlank(line)
	for from := 0; ; {
		i := strings.IndexAny(line[from:], "#;")
		if i < 0 {
			return line
		}
		i += from
		if tight {
			return trimBlank(line[:i])
		}
		if i > 0 {
			if before, _ := utf8.DecodeLastRuneInString(line[:i]); isRustSpace(before) {
				return trimBlank(line[:i])
			}
		}
		from = i + 1
	}
}

// isRustSpace is Unicode's White_Space, which Rust's char::is_whitespace and Go's
// unicode.IsSpace share: JavaScript's without the byte-order mark and with NEL.
func isRustSpace(r rune) bool { return r == 0x85 || r != 0xfeff && isJSSpace(r) }
