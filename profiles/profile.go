package profiles

import (
	"fmt"
	"io"
)

// Profile is a profile as merged from both files.
type Profile struct {
	properties

	name    string
	files   *Files
	headers []place
	parts   [len(places)]*table // what each file gave

	judge func() judgement // once
}

// prepare sets up what the two files have on the profile, and appends the bodies
// that are to be read for it.
func (p *Profile) prepare(n *named, bodies []body) []body {
	for i, file := range p.files.files {
		if n.parts[i] == nil {
			continue
		}
		p.parts[i] = &table{}
		bodies = file.bodies(bodies, n.parts[i], p.parts[i])
		for _, s := range n.parts[i] {
			p.headers = append(p.headers, place{file, int(s.line)})
		}
	}
	return bodies
}

// merge lets the credentials file win, key by key.
func (p *Profile) merge() {
	switch config, credentials := p.parts[0], p.parts[1]; {
	case credentials == nil:
		p.table = config
	case config == nil:
		p.table = credentials
	default:
		p.table = &table{}
		p.table.merge(config, false)
		p.table.merge(credentials, p.files.files[1].rules.joined)
	}
}

// Name is the name by which the profile is chosen.
func (p *Profile) Name() string { return p.name }

// Origins are the headers of the profile's sections, config file first.
func (p *Profile) Origins() []Origin { return origins(p.headers) }

// ValueIn is the value of a key in one of the two files alone, for settings that
// do not take the credentials file's value over the config file's.
func (p *Profile) ValueIn(role FileRole, key string) (Value, bool) {
	for i, place := range places {
		if place.role == role && p.parts[i] != nil {
			return properties{p.parts[i]}.Value(key)
		}
	}
	return Value{}, false
}

// String is the name. It and Format have a value receiver so that copies are as
// discreet as pointers.
func (p Profile) String() string { return p.name }

// Format implements fmt.Formatter: no verb reaches the values.
func (p Profile) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, p.name) }

// Section is an sso-session or services section of the config file.
type Section struct {
	properties

	kind    SectionKind
	name    string
	headers []place
}

// SectionKind is the word before a section's name.
type SectionKind string

// The kinds of sections that are no profiles.
const (
	SectionSSOSession SectionKind = wordSession
	SectionServices   SectionKind = wordServices
)

// Kind is the word before the name.
func (s *Section) Kind() SectionKind { return s.kind }

// Name is the name after it.
func (s *Section) Name() string { return s.name }

// Origins are the headers of the section: several where it is repeated.
func (s *Section) Origins() []Origin { return origins(s.headers) }

// String is kind and name.
func (s Section) String() string { return string(s.kind) + " " + s.name }

// Format implements fmt.Formatter: no verb reaches the values.
func (s Section) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, s.String()) }

func origins(at []place) []Origin {
	all := make([]Origin, len(at))
	for i := range at {
		all[i] = at[i].origin()
	}
	return all
}
