package tui

import "slices"

// helpPane is the overlay that lists the keys.
type helpPane struct{ top int }

// helpItem is a line of the help: a key and what it does, or a title where the key is
// empty, or nothing.
type helpItem struct {
	key, text string
	off       bool // does nothing now
}

// helpItems are every key of the list, what is different in the filter, and how to
// search.
func (m *Model) helpItems() []helpItem {
	var items []helpItem
	add := func(title string, bindings []*binding) {
		if len(items) > 0 {
			items = append(items, helpItem{})
		}
		items = append(items, helpItem{text: title})
		for _, b := range bindings {
			item := helpItem{b.Help().Key, b.Help().Desc, !b.Enabled()}
			if !slices.ContainsFunc(items, func(other helpItem) bool { return other.key == item.key && other.text == item.text }) {
				items = append(items, item)
			}
		}
	}
	add("keys", m.keys.list)
	add("in the filter", m.keys.filter)
	add("search", nil)
	for _, s := range [][2]string{{"word", "fuzzy"}, {"'word", "exactly"}, {"^word", "at the start"}, {"word$", "at the end"}, {"!word", "not this"}} {
		items = append(items, helpItem{s[0], s[1], false})
	}
	return items
}

// inColumns shares items out to columns of a height. No column begins with an empty line
// or ends with a title.
func inColumns(items []helpItem, height int) [][]helpItem {
	var columns [][]helpItem
	var column []helpItem
	for _, item := range items {
		title := item.key == "" && item.text != ""
		if len(column) == height || title && len(column) > 0 && len(column) == height-1 {
			columns, column = append(columns, column), nil
		}
		if len(column) > 0 || item != (helpItem{}) {
			column = append(column, item)
		}
	}
	return append(columns, column)
}

// helpColumn is a column and its measures, in cells.
type helpColumn struct {
	items     []helpItem
	key, text int
}

// The blanks behind the keys, and between columns.
const (
	afterKey    = 2
	betweenHelp = 3
)

// mostHelpRows is how long a column is at most that has room beside it.
const mostHelpRows = 24

// sectionsOf are the items with a column for each title.
func sectionsOf(items []helpItem) [][]helpItem {
	sections := [][]helpItem{nil}
	for _, item := range items {
		last := len(sections) - 1
		if item == (helpItem{}) {
			sections = append(sections, nil)
			continue
		}
		sections[last] = append(sections[last], item)
	}
	return sections
}

// helpColumns are a column for each title where there is room for that; else the fewest
// that show everything in a window, or the most that stand beside each other in it, all
// about as long.
func helpColumns(items []helpItem, r rect) []helpColumn {
	if whole := measured(sectionsOf(items)); helpHeight(whole) <= r.h && 1-betweenHelp+widthOfHelp(whole, betweenHelp) <= r.w {
		return whole
	}
	var best []helpColumn
	most := min(r.h, mostHelpRows)
	for height := len(items); height > 0; height-- {
		columns := measured(inColumns(items, height))
		if width := 1 - betweenHelp + widthOfHelp(columns, betweenHelp); best != nil && (width > r.w || len(columns) > len(best) && helpHeight(best) <= most) {
			break
		}
		best = columns
	}
	return best
}

func measured(shared [][]helpItem) []helpColumn {
	columns := make([]helpColumn, len(shared))
	for n := range columns {
		c := &columns[n]
		c.items = shared[n]
		for _, item := range c.items {
			if item.key != "" {
				c.key = max(c.key, widthOf(item.key)+afterKey)
				c.text = max(c.text, widthOf(item.text))
			}
		}
		for _, item := range c.items {
			if item.key == "" {
				c.text = max(c.text, widthOf(item.text)-c.key)
			}
		}
	}
	return columns
}

// widthOfHelp is how wide columns are that stand so far apart.
func widthOfHelp(columns []helpColumn, gap int) int {
	width := 0
	for _, c := range columns {
		width += c.key + c.text + gap
	}
	return width
}

// helpHeight is how many rows the help would fill.
func helpHeight(columns []helpColumn) int {
	height := 0
	for _, c := range columns {
		height = max(height, len(c.items))
	}
	return height
}

// helpRect is where the help stands.
func (m *Model) helpRect() rect {
	if m.lay.shape == shapeOne {
		return m.lay.chain
	}
	return rect{0, 0, m.lay.w, m.lay.profiles.h}
}

// helpScrolls reports whether there is more help than the window shows.
func (m *Model) helpScrolls() bool {
	r := m.helpRect()
	return helpHeight(helpColumns(m.helpItems(), r)) > r.h
}

// mostHelpGap is how far columns stand apart at most.
const mostHelpGap = 9

// helpRows list every key that counts.
func (m *Model) helpRows(r rect) []string {
	p := &pane{theme: m.theme, width: r.w}
	columns := helpColumns(m.helpItems(), r)
	height := helpHeight(columns)
	gap := min(max(betweenHelp, (r.w-1-widthOfHelp(columns, 0))/len(columns)), mostHelpGap)
	m.help.top = min(m.help.top, max(0, height-r.h))
	for n := m.help.top; n < height && len(p.rows) < r.h; n++ {
		l := p.row()
		start := 1
		for _, c := range columns {
			if n < len(c.items) {
				c.put(l.fill(start), c.items[n])
			}
			start += c.key + c.text + gap
		}
		p.done(l)
	}
	return p.fit(r.h)
}

func (c helpColumn) put(l *line, item helpItem) {
	start := l.used
	sign, text := accent, plain
	switch {
	case item.key == "":
		l.put(bold, item.text)
		return
	case item.off:
		sign, text = faint, faint
	}
	l.put(sign, item.key).fill(start+c.key).put(text, item.text)
}
