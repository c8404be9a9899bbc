package tui

import (
	"slices"
	"strings"
)

// paragraphs collects wrapped text.
type paragraphs struct {
	width int
	rows  [][]span
	aside int          // of the rows, at the end: what is true besides
	ends  map[int]bool // rows that end a paragraph
	cause rowRange     // an error's message: it gives way to the remedies below it
}

// rowRange are rows from one up to another.
type rowRange struct{ from, to int }

func (t *paragraphs) add(spans ...span) {
	t.rows = append(t.rows, wrapped(t.width, spans...)...)
	t.end()
}

// end notes that a paragraph is over.
func (t *paragraphs) end() {
	if t.ends == nil {
		t.ends = map[int]bool{}
	}
	t.ends[len(t.rows)-1] = true
}

func (t *paragraphs) gap() {
	if len(t.rows) > 0 && len(t.rows[len(t.rows)-1]) > 0 {
		t.rows = append(t.rows, nil)
	}
}

// labelled adds text behind a label; its further lines stand below the first.
func (t *paragraphs) labelled(label span, width int, spans ...span) {
	for n, row := range wrapped(t.width-width, spans...) {
		head := span{label.style, label.text + strings.Repeat(" ", max(1, width-widthOf(label.text)))}
		if n > 0 {
			head = span{plain, strings.Repeat(" ", width)}
		}
		t.rows = append(t.rows, append([]span{head}, row...))
	}
	t.end()
}

// with adds to what stands behind a label, if that stays in its row.
func (t *paragraphs) with(row []span, more ...span) []span {
	whole := slices.Concat(row, more)
	if labelWidth+widthOf(textOf(whole)) > t.width {
		return row
	}
	return whole
}

// leastCause is how many rows of an error's message stay where there is room for a remedy
// besides.
const leastCause = 2

// fitted are as many rows as there is room for, with a sign where some are left out.
func (t *paragraphs) fitted(height int) [][]span {
	height = max(0, height)
	rows, last := t.rows, height-1 // and its number among all
	over := len(rows) - t.aside - height
	least := max(1, min(leastCause, height-t.cause.from-2))
	if keep := max(least, t.cause.to-t.cause.from-over); over > 0 && t.cause.from+keep < t.cause.to {
		cut := t.cause.from + keep - 1
		rows = slices.Concat(rows[:cut], [][]span{ellipsed(rows[cut], t.width)}, rows[t.cause.to:])
		if last > cut {
			last += t.cause.to - cut - 1
		}
	}
	if len(rows) <= height || height == 0 {
		return rows[:min(len(rows), height)]
	}
	rows = slices.Clone(rows[:height])
	end := &rows[height-1]
	if free := t.width - widthOf(textOf(*end)) - 1; t.ends[last] && free > 0 { // it goes on below, but not in a sentence
		*end = append(slices.Clone(*end), span{faint, strings.Repeat(" ", free) + "…"})
	} else {
		*end = ellipsed(*end, t.width)
	}
	return rows
}

// ellipsed shows that a row goes on below the last one that there is room for.
func ellipsed(row []span, width int) []span {
	if len(row) == 0 {
		return []span{{faint, "…"}}
	}
	used := 0
	var kept []span
	for _, s := range row {
		s.text = cutTo(s.text, width-2-used)
		used += widthOf(s.text)
		kept = append(kept, s)
	}
	if n := len(kept); n > 0 && strings.HasSuffix(kept[n-1].text, "…") {
		return kept
	}
	return append(kept, span{faint, " …"})
}
