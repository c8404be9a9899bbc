package tui

import (
	"io"

	tea "github.com/charmbracelet/bubbletea"

	tty "credence/internal/term"
	"credence/profiles"
)

// copied things.
const (
	copyName    = "the name"
	copyARN     = "the ARN"
	copyAccount = "the account id"
	copyKey     = "the access key id"
	copyExports = "the exports, secrets included,"
)

func (m *Model) openCopyMenu() tea.Cmd {
	m.mode = modeCopy
	return nil
}

// copyable is the text of something to copy; empty if there is none.
func (m *Model) copyable(what string) string {
	i := m.shown()
	switch what {
	case copyName:
		if !m.chain.at.ambient {
			return m.chain.at.name
		}
	case copyARN:
		if i != nil && i.identity != nil {
			return i.identity.Arn
		}
		if p := m.profileAt(); p != nil {
			return p.Get("role_arn")
		}
	case copyAccount:
		return m.accountAt()
	case copyKey:
		if i != nil && i.result != nil {
			return i.result.Keys.AccessKeyID
		}
	case copyExports:
		if i != nil && i.live(m.now) && m.opts.Exports != nil {
			text, err := m.opts.Exports(i.result)
			if err == nil {
				return text
			}
		}
	}
	return ""
}

// profileAt is the profile of the chain pane; nil if there is none.
func (m *Model) profileAt() *profiles.Profile {
	if m.files == nil || m.chain.at.ambient {
		return nil
	}
	p, ok := m.files.Profile(m.chain.at.name)
	if !ok {
		return nil
	}
	return p
}

// accountAt is the account of the target in the chain pane, as far as it is known.
func (m *Model) accountAt() string {
	if i := m.shown(); i != nil {
		switch {
		case i.identity != nil:
			return i.identity.Account
		case i.result != nil && i.result.Keys.AccountID != "":
			return i.result.Keys.AccountID
		}
	}
	if p := m.profileAt(); p != nil {
		return detailOf(p).account
	}
	return ""
}

// copy sends something to the clipboard of the terminal, and says so: the terminal
// itself does not tell whether it took it.
func (m *Model) copy(what string) tea.Cmd {
	text := m.copyable(what)
	m.mode = modeList
	if text == "" {
		return nil
	}
	return m.toClipboard(what, text)
}

func (m *Model) toClipboard(what, text string) tea.Cmd {
	tmux, _ := m.opts.Env("TMUX")
	return guarded(func() tea.Msg { return copiedMsg{what, sendToClipboard(m.opts.Output, text, tmux != "")} })
}

// sendToClipboard writes in one piece, so that nothing falls into the middle of a frame.
func sendToClipboard(out io.Writer, text string, tmux bool) error {
	if out == nil {
		return errNoClipboard
	}
	_, err := io.WriteString(out, tty.Clipboard(text, tmux))
	return err
}

func (m *Model) copied(msg copiedMsg) {
	if msg.err != nil {
		m.say(bad, errNoClipboard.Error())
		return
	}
	m.say(good, "sent "+msg.what+" to the clipboard")
}
