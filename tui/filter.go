package tui

import tea "github.com/charmbracelet/bubbletea"

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

// filter is what the list is filtered by, as a field.
func (m *Model) filter() field { return field{m.list.query, m.behindCaret} }

// edit changes the filter.
func (m *Model) edit(change func(*field)) tea.Cmd {
	f := m.filter()
	change(&f)
	m.behindCaret = f.behind
	if f.text != m.list.query {
		m.list.setQuery(f.text)
	}
	return nil
}
