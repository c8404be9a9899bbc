package tui

import (
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// typed is what of a text can stand in a filter: line breaks and the like cannot.
func typed(runes []rune) string {
	var text []rune
	for _, r := range runes {
		switch {
		case unicode.IsSpace(r):
			text = append(text, ' ')
		case unicode.IsPrint(r) && r != utf8.RuneError:
			text = append(text, r)
		}
	}
	return string(text)
}

// openFilter begins to filter, going on with the filter that there is.
func (m *Model) openFilter() tea.Cmd {
	m.mode, m.chain.focused, m.behindCaret = modeFilter, false, 0
	m.list.prepare()
	return nil
}

// keepFilter gives the keys back to the list, which stays filtered.
func (m *Model) keepFilter() tea.Cmd {
	m.mode = modeList
	return nil
}

// endFilter shows all profiles again, the cursor where it was.
func (m *Model) endFilter() tea.Cmd {
	m.mode = modeList
	m.list.setQuery("")
	return nil
}

// longestQuery is far more than a filter needs, in bytes.
const longestQuery = 200

// parts are the filter before the caret and behind it.
func (m *Model) parts() (before, behind string) {
	query := m.list.query
	at := len(query) - min(m.behindCaret, len(query))
	return query[:at], query[at:]
}

// edit changes the filter before the caret.
func (m *Model) edit(change func(before string) string) tea.Cmd {
	before, behind := m.parts()
	m.behindCaret = len(behind)
	if query := change(before) + behind; query != m.list.query && len(query) <= longestQuery {
		m.list.setQuery(query)
	}
	return nil
}

// eraseBehind erases the letter behind the caret.
func (m *Model) eraseBehind() tea.Cmd {
	before, behind := m.parts()
	_, size := utf8.DecodeRuneInString(behind)
	if m.behindCaret = len(behind) - size; size > 0 {
		m.list.setQuery(before + behind[size:])
	}
	return nil
}

// moveCaret moves the caret by a letter.
func (m *Model) moveCaret(left bool) tea.Cmd {
	before, behind := m.parts()
	if _, size := utf8.DecodeLastRuneInString(before); left {
		m.behindCaret = len(behind) + size
	} else {
		_, size = utf8.DecodeRuneInString(behind)
		m.behindCaret = len(behind) - size
	}
	return nil
}

// caretTo moves the caret to the beginning of the filter, or to its end.
func (m *Model) caretTo(end bool) tea.Cmd {
	m.behindCaret = len(m.list.query)
	if end {
		m.behindCaret = 0
	}
	return nil
}

func eraseRune(query string) string {
	_, size := utf8.DecodeLastRuneInString(query)
	return query[:len(query)-size]
}

// eraseWord erases the last word and the blanks behind it.
func eraseWord(query string) string {
	end := len(query)
	for end > 0 && query[end-1] == ' ' {
		end--
	}
	for end > 0 && query[end-1] != ' ' {
		end--
	}
	return query[:end]
}
