package profiles

import (
	"strconv"
	"strings"

	"gopkg.in/ini.v1"
)

// iniOptions keep ini.v1 from deciding what we decide: comments are cut before it sees a
// line, quotes and backslashes stay, a key without a value takes the indented lines after
// it.
var iniOptions = ini.LoadOptions{
	AllowNestedValues:       true,
	AllowNonUniqueSections:  true,
	IgnoreContinuation:      true,
	IgnoreInlineComment:     true,
	PreserveSurroundedQuote: true,
	KeyValueDelimiters:      "=",
	ChildSectionDelimiter:   "\x00",
	ReaderBufferSize:        4096,
}

// iniChunk is how many keys go into one section of ini.v1's, which searches its
// key list for each new key.
const iniChunk = 64

// body is the body of a section and where its keys go.
type body struct {
	lines lineSeq
	put   func(entry)
}

// readBodies reads bodies in order. ini.v1 gets all of them at once, since each
// call costs; what it cannot read as this dialect does, the scanner reads.
func (r *rules) readBodies(bodies []body) {
	var parsed []*iniResult
	if r.useINI {
		parsed = parseINI(bodies)
	}
	for i, b := range bodies {
		if parsed == nil || parsed[i] == nil {
			r.read(b.lines, b.put)
			continue
		}
		for _, chunk := range parsed[i].chunks {
			for _, key := range chunk.Keys() {
				putINI(key, b.put)
			}
		}
	}
}

// iniResult is what ini.v1 made of a body.
type iniResult struct{ chunks []*ini.Section }

// parseINI gives bodies to ini.v1. The result for one is nil where ini.v1 cannot be
// made to agree with readNode, and nil for all where it refuses the text.
func parseINI(bodies []body) []*iniResult {
	results := make([]*iniResult, len(bodies))
	feed := iniFeed{text: make([]byte, 0, 256*len(bodies))}
	for i, b := range bodies {
		if feed.body(strconv.Itoa(i), b.lines) {
			results[i] = &iniResult{}
		}
	}
	if len(feed.text) == 0 {
		return results
	}
	parsed, err := ini.LoadSources(iniOptions, feed.text)
	if err != nil {
		return nil
	}
	for i, result := range results {
		if result == nil {
			continue
		}
		// The error means that no line of the body says anything.
		result.chunks, _ = parsed.SectionsByName(strconv.Itoa(i))
	}
	return results
}

// iniFeed is the text that ini.v1 gets. ini.v1 knows no line numbers, so each key
// carries its own in front: "12 region = eu-west-1".
type iniFeed struct {
	text    []byte
	section string
	keys    int
	nesting bool
}

// body appends a body as a section of that name. It appends nothing and reports
// false if a line of it is one that ini.v1 reads in its own way whatever its options.
func (f *iniFeed) body(section string, lines lineSeq) bool {
	mark := len(f.text)
	f.section, f.keys, f.nesting = section, 0, false
	for number, line := range lines {
		if !f.line(number, line) {
			f.text = f.text[:mark]
			return false
		}
	}
	return true
}

// line appends a line, without its comment.
func (f *iniFeed) line(number int, line string) bool {
	trimmed := trimJS(cutNodeComment(line))
	split := strings.IndexByte(trimmed, '=')
	if split <= 0 {
		return true // says nothing
	}
	value := trimJS(trimmed[split+1:])
	if strings.HasPrefix(value, "`") || strings.HasPrefix(value, `"""`) || oddSpace(trimmed) {
		return false
	}
	indented := indentedJS(line)
	if !indented || !f.nesting {
		if f.keys%iniChunk == 0 {
			f.text = append(append(append(f.text, '['), f.section...), "]\n"...)
		}
		f.keys++
		f.nesting = value == ""
	}
	if indented {
		f.text = append(f.text, ' ')
	}
	f.text = strconv.AppendInt(f.text, int64(number), 10)
	f.text = append(f.text, ' ')
	f.text = append(f.text, trimmed...)
	f.text = append(f.text, '\n')
	return true
}

// oddSpace finds the two characters that are white space to only one of
// JavaScript and Go.
func oddSpace(s string) bool {
	return strings.Contains(s, byteOrderMark) || strings.Contains(s, "\u0085")
}

// putINI hands on what ini.v1 found for a key and the lines nested under it.
func putINI(key *ini.Key, put func(entry)) {
	number, name := cutNumber(key.Name())
	if text := key.Value(); text != "" {
		if name != "__proto__" {
			put(entry{number, "", name, text})
		}
		return
	}
	block := name
	for _, line := range key.NestedValues() {
		number, rest := cutNumber(line)
		name, text, _ := strings.Cut(rest, "=")
		name, text = trimJS(name), trimJS(text)
		if text == "" {
			block = name // a key without a value opens a block at any depth
			continue
		}
		put(entry{number, block, name, text})
	}
}

// cutNumber takes the line number off again.
func cutNumber(s string) (number int, rest string) {
	digits, rest, _ := strings.Cut(s, " ")
	number, _ = strconv.Atoi(digits)
	return number, rest
}
