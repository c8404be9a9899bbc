package profiles

import "strings"

// readRust reads a body by the rules of the Rust SDK's parse.rs: keys fold to
// lower case, an indented line continues the value before it (comments included),
// and after a key without a value such lines are sub-properties. A key whose name
// has characters beyond those of identifiers is dropped. The body has passed
// rustRefusal.
func readRust(body lineSeq, put func(entry)) {
	var open entry
	var lines []entry // continuation lines, each as text
	flush := func() {
		if open.line == 0 || !isIdentifier(open.key) {
			return
		}
		nested := open.text == ""
		for _, next := range lines {
			open.text += "\n" + next.text
		}
		put(open)
		if !nested {
			return
		}
		for _, next := range lines {
			// The SDK takes what stands between the first two = here.
			if key, rest, ok := strings.Cut(next.text, "="); ok {
				text, _, _ := strings.Cut(rest, "=")
				put(entry{next.line, open.key, trimBlank(key), trimBlank(text)})
			}
		}
	}
	for number, line := range body {
		switch {
		case rustSkips(line):
		case isBlank(rune(line[0])):
			lines = append(lines, entry{line: number, text: trimBlank(line)})
		default:
			flush()
			key, text := rustKey(line)
			open, lines = entry{line: number, key: key, text: text}, nil
		}
	}
	flush()
}

// rustKey splits a property line.
func rustKey(line string) (key, text string) {
	key, text, _ = strings.Cut(cutBlankComment(line, false), "=")
	return lowerASCII(trimBlank(key)), trimBlank(text)
}

// rustSkips holds for blank lines and for comments, which begin in the first column.
func rustSkips(line string) bool {
	return line == "" || line[0] == '#' || line[0] == ';' || trimBlank(line) == ""
}

// lowerASCII lowers ASCII letters alone.
func lowerASCII(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return strings.Map(func(r rune) rune {
				if r >= 'A' && r <= 'Z' {
					return r + 'a' - 'A'
				}
				return r
			}, s)
		}
	}
	return s
}

// refusal is the line for which a strict dialect reads nothing at all.
type refusal struct {
	line   int
	reason string // one of the Refused constants
}

// The reasons of a refusal, in Data["reason"] of CodeFileRefused.
const (
	RefusedNoHeader       = "no-header"       // a key or continuation before any section
	RefusedUnclosedHeader = "unclosed-header" // a header without ]
	RefusedNoEquals       = "no-equals"       // a key line without =
	RefusedNoKey          = "no-key"          // nothing before =
	RefusedContinuation   = "continuation"    // an indented line right after a header
	RefusedSubNoEquals    = "sub-no-equals"   // the same two for a sub-property
	RefusedSubNoKey       = "sub-no-key"
)

// rustRefusal finds the first line at which the Rust SDK gives up (parse.rs).
func rustRefusal(body lineSeq) (refusal, bool) {
	inSection, hasKey, nested := false, false, false
	for number, line := range body {
		reason := ""
		switch {
		case rustSkips(line):
			continue
		case line[0] == '[':
			head, _ := rustHeader(line)
			if head.notes&headerUnclosed != 0 {
				reason = RefusedUnclosedHeader
			}
			inSection, hasKey, nested = true, false, false
		case !inSection:
			reason = RefusedNoHeader
		case isBlank(rune(line[0])):
			if !hasKey {
				reason = RefusedContinuation
			} else if nested {
				reason = rustBadKey(line, RefusedSubNoEquals, RefusedSubNoKey)
			}
		default:
			reason = rustBadKey(line, RefusedNoEquals, RefusedNoKey)
			_, text := rustKey(line)
			hasKey, nested = true, text == ""
		}
		if reason != "" {
			return refusal{number, reason}, true
		}
	}
	return refusal{}, false
}

// rustBadKey says what is wrong with a property line, if anything is.
func rustBadKey(line, noEquals, noKey string) string {
	key, _, found := strings.Cut(cutBlankComment(line, false), "=")
	switch {
	case !found:
		return noEquals
	case trimBlank(key) == "":
		return noKey
	}
	return ""
}
