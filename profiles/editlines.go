package profiles

import (
	"slices"
	"strings"
)

// extent is where a section stands: its header, and its lines [first, end).
type extent struct{ header, first, end int }

// scan indexes the text as planned so far.
func (e *Edit) scan() *File {
	if e.index != nil {
		return e.index
	}
	r, _ := rulesOf(Documented)
	f := newFile(Location{Path: e.real}, e.role, r, newSuggesters())
	f.State = StateRead
	f.decode(e.text())
	f.scan()
	e.index = f
	return f
}

// sectionsIn are the sections of a name. Beside [profile default], [default] does not
// count: the SDKs pass it over.
func (e *Edit) sectionsIn(f *File, at SectionRef) []*section {
	var found []*section
	prefixed := false
	for i := range f.sections {
		s := &f.sections[i]
		if s.kind != kindOfWord(string(at.Kind)) || s.name != at.Name || s.notes&headerUnclosed != 0 {
			continue
		}
		found = append(found, s)
		prefixed = prefixed || s.prefixed
	}
	if prefixed && at.Name == defaultName {
		found = slices.DeleteFunc(found, func(s *section) bool { return !s.prefixed })
	}
	return found
}

func (e *Edit) sections(at SectionRef) []*section { return e.sectionsIn(e.scan(), at) }

// extents are the lines of the sections of a name.
func (e *Edit) extents(at SectionRef) []extent {
	f := e.scan()
	mine := e.sectionsIn(f, at)
	var found []extent
	for i := range f.sections {
		s := &f.sections[i]
		if !slices.Contains(mine, s) {
			continue
		}
		x := extent{int(s.line) - 1, int(s.line), len(e.lines)}
		if i+1 < len(f.sections) {
			x.end = int(f.sections[i+1].line) - 1
		}
		found = append(found, x)
	}
	return found
}

// isKey reports whether a line gives the key a value, or opens a block of its name.
// The AWS CLI takes keys in any case, and refuses a file that has one twice.
func (e *Edit) isKey(i int, key string) bool {
	line := e.lines[i].body()
	name, _, ok := nodeKey(line)
	return ok && strings.EqualFold(name, key) && (!indentedJS(line) || !e.isNested(i))
}

// isNested reports whether an indented line stands below a key.
func (e *Edit) isNested(i int) bool {
	for i--; i >= 0; i-- {
		line := e.lines[i].body()
		if !saysSomething(line) || continues(line) {
			continue
		}
		_, _, ok := nodeKey(line)
		return ok
	}
	return false
}

// continues reports an indented line that says something: the AWS CLI takes it for a
// part of the value above it, Node for a key below the one above it.
func continues(line string) bool { return saysSomething(line) && indentedJS(line) }

// lastSaying is the last line of a section that is neither blank nor a comment; the
// header where there is none.
func (e *Edit) lastSaying(x extent) int {
	last := x.header
	for i := x.first; i < x.end; i++ {
		if saysSomething(e.lines[i].body()) {
			last = i
		}
	}
	return last
}

// above is the first line of the comment right above a header, if a blank line or
// nothing is before that; else the header.
func (e *Edit) above(header int) int {
	i := header
	for i > 0 && isComment(e.lines[i-1].body()) {
		i--
	}
	if i > 0 && strings.TrimSpace(e.lines[i-1].body()) != "" {
		return header
	}
	return i
}

// below is the line after a section that is removed: comments that adjoin its last
// key go with it, and the blank lines after it.
func (e *Edit) below(x extent) int {
	i := e.lastSaying(x) + 1
	for i < x.end && isComment(e.lines[i].body()) {
		i++
	}
	if i == x.end && x.end < len(e.lines) { // they adjoin the next header, too, and may be its
		i = e.lastSaying(x) + 1
	}
	for i < x.end && strings.TrimSpace(e.lines[i].body()) == "" {
		i++
	}
	return i
}

func isComment(line string) bool {
	first := firstByte(line)
	return first == '#' || first == ';'
}

// insert puts a new line before line i. A snapshot has to have been taken.
func (e *Edit) insert(i int, body string) {
	e.lines, e.index = slices.Insert(e.lines, i, editLine{text: body + e.eol}), nil
}

func (e *Edit) drop(lines map[int]bool) {
	var kept []editLine
	for i, l := range e.lines {
		if !lines[i] {
			kept = append(kept, l)
		}
	}
	e.lines, e.index = kept, nil
}

// snapshot gives the lines to go back to, and leaves a copy to change.
func (e *Edit) snapshot() []editLine {
	kept := e.lines
	e.lines = slices.Clone(e.lines)
	return kept
}

// text is the whole file as planned.
func (e *Edit) text() string {
	size := len(e.mark)
	for _, l := range e.lines {
		size += len(l.text)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(e.mark)
	for i, l := range e.lines {
		if e.open && i == len(e.lines)-1 {
			if rest, ok := strings.CutSuffix(l.text, e.eol); ok {
				b.WriteString(rest)
			} else {
				b.WriteString(l.body())
			}
			break
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// load splits the text that was read.
func (e *Edit) load(text string) {
	e.before = text
	e.mark = ""
	if rest, ok := strings.CutPrefix(text, byteOrderMark); ok {
		e.mark, text = byteOrderMark, rest
	}
	e.eol = "\n"
	if n := strings.Count(text, "\r\n"); n > 0 && 2*n >= strings.Count(text, "\n") {
		e.eol = "\r\n"
	}
	e.open = text != "" && !strings.HasSuffix(text, "\n")
	number := 0
	for line := range strings.Lines(text) {
		number++
		e.old = append(e.old, editLine{line, number})
	}
	if e.open {
		e.old[number-1].text += e.eol
	}
	e.lines, e.index = slices.Clone(e.old), nil
}
