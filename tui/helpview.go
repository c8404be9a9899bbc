package tui

// helpPane is the overlay that lists the keys.
type helpPane struct{ top int }

// helpKeyWidth is the width of the keys' column.
const helpKeyWidth = 11

// helpRows list every key that counts, of the list and of the filter, in as many
// columns as fit.
func (m *Model) helpRows(r rect) []string {
	p := &pane{theme: m.theme, width: r.w}
	type item struct {
		key, text string
		off       bool // does nothing now
	}
	var items []item
	add := func(title string, bindings []*binding) {
		if len(items) > 0 {
			items = append(items, item{})
		}
		items = append(items, item{"", title, false})
		for _, b := range bindings {
			items = append(items, item{b.Help().Key, b.Help().Desc, !b.Enabled()})
		}
	}
	add("keys", m.keys.list)
	add("in the filter", m.keys.filter)
	add("search", nil)
	for _, s := range [][2]string{{"word", "its letters, in order"}, {"'word", "the word itself"}, {"^word", "at the beginning"}, {"word$", "at the end"}, {"!word", "not this"}} {
		items = append(items, item{s[0], s[1], false})
	}
	columns := min(max(1, r.w/36), 3)
	height := (len(items) + columns - 1) / columns
	m.help.top = min(m.help.top, max(0, height-r.h))
	for n := m.help.top; n < height && len(p.rows) < r.h; n++ {
		l := p.row()
		for c := range columns {
			at := c*height + n
			if at >= len(items) {
				break
			}
			l.fill(1 + c*(r.w/columns))
			start := l.used
			if items[at].key == "" {
				l.put(bold, items[at].text)
				continue
			}
			sign, text := accent, plain
			if items[at].off {
				sign, text = faint, faint
			}
			l.put(sign, items[at].key).fill(start+helpKeyWidth).upTo((c+1)*(r.w/columns)-1, text, items[at].text)
		}
		p.done(l)
	}
	return p.fit(r.h)
}
