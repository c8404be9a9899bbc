package profiles

// section is a stretch of a file from one header to the next. Files have ten
// thousands of them, so it is small; MaxFileSize keeps the numbers within 32 bits.
type section struct {
	header
	sectionIdent
	line       int32 // of the header, from 1
	start, end int32 // the body, in bytes
}

// maxSections is how many sections a file may have: far beyond any real one, and
// few enough for a hostile one not to fill the memory.
const maxSections = 400_000

// maxSectionLines is how many lines of a section are read, without blank lines and
// comments.
const maxSectionLines = 20_000

// body are the lines of a section.
func (f *File) body(s *section) lineSeq {
	return func(yield func(int, string) bool) {
		count := 0
		for number, line := range f.lines(int(s.start), int(s.end), int(s.line)+1) {
			if saysSomething(line) {
				count++
			}
			if count > maxSectionLines || !yield(number, line) {
				return
			}
		}
	}
}

// isCut reports a section that has more lines than are read.
func (f *File) isCut(s *section) bool {
	if s.end-s.start <= maxSectionLines {
		return false
	}
	count := 0
	for _, line := range f.lines(int(s.start), int(s.end), int(s.line)+1) {
		if saysSomething(line) {
			count++
		}
	}
	return count > maxSectionLines
}

// saysSomething holds for lines that are neither blank nor plainly a comment.
func saysSomething(line string) bool {
	first := firstByte(line)
	return first != 0 && first != '#' && first != ';'
}
