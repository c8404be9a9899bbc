package profiles

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bodyLint goes through the lines of a section and says which of them some SDK
// reads otherwise, or which mean something else than they seem to.
type bodyLint struct {
	*lint
	file    *File
	known   map[string]bool // keys of this kind of section; nil for free ones
	suggest func() *suggester

	seen     map[string]int
	block    string // the key that indented keys are nested under
	empty    string // a key without a value that has no block yet
	emptyAt  int
	previous string // the last key with a value
	lastAt   int
	indent   int  // of the last key
	told     bool // that the section's keys are indented
}

// lintBody looks at the lines of a section.
func (f *File) lintBody(l *lint, s *section) {
	b := bodyLint{lint: l, file: f, seen: map[string]int{}, indent: -1}
	switch s.kind {
	case kindProfile:
		b.known, b.suggest = profileKeys, f.suggest.profile
	case kindSession:
		b.known, b.suggest = sessionKeys, f.suggest.session
	case kindNone:
		return // nobody reads it
	}
	if f.isCut(s) {
		b.warn(CodeSectionTooLong, int(s.line), Data{"section": s.inner, "limit": strconv.Itoa(maxSectionLines)})
	}
	for number, line := range f.body(s) {
		b.line(number, line)
	}
	b.closeEmpty()
}

func (b *bodyLint) warn(code string, line int, data Data) {
	b.say(code, SeverityWarning, line, data)
}

func (b *bodyLint) info(code string, line int, data Data) {
	b.say(code, SeverityInfo, line, data)
}

// say leaves out what stands in the place of a key and may be a secret.
func (b *bodyLint) say(code string, severity Severity, line int, data Data) {
	for _, name := range []string{"key", "previous"} {
		if key, ok := data[name]; ok && presentable(key) == "" {
			delete(data, name)
		}
	}
	b.add(b.file, code, severity, line, data)
}

func (b *bodyLint) line(number int, line string) {
	whole := trimJS(line)
	indented := indentedJS(line)
	switch {
	case whole == "":
		return
	case whole[0] == '#' || whole[0] == ';':
		if indented {
			b.indentedComment(number)
		}
		return
	}
	key, text, ok := nodeKey(line)
	if !ok {
		b.junk(number, whole, indented)
		return
	}
	if text == "" {
		b.closeEmpty()
		b.block, b.empty, b.emptyAt = key, key, number
		b.setIndent(line)
		return
	}
	if indented && b.block != "" {
		b.empty = ""
	} else {
		b.closeEmpty()
		b.block = ""
		b.plain(number, line, key, indented)
	}
	b.duplicate(number, key)
	b.value(number, key, text, whole)
}

// indentedComment: to Rust it is no comment but the next line of a value, or a
// sub-property without =.
func (b *bodyLint) indentedComment(number int) {
	switch {
	case b.block != "":
		b.info(CodeLineIndentedComment, number, Data{"key": b.block, "refusedBy": "rust"})
	case b.previous != "":
		b.info(CodeLineIndentedComment, number, Data{"key": b.previous, "misreadBy": "rust"})
	default:
		b.info(CodeLineIndentedComment, number, Data{"refusedBy": "rust"})
	}
}

// closeEmpty tells of a key without a value under which nothing was nested.
func (b *bodyLint) closeEmpty() {
	if b.empty != "" {
		b.info(CodeKeyEmpty, b.emptyAt, Data{"key": b.empty, "misreadBy": "botocore, go, rust"})
		b.empty = ""
	}
}

// plain looks at a key that is not nested.
func (b *bodyLint) plain(number int, line, key string, indented bool) {
	switch {
	case indented && b.previous != "" && indentOf(line) > b.indent:
		b.warn(CodeKeyIndented, number, Data{"key": key, "previous": b.previous, "line": strconv.Itoa(b.lastAt), "misreadBy": "botocore, rust"})
	case indented && !b.told:
		b.told = true
		b.info(CodeKeyIndented, number, Data{"key": key, "refusedBy": "rust"})
		b.setIndent(line)
	default:
		b.setIndent(line)
	}
	b.previous, b.lastAt = key, number
	if b.known == nil || b.known[key] {
		return
	}
	if use := b.exported(key); use != "" {
		b.warn(CodeLineExport, number, Data{"use": use})
	} else if lower := strings.ToLower(key); b.known[lower] {
		b.warn(CodeKeyCase, number, Data{"key": key, "use": lower, "misreadBy": "node"})
	} else if use := b.suggest().suggest(key); use != "" {
		b.warn(CodeKeyMisspelt, number, Data{"key": key, "use": use})
	}
}

// exported is the key that a pasted shell line was to set, or "".
func (b *bodyLint) exported(key string) string {
	for _, word := range []string{"export ", "set ", "setx ", "$env:", "set -x ", "declare -x "} {
		if rest, ok := strings.CutPrefix(strings.ToLower(key), word); ok {
			if b.known[strings.TrimSpace(rest)] {
				return strings.TrimSpace(rest)
			}
			return b.suggest().suggest(strings.TrimSpace(rest))
		}
	}
	return ""
}

func (b *bodyLint) duplicate(number int, key string) {
	if b.block != "" {
		key = b.block + "." + key
	}
	if first, ok := b.seen[key]; ok {
		b.warn(CodeKeyDuplicate, number, Data{"key": key, "line": strconv.Itoa(first), "refusedBy": "botocore"})
		return
	}
	b.seen[key] = number
}

// value looks at what stands after =.
func (b *bodyLint) value(number int, key, text, whole string) {
	if len(cutNodeComment(whole)) < len(whole) {
		b.warn(CodeValueComment, number, Data{"key": key, "misreadBy": "botocore"})
	}
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] && strings.IndexByte(text[1:n-1], text[0]) < 0 {
		b.warn(CodeValueQuoted, number, Data{"key": key, "misreadBy": "go"})
	}
	if r, ok := invisible(text); ok {
		b.warn(CodeValueInvisible, number, Data{"key": key, "character": fmt.Sprintf("U+%04X", r)})
	}
}

// junk is a line that is no key to this dialect. Its text may be a secret.
func (b *bodyLint) junk(number int, whole string, indented bool) {
	data := Data{"refusedBy": "botocore, rust"}
	if indented && b.previous != "" && b.block == "" {
		data = Data{"misreadBy": "botocore, rust", "previous": b.previous}
	}
	key, _, colon := strings.Cut(whole, ":")
	key = strings.TrimSpace(key)
	if lower := strings.ToLower(key); colon && b.known != nil && b.known[lower] {
		b.warn(CodeLineColon, number, Data{"key": key, "misreadBy": "node", "refusedBy": "rust"})
		return
	}
	b.warn(CodeLineJunk, number, data)
}

func (b *bodyLint) setIndent(line string) { b.indent = indentOf(line) }

// indentOf is how many characters of white space a line begins with.
func indentOf(line string) int {
	return utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeftFunc(line, isJSSpace))
}

func isInvisible(r rune) bool {
	return r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zs, r) && r != ' ' || r == utf8.RuneError)
}
