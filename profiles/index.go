package profiles

// named is a profile, session or services section of one name: the sections that
// make it, in the order in which they are read.
type named struct {
	name  string
	parts [len(places)][]*section
}

// catalogue finds sections by name and remembers the order of the names.
type catalogue struct {
	all    []named
	byName map[string]int
}

func (c *catalogue) add(name string, file int, s *section) {
	i, ok := c.byName[name]
	if !ok {
		i = len(c.all)
		c.byName[name] = i
		c.all = append(c.all, named{name: name})
	}
	c.all[i].parts[file] = append(c.all[i].parts[file], s)
}

func (c *catalogue) get(name string) *named {
	if i, ok := c.byName[name]; ok {
		return &c.all[i]
	}
	return nil
}

// catalogues index the sections of both files.
type catalogues struct {
	profiles, sessions, services catalogue
	dotted                       catalogue // "sso-session.x", where that can be chosen
}

// makeCatalogues goes through the config file first: its profiles lead the list.
func makeCatalogues(files [len(places)]*File) *catalogues {
	size := 0
	for _, f := range files {
		size += len(f.sections)
	}
	c := &catalogues{
		profiles: catalogue{all: make([]named, 0, size), byName: make(map[string]int, size)},
		sessions: catalogue{byName: map[string]int{}},
		services: catalogue{byName: map[string]int{}},
		dotted:   catalogue{byName: map[string]int{}},
	}
	for i, f := range files {
		replaced := f.plainDefaultReplaced()
		for j := range f.sections {
			s := &f.sections[j]
			if replaced && s.kind == kindProfile && s.name == defaultName && !s.prefixed {
				continue
			}
			if !f.rules.emptySections && s.kind != kindNone && !f.hasKeys(s) {
				continue
			}
			c.place(i, f, s)
		}
	}
	return c
}

func (c *catalogues) place(i int, f *File, s *section) {
	word := ""
	switch s.kind {
	case kindProfile:
		c.profiles.add(s.name, i, s)
		return
	case kindSession:
		word = wordSession
		if f.Role == RoleConfig {
			c.sessions.add(s.name, i, s)
		}
	case kindServices:
		word = wordServices
		if f.Role == RoleConfig {
			c.services.add(s.name, i, s)
		}
	}
	if word != "" && f.rules.dottedSections {
		c.dotted.add(word+"."+s.name, i, s)
	}
}

// lookUpDefault finds out, once, where [profile default] stands and whether [default]
// counts beside it: to most dialects it does unless the former has keys.
func (f *File) lookUpDefault() {
	f.defaultOnce.Do(func() {
		if f.Role != RoleConfig {
			return
		}
		for i := range f.sections {
			s := &f.sections[i]
			if s.kind != kindProfile || !s.prefixed || s.name != defaultName {
				continue
			}
			if f.defaultAt == 0 {
				f.defaultAt = int(s.line)
			}
			if f.rules.prefixedWins || f.hasKeys(s) {
				f.defaultReplaced = true
				return
			}
		}
	})
}

// plainDefaultReplaced reports that [default] does not count beside [profile default].
func (f *File) plainDefaultReplaced() bool {
	f.lookUpDefault()
	return f.defaultReplaced
}

// prefixedDefault is the line of [profile default]; 0 if there is none.
func (f *File) prefixedDefault() int {
	f.lookUpDefault()
	return f.defaultAt
}

// hasKeys reports whether a section has any key that is stored.
func (f *File) hasKeys(s *section) bool {
	found := false
	f.rules.read(func(yield func(int, string) bool) {
		for number, line := range f.body(s) {
			if found || !yield(number, line) {
				return
			}
		}
	}, func(entry) { found = true })
	return found
}

// bodies appends the bodies of sections of one file that share a name; their keys
// go into the table.
func (f *File) bodies(all []body, sections []*section, into *table) []body {
	put := func(e entry) {
		p := prop{key: e.key, text: e.text, at: place{f, e.line}}
		if e.block != "" {
			p.key, p.block = e.block+"."+e.key, len(e.block)
		} else if f.rules.joined {
			into.dropNested(e.key)
		}
		into.add(p)
	}
	for _, s := range sections {
		all = append(all, body{f.body(s), put})
	}
	return all
}

// sectionsOf finds the sections of a kind and name without an index.
func (f *File) sectionsOf(kind sectionKind, name string) []*section {
	var found []*section
	plain := kind == kindProfile && name == defaultName && f.plainDefaultReplaced()
	for i := range f.sections {
		s := &f.sections[i]
		if s.kind != kind || s.name != name || plain && !s.prefixed || !f.rules.emptySections && !f.hasKeys(s) {
			continue
		}
		found = append(found, s)
	}
	return found
}
