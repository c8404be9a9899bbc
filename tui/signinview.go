package tui

import (
	"credence/internal/qrcode"
	"credence/internal/sanitize"
)

// drawnCodes are the QR codes of an address by the room they were drawn for: they are
// asked for with every frame.
type drawnCodes struct {
	address string
	lines   map[[2]int][]string
}

// code is the QR code of the address; nil where it does not fit, or there is nothing
// for another device to open.
func (s *signing) code(cols, rows int) []string {
	if s.page.UserCode == "" || cols < 1 || rows < 1 {
		return nil
	}
	d, room := &s.drawn, [2]int{cols, rows}
	if d.address != s.page.Address {
		*d = drawnCodes{s.page.Address, map[[2]int][]string{}}
	}
	lines, ok := d.lines[room]
	if !ok {
		lines = qrcode.Lines(s.page.Address, cols, rows)
		d.lines[room] = lines
	}
	return lines
}

// title says to what one signs in.
func (s *signing) title() string {
	switch {
	case s.to.Name() != "":
		return "sign in to " + sanitize.Quote(s.to.Name())
	case s.at.ambient:
		return "sign in"
	}
	return "sign in for " + s.at.label()
}

// besideCode is the room that the text needs beside a QR code.
const besideCode = 28

// inlineCode is the QR code that fits beside the text of the box.
func (s *signing) inlineCode(theme *theme, width, height int) []string {
	if !theme.colour {
		return nil
	}
	return s.code(width-7-besideCode, height-2)
}

// signInHeight is how many rows of a pane the sign-in would like to have, and how many
// it has to have.
func (m *Model) signInHeight(width, room int) (want, need int) {
	s := m.signs.current()
	code := s.inlineCode(m.theme, width, room)
	inner := width - 6
	if code != nil {
		inner -= widthOf(code[0]) + 1
	}
	for _, b := range m.signInBlocks(s, inner) {
		if want += len(b.rows); b.rank <= 1 {
			need += len(b.rows)
		}
	}
	return max(want, len(code)) + 2, need + 2
}

// signInRows are the sign-in, in the place of the explanation.
func (m *Model) signInRows(p *pane, height int) {
	s := m.signs.current()
	if s == nil || height < 1 {
		return
	}
	_, need := m.signInHeight(p.width, 0)
	if height < min(need, 5) { // no room for a box
		for _, row := range fitted(m.signInBlocks(s, p.width-2), p.width-2, height) {
			p.done(p.row().put(plain, " ").spans(row.left...).atRight(1, row.right...))
		}
		return
	}
	b := boxOf(p)
	code := s.inlineCode(m.theme, p.width, height)
	text := b.inner - 1
	if code != nil {
		text -= widthOf(code[0]) + 1
	}
	rows := fitted(m.signInBlocks(s, text), text, height-2)
	b.top(s.title(), m.othersWait())
	for n := range max(len(rows), len(code)) {
		b.row(func(l *line) {
			if n < len(rows) {
				end := m.theme.line(text)
				end.spans(rows[n].left...).atRight(0, rows[n].right...)
				l.b.WriteString(end.String())
				l.used += text
			}
			if n < len(code) {
				l.fill(text+1).put(printed, code[n])
			}
		})
	}
	b.bottom()
}

// largeRows are the QR code with the window for itself, and the text beside it.
func (m *Model) largeRows(r rect) []string {
	p := &pane{theme: m.theme, width: r.w}
	s := m.signs.current()
	code := s.code(r.w-2, r.h)
	if code == nil {
		return p.fit(r.h)
	}
	column := widthOf(code[0]) + 3
	var rows []textRow
	if width := r.w - column - 1; width >= 12 {
		title := []block{{4, []textRow{{left: []span{{bold, s.title()}}}, {}}}}
		rows = fitted(append(title, m.signInBlocks(s, width)...), width, r.h)
	}
	for n := range r.h {
		l := p.row().put(plain, " ")
		if n < len(code) {
			l.put(printed, code[n])
		}
		if n < len(rows) {
			l.fill(column).spans(rows[n].left...).atRight(1, rows[n].right...)
		}
		p.done(l)
	}
	return p.fit(r.h)
}

// largeFits reports whether the QR code fits into the window, and is not in the box.
func (m *Model) largeFits(s *signing) bool {
	if !m.theme.colour || m.lay.shape == shapeLine {
		return false
	}
	r := m.lay.chain
	if plan := m.planSignIn(r, len(m.ladder(m.shown()))); s.inlineCode(m.theme, r.w, plan.detail) != nil {
		return false
	}
	return s.code(m.lay.w-2, m.lay.chain.h) != nil
}
