package tui

import (
	"strconv"
	"strings"
	"unicode/utf8"

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
	if m.field.text != "" {
		count = strconv.Itoa(len(m.found)) + " of " + count
	}
	l := m.theme.line(m.w).put(plain, " ")
	if m.w >= widthOfTitle {
		l.put(bold, "roles").put(plain, "  ")
	}
	m.field.draw(l, m.w-widthOf(count)-3, true)
	return l.atRight(1, span{faint, count}).String()
}

// accountColumns are the widths of the columns; 0 leaves one out.
type accountColumns struct{ name, id, role, profile int }

// widthOfID is an account id in groups, and the blanks behind it.
const widthOfID = 16

// widestOf are the columns that have room for the names of all roles, but for the longest.
func widestOf(roles []portal.Role) accountColumns {
	var c accountColumns
	for _, r := range roles {
		c.name = max(c.name, min(widthOf(accountShown(r)), mostName))
		c.role = max(c.role, min(widthOf(sanitize.Quote(r.Name)), mostName))
	}
	c.name, c.role = c.name+2, c.role+2
	return c
}

func (m *accounts) columns() accountColumns {
	c := m.widest
	rest := m.w - gutter
	if rest-c.name-c.role >= widthOfID {
		c.id = widthOfID
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
	cell := func(width int, look style, text string, lit map[int]bool) {
		if width == 0 {
			return
		}
		l.litUpTo(column+width-2, look, accentBold, text, lit)
		column += width
		l.fill(column)
	}
	shown := accountShown(r)
	cell(c.name, name, shown, lit)
	id, _ := litID(r.Account.ID, m.matcher.litBeside(int(number), m.terms))
	cell(c.id, faint, sanitize.Quote(portal.GroupedID(r.Account.ID)), id)
	cell(c.role, role, sanitize.Quote(r.Name), shifted(lit, -utf8.RuneCountInString(shown)-1))
	cell(c.profile, good, m.usedBy(r), nil)
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

// accountsFooter is what the keys do, as many of them as fit.
func (m *accounts) accountsFooter() string {
	m.keys.enable(actChoose, len(m.found) > 0, m.opts.Action)
	m.keys.enable(actLeave, true, choice(m.field.text == "", "leave", "clear"))
	return m.theme.line(m.w).put(plain, " ").hints(m.keys.footer(modeRoles), 0).String()
}
