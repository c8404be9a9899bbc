package profiles

import (
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
)

// Files are the two shared files as one dialect reads them. Its methods may be
// called from several goroutines at once.
type Files struct {
	dialect Dialect
	env     LookupEnv
	files   [len(places)]*File
	index   func() *catalogues

	asked atomic.Int32 // how many profiles were looked up

	mu       sync.Mutex
	profiles map[string]*Profile
	sections map[string]*Section
}

// ErrDialect is an Options.Dialect without reading rules.
type ErrDialect struct{ Dialect Dialect }

func (e ErrDialect) Error() string {
	return fmt.Sprintf("no reading rules for dialect %q", string(e.Dialect))
}

// Load reads both files. Whatever is wrong with them is a finding; the errors are
// a home folder that is needed and unknown (ErrNoHome), and an unknown dialect
// (ErrDialect).
func Load(o Options) (*Files, error) {
	r, ok := rulesOf(o.Dialect)
	if !ok {
		return nil, ErrDialect{o.Dialect}
	}
	at, err := Locate(o)
	if err != nil {
		return nil, err
	}
	f := &Files{dialect: r.dialect, env: environment(o.LookupEnv), profiles: map[string]*Profile{}, sections: map[string]*Section{}}
	suggest := newSuggesters()
	for i, location := range [...]Location{at.Config, at.Credentials} {
		f.files[i] = newFile(location, places[i].role, r, suggest)
		f.files[i].open()
		f.files[i].scan()
	}
	f.forget()
	f.index = sync.OnceValue(func() *catalogues { return makeCatalogues(f.files) })
	return f, nil
}

// forget drops the sections of what the dialect refuses: of that file alone, or,
// where it is strict, of both.
func (f *Files) forget() {
	for _, file := range f.files {
		if file.refused == nil {
			continue
		}
		file.notes = append(file.notes, *file.refused)
		file.sections = nil
		if file.rules.strict != nil {
			for _, other := range f.files {
				other.sections = nil
			}
		}
	}
}

// Dialect is whose rules the files were read by.
func (f *Files) Dialect() Dialect { return f.dialect }

// Config is the config file.
func (f *Files) Config() *File { return f.files[0] }

// Credentials is the credentials file.
func (f *Files) Credentials() *File { return f.files[1] }

// Names are the names of all profiles: those of the config file in its order, then
// those that only the credentials file has.
func (f *Files) Names() []string {
	all := f.index().profiles.all
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].name
	}
	return names
}

// indexFrom is the number of look-ups from which on an index pays.
const indexFrom = 16

// Profile is the profile of that exact name. It is read when it is first asked for.
func (f *Files) Profile(name string) (*Profile, bool) {
	f.mu.Lock()
	known, ok := f.profiles[name]
	f.mu.Unlock()
	if ok {
		return known, true
	}
	found := f.find(name)
	if found == nil {
		return nil, false
	}
	return f.read(found)[0], true
}

// find looks for the sections of a profile: the first times by going through them.
func (f *Files) find(name string) *named {
	if f.asked.Add(1) > indexFrom {
		c := f.index()
		if found := c.profiles.get(name); found != nil {
			return found
		}
		return c.dotted.get(name)
	}
	if found := f.findAs(kindProfile, name, name); found != nil || !f.files[0].rules.dottedSections {
		return found
	}
	word, rest, _ := strings.Cut(name, ".")
	if kind := kindOfWord(word); kind != kindNone && kind != kindProfile {
		return f.findAs(kind, rest, name)
	}
	return nil
}

func (f *Files) findAs(kind sectionKind, name, as string) *named {
	found := &named{name: as}
	for i, file := range f.files {
		found.parts[i] = file.sectionsOf(kind, name)
	}
	if found.parts[0] == nil && found.parts[1] == nil {
		return nil
	}
	return found
}

// batch is how many profiles are read at once where all are asked for.
const batch = 64

// Profiles are all profiles in the order of Names.
func (f *Files) Profiles() iter.Seq[*Profile] {
	return func(yield func(*Profile) bool) {
		all := f.index().profiles.all
		for from := 0; from < len(all); from += batch {
			var next []*named
			for i := from; i < min(from+batch, len(all)); i++ {
				next = append(next, &all[i])
			}
			for _, p := range f.read(next...) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// read reads and merges what both files say of some profiles, each once.
func (f *Files) read(names ...*named) []*Profile {
	f.mu.Lock()
	defer f.mu.Unlock()
	read := make([]*Profile, len(names))
	var fresh []*Profile
	var bodies []body
	for i, n := range names {
		p, ok := f.profiles[n.name]
		if !ok {
			p = &Profile{name: n.name, files: f}
			p.judge = sync.OnceValue(p.judgement)
			bodies = p.prepare(n, bodies)
			fresh = append(fresh, p)
			f.profiles[n.name] = p
		}
		read[i] = p
	}
	f.files[0].rules.readBodies(bodies)
	for _, p := range fresh {
		p.merge()
	}
	return read
}

// String names both files.
func (f *Files) String() string { return fmt.Sprintf("%v, %v", f.files[0], f.files[1]) }

// Format implements fmt.Formatter: no verb reaches the text of the files.
func (f *Files) Format(s fmt.State, _ rune) { fmt.Fprint(s, f.String()) }
