package profiles

import "strings"

// properties are the keys of a profile or section; both embed them.
type properties struct {
	table *table
}

// Keys are the keys in the order of the files, a block by its own name once.
func (p properties) Keys() []string {
	keys := make([]string, 0, len(p.table.props))
	var seen map[string]bool
	for i := range p.table.props {
		one := &p.table.props[i]
		if one.block == 0 && seen == nil {
			keys = append(keys, one.key)
			continue
		}
		if seen == nil {
			seen = make(map[string]bool, len(p.table.props))
			for _, key := range keys {
				seen[key] = true
			}
		}
		name := one.key
		if one.block > 0 {
			name = name[:one.block]
		}
		if !seen[name] {
			seen[name] = true
			keys = append(keys, name)
		}
	}
	return keys
}

// Value is the value of a key, or of a block with its nested keys. A nested key
// is also found by itself, as "block.key".
func (p properties) Value(key string) (Value, bool) {
	i := p.table.find(key)
	var found Value
	if i >= 0 {
		found = p.table.props[i].value()
	}
	for j := range p.table.props {
		one := &p.table.props[j]
		if one.block == 0 || one.block != len(key) || one.key[:one.block] != key {
			continue
		}
		nested := one.value()
		if i < 0 && found.Origin.Path == "" {
			found.Origin = nested.Origin
		}
		found.secret = found.secret || nested.secret
		found.Nested = append(found.Nested, Property{one.key[one.block+1:], nested})
	}
	return found, i >= 0 || found.Nested != nil
}

// Get is the text of a key as read, secrets included, and "" where it has none.
// Use Value for anything that is shown.
func (p properties) Get(key string) string {
	if i := p.table.find(key); i >= 0 {
		return p.table.props[i].text
	}
	return ""
}

// Has reports whether a key has a value of its own. To most dialects a key with
// nothing after = has none.
func (p properties) Has(key string) bool { return p.table.find(key) >= 0 }

func (p *prop) value() Value {
	v := Value{Origin: p.at.origin(), text: p.text, secret: IsSecretKey(p.key[p.keyStart():])}
	for _, s := range p.shadows {
		v.Shadows = append(v.Shadows, s.origin())
	}
	return v
}

// keyStart is where the key itself begins, after its block.
func (p *prop) keyStart() int {
	if p.block == 0 {
		return 0
	}
	return p.block + len(".")
}

// pick makes a table of the named keys that exist, for tests of what is there.
func (p properties) pick(keys ...string) []string {
	var found []string
	for _, key := range keys {
		if p.Has(key) {
			found = append(found, key)
		}
	}
	return found
}

// describe joins keys for a finding.
func describe(keys []string) string { return strings.Join(keys, ", ") }
