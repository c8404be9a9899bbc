package tui

import "credence/internal/settings"

// entry is a line of the list: a row, or a heading where row is negative.
type entry struct {
	row  int32
	head int32 // of a heading: its number; negative for an empty line
}

// heading stands above rows. One with a key folds them.
type heading struct {
	text   string
	key    string
	count  int
	folded bool
}

// list is the list of profiles: all rows, the entries that filter, order and
// grouping make of them, the cursor and the part that is on the screen.
type list struct {
	rows    []row // the first is the ambient one
	byName  map[string]int32
	entries []entry
	heads   []heading
	matcher *matcher // made when somebody filters
	terms   []term   // of the query
	query   string
	sort    string
	group   string
	folded  map[string]bool
	state   settings.State
	names   nameWidths
	placed  bool // account, role and session of all rows are known
	found   int  // profiles that the filter finds
	cursor  int
	top     int
	height  int
}

func newList(sort, group string) list {
	return list{rows: []row{{target: target{ambient: true}, shown: ambientName, read: true}}, sort: sort, group: group, folded: map[string]bool{}}
}

// setNames takes in the profiles of the files; the cursor stays on its profile.
func (l *list) setNames(names []string) {
	at, _ := l.selected()
	ambient := l.rows[0]
	l.rows = make([]row, 1, len(names)+1)
	l.rows[0] = ambient
	l.byName = nil
	for _, name := range names {
		l.rows = append(l.rows, rowOf(name))
	}
	l.names = widthsOf(l.rows[1:])
	l.matcher, l.placed = nil, false
	l.rebuild()
	l.selectTarget(at)
}

// number is the row of a profile. The index is made when it is first asked for: the
// first frame often does without.
func (l *list) number(name string) (int32, bool) {
	if l.byName == nil {
		l.byName = make(map[string]int32, len(l.rows))
		for i := 1; i < len(l.rows); i++ {
			l.byName[l.rows[i].name] = int32(i)
		}
	}
	n, ok := l.byName[name]
	return n, ok
}

// profiles is how many profiles there are.
func (l *list) profiles() int { return len(l.rows) - 1 }

// rebuild makes the entries anew and puts the cursor on the first row.
func (l *list) rebuild() {
	if cap(l.entries) < len(l.rows) {
		l.entries = make([]entry, 0, len(l.rows)+16)
	}
	l.entries, l.heads = l.entries[:0], l.heads[:0]
	switch {
	case l.query != "":
		l.prepare()
		l.terms = termsOf(l.query)
		l.found = 0
		for _, number := range l.matcher.find(l.query) {
			l.add(number)
			if number > 0 {
				l.found++
			}
		}
	case l.group != "none":
		l.addGroups()
	default:
		l.addSections()
	}
	l.cursor, l.top = 0, 0
	l.toSelectable(1)
}

// prepare makes ready to filter, before the first letter comes.
func (l *list) prepare() {
	if l.matcher == nil {
		l.matcher = newMatcher(len(l.rows), func(n int) string { return l.rows[n].shown }, l.searched)
	}
}

// searched is what the filter looks at besides the name of a row.
func (l *list) searched(number int) string { return l.rows[number].detail.searched() }

func (l *list) add(number int32) { l.entries = append(l.entries, entry{row: number, head: -1}) }

// addHeading adds a heading, set off from what stands above it.
func (l *list) addHeading(h heading) {
	if len(l.entries) > 0 {
		l.entries = append(l.entries, entry{-1, -1})
	}
	l.entries = append(l.entries, entry{-1, int32(len(l.heads))})
	l.heads = append(l.heads, h)
}

// headingAt is the heading that an entry is; nil for a row or an empty line.
func (l *list) headingAt(i int) *heading {
	if i < 0 || i >= len(l.entries) || l.entries[i].row >= 0 || l.entries[i].head < 0 {
		return nil
	}
	return &l.heads[l.entries[i].head]
}

// selectable reports whether the cursor may stand on an entry.
func (l *list) selectable(i int) bool {
	if i < 0 || i >= len(l.entries) {
		return false
	}
	h := l.headingAt(i)
	return l.entries[i].row >= 0 || h != nil && h.key != ""
}

// selected is the target under the cursor; there is none on a heading and in an
// empty list.
func (l *list) selected() (target, bool) {
	if r := l.selectedRow(); r != nil {
		return r.target, true
	}
	return target{ambient: true}, false
}

func (l *list) selectedRow() *row {
	if l.cursor < 0 || l.cursor >= len(l.entries) || l.entries[l.cursor].row < 0 {
		return nil
	}
	return &l.rows[l.entries[l.cursor].row]
}

// selectTarget puts the cursor on a target, if it is shown.
func (l *list) selectTarget(t target) {
	number, ok := int32(0), true
	if !t.ambient {
		number, ok = l.number(t.name)
	}
	if !ok {
		return
	}
	for i, e := range l.entries {
		if e.row == number {
			l.cursor = i
			l.scroll()
			return
		}
	}
}

// move moves the cursor by so many rows.
func (l *list) move(by int) {
	step := 1
	if by < 0 {
		step = -1
	}
	for ; by != 0; by -= step {
		next := l.cursor + step
		for next >= 0 && next < len(l.entries) && !l.selectable(next) {
			next += step
		}
		if !l.selectable(next) {
			break
		}
		l.cursor = next
	}
	l.scroll()
}

// toEnd puts the cursor on the first row, or the last.
func (l *list) toEnd(last bool) {
	l.cursor = 0
	step := 1
	if last {
		l.cursor, step = len(l.entries)-1, -1
	}
	l.toSelectable(step)
	l.scroll()
}

func (l *list) toSelectable(step int) {
	for i := l.cursor; i >= 0 && i < len(l.entries); i += step {
		if l.selectable(i) {
			l.cursor = i
			return
		}
	}
}

// resize sets how many entries the screen shows.
func (l *list) resize(height int) {
	l.height = max(0, height)
	l.scroll()
}

// scroll moves the part on the screen as little as the cursor asks for. The headings
// above the first row come into view with it.
func (l *list) scroll() {
	if l.height == 0 {
		return
	}
	if l.cursor >= l.top+l.height {
		l.top = l.cursor - l.height + 1
	}
	first := l.cursor
	for first > 0 && !l.selectable(first-1) && l.cursor-first < l.height-1 {
		first--
	}
	if first < l.top {
		l.top = first
	}
	l.top = max(0, min(l.top, len(l.entries)-l.height))
}

// visible are the entries on the screen.
func (l *list) visible() []entry {
	return l.entries[min(l.top, len(l.entries)):min(l.top+l.height, len(l.entries))]
}

// setQuery filters; the best match is under the cursor then. Without a query the
// cursor stays where it was.
func (l *list) setQuery(query string) {
	at, kept := l.selected()
	l.query = query
	l.rebuild()
	if query == "" && kept {
		l.selectTarget(at)
	}
}

// setPlaces takes in what all profiles are searched by.
func (l *list) setPlaces(places []place) {
	if len(places) != l.profiles() {
		return
	}
	l.placed = true
	for i := range places {
		l.rows[i+1].detail.place = places[i]
	}
	if l.matcher != nil {
		l.matcher.readOthers(l.searched)
	}
	if l.query != "" || l.group != "none" || l.sort == "account" {
		l.reorder()
	}
}

// reorder makes the entries anew; the cursor stays on its profile.
func (l *list) reorder() {
	at, kept := l.selected()
	l.rebuild()
	if kept {
		l.selectTarget(at)
	}
}

// toggleFold folds or unfolds the group under the cursor.
func (l *list) toggleFold() {
	key, ok := l.groupAtCursor()
	if !ok {
		return
	}
	l.folded[key] = !l.folded[key]
	l.rebuild()
	for i := range l.entries {
		if h := l.headingAt(i); h != nil && h.key == key {
			l.cursor = i
		}
	}
	l.scroll()
}

// groupAtCursor is the group that the cursor stands in.
func (l *list) groupAtCursor() (string, bool) {
	for i := l.cursor; i >= 0; i-- {
		if h := l.headingAt(i); h != nil {
			return h.key, h.key != ""
		}
	}
	return "", false
}
