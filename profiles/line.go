package profiles

import "strings"

// lineSeq yields the lines of a text with their numbers, counted from 1.
type lineSeq = func(yield func(number int, line string) bool)

// lines yields the lines of text[start:end], of which the first has the given
// number. A line ends at LF, and a CR before it belongs to the end. Lines that are
// too long are left out.
func (f *File) lines(start, end, number int) lineSeq {
	return func(yield func(int, string) bool) {
		at, n := start, number // a sequence can be gone through again
		for at < end {
			line, next := f.cutLine(at, end)
			if len(line) <= MaxLineLength && !yield(n, line) {
				return
			}
			at, n = next, n+1
		}
	}
}

// cutLine is the line at start and the place of the next one.
func (f *File) cutLine(start, end int) (line string, next int) {
	mark := byte('\n')
	if f.crLines {
		mark = '\r'
	}
	rest := f.text[start:end]
	i := strings.IndexByte(rest, mark)
	if i < 0 {
		return rest, end
	}
	line = rest[:i]
	if mark == '\n' && i > 0 && rest[i-1] == '\r' {
		line = rest[:i-1]
	}
	return line, start + i + 1
}

// entry is a key with its value, as the lines of a section give it.
type entry struct {
	line  int
	block string // the key that it is nested under, or ""
	key   string
	text  string
}
