package profiles

import (
	"cmp"
	"slices"
)

// misnamed are variables that no SDK reads, and those that were meant.
var misnamed = []struct{ name, use string }{
	{"AWS_CREDENTIALS_FILE", "AWS_SHARED_CREDENTIALS_FILE"},
	{"AWS_SHARED_CREDENTIAL_FILE", "AWS_SHARED_CREDENTIALS_FILE"},
	{"AWS_CREDENTIALS_PATH", "AWS_SHARED_CREDENTIALS_FILE"},
	{"AWS_SHARED_CONFIG_FILE", "AWS_CONFIG_FILE"},
	{"AWS_CONFIG_PATH", "AWS_CONFIG_FILE"},
}

// FileFindings are those about the files as a whole: whether they can be read, and
// what the scanner met that concerns more than one profile. They cost next to nothing.
func (f *Files) FileFindings() []Finding {
	var found []Finding
	for _, v := range misnamed {
		if value, _ := f.env(v.name); value != "" {
			found = append(found, Finding{
				Code: CodeFileMisnamedVariable, Severity: SeverityWarning, Origin: VariableOrigin(v.name),
				Data: Data{"name": v.name, "use": v.use},
			})
		}
	}
	for _, file := range f.files {
		found = append(found, file.notes...)
	}
	return found
}

// ProfileFindings are those that concern one profile: its sections, lines and
// settings, and sections that were meant for it. The profile need not exist.
func (f *Files) ProfileFindings(name string) []Finding {
	l := &lint{}
	for _, file := range f.files {
		for i := range file.sections {
			s := &file.sections[i]
			if s.kind == kindProfile && s.name == name || s.kind != kindProfile && file.meant(s) == name && name != "" {
				file.lintSection(l, s)
			}
		}
	}
	if p, ok := f.Profile(name); ok {
		before := len(l.found)
		p.lintProfile(l)
		for i := range l.found[before:] {
			l.found[before+i].Data = f.withNearest(&l.found[before+i])
		}
	}
	return f.sorted(l.found)
}

// Lint is everything: the files, all their sections and profiles.
func (f *Files) Lint() []Finding {
	l := &lint{}
	for _, file := range f.files {
		for i := range file.sections {
			file.lintSection(l, &file.sections[i])
		}
	}
	suggestions := maxSuggestions
	for p := range f.Profiles() {
		before := len(l.found)
		p.lintProfile(l)
		for i := before; i < len(l.found) && suggestions > 0; i++ {
			switch l.found[i].Code {
			case CodeProfileSourceMissing, CodeProfileSSOSessionMissing:
				l.found[i].Data = f.withNearest(&l.found[i])
				suggestions--
			}
		}
	}
	return append(f.FileFindings(), f.sorted(l.found)...)
}

// maxSuggestions bounds how often Lint compares a name with all others.
const maxSuggestions = 50

func (f *File) lintSection(l *lint, s *section) {
	f.lintHeader(l, s)
	f.lintBody(l, s)
}

// meant is the profile that a section was probably meant to be, where this dialect does not
// read it as a profile.
func (f *File) meant(s *section) string {
	if s.kind != kindNone || s.notes&headerUnclosed != 0 {
		return ""
	}
	if ident := documentedName(f.Role, s.inner); ident.kind == kindProfile {
		return ident.name
	}
	return f.guess(s).profile
}

// sorted puts findings in the order of the files and their lines.
func (f *Files) sorted(found []Finding) []Finding {
	order := func(o Origin) int {
		if o.Path == f.files[0].Path {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order(a.Origin), order(b.Origin)), cmp.Compare(a.Origin.Line, b.Origin.Line))
	})
	return found
}
