package tui

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/portal"
)

// Inventory is what a sign-in may use, as the inspector shows it.
type Inventory struct {
	Title    string // the sign-in
	Accounts []portal.Account
	Used     map[string][]string // profiles by "ID/ROLE"
	// Session gets the session of a role that needs no profile.
	Session func(ctx context.Context, r portal.Role) (*chain.Result, error)
}

// accountsPane is the list of accounts and roles over the inspector.
type accountsPane struct {
	at     target
	list   *accounts
	source Inventory
	cancel context.CancelFunc // of the reading
}

// accountsMsg brings an inventory; roleMsg the session of a role.
type (
	accountsMsg struct {
		pane      *accountsPane // that waits for it
		inventory Inventory
		err       error
	}
	roleMsg struct {
		result *chain.Result
		err    error
	}
)

// openAccounts reads what the sign-in of the profile under the cursor may use.
func (m *Model) openAccounts() tea.Cmd {
	at, _ := m.list.selected()
	read := m.opts.Accounts
	if read == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(m.walks.ctx)
	pane := &accountsPane{at: at, cancel: cancel, list: newAccounts(AccountsOptions{Width: m.lay.w, Height: m.lay.h, Colour: m.theme.colour})}
	pane.list.reading = true
	m.pane = pane
	return guarded(func() tea.Msg {
		defer cancel()
		inventory, err := read(ctx, at.name)
		return accountsMsg{pane, inventory, err}
	})
}

// takeAccounts shows an inventory, filtered by what was typed meanwhile. Where it takes a
// sign-in, that is offered.
func (m *Model) takeAccounts(msg accountsMsg) tea.Cmd {
	if msg.pane != m.pane { // it was left
		return nil
	}
	if msg.err != nil {
		m.closePane()
		if e, ok := asChainError(msg.err); ok && chain.NeedsSignIn(e.Code) && m.opts.SignIn != nil {
			s := &signing{reason: m.voice().Reason(e.Reason), force: e.Code == chain.CodeSSORevoked, then: (*Model).openAccounts}
			return m.beginSignIn(s, msg.pane.at, nil)
		}
		m.say(bad, m.accountsTrouble(msg.pane.at, msg.err))
		return nil
	}
	m.notice.seen()
	m.pane.source = msg.inventory
	m.pane.list = newAccounts(AccountsOptions{
		Title: msg.inventory.Title, Accounts: msg.inventory.Accounts, Used: msg.inventory.Used, Action: m.useHelp(true), Query: m.pane.list.field.text,
		Width: m.lay.w, Height: m.lay.h, Colour: m.theme.colour,
	})
	return nil
}

// accountsTrouble is an error in a line that fits a footer.
func (m *Model) accountsTrouble(at target, err error) string {
	e, ok := errors.AsType[*chain.Error](err)
	if !ok {
		return err.Error()
	}
	if e.Code == chain.CodeSSONoTarget {
		return noTarget(at, e)
	}
	if m.opts.SignIn != nil && signInCode(e.Code) {
		return "sign in first: press l"
	}
	if hints := m.voice().Hints(e); chain.NeedsSignIn(e.Code) && len(hints) > 0 {
		return "sign in first: " + hints[0]
	}
	return m.voice().Message(e)
}

// paneKey gives a key to the list of accounts.
func (m *Model) paneKey(k tea.KeyMsg) tea.Cmd {
	switch do := m.pane.list.keys.action(modeRoles, k.String()); do {
	case actAbort, actSuspend:
		return m.act(do)
	}
	if m.pane.list.key(k) == nil {
		return nil
	}
	picked, get, ctx := m.pane.list.picked, m.pane.source.Session, m.walks.ctx
	m.closePane()
	if picked == nil {
		return nil
	}
	m.say(plain, "asking for the role "+picked.Name+" …")
	return guarded(func() tea.Msg {
		result, err := get(ctx, *picked)
		return roleMsg{result, err}
	})
}

// closePane leaves the list; a reading that is under way ends.
func (m *Model) closePane() {
	if m.pane != nil {
		m.pane.cancel()
		m.pane = nil
	}
}

// takeRole makes the session of a role the choice, as that of a profile would be.
func (m *Model) takeRole(msg roleMsg) tea.Cmd {
	if msg.err != nil {
		m.say(bad, m.accountsTrouble(target{}, msg.err))
		return nil
	}
	m.choice = Choice{Profile: msg.result.Profile.Name, Result: msg.result}
	if m.opts.Captured {
		return tea.Quit
	}
	m.chosen = nil
	text := msg.result.Profile.Name + " is chosen"
	if m.opts.HowTo != nil {
		command, does := m.opts.HowTo(msg.result.Profile.Name)
		text = fitting(m.lay.w-2, text+": "+command+does, text+": "+command, text)
	}
	m.say(good, text)
	return nil
}

// paneView is the list of accounts in the inspector's window.
func (m *Model) paneView() string {
	m.pane.list.w, m.pane.list.h = max(1, m.lay.w), max(1, m.lay.h)
	m.pane.list.move(0)
	return m.pane.list.View()
}
