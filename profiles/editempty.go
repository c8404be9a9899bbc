package profiles

import "strings"

// Empty reports whether a section is there and has nothing in it: no key, no comment,
// and none above its header that Remove would take along.
func (e *Edit) Empty(at SectionRef) bool {
	all := e.extents(at)
	for _, x := range all {
		for i := e.above(x.header); i < e.below(x); i++ {
			if i != x.header && strings.TrimSpace(e.lines[i].body()) != "" {
				return false
			}
		}
		for i := x.first; i < x.end; i++ {
			if saysSomething(e.lines[i].body()) {
				return false
			}
		}
	}
	return len(all) > 0
}
