package profiles

import (
	"iter"
	"sync"
)

// Passing are all profiles in the order of Names, none of which is kept: for one look
// at each of very many. Profile gives those that stay.
func (f *Files) Passing() iter.Seq[*Profile] {
	return func(yield func(*Profile) bool) {
		all := f.index().profiles.all
		for from := 0; from < len(all); from += batch {
			for _, p := range f.readPassing(all[from:min(from+batch, len(all))]) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

func (f *Files) readPassing(names []named) []*Profile {
	f.mu.Lock()
	defer f.mu.Unlock()
	read := make([]*Profile, len(names))
	var bodies []body
	for i := range names {
		read[i] = &Profile{name: names[i].name, files: f}
		read[i].judge = sync.OnceValue(read[i].judgement)
		bodies = read[i].prepare(&names[i], bodies)
	}
	f.files[0].rules.readBodies(bodies)
	for _, p := range read {
		p.merge()
	}
	return read
}
