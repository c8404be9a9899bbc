package mfa

import "unicode"

// digits is the length of a code: RFC 6238 allows more, AWS takes six.
const digits = 6

// Normalize takes a code as people type, paste and print it ("123 456", "123-456",
// with a line end) and returns its six ASCII digits. Anything else is ErrBadCode,
// which does not quote it: what is typed into a code prompt by mistake is often a
// password.
//
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html,
// TokenCode: length 6, pattern [\d]*.
func Normalize(code string) (string, error) {
	kept := make([]byte, 0, digits)
	for _, r := range code {
		switch {
		case r >= '0' && r <= '9':
			if len(kept) == digits {
				return "", ErrBadCode
			}
			kept = append(kept, byte(r))
		case !blank(r):
			return "", ErrBadCode
		}
	}
	if len(kept) != digits {
		return "", ErrBadCode
	}
	return string(kept), nil
}

// blank reports whether r only groups the digits: white space (the no-break space
// included), hyphens, and the zero-width characters that come along with pastes.
func blank(r rune) bool {
	switch r {
	case '-', '\u2010', '\u2011', '\u2013', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return unicode.IsSpace(r)
}
