package tui

import (
	"context"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/junegunn/fzf/src/util"

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
	roles   []portal.Role
	matcher *matcher
	query   string
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
	m := &accounts{opts: o, theme: newTheme(o.Colour), roles: portal.Roles(o.Accounts), w: max(1, o.Width), h: max(1, o.Height)}
	prepareFzf()
	m.matcher = &matcher{names: make([]util.Chars, len(m.roles)), others: make([]util.Chars, len(m.roles))}
	for i := range m.matcher.slabs {
		m.matcher.slabs[i] = util.MakeSlab(16<<10, 2<<10)
	}
	for i, r := range m.roles {
		m.matcher.names[i] = util.ToChars([]byte(accountShown(r) + " " + sanitize.Quote(r.Name)))
		m.matcher.others[i] = util.ToChars([]byte(r.Account.ID + " " + r.Account.Email + " " + strings.Join(o.Used[r.Account.ID+"/"+r.Name], " ")))
	}
	m.filter(o.Query)
	return m
}

// accountShown is an account's name, fit for the screen.
func accountShown(r portal.Role) string {
	if r.Account.Name == "" {
		return sanitize.Quote(r.Account.ID)
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
	switch k.String() {
	case "ctrl+c":
		m.aborted = true
		return tea.Quit
	case "enter":
		if m.cursor < len(m.found) {
			m.picked = &m.roles[m.found[m.cursor]]
			return tea.Quit
		}
	case "esc":
		if m.query == "" {
			return tea.Quit
		}
		m.filter("")
	case "ctrl+z":
		return tea.Suspend
	case "up", "ctrl+p", "ctrl+k", "shift+tab":
		m.move(-1)
	case "down", "ctrl+n", "ctrl+j", "tab":
		m.move(1)
	case "pgup":
		m.move(-m.listHeight())
	case "pgdown":
		m.move(m.listHeight())
	case "home":
		m.move(-len(m.found))
	case "end":
		m.move(len(m.found))
	case "backspace":
		_, size := utf8.DecodeLastRuneInString(m.query)
		m.filter(m.query[:len(m.query)-size])
	case "ctrl+u":
		m.filter("")
	case "ctrl+w":
		words := strings.TrimRight(m.query, " ")
		m.filter(words[:strings.LastIndex(words, " ")+1])
	default:
		if k.Type == tea.KeyRunes && !k.Alt || k.Type == tea.KeySpace {
			m.filter(m.query + strings.Map(printable, string(k.Runes)))
		}
	}
	return nil
}

// mouse takes the wheel.
func (m *accounts) mouse(e tea.MouseMsg) tea.Cmd {
	switch {
	case e.Action != tea.MouseActionPress:
	case e.Button == tea.MouseButtonWheelUp:
		m.move(-wheelRows)
	case e.Button == tea.MouseButtonWheelDown:
		m.move(wheelRows)
	}
	return nil
}

// printable drops what cannot be a part of a filter.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// filter finds the roles; the best one is under the cursor then.
func (m *accounts) filter(query string) {
	m.query, m.terms = query, termsOf(query)
	m.found = m.matcher.find(query)
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
