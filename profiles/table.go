package profiles

// place is a line of one of the two files.
type place struct {
	file *File
	line int
}

func (p place) origin() Origin { return p.file.at(p.line) }

// prop is a key of a section with its value. A nested key is stored whole, as
// "block.key", which is how Node stores it.
type prop struct {
	key     string
	block   int // length of the block's name; 0 for a plain key
	text    string
	at      place
	shadows []place // the losers, in the order in which they were read
}

// table holds the keys of a section in the order of their first appearance.
type table struct {
	props []prop
	index map[string]int // only once there are many
}

// manyKeys is from when on a table has an index.
const manyKeys = 24

func (t *table) find(key string) int {
	if t.index != nil {
		if i, ok := t.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range t.props {
		if t.props[i].key == key {
			return i
		}
	}
	return -1
}

// add stores a key; the value that it replaces becomes a shadow.
func (t *table) add(p prop) {
	if i := t.find(p.key); i >= 0 {
		old := &t.props[i]
		p.shadows = append(append(old.shadows, old.at), p.shadows...)
		*old = p
		return
	}
	t.props = append(t.props, p)
	switch n := len(t.props); {
	case t.index != nil:
		t.index[p.key] = n - 1
	case n > manyKeys:
		t.index = make(map[string]int, 2*n)
		for i := range t.props {
			t.index[t.props[i].key] = i
		}
	}
}

// dropNested forgets the keys under a block, which a new value of the block replaces.
func (t *table) dropNested(block string) {
	kept := t.props[:0]
	for _, p := range t.props {
		if p.block != len(block) || p.key[:p.block] != block {
			kept = append(kept, p)
		}
	}
	if len(kept) == len(t.props) {
		return
	}
	t.props, t.index = kept, nil
	if len(kept) > manyKeys {
		t.index = make(map[string]int, len(kept))
		for i := range kept {
			t.index[kept[i].key] = i
		}
	}
}

// merge lets the keys of another table win.
func (t *table) merge(other *table, joined bool) {
	for _, p := range other.props {
		if joined && p.block == 0 {
			t.dropNested(p.key)
		}
		t.add(p)
	}
}
