package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is a settings file as it stands.
type File struct {
	Path string
	doc  *document
	read string
}

// Problem is a line of a settings file that cannot be used.
type Problem struct {
	Path    string
	Line    int
	Section string // of the line
	Known   bool   // the setting is known, its value is not
	Err     error
}

// Error implements error.
func (p *Problem) Error() string { return fmt.Sprintf("%s:%d: %v", p.Path, p.Line, p.Err) }

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }

// maxConfigSize is more than any settings file needs, in bytes.
const maxConfigSize = 1 << 20

// Open reads a settings file. One that is absent is empty.
func Open(path string) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &File{Path: path, doc: parseDocument("")}, nil
	case err != nil:
		return nil, fmt.Errorf("read settings: %w", err)
	case info.Size() > maxConfigSize || !info.Mode().IsRegular():
		return nil, fmt.Errorf("read settings: %s is no settings file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return &File{Path: path, doc: parseDocument(string(text)), read: string(text)}, nil
}

// Problems are the lines that cannot be used, in order.
func (f *File) Problems() []*Problem {
	var all []*Problem
	for _, e := range f.doc.entries() {
		p := &Problem{Path: f.Path, Line: e.line + 1, Section: e.section}
		switch {
		case e.header:
			kind, profile, named := strings.Cut(e.section, " ")
			known := named && kind == profileSection && strings.TrimSpace(profile) != ""
			for _, s := range Settings() {
				known = known || s.Section == e.section && s.Section != profileSection
			}
			if known {
				continue
			}
			p.Err = fmt.Errorf("there is no section [%s] in the settings", e.section)
		case e.key == "":
			p.Err = errors.New("want KEY = VALUE")
		default:
			s, ok := settingOf(e.section, e.key)
			if !ok {
				p.Err = fmt.Errorf("there is no setting %s here", e.key)
				break
			}
			if p.Err = s.Check(e.value); p.Err == nil {
				continue
			}
			p.Known = true
		}
		all = append(all, p)
	}
	return all
}

// Value is a setting in force, and where it comes from.
type Value struct {
	Name  string // such as profile.prod.store
	Value string
	Line  int // in the file; 0: the default
	Setting
}

// Get gives a setting by its name. A value that cannot be used is not in force.
func (f *File) Get(name string) (Value, bool) {
	s, section, ok := Named(name)
	if !ok {
		return Value{}, false
	}
	v := Value{Name: name, Value: s.Default, Setting: s}
	for _, e := range f.doc.entries() {
		if !e.header && e.key == s.Key && (sameSection(e.section, section) || e.section == "" && section == "inspector") && s.Check(e.value) == nil {
			v.Value, v.Line = e.value, e.line+1
		}
	}
	return v, true
}

// sameSection passes over how many blanks stand before a profile's name.
func sameSection(a, b string) bool {
	return a == b || strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// All are all settings in force: those of profiles where a line says something.
func (f *File) All() []Value {
	var all []Value
	for _, s := range Settings() {
		if s.Section != profileSection {
			v, _ := f.Get(s.Name())
			all = append(all, v)
			continue
		}
		seen := map[string]bool{}
		for _, e := range f.doc.entries() {
			if found, ok := settingOf(e.section, e.key); e.header || !ok || found.Section != profileSection || found.Key != s.Key {
				continue
			}
			_, profile, _ := strings.Cut(e.section, " ")
			name := profileSection + "." + strings.TrimSpace(profile) + "." + s.Key
			if v, ok := f.Get(name); ok && v.Line > 0 && !seen[name] {
				seen[name] = true
				all = append(all, v)
			}
		}
	}
	return all
}

// ErrUnknown says that there is no such setting.
var ErrUnknown = errors.New("there is no such setting")

// Set gives a setting a value.
func (f *File) Set(name, value string) error {
	s, section, ok := Named(name)
	if !ok {
		return ErrUnknown
	}
	value = strings.TrimSpace(value)
	if err := s.Check(value); err != nil {
		return err
	}
	f.doc.set(f.sectionOf(section, s.Key), s.Key, value)
	return nil
}

// Unset removes a setting, and says whether it was there.
func (f *File) Unset(name string) (bool, error) {
	s, section, ok := Named(name)
	if !ok {
		return false, ErrUnknown
	}
	return f.doc.unset(f.sectionOf(section, s.Key), s.Key), nil
}

// sectionOf is the section as the file spells it.
func (f *File) sectionOf(section, key string) string {
	spelt := section
	for _, e := range f.doc.entries() {
		switch {
		case sameSection(e.section, section):
			spelt = e.section
		case section == "inspector" && e.section == "" && e.key == key:
			return ""
		}
	}
	return spelt
}

// ErrChanged says that somebody else wrote the file meanwhile.
var ErrChanged = errors.New("the settings were changed by another program: try again")

// Save writes the file, where anything changed: in one step, for the owner alone, and
// through a link to the file it leads to.
func (f *File) Save() error {
	text := f.doc.String()
	if text == f.read {
		return nil
	}
	path := f.Path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if now, err := os.ReadFile(path); err == nil && string(now) != f.read || err != nil && f.read != "" {
		return ErrChanged
	}
	if err := replace(path, text); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	f.read = text
	return nil
}
