package tui

import "strings"

// box is a frame in a pane, for what has to be answered.
type box struct {
	p     *pane
	inner int // cells of its text
}

func boxOf(p *pane) box { return box{p, p.width - 5} }

// top begins the box. The note stands at its other end, where there is room for it.
func (b box) top(title, note string) {
	title = cutTo(title, b.inner-2)
	l := b.p.row().put(plain, " ").put(accent, "╭─ ").put(bold, title)
	rule := max(0, b.inner-widthOf(title)-2)
	if rest := rule - widthOf(note) - 3; note != "" && rest > 0 {
		l.put(accent, " "+strings.Repeat("─", rest)).put(plain, " "+note)
		rule = 1
	}
	b.p.done(l.put(accent, " "+strings.Repeat("─", rule)+"╮"))
}

// row is a row of the box, filled by a function.
func (b box) row(fill func(*line)) {
	l := b.p.row().put(plain, " ").put(accent, "│ ")
	content := b.p.theme.line(b.inner)
	fill(content)
	l.b.WriteString(content.String())
	l.used += content.width
	b.p.done(l.put(accent, "│"))
}

// bottom ends the box.
func (b box) bottom() {
	b.p.done(b.p.row().put(plain, " ").put(accent, "╰"+strings.Repeat("─", max(0, b.inner+1))+"╯"))
}
