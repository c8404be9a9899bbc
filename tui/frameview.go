package tui

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"credence/internal/sanitize"
	"credence/internal/wording"
)

// View draws the window: exactly as high as it is, no line wider.
func (m *Model) View() string {
	if m.opts.Mask {
		return sanitize.KeyIDs(m.frame())
	}
	return m.frame()
}

func (m *Model) frame() string {
	if m.blank() {
		return ""
	}
	if m.pane != nil {
		return m.paneView()
	}
	var rows []string
	switch m.lay.shape {
	case shapeLine:
		rows = m.lineRows()
	case shapeOne:
		rows = m.oneRows()
	default:
		rows = m.twoRows()
	}
	return strings.Join(rows, "\n")
}

// blank reports whether the window stays empty a moment longer: the files are about
// to be there, and a frame without them would only flicker.
func (m *Model) blank() bool {
	return m.early != nil && m.files == nil && m.loadErr == nil && m.now.Sub(m.opened) < patience
}

// twoRows are the window with both panes.
func (m *Model) twoRows() []string {
	divider := m.lay.profiles.w
	rows := []string{m.header(), m.rule(divider, "┬")}
	if large := m.mode == modeSignIn && m.signs.large; large || m.mode == modeHelp {
		rows[1] = m.rule(-1, "")
		body := rect{0, 0, m.lay.w, m.lay.profiles.h}
		if large {
			rows = append(rows, m.largeRows(body)...)
		} else {
			rows = append(rows, m.helpRows(m.helpRect())...)
		}
		return append(rows, m.rule(-1, ""), m.footer())
	}
	left, right := m.listRows(m.lay.profiles), m.chainRows(m.lay.chain)
	for n := range left {
		rows = append(rows, left[n]+m.divider(n)+right[n])
	}
	return append(rows, m.rule(divider, "┴"), m.footer())
}

// divider is the line between the panes; a heavier part shows where in the list the
// screen is.
func (m *Model) divider(n int) string {
	sign, style := "│", faint
	if total, height := len(m.list.entries), m.list.height; total > height && height > 2 {
		n -= m.listTop()
		size := max(1, height*height/total)
		start := 0
		if total > height {
			start = m.list.top * (height - size) / (total - height)
		}
		if n >= start && n < start+size {
			sign, style = "┃", plain
		}
	}
	return m.theme.line(1).put(style, sign).String()
}

// rule is a horizontal line, with a sign where it meets another.
func (m *Model) rule(at int, sign string) string {
	text := strings.Repeat("─", m.lay.w)
	if at >= 0 && at < m.lay.w {
		text = strings.Repeat("─", at) + sign + strings.Repeat("─", m.lay.w-at-1)
	}
	return m.theme.line(m.lay.w).put(faint, text).String()
}

// header says where the profiles come from, and by which order chains are walked.
func (m *Model) header() string {
	l := m.theme.line(m.lay.w).put(plain, " ").put(bold, "credence")
	l.put(faint, "  "+m.folder()+" · "+wording.Count(m.list.profiles(), "profile", "profiles"))
	order := "documented"
	if d := m.walks.base.Dialect; d != nil {
		order = d.Name
	}
	right := m.endingSpans()
	least := right // that stays where not all has room
	if right == nil {
		right, least = []span{{faint, "order "}, {plain, order}}, []span{{faint, "? help"}}
	}
	right = append(slices.Clone(right), span{faint, "   ? help"})
	if m.opts.Demo {
		demo := []span{{accent, "demo"}, {faint, "   "}}
		right, least = slices.Concat(demo, right), slices.Concat(demo, least)
	}
	if l.used+widthOf(textOf(right)) >= l.width-1 {
		right = least
	}
	return l.atRight(1, right...).String()
}

func boolean(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// folder is where the shared files are.
func (m *Model) folder() string {
	if m.files == nil {
		return "~/.aws"
	}
	config, credentials := m.files.Config().Path, m.files.Credentials().Path
	if filepath.Dir(config) == filepath.Dir(credentials) {
		return wording.Path(filepath.Dir(config), m.opts.Home)
	}
	return wording.Path(config, m.opts.Home) + " and " + wording.Path(credentials, m.opts.Home)
}

// lastOfFooter is how many of the last keys of a mode have a place in the footer before
// all others: the ways out, and to the help.
func lastOfFooter(m mode) int {
	switch m {
	case modeList:
		return 2
	case modeSignIn: // what it is for is worth more
		return 0
	}
	return 1
}

// footer is what has just happened, else what the keys do now: as many of them as
// fit.
func (m *Model) footer() string {
	l := m.theme.line(m.lay.w).put(plain, " ")
	if m.notice.text != "" {
		return l.put(m.notice.style, m.notice.text).String()
	}
	keys := m.keys.footer(m.mode)
	if m.lay.shape == shapeOne { // the way to the other pane is the most wanted, but for secrets
		wanted := func(b *binding) int {
			return boolean(b.do == actPane) + 2*boolean(b.do == actBack && !m.revealUntil.IsZero())
		}
		slices.SortStableFunc(keys, func(a, b *binding) int { return cmp.Compare(wanted(b), wanted(a)) })
	}
	return l.hints(keys, lastOfFooter(m.mode)).String()
}

// hints are keys and what they do, as many of them as fit; so many of the last come
// before all others.
func (l *line) hints(keys []*binding, last int) *line {
	width := func(b *binding) int { return widthOf(b.Help().Key) + 1 + widthOf(b.Help().Desc) + 3 }
	room := l.width - l.used + 3
	for _, b := range keys[max(0, len(keys)-last):] {
		room -= width(b)
	}
	for n, b := range keys {
		if n < len(keys)-last {
			if room < width(b) {
				continue
			}
			room -= width(b)
		}
		if l.used > 1 {
			l.put(plain, "   ")
		}
		l.put(bold, b.Help().Key).put(faint, " "+b.Help().Desc)
	}
	return l
}
