package profiles

import (
	"io/fs"
	"strings"

	"credence/internal/ownfile"
)

// SectionProfile is the kind of a profile's section, in both files.
const SectionProfile SectionKind = wordProfile

// SectionRef names a section of a shared file; a file may have several of one name.
type SectionRef struct {
	Kind SectionKind
	Name string
}

// Setting is a key with its value.
type Setting struct{ Key, Value string }

// Edit is a change of one shared file: first planned, line by line, then shown
// ([Edit.Diff]), then written ([Edit.Apply]). What is not changed stays as it is to
// the byte: comments, order, blank lines, line ends, a byte-order mark, a missing
// line end at the end. New lines end as most lines of the file do.
//
// The file is read once, by [NewEdit]; Apply refuses if it has changed since.
// A method that returns an error, always an *[EditError], has changed nothing.
// An Edit is for one goroutine.
type Edit struct {
	role       FileRole
	path, real string
	info       fs.FileInfo // nil where there is no file yet
	before     string      // as read
	mark       string      // the byte-order mark, or ""
	eol        string      // of new lines
	open       bool        // the last line has no end
	old, lines []editLine
	index      *File // of the lines; nil until it is asked for
}

// editLine is a line with its end.
type editLine struct {
	text string
	was  int // its number in the file that was read, from 1; 0 for a new one
}

// body is the line without its end.
func (l editLine) body() string { return strings.TrimSuffix(strings.TrimSuffix(l.text, "\n"), "\r") }

// Path is the file as the caller named it.
func (e *Edit) Path() string { return e.path }

// RealPath is the file that is written: the one behind symbolic links.
func (e *Edit) RealPath() string { return e.real }

// Exists reports whether there was a file; without one, Apply makes it.
func (e *Edit) Exists() bool { return e.info != nil }

// Mode are the permissions of the file, which Apply keeps; 0600 for a new one.
func (e *Edit) Mode() fs.FileMode {
	if e.info == nil {
		return ownfile.Mode
	}
	return e.info.Mode().Perm()
}

// Has reports whether the file has such a section, be it empty.
func (e *Edit) Has(at SectionRef) bool { return len(e.sections(at)) > 0 }

// Value is the value of a key as credence reads it from this file; "" where it has
// none. It may be a secret.
func (e *Edit) Value(at SectionRef, key string) string {
	f := e.scan()
	value := ""
	for _, s := range e.sectionsIn(f, at) {
		f.rules.read(f.body(s), func(entry entry) {
			if entry.block == "" && entry.key == key {
				value = entry.text
			}
		})
	}
	return value
}

// Set gives a key of a section a value: in the line where it has one, with the
// comment behind it left in place, else in a new line below the section's last. A
// section that is not there is added.
func (e *Edit) Set(at SectionRef, key, value string) error {
	if !e.Has(at) {
		return e.Add(at, "", Setting{key, value})
	}
	if err := e.check(at, Setting{key, value}); err != nil {
		return err
	}
	if e.Value(at, key) == value {
		return nil
	}
	kept := e.snapshot()
	if err := e.set(at, key, value); err != nil {
		return err
	}
	return e.verify(kept, at, Setting{key, value})
}

func (e *Edit) set(at SectionRef, key, value string) error {
	all := e.extents(at)
	found := -1
	for _, x := range all {
		for i := x.first; i < x.end; i++ {
			if e.isKey(i, key) {
				found = i
			}
		}
	}
	if found < 0 {
		last := all[len(all)-1]
		e.insert(e.lastSaying(last)+1, key+" = "+value)
		return nil
	}
	line := e.lines[found].body()
	if _, text, _ := nodeKey(line); text == "" && found+1 < len(e.lines) && continues(e.lines[found+1].body()) {
		return &EditError{Code: EditBlock, Path: e.real, Detail: key}
	}
	e.lines[found].text = replaceValue(line, key, value) + e.lines[found].text[len(line):]
	e.index = nil
	return nil
}

// Unset removes a key from a section, with whatever is nested below it, wherever it
// stands. A key that is not there is no error.
func (e *Edit) Unset(at SectionRef, key string) error {
	if !e.Has(at) {
		return &EditError{Code: EditMissing, Path: e.real, Detail: headerText(e.role, at)}
	}
	drop := map[int]bool{}
	for _, x := range e.extents(at) {
		for i := x.first; i < x.end; i++ {
			if !e.isKey(i, key) {
				continue
			}
			drop[i] = true
			for j := i + 1; j < x.end && continues(e.lines[j].body()); j++ {
				drop[j] = true
			}
		}
	}
	e.drop(drop)
	return nil
}

// Add adds a section at the end of the file, a blank line before it and, if there is
// one, a comment above it. Remove takes all of that away again.
func (e *Edit) Add(at SectionRef, comment string, settings ...Setting) error {
	if err := e.check(at, settings...); err != nil {
		return err
	}
	if e.Has(at) {
		return &EditError{Code: EditExists, Path: e.real, Detail: headerText(e.role, at)}
	}
	kept := e.snapshot()
	if n := len(e.lines); n > 0 {
		e.insert(n, "")
	}
	if comment != "" {
		e.insert(len(e.lines), "# "+comment)
	}
	e.insert(len(e.lines), headerText(e.role, at))
	for _, s := range settings {
		e.insert(len(e.lines), s.Key+" = "+s.Value)
	}
	return e.verify(kept, at, settings...)
}

// Remove removes all sections of a name with their comments, those right above the
// header included where a blank line sets them off from what is before. What is
// written below the section's last key, after a blank line, belongs to what follows. At
// the end of the file a blank line before it goes, too.
func (e *Edit) Remove(at SectionRef) error {
	all := e.extents(at)
	if len(all) == 0 {
		return &EditError{Code: EditMissing, Path: e.real, Detail: headerText(e.role, at)}
	}
	drop := map[int]bool{}
	for _, x := range all {
		from, to := e.above(x.header), e.below(x)
		for i := from; i < to; i++ {
			drop[i] = true
		}
		if to == len(e.lines) && from > 0 && strings.TrimSpace(e.lines[from-1].body()) == "" {
			drop[from-1] = true
		}
	}
	e.drop(drop)
	return nil
}

// Changed reports whether Apply would write anything.
func (e *Edit) Changed() bool { return e.text() != e.before }
