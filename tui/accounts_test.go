package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"credence/chain"
	"credence/internal/portal"
)

func sampleAccounts() []portal.Account {
	account := func(id, name string, roles ...string) portal.Account {
		return portal.Account{PortalAccount: chain.PortalAccount{ID: id, Name: name, Email: name + "@example.com"}, Roles: roles}
	}
	return []portal.Account{
		account("111122223333", "dev", "Administrator", "ReadOnly"),
		account("222233334444", "prod", "ReadOnly"),
		account("333344445555", "\x1b[31mred\a\n", "Ops"),
		account("444455556666", "生产", "Ops"),
		account("555566667777", "", "Ops"),
	}
}

func accountsModel(w, h int, colour bool) *accounts {
	return newAccounts(AccountsOptions{
		Title: "corp", Accounts: sampleAccounts(), Used: map[string][]string{"222233334444/ReadOnly": {"prod-read"}}, Width: w, Height: h, Colour: colour,
	})
}

// press types keys: words in <> are names of keys, the rest are letters.
func (m *accounts) press(t testing.TB, keys ...string) (quit bool) {
	t.Helper()
	named := map[string]tea.KeyType{
		"<enter>": tea.KeyEnter, "<esc>": tea.KeyEsc, "<down>": tea.KeyDown, "<up>": tea.KeyUp, "<end>": tea.KeyEnd, "<home>": tea.KeyHome,
		"<bs>": tea.KeyBackspace, "<left>": tea.KeyLeft, "<ctrl+a>": tea.KeyCtrlA, "<ctrl+e>": tea.KeyCtrlE, "<del>": tea.KeyDelete, "<ctrl+c>": tea.KeyCtrlC, "<ctrl+u>": tea.KeyCtrlU, "<ctrl+w>": tea.KeyCtrlW, "<pgdn>": tea.KeyPgDown, "<pgup>": tea.KeyPgUp,
	}
	for _, key := range keys {
		var cmd tea.Cmd
		if k, ok := named[key]; ok {
			_, cmd = m.Update(tea.KeyMsg{Type: k})
			quit = quit || cmd != nil
			continue
		}
		_, cmd = m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)})
		quit = quit || cmd != nil
	}
	return quit
}

func (m *accounts) at() string {
	if m.cursor >= len(m.found) {
		return ""
	}
	r := m.roles[m.found[m.cursor]]
	return r.Account.ID + "/" + r.Name
}

func TestAccountsKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keys   []string
		at     string
		query  string
		quit   bool
		picked bool
	}{
		{nil, "111122223333/Administrator", "", false, false},
		{[]string{"<down>", "<down>"}, "222233334444/ReadOnly", "", false, false},
		{[]string{"<up>"}, "111122223333/Administrator", "", false, false},
		{[]string{"<pgdn>"}, "555566667777/Ops", "", false, false},
		{[]string{"<pgdn>", "<pgdn>", "<pgup>"}, "111122223333/Administrator", "", false, false},
		{[]string{"rod", "<ctrl+a>", "p"}, "222233334444/ReadOnly", "prod", false, false},
		{[]string{"prxod", "<left>", "<left>", "<bs>"}, "222233334444/ReadOnly", "prod", false, false},
		{[]string{"xpro", "<home>", "<del>", "<end>", "d"}, "222233334444/ReadOnly", "prod", false, false},
		{[]string{"2222-3333"}, "222233334444/ReadOnly", "2222-3333", false, false},
		{[]string{"^5555-6666-7777 Ops$"}, "555566667777/Ops", "^5555-6666-7777 Ops$", false, false},
		{[]string{"prod", "<enter>"}, "222233334444/ReadOnly", "prod", true, true},
		{[]string{"p", "r", "x", "<bs>", "<enter>"}, "222233334444/ReadOnly", "pr", true, true},
		{[]string{"dev adm"}, "111122223333/Administrator", "dev adm", false, false},
		{[]string{"22223333"}, "222233334444/ReadOnly", "22223333", false, false},
		{[]string{"prod-read"}, "222233334444/ReadOnly", "prod-read", false, false},
		{[]string{"生"}, "444455556666/Ops", "生", false, false},
		{[]string{"nobody", "<enter>"}, "", "nobody", false, false},
		{[]string{"nobody", "<esc>"}, "111122223333/Administrator", "", false, false},
		{[]string{"nobody", "<esc>", "<esc>"}, "111122223333/Administrator", "", true, false},
		{[]string{"dev adm", "<ctrl+w>"}, "111122223333/ReadOnly", "dev ", false, false},
		{[]string{"dev", "<ctrl+u>"}, "111122223333/Administrator", "", false, false},
		{[]string{"\x1b[31m\a"}, "", "[31m", false, false},
		{[]string{"<bs>", "<ctrl+w>"}, "111122223333/Administrator", "", false, false},
		{[]string{"<ctrl+c>"}, "111122223333/Administrator", "", true, false},
	} {
		m := accountsModel(80, 12, false)
		quit := m.press(t, c.keys...)
		if m.field.text != c.query || quit != c.quit || (m.picked != nil) != c.picked {
			t.Errorf("%q: query %q, quit %v, picked %v", c.keys, m.field.text, quit, m.picked)
		}
		if got := m.at(); got != c.at && !(c.query == "dev " && strings.HasPrefix(got, "111122223333/")) && c.query != "[31m" {
			t.Errorf("%q: at %s, want %s", c.keys, got, c.at)
		}
		if m.aborted != (len(c.keys) > 0 && c.keys[0] == "<ctrl+c>") {
			t.Errorf("%q: aborted %v", c.keys, m.aborted)
		}
	}
}

// TestAccountsView: every window is filled exactly, and nothing hostile reaches it.
func TestAccountsView(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 12}, {20, 4}, {10, 2}, {1, 1}, {200, 60}} {
		for _, query := range []string{"", "prod", "nobody", strings.Repeat("long query ", 30)} {
			m := accountsModel(size[0], size[1], true)
			m.press(t, query)
			rows := strings.Split(m.View(), "\n")
			if len(rows) != size[1] {
				t.Errorf("%v %q: %d rows", size, query, len(rows))
			}
			for _, row := range rows {
				if w := ansi.StringWidth(row); w > size[0] {
					t.Errorf("%v %q: %d cells: %q", size, query, w, row)
				}
				if plain := ansi.Strip(row); strings.ContainsAny(plain, "\x1b\a\r") {
					t.Errorf("%q", row)
				}
			}
		}
	}
	view := accountsModel(80, 12, false).View()
	for _, want := range []string{
		" credence  sign-in corp · 5 accounts, 6 roles", " roles  /▏", " ▌ dev ", "prod ", "2222-3333-4444  ReadOnly       prod-read", `\x1b[31mred\x07␊`, " enter use   esc leave   type to filter",
	} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
	empty := newAccounts(AccountsOptions{Title: "corp", Width: 60, Height: 10})
	if view := empty.View(); !strings.Contains(view, "this sign-in may use no account") || empty.press(t, "<enter>") {
		t.Errorf("%s", view)
	}
	m := accountsModel(80, 10, false)
	m.press(t, "<pgdn>", "<pgdn>")
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 8})
	if !strings.Contains(m.View(), "▌ 5555-6666-7777") {
		t.Errorf("the cursor is out of sight\n%s", m.View())
	}
}

// TestPickRole runs the program on a terminal that is a pipe.
func TestPickRole(t *testing.T) { //nolint:paralleltest // the program takes os.Stdout for itself
	o := AccountsOptions{Title: "corp", Accounts: sampleAccounts(), Width: 80, Height: 24, Output: &strings.Builder{}, Input: strings.NewReader("prod\r")}
	r, ok, aborted, err := PickRole(t.Context(), o)
	if err != nil || !ok || aborted || r.Account.ID != "222233334444" {
		t.Errorf("%+v %v %v %v", r, ok, aborted, err)
	}
	left := errors.New("left")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(left)
	o.Input = strings.NewReader("")
	if _, ok, _, err := PickRole(ctx, o); ok || !errors.Is(err, left) {
		t.Errorf("%v %v", ok, err)
	}
}

func BenchmarkAccountsFilter(b *testing.B) {
	var all []portal.Account
	for i := range 2000 {
		all = append(all, portal.Account{PortalAccount: chain.PortalAccount{ID: fmt.Sprintf("%012d", i), Name: fmt.Sprintf("team-%d-prod", i)}, Roles: []string{"Admin", "ReadOnly", "Ops"}})
	}
	m := newAccounts(AccountsOptions{Title: "corp", Accounts: all, Width: 120, Height: 40})
	for b.Loop() {
		m.press(b, "prd adm")
		_ = m.View()
		m.press(b, "<ctrl+u>")
	}
}
