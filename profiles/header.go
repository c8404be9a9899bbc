package profiles

import "strings"

// header is what a header line says, still without a meaning.
type header struct {
	inner string // the text between the brackets, as written
	notes headerNote
}

// headerNote are oddities of a header that some SDK stumbles over.
type headerNote uint8

const (
	headerIndented headerNote = 1 << iota // begins with white space
	headerComment                         // a comment that adjoins the bracket: Node sees no header
	headerBracket                         // a comment with a bracket: botocore takes it for part of the name
	headerTrailing                        // other text after the bracket
	headerUnclosed                        // no closing bracket: names nothing
)

// nodeHeader is Node's test: the line, without its comment and trimmed, begins
// with [ and ends with ].
func nodeHeader(line string) (header, bool) {
	line = trimJS(cutNodeComment(line))
	if len(line) < 2 || line[0] != '[' || line[len(line)-1] != ']' {
		return header{}, false
	}
	return header{inner: line[1 : len(line)-1]}, true
}

// looseHeader takes for a header what any SDK does: Node's test, or a closing
// bracket with anything after it (botocore), or a comment that adjoins it (Go, Rust).
// An unclosed header names nothing, but what follows it was not meant for the
// section before.
func looseHeader(line string) (header, bool) {
	trimmed := trimJS(line)
	if trimmed == "" || trimmed[0] != '[' {
		return header{}, false
	}
	var notes headerNote
	if indentedJS(line) {
		notes = headerIndented
	}
	if node, ok := nodeHeader(line); ok {
		if strings.Contains(trimmed[len(node.inner)+2:], "]") {
			notes |= headerBracket
		}
		node.notes = notes
		return node, true
	}
	uncommented := trimJS(cutNodeComment(trimmed))
	if inner, rest, closed := strings.Cut(uncommented[1:], "]"); closed {
		if strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, ";") {
			notes |= headerComment
		} else {
			notes |= headerTrailing
		}
		return header{inner: inner, notes: notes}, true
	}
	return header{inner: uncommented[1:], notes: notes | headerUnclosed}, true
}

// rustHeader: a header begins in the first column; any # or ; ends it.
func rustHeader(line string) (header, bool) {
	if line == "" || line[0] != '[' {
		return header{}, false
	}
	line = cutBlankComment(line, true)
	if len(line) < 2 || line[len(line)-1] != ']' {
		return header{inner: strings.TrimPrefix(line, "["), notes: headerUnclosed}, true
	}
	return header{inner: line[1 : len(line)-1]}, true
}
