package profiles

import (
	"strings"

	"credence/internal/secret"
)

// DiffOp says what a change does with a line.
type DiffOp byte

// What becomes of a line.
const (
	DiffStays   DiffOp = ' ' // the header of the section that changes, for orientation
	DiffRemoved DiffOp = '-'
	DiffAdded   DiffOp = '+'
)

// DiffLine is a line of what a change does. The values of secret keys are masked, and
// so is what looks like one; the rest is as the file has it, control characters
// included.
type DiffLine struct {
	Op   DiffOp
	Line int // in the file before the change; of an added line, after it
	Text string
}

// Diff is what Apply would do, in the order of the file.
func (e *Edit) Diff() []DiffLine {
	f := e.scan()
	headers := make(map[int]bool, len(f.sections))
	for i := range f.sections {
		headers[int(f.sections[i].line)] = true
	}
	var diff []DiffLine
	next := 1    // of the lines that were read
	header := -1 // of the section that we are in, in e.lines
	told := -1   // the header that was given
	around := func() {
		if header >= 0 && header != told && e.lines[header].was > 0 {
			diff = append(diff, DiffLine{DiffStays, e.lines[header].was, maskLine(e.lines[header].body())})
		}
		told = header
	}
	removed := func(before int) {
		for ; next < before; next++ {
			diff = append(diff, DiffLine{DiffRemoved, next, maskLine(e.old[next-1].body())})
		}
	}
	for i, l := range e.lines {
		if l.was > 0 && next < l.was {
			if !headersIn(e.old[next-1 : l.was-1]) {
				around()
			}
			removed(l.was)
		}
		if headers[i+1] {
			header = i
		}
		switch {
		case l.was == 0:
			if !headers[i+1] && !e.leads(i, headers) {
				around()
			}
			diff = append(diff, DiffLine{DiffAdded, i + 1, maskLine(l.body())})
		case l.body() != e.old[l.was-1].body():
			around()
			diff = append(diff, DiffLine{DiffRemoved, l.was, maskLine(e.old[l.was-1].body())},
				DiffLine{DiffAdded, i + 1, maskLine(l.body())})
			next = l.was + 1
		default:
			next = l.was + 1
		}
	}
	if next <= len(e.old) && !headersIn(e.old[next-1:]) {
		around()
	}
	removed(len(e.old) + 1)
	return diff
}

// leads reports whether a new line stands before a new header: it is no part of the
// section before.
func (e *Edit) leads(i int, headers map[int]bool) bool {
	for ; i < len(e.lines) && e.lines[i].was == 0; i++ {
		if headers[i+1] {
			return true
		}
		if saysSomething(e.lines[i].body()) {
			return false
		}
	}
	return false
}

func headersIn(lines []editLine) bool {
	for _, l := range lines {
		if firstByte(l.body()) == '[' {
			return true
		}
	}
	return false
}

// maskLine is a line as it may be shown; a comment may be a setting that was put aside.
func maskLine(line string) string {
	said := strings.TrimLeft(line, " \t#;")
	key, value, ok := nodeKey(said)
	switch {
	case ok && value != "" && IsSecretKey(strings.ToLower(key)):
		return strings.Replace(line, value, secret.Mask, 1)
	case ok: // the value alone: a key may have a name like a secret's
		i := strings.Index(line, "=") + 1
		return line[:i] + secret.Scrub(line[i:])
	case strings.HasPrefix(said, "["), isComment(line):
		return secret.Scrub(line)
	}
	if said == "" {
		return line
	}
	return secret.Mask // a line that says nothing may be a secret that was pasted
}
