package cli

import (
	"io"
	"strings"

	"credence/internal/cells"
)

// span is a piece of a line in one style.
type span struct {
	text  string
	style style
}

// pipeWidth is where the right edge is if there is no terminal; longer text runs
// past it. widest is how wide a view gets on a terminal.
const (
	pipeWidth = 100
	widest    = 100
)

// page lays out lines: on a terminal none is longer than the page is wide, in a
// pipe nothing is cut.
type page struct {
	theme theme
	width int
	cut   bool
}

// pageOf is the page for a terminal of a width in cells, 0 for a pipe.
func pageOf(t theme, terminal bool, width int) page {
	if !terminal || width <= 0 {
		return page{theme: t, width: pipeWidth}
	}
	return page{theme: t, width: min(width, widest), cut: true}
}

// page is the page of a stream.
func (a *app) page(stream io.Writer) page {
	return pageOf(a.theme(stream), a.terminal(stream), a.Width)
}

// line is spans from the left with one text at the right edge. Trailing blanks are
// left off.
func (p page) line(left []span, right span) string {
	room := p.width
	if right.text != "" {
		room -= cells.Width(right.text) + 2
	}
	if p.cut && room < p.width/2 { // too narrow for both
		right, room = span{}, p.width
	}
	var b strings.Builder
	used := 0
	for _, s := range left {
		text := s.text
		if p.cut {
			text = cells.Truncate(text, room-used)
		}
		used += cells.Width(text)
		b.WriteString(p.theme.paint(s.style, text))
	}
	if right.text != "" {
		b.WriteString(strings.Repeat(" ", max(2, room-used+2)))
		b.WriteString(p.theme.paint(right.style, right.text))
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// flow writes groups of spans one after the other, and goes on in the next line
// where a group does not fit.
func (p page) flow(groups [][]span) string {
	const gap, inset = 2, 2
	var b strings.Builder
	var line []span
	used := 0
	for _, g := range groups {
		n := 0
		for _, s := range g {
			n += cells.Width(s.text)
		}
		switch {
		case used == 0:
		case p.cut && used+gap+n > p.width:
			b.WriteString(p.line(line, span{}))
			line, used = []span{{blanks(inset), plain}}, inset
		default:
			line, used = append(line, span{blanks(gap), plain}), used+gap
		}
		line, used = append(line, g...), used+n
	}
	return b.String() + p.line(line, span{})
}

// pad fills text with blanks up to a width in cells.
func pad(text string, to int) string {
	return text + strings.Repeat(" ", max(0, to-cells.Width(text)))
}

// wrap breaks text at blanks into lines of at most a width in cells. A word that is
// longer stands on a line of its own and is not broken: it may be a command to paste.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case cells.Width(line)+1+cells.Width(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
