package tui

import (
	"context"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"credence/internal/portal"
	"credence/internal/sanitize"
)

// AccountsOptions are what the list of accounts and roles needs.
type AccountsOptions struct {
	Title    string // the sign-in
	Accounts []portal.Account
	Used     map[string][]string // profiles by "ID/ROLE"
	Action   string              // what Enter does, in a word or two
	Query    string              // the filter to begin with

	Input         io.Reader // nil is the process's own terminal
	Output        io.Writer
	Width, Height int // in cells
	Colour        bool
}

// PickRole lets a person choose a role on the terminal. It is not ok where they left
// without one; aborted says that they did so by ctrl-c.
func PickRole(ctx context.Context, o AccountsOptions) (r portal.Role, ok, aborted bool, err error) {
	m := newAccounts(o)
	err = newTerminal(o.Input, o.Output, o.Width, o.Height, false).run(ctx, m, func(io.Reader) {})
	switch {
	case err != nil:
		return r, false, false, err
	case m.picked == nil:
		return r, false, m.aborted, nil
	}
	return *m.picked, true, false, nil
}

// accounts is the list of roles that a sign-in may use, with a filter.
type accounts struct {
	opts    AccountsOptions
	theme   *theme
	keys    *keyMap
	roles   []portal.Role
	widest  accountColumns
	matcher *matcher
	field   field
	terms   []term
	found   []int32
	cursor  int
	top     int
	w, h    int
	picked  *portal.Role
	aborted bool
	reading bool // the roles are not there yet
}

func newAccounts(o AccountsOptions) *accounts {
	m := &accounts{opts: o, theme: newTheme(o.Colour), keys: newKeyMap(), roles: portal.Roles(o.Accounts), w: max(1, o.Width), h: max(1, o.Height)}
	m.widest = widestOf(m.roles)
	m.matcher = newMatcher(len(m.roles), m.name, m.beside)
	m.field.put([]rune(o.Query))
	m.filter()
	return m
}

// name is what stands in a row first, as the filter looks at it.
func (m *accounts) name(number int) string {
	r := m.roles[number]
	return accountShown(r) + " " + sanitize.Quote(r.Name)
}

// beside is what else the filter looks at. The id comes first, as it stands in the row.
func (m *accounts) beside(number int) string {
	a := m.roles[number].Account
	return searchedID(a.ID) + " " + a.Email + " " + strings.Join(m.opts.Used[a.ID+"/"+m.roles[number].Name], " ")
}

// accountShown is an account's name, fit for the screen.
func accountShown(r portal.Role) string {
	if r.Account.Name == "" {
		return sanitize.Quote(portal.GroupedID(r.Account.ID))
	}
	return sanitize.Quote(r.Account.Name)
}

// Init implements tea.Model.
func (m *accounts) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (m *accounts) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = max(1, msg.Width), max(1, msg.Height)
		m.move(0)
	case tea.KeyMsg:
		return m, m.key(msg)
	}
	return m, nil
}

// key acts on a key. Letters are the filter's, as there is nothing else to do here.
func (m *accounts) key(k tea.KeyMsg) tea.Cmd {
	if (k.Type == tea.KeyRunes || k.Type == tea.KeySpace) && !k.Alt {
		return m.edit(func(f *field) { f.put(k.Runes) })
	}
	if k.Type == tea.KeyEsc && k.Alt { // twice, so fast that the two look like one
		k.Alt = false
		if left := m.key(k); left != nil {
			return left
		}
	}
	do := m.keys.action(modeRoles, k.String())
	switch do {
	case actAbort:
		m.aborted = true
		return tea.Quit
	case actSuspend:
		return tea.Suspend
	case actChoose:
		if m.cursor < len(m.found) {
			m.picked = &m.roles[m.found[m.cursor]]
			return tea.Quit
		}
	case actLeave:
		if m.field.text == "" {
			return tea.Quit
		}
		return m.edit(fieldEdits[actEraseAll])
	case actUp:
		m.move(-1)
	case actDown:
		m.move(1)
	case actPageUp:
		m.move(-m.listHeight())
	case actPageDown:
		m.move(m.listHeight())
	default:
		if change := fieldEdits[do]; change != nil {
			return m.edit(change)
		}
	}
	return nil
}

// mouse takes the wheel, and clicks that put the cursor on a row.
func (m *accounts) mouse(e tea.MouseMsg) tea.Cmd {
	switch {
	case e.Action != tea.MouseActionPress:
	case e.Button == tea.MouseButtonWheelUp:
		m.move(-wheelRows)
	case e.Button == tea.MouseButtonWheelDown:
		m.move(wheelRows)
	case e.Button == tea.MouseButtonLeft:
		if at := m.top + e.Y - m.accountsTop(); e.Y >= m.accountsTop() && e.Y < m.accountsTop()+m.listHeight() && at < len(m.found) {
			m.cursor = at
		}
	}
	return nil
}

// edit changes the filter.
func (m *accounts) edit(change func(*field)) tea.Cmd {
	was := m.field.text
	if change(&m.field); m.field.text != was {
		m.filter()
	}
	return nil
}

// filter finds the roles; the best one is under the cursor then.
func (m *accounts) filter() {
	m.terms = termsOf(m.field.text)
	m.found = m.matcher.find(m.field.text)
	m.cursor, m.top = 0, 0
}

// move moves the cursor, and the part on the screen as little as that takes.
func (m *accounts) move(by int) {
	m.cursor = max(0, min(m.cursor+by, len(m.found)-1))
	height := max(1, m.listHeight())
	switch {
	case m.cursor < m.top:
		m.top = m.cursor
	case m.cursor >= m.top+height:
		m.top = m.cursor - height + 1
	}
	m.top = max(0, min(m.top, len(m.found)-height))
}
