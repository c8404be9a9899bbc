package sanitize

import (
	"fmt"
	"unicode"
)

// marksInARow is how many combining marks may stand on one character before the
// rest is spelt out. Written languages need up to five or so; a pile of fifty
// paints over the lines above.
const marksInARow = 6

// hidden reports whether a terminal could act on r or show nothing for it:
// controls (C0, DEL, C1), format characters (bidi controls and marks, zero-width
// characters, the tag characters), line and paragraph separators, variation
// selectors and whatever else Unicode calls default-ignorable, and the braille
// blank. A joiner or selector inside an emoji is no exception: terminals
// disagree about the width of those sequences.
//
// Source: the Unicode Character Database, General_Category and
// Default_Ignorable_Code_Point, as the package unicode has it.
func hidden(r rune) bool {
	switch {
	case r >= 0x20 && r < 0x7f:
		return false
	case r < 0xa0:
		return true
	case r == '\u2800':
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// mark reports whether r is painted over the character before it.
func mark(r rune) bool { return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me) }

// spell writes r as an escape in Go's manner.
func spell(r rune) string {
	switch {
	case r == '\r':
		return "␍"
	case r == '\n':
		return "␊"
	case r == '\t':
		return "␉"
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
