package tui

import (
	"strconv"
	"strings"

	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// accountsTop and accountsBottom are how many rows stand above and below the list.
func (m *accounts) accountsTop() int {
	if m.h < 8 {
		return 1
	}
	return 4
}

func (m *accounts) accountsBottom() int {
	if m.h < 8 {
		return 0
	}
	return 2
}

func (m *accounts) listHeight() int { return max(0, m.h-m.accountsTop()-m.accountsBottom()) }

// View draws the window: exactly as high as it is, no line wider.
func (m *accounts) View() string {
	rule := m.theme.line(m.w).put(faint, strings.Repeat("─", m.w)).String()
	var rows []string
	if m.accountsTop() > 1 {
		rows = append(rows, m.accountsHeader(), rule)
	}
	rows = append(rows, m.accountsFilter())
	if m.accountsTop() > 1 {
		rows = append(rows, m.theme.line(m.w).String())
	}
	rows = append(rows, m.accountsRows()...)
	if m.accountsBottom() > 0 {
		rows = append(rows, rule, m.accountsFooter())
	}
	return strings.Join(rows[:min(len(rows), m.h)], "\n")
}

func (m *accounts) accountsHeader() string {
	if m.reading {
		return m.theme.line(m.w).put(plain, " ").put(bold, "credence").put(faint, "  accounts and roles").String()
	}
	counts := " · " + wording.Count(len(m.opts.Accounts), "account", "accounts") + ", " + wording.Count(len(m.roles), "role", "roles")
	what := []span{{faint, "sign-in "}, {plain, sanitize.Quote(m.opts.Title)}, {faint, counts}}
	l := m.theme.line(m.w).put(plain, " ")
	if widthOf(textOf(what))+widthOf("  credence  ") <= m.w {
		l.put(bold, "credence").put(plain, "  ")
	}
	return l.spans(what...).String()
}

// accountsFilter is what was typed, and how much it leaves.
func (m *accounts) accountsFilter() string {
	count := strconv.Itoa(len(m.roles))
	if m.query != "" {
		count = strconv.Itoa(len(m.found)) + " of " + count
	}
	l := m.theme.line(m.w).put(plain, " ")
	if m.w >= widthOfTitle {
		l.put(bold, "roles").put(plain, "  ")
	}
	l.put(faint, "/")
	query := m.query
	for end := m.w - widthOf(count) - 3; widthOf(query) > end-l.used-2 && query != ""; { // the end is what one types at
		query = strings.TrimPrefix(query, firstRune(query))
	}
	return l.put(accent, query).put(accent, "▏").atRight(1, span{faint, count}).String()
}

// accountColumns are the widths of the columns; 0 leaves one out.
type accountColumns struct{ name, id, role, profile int }

func (m *accounts) columns() accountColumns {
	var c accountColumns
	for _, r := range m.roles {
		c.name = max(c.name, min(widthOf(accountShown(r)), mostName))
		c.role = max(c.role, min(widthOf(sanitize.Quote(r.Name)), mostName))
	}
	c.name, c.role = c.name+2, c.role+2
	rest := m.w - gutter
	if rest-c.name-c.role >= 14 {
		c.id = 14
	}
	if spare := rest - c.name - c.id - c.role; spare >= 12 {
		c.profile = spare
	}
	if over := c.name + c.role - rest; over > 0 { // both give way
		c.name = max(4, c.name-(over+1)/2)
		c.role = max(0, rest-c.name)
	}
	return c
}

// accountsRows are the rows of the list, or what is to be said instead.
func (m *accounts) accountsRows() []string {
	height := m.listHeight()
	rows := make([]string, 0, height)
	switch {
	case m.reading:
		rows = append(rows, m.theme.line(m.w).put(faint, "   reading the accounts and roles …").String())
	case len(m.roles) == 0:
		rows = append(rows, m.theme.line(m.w).put(faint, "   this sign-in may use no account: ask for an assignment").String())
	case len(m.found) == 0:
		rows = append(rows, m.theme.line(m.w).put(faint, "   no role matches   esc clears the filter").String())
	}
	c := m.columns()
	for n := m.top; n < len(m.found) && len(rows) < height; n++ {
		rows = append(rows, m.accountRow(c, m.found[n], n == m.cursor))
	}
	for len(rows) < height {
		rows = append(rows, m.theme.line(m.w).String())
	}
	return rows[:height]
}

func (m *accounts) accountRow(c accountColumns, number int32, current bool) string {
	r := m.roles[number]
	l := m.theme.line(m.w).put(plain, " ")
	name, role := plain, stepName
	if current {
		l.put(accent, "▌")
		name, role = bold, bold
	}
	l.fill(gutter)
	lit := m.matcher.lit(int(number), m.terms)
	column := gutter
	cell := func(width, offset int, look style, text string) {
		if width == 0 {
			return
		}
		m.litText(l, column+width-2, look, text, offset, lit)
		column += width
		l.fill(column)
	}
	shown := accountShown(r)
	cell(c.name, 0, name, shown)
	cell(c.id, 1<<20, faint, sanitize.Quote(r.Account.ID))
	cell(c.role, len([]rune(shown))+1, role, sanitize.Quote(r.Name))
	cell(c.profile, 1<<20, good, m.usedBy(r))
	return l.String()
}

// usedBy are the profiles of a role.
func (m *accounts) usedBy(r portal.Role) string {
	var names []string
	for _, name := range m.opts.Used[r.Account.ID+"/"+r.Name] {
		names = append(names, sanitize.Quote(name))
	}
	return strings.Join(names, ", ")
}

// litText puts text up to a column, the letters that the filter matched in the colour of
// what was typed. offset is the number of the first letter among those.
func (m *accounts) litText(l *line, end int, look style, text string, offset int, lit map[int]bool) {
	if widthOf(text) > end-l.used || len(lit) == 0 {
		l.upTo(end, look, text)
		return
	}
	for i, r := range []rune(text) {
		s := look
		if lit[offset+i] {
			s = accentBold
		}
		l.upTo(end, s, string(r))
	}
}

func (m *accounts) accountsFooter() string {
	action := m.opts.Action
	if action == "" {
		action = "use"
	}
	l := m.theme.line(m.w).put(plain, " ")
	for _, hint := range [][2]string{{"enter", action}, {"esc", "leave"}, {"type", "to filter"}, {"↑↓", "move"}} {
		text := hint[1]
		if hint[0] == "esc" && m.query != "" {
			text = "clear"
		}
		gap := ""
		if l.used > 1 {
			gap = "   "
		}
		if l.used+widthOf(gap+hint[0])+1+widthOf(text) > m.w {
			break
		}
		l.put(plain, gap).put(bold, hint[0]).put(faint, " "+text)
	}
	return l.String()
}
