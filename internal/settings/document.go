package settings

import (
	"slices"
	"strings"
)

// document is a settings file, line by line: what is not changed stays as it was
// written.
type document struct {
	lines   []string // without their ends
	newline string
	bom     bool
	open    bool // the last line has no end
}

const byteOrderMark = "\ufeff"

func parseDocument(text string) *document {
	d := &document{newline: "\n"}
	text, d.bom = strings.CutPrefix(text, byteOrderMark)
	if strings.Contains(text, "\r\n") {
		d.newline = "\r\n"
	}
	if text == "" {
		return d
	}
	d.lines = strings.Split(text, "\n")
	if last := len(d.lines) - 1; d.lines[last] == "" {
		d.lines = d.lines[:last]
	} else {
		d.open = true
	}
	return d
}

func (d *document) String() string {
	text := strings.Join(d.lines, "\n")
	if len(d.lines) > 0 && !d.open {
		text += "\n"
	}
	if d.bom {
		text = byteOrderMark + text
	}
	return text
}

// entry is a line of a settings file that says something.
type entry struct {
	line    int // from 0
	header  bool
	section string // its own, of a header
	key     string // "" where the line is not understood
	value   string
}

// entries are the lines that are neither empty nor comments.
func (d *document) entries() []entry {
	var all []entry
	section := ""
	for i, line := range d.lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			name, ok := strings.CutSuffix(line[1:], "]")
			if section = strings.TrimSpace(name); !ok {
				section = line
			}
			all = append(all, entry{line: i, header: true, section: section})
		default:
			key, value, ok := strings.Cut(line, "=")
			e := entry{line: i, section: section, value: strings.TrimSpace(value)}
			if ok {
				e.key = strings.TrimSpace(key)
			}
			all = append(all, e)
		}
	}
	return all
}

// set gives a key a value: in its line where it has one, else behind the last line of
// its section, which is made where there is none. The last of several lines counts.
func (d *document) set(section, key, value string) {
	written := key + " = " + value
	end := -1 // the last line of the section
	var at []int
	for _, e := range d.entries() {
		if e.section != section {
			continue
		}
		end = e.line
		if !e.header && e.key == key {
			at = append(at, e.line)
		}
	}
	switch {
	case len(at) > 0:
		last := at[len(at)-1]
		indent := d.lines[last][:len(d.lines[last])-len(strings.TrimLeft(d.lines[last], " \t"))]
		d.lines[last] = indent + written + d.lineEnd()
	case end >= 0:
		d.insert(end+1, written)
	default:
		if len(d.lines) > 0 {
			d.insert(len(d.lines), "")
		}
		d.insert(len(d.lines), "["+section+"]")
		d.insert(len(d.lines), written)
	}
}

func (d *document) lineEnd() string { return strings.TrimSuffix(d.newline, "\n") }

func (d *document) insert(at int, line string) {
	if at == len(d.lines) && d.open {
		d.lines[at-1] += d.lineEnd()
		d.open = false
	}
	d.lines = slices.Insert(d.lines, at, line+d.lineEnd())
}

// unset removes the lines of a key, and its section where nothing else is in it. It
// says whether there were any.
func (d *document) unset(section, key string) bool {
	var gone []int
	headers, others := []int{}, 0
	for _, e := range d.entries() {
		switch {
		case e.section != section:
		case e.header:
			headers = append(headers, e.line)
		case e.key == key:
			gone = append(gone, e.line)
		default:
			others++
		}
	}
	if len(gone) == 0 {
		return false
	}
	if others == 0 && len(headers) == 1 && !d.commented(headers[0], gone) {
		gone = append(headers, gone...)
		if first := gone[0]; first > 0 && strings.TrimSpace(d.lines[first-1]) == "" {
			gone = append([]int{first - 1}, gone...)
		}
	}
	for _, line := range slices.Backward(gone) {
		if line == len(d.lines)-1 {
			d.open = false
		}
		d.lines = slices.Delete(d.lines, line, line+1)
	}
	return true
}

// commented reports whether a section has comments, which stay and so does it.
func (d *document) commented(header int, gone []int) bool {
	for i := header + 1; i < len(d.lines); i++ {
		line := strings.TrimSpace(d.lines[i])
		if strings.HasPrefix(line, "[") {
			return false
		}
		if line != "" && !slices.Contains(gone, i) {
			return true
		}
	}
	return false
}
