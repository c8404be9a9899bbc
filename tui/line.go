package tui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// widthOf is how many cells a text takes. Nearly all text is ASCII.
func widthOf(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// cutTo cuts text to at most so many cells, an ellipsis being the last of them.
func cutTo(s string, width int) string {
	if width < 1 {
		return ""
	}
	if widthOf(s) <= width {
		return s
	}
	return ansi.Truncate(s, width, "…")
}

const blanks = "                                                                                "

// line is a row of the screen in the making: as wide as it is told, never wider.
type line struct {
	theme *theme
	b     strings.Builder
	width int
	used  int
}

func (t *theme) line(width int) *line {
	l := &line{theme: t, width: max(0, width)}
	l.b.Grow(width + 48)
	return l
}

// put adds text in a style, cut where the line ends.
func (l *line) put(s style, text string) *line { return l.upTo(l.width, s, text) }

// upTo adds text that ends before a column.
func (l *line) upTo(column int, s style, text string) *line {
	room := min(column, l.width) - l.used
	if room <= 0 || text == "" {
		return l
	}
	width := widthOf(text)
	if width > room {
		text = ansi.Truncate(text, room, "…")
		width = widthOf(text)
	}
	l.used += width
	if s == plain || l.theme.begin[s] == "" {
		l.b.WriteString(text)
		return l
	}
	l.b.WriteString(l.theme.begin[s])
	l.b.WriteString(text)
	l.b.WriteString(l.theme.stop[s])
	return l
}

// fitting is the first of several texts that fits, the last one cut if none does.
func fitting(width int, texts ...string) string {
	for _, text := range texts {
		if widthOf(text) <= width {
			return text
		}
	}
	return cutTo(texts[len(texts)-1], width)
}

// fill adds blanks up to a column.
func (l *line) fill(column int) *line {
	for n := min(column, l.width) - l.used; n > 0; n = min(column, l.width) - l.used {
		n = min(n, len(blanks))
		l.b.WriteString(blanks[:n])
		l.used += n
	}
	return l
}

// span is text in a style.
type span struct {
	style style
	text  string
}

// textOf is the text of spans.
func textOf(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// litUpTo adds text that ends before a column, some of its runes in another style.
func (l *line) litUpTo(column int, usual, look style, text string, lit map[int]bool) *line {
	if len(lit) == 0 {
		return l.upTo(column, usual, text)
	}
	shown, whole := cutTo(text, min(column, l.width)-l.used), utf8.RuneCountInString(text)
	start, was, n := 0, false, 0
	for at := range shown {
		is := lit[n] && n < whole && shown[at:] != "…"
		if is != was && at > start {
			l.upTo(column, choice(was, look, usual), shown[start:at])
			start = at
		}
		was = is
		n++
	}
	return l.upTo(column, choice(was, look, usual), shown[start:])
}

// spans adds several texts.
func (l *line) spans(all ...span) *line {
	for _, s := range all {
		l.put(s.style, s.text)
	}
	return l
}

// atRight puts texts at the right edge, if there is room for them behind what stands
// there; so many cells stay free at the edge.
func (l *line) atRight(free int, all ...span) *line {
	width := 0
	for _, s := range all {
		width += widthOf(s.text)
	}
	if start := l.width - free - width; start > l.used {
		l.fill(start).spans(all...)
	}
	return l
}

// String is the line, filled with blanks to its width.
func (l *line) String() string {
	l.fill(l.width)
	return l.b.String()
}

// wrapped breaks spans at blanks into lines of at most so many cells. A word may be
// made of several spans; one that is longer than a line is broken.
func wrapped(width int, all ...span) [][]span {
	w := wrapper{width: max(1, width)}
	for _, s := range all {
		for n, word := range strings.Split(s.text, " ") {
			if n > 0 {
				w.endWord()
				w.blanks++
			}
			if word != "" {
				w.word = append(w.word, span{s.style, word})
			}
		}
	}
	w.endWord()
	w.endLine()
	return w.lines
}

// wrapper is text being wrapped.
type wrapper struct {
	width  int
	lines  [][]span
	line   []span
	used   int
	word   []span // so far
	blanks int    // in front of it
}

// endWord puts the word on the line, or on the next one.
func (w *wrapper) endWord() {
	if len(w.word) == 0 {
		return
	}
	width := 0
	for _, s := range w.word {
		width += widthOf(s.text)
	}
	if w.used > 0 && w.used+w.blanks+width > w.width {
		w.endLine()
	}
	if w.used > 0 && w.blanks > 0 {
		w.line = append(w.line, span{plain, strings.Repeat(" ", w.blanks)})
		w.used += w.blanks
	}
	for _, s := range w.word {
		w.put(s)
	}
	w.word, w.blanks = nil, 0
}

// put adds a piece of a word, breaking it where the line ends.
func (w *wrapper) put(s span) {
	for w.used+widthOf(s.text) > w.width {
		head := ansi.Truncate(s.text, w.width-w.used, "")
		if head == "" && w.used == 0 {
			break // a character wider than the line
		}
		w.line = append(w.line, span{s.style, head})
		s.text = s.text[len(head):]
		w.endLine()
	}
	if s.text != "" {
		w.line = append(w.line, s)
		w.used += widthOf(s.text)
	}
}

func (w *wrapper) endLine() {
	if len(w.line) > 0 {
		w.lines = append(w.lines, joined(w.line))
	}
	w.line, w.used, w.blanks = nil, 0, 0
}

// joined puts neighbours of one style, and the blanks between them, into one span.
func joined(spans []span) []span {
	kept := spans[:0]
	for _, s := range spans {
		if last := len(kept) - 1; last >= 0 && (kept[last].style == s.style || strings.Trim(s.text, " ") == "") {
			kept[last].text += s.text
			continue
		}
		kept = append(kept, s)
	}
	return kept
}
