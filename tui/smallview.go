package tui

import "credence/internal/sanitize"

// oneRows are a window that has room for one pane: tab goes to the other.
func (m *Model) oneRows() []string {
	var rows []string
	if m.lay.header {
		rows = append(rows, m.oneHeader())
	}
	if m.lay.rules {
		rows = append(rows, m.rule(-1, ""))
	}
	switch {
	case m.mode == modeSignIn && m.signs.large:
		rows = append(rows, m.largeRows(m.lay.chain)...)
	case m.mode == modeHelp:
		rows = append(rows, m.helpRows(m.helpRect())...)
	case m.chain.focused || m.mode == modePrompt || m.mode == modeSignIn || m.mode == modeCopy:
		rows = append(rows, m.chainRows(m.lay.chain)...)
	default:
		rows = append(rows, m.listRows(m.lay.profiles)...)
	}
	if m.lay.rules {
		rows = append(rows, m.rule(-1, ""))
	}
	if m.lay.footer {
		rows = append(rows, m.footer())
	}
	return rows
}

// oneHeader is the target and how its chain stands: in a small window the pane has
// no head of its own.
func (m *Model) oneHeader() string {
	l := m.theme.line(m.lay.w).put(plain, " ")
	return m.nameAndState(l, m.headline(m.shown())).String()
}

// nameAndState are the target and how its walk stands. The name gives way last.
func (m *Model) nameAndState(l *line, state []span) *line {
	name := m.chain.at.label()
	least := min(widthOf(name), 12) // cells that the name gets
	room := func() int { return l.width - 3 - widthOf(textOf(state)) }
	for len(state) > 1 && room() < least {
		state = state[:len(state)-1]
	}
	if len(state) > 0 && room() < least {
		state = []span{{state[0].style, firstRune(state[0].text)}}
	}
	return l.upTo(max(8, room()+1), bold, name).atRight(1, state...)
}

// lineRows are a window with room for a line: the target and its state, or the code
// that is asked for.
func (m *Model) lineRows() []string {
	if m.lay.h == 0 {
		return nil
	}
	rows := make([]string, m.lay.h)
	blank := m.theme.line(m.lay.w).String()
	for n := range rows {
		rows[n] = blank
	}
	l := m.theme.line(m.lay.w)
	if m.mode == modePrompt {
		l.put(plain, "code ").put(accent, string(m.prompt.digits)+"_").put(plain, "  ")
		m.refusalRow(l, 1)
	} else if s := m.signs.current(); m.mode == modeSignIn && s.page.UserCode != "" {
		l.put(bold, sanitize.Text(s.page.UserCode))
	} else {
		if m.mode == modeFilter {
			l.put(accent, m.list.query).put(plain, "▏")
		}
		if state := m.headline(m.shown()); len(state) > 0 {
			symbol := firstRune(state[0].text)
			l.put(state[0].style, symbol).put(plain, " ")
		}
		l.put(bold, m.chain.at.label())
	}
	rows[0] = l.String()
	return rows
}
