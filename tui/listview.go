package tui

import (
	"strconv"
	"unicode/utf8"

	"credence/internal/portal"
)

// listTop is how many rows of the pane stand above the entries.
func (m *Model) listTop() int {
	if m.lay.shape == shapeOne && m.lay.h < 12 {
		return 1
	}
	return 2
}

// listHeight is how many entries the pane shows.
func (m *Model) listHeight() int {
	if m.lay.shape == shapeLine {
		return 1
	}
	return max(0, m.lay.profiles.h-m.listTop())
}

// listRows are the rows of the profiles pane.
func (m *Model) listRows(r rect) []string {
	p := &pane{theme: m.theme, width: r.w}
	m.listTitle(p)
	p.empty(m.listTop() - 1)
	if rows := m.emptyRows(r); rows != nil {
		for _, row := range rows {
			p.done(p.row().put(plain, " ").spans(row...))
		}
		return p.fit(r.h)
	}
	c := listColumnsOf(r.w-m.indent(), m.list.names)
	for n, e := range m.list.visible() {
		l := p.row()
		at := m.list.top + n
		current := at == m.list.cursor
		switch h := m.list.headingAt(at); {
		case e.row >= 0:
			m.listRow(l, c, e.row, current)
		case h != nil:
			m.headingRow(l, h, current)
		}
		p.done(l)
	}
	if rows := m.noProfiles(r.w-gutter-1, r.h-len(p.rows)-boolean(r.h > 4)); rows != nil {
		p.empty(boolean(r.h > 4))
		for _, row := range rows {
			p.done(p.row().fill(gutter).spans(row...))
		}
	}
	return p.fit(r.h)
}

// indent is how far the rows of groups stand below their headings.
func (m *Model) indent() int {
	if m.list.group != "none" && m.list.query == "" {
		return 2
	}
	return 0
}

// widthOfTitle is the width of the pane from which on its title stays beside a filter.
const widthOfTitle = 36

// listTitle is the filter, or the order, and how many profiles there are.
func (m *Model) listTitle(p *pane) {
	l := p.row().put(plain, " ")
	filtering := m.mode == modeFilter || m.list.query != ""
	if !filtering || p.width >= widthOfTitle {
		l.put(bold, "profiles").put(plain, "  ")
	}
	count := strconv.Itoa(m.list.profiles())
	if filtering {
		count = strconv.Itoa(m.list.found) + " of " + count
		if m.list.query == "" {
			count = strconv.Itoa(m.list.profiles())
		}
		m.filter().draw(l, p.width-widthOf(count)-3, m.mode == modeFilter)
		p.done(l.atRight(1, span{faint, count}))
		return
	}
	note := ""
	switch {
	case m.list.group == "session":
		note = "by SSO session · "
	case m.list.group == "account":
		note = "by account · "
	case m.list.sort != "recent":
		note = "by " + m.list.sort + " · "
	}
	p.done(l.atRight(1, span{faint, fitting(l.width-l.used-2, note+count, count)}))
}

func firstRune(s string) string {
	for n := range s {
		if n > 0 {
			return s[:n]
		}
	}
	return s
}

// headingRow is the title of a section, or of a group that folds.
func (m *Model) headingRow(l *line, h *heading, current bool) {
	m.cursorMark(l, " ", current)
	if h.key == "" {
		l.b.Reset()
		l.used = 0
		l.put(plain, " ").put(faint, h.text)
		return
	}
	sign := "▾ "
	if h.folded {
		sign = "▸ "
	}
	style := plain
	if current {
		style = bold
	}
	l.fill(gutter).put(faint, sign).put(style, h.text)
	l.put(faint, fitting(l.width-l.used-1, "  "+strconv.Itoa(h.count), ""))
}

// cursorMark is the margin of a row: a mark, and the cursor.
func (m *Model) cursorMark(l *line, mark string, current bool) {
	l.put(faint, mark)
	switch {
	case current && (m.chain.focused && m.lay.shape == shapeTwo):
		l.put(faint, "▌")
	case current:
		l.put(accent, "▌")
	default:
		l.put(plain, " ")
	}
}

// listRow is a profile, or the ambient row.
func (m *Model) listRow(l *line, c listColumns, number int32, current bool) {
	r := &m.list.rows[number]
	mark := " "
	if !r.ambient && m.list.group+m.list.query != "none" && m.list.state.Pinned(r.name) {
		mark = "+" // where no heading says so
	}
	m.cursorMark(l, mark, current)
	start := gutter
	if !r.ambient {
		start += m.indent()
	}
	l.fill(start)
	var state span
	if c.state > 0 {
		state = m.markedState(r)
	}
	at := gutter + m.indent() + c.name
	edge := l.width // of what stands before the state
	if state.text != "" {
		edge -= widthOf(state.text) + 1
	}
	if c.what == 0 { // nothing else stands in the row
		m.nameOf(l, edge+1, number, current)
	} else {
		m.nameOf(l, at, number, current)
	}
	l.fill(at)
	cell := func(width int, text string, lit map[int]bool) {
		if width > 0 {
			l.litUpTo(at+width-1, faint, accent, text, lit)
			at += width
			l.fill(at)
		}
	}
	d := &r.detail
	what := d.what
	if r.ambient {
		what = "environment"
	}
	var account, role, session map[int]bool
	if m.list.query != "" && m.list.matcher != nil {
		if lit := m.list.matcher.litBeside(int(number), m.list.terms); len(lit) > 0 {
			account, role, session = d.place.shownLit(lit)
		}
	}
	if c.account == 0 && c.what > 0 { // it is the last
		c.what = max(c.what, edge-at)
	}
	cell(c.what, what, shifted(session, utf8.RuneCountInString(what)-utf8.RuneCountInString(d.session)))
	cell(c.account, portal.GroupedID(d.account), account)
	cell(c.role, d.role, role)
	cell(c.region, d.region, nil)
	if state.text != "" {
		l.fill(l.width - 1 - widthOf(state.text)).spans(state)
	}
}

// markedState is how a row's session stands, with a mark on the chosen one.
func (m *Model) markedState(r *row) span {
	state := m.rowState(r)
	if m.chosen != nil && *m.chosen == r.target {
		state.text = "● " + state.text
	}
	return state
}

// nameOf puts the name, with the letters that the filter matched.
func (m *Model) nameOf(l *line, end int, number int32, current bool) {
	r := &m.list.rows[number]
	usual, lit := plain, accent
	if current {
		usual, lit = bold, accentBold
	}
	end -= 2
	if m.list.query == "" || m.list.matcher == nil {
		l.upTo(end, usual, r.shown)
		return
	}
	l.litUpTo(end, usual, lit, r.shown, m.list.matcher.lit(int(number), m.list.terms))
}

// shifted are letters of a text that others stand in front of.
func shifted(lit map[int]bool, by int) map[int]bool {
	moved := make(map[int]bool, len(lit))
	for n := range lit {
		if n >= 0 {
			moved[n+by] = true
		}
	}
	return moved
}

// choice is one of two.
func choice[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
