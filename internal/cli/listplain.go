package cli

import (
	"bufio"
	"strconv"
	"strings"

	"credence/internal/cells"
	"credence/internal/wording"
	"credence/profiles"
)

// widestCell is how wide a column of a list gets on a terminal.
const widestCell = 40

// listPlain prints aligned columns, with a head on a terminal.
func (a *app) listPlain(files *profiles.Files, sessions func(string) sessionState) error {
	p, head, now := a.page(a.Stdout), a.StdoutTerminal, a.Clock()
	names := files.Names()
	rows := make([][columns]string, 0, len(names)+1)
	looks := make([]rowLook, 0, len(names)+1)
	if head {
		rows, looks = append(rows, columnNames), append(looks, rowLook{head: true})
	}
	for profile := range files.Profiles() {
		r := rowOf(profile)
		s := sessions(profile.Name())
		rows, looks = append(rows, r.cells(profile.Name(), s.words(now))), append(looks, rowLook{kind: r.kind, session: s.state})
	}
	widths := columnWidths(rows, p.cut)
	w := bufio.NewWriterSize(a.Stdout, 64<<10)
	for i := range rows {
		p.writeRow(w, rows[i][:], widths[:], looks[i].cell)
	}
	return w.Flush()
}

// rowLook is what the colours of a row depend on.
type rowLook struct {
	kind    profiles.Kind
	session string
	head    bool
}

func columnWidths(rows [][columns]string, cut bool) (widths [columns]int) {
	for i := range rows {
		for c := range colState {
			widths[c] = max(widths[c], width(rows[i][c]))
		}
	}
	for c := range widths {
		if cut {
			widths[c] = min(widths[c], widestCell)
		}
	}
	return widths
}

// writeRow writes the cells of a row below those of the other rows. The last one is as
// wide as it needs to be; on a terminal the row is cut to the page.
func (p page) writeRow(w *bufio.Writer, row []string, widths []int, look func(column int, text string) style) {
	var line strings.Builder
	used := 0
	for c, text := range row {
		last := c == len(row)-1
		style := look(c, text)
		if p.cut {
			limit := p.width - used
			if !last {
				limit = min(limit, widths[c])
			}
			text = cells.Truncate(text, limit)
		}
		line.WriteString(p.theme.paint(style, text))
		if !last {
			line.WriteString(blanks(widths[c] - width(text) + 2))
			used += widths[c] + 2
		}
	}
	_, _ = w.WriteString(strings.TrimRight(line.String(), " "))
	_ = w.WriteByte('\n')
}

// cell is the style of a cell.
func (l rowLook) cell(column int, text string) style {
	switch {
	case l.head || text == "-":
		return faint
	case l.kind == profiles.KindBroken && (column == colKind || column == colState):
		return red
	case column == colName:
		return bold
	case column == colKind:
		return blue
	case column == colState:
		return sessionStyles[l.session]
	}
	return plain
}

// sessionStyles are the colours of the states; those that are not here are plain.
var sessionStyles = map[string]style{
	sessionValid: green, sessionExpiring: yellow, sessionExpired: faint, sessionSignedOut: faint,
}

// width is the columns of text on a terminal, quickly for plain ASCII, which nearly
// all text of a list is; sanitised text has no control characters.
func width(text string) int {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return cells.Width(text)
		}
	}
	return len(text)
}

const blankRun = "                                                                "

func blanks(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blankRun) {
		return blankRun[:n]
	}
	return strings.Repeat(" ", n)
}

// findings are what is wrong in the files: counted, and the first of them told.
func (p page) findings(all []profiles.Finding) string {
	if len(all) == 0 {
		return ""
	}
	count := map[profiles.Severity]int{}
	for _, f := range all {
		count[f.Severity]++
	}
	var b strings.Builder
	told := 0
	for _, s := range []profiles.Severity{profiles.SeverityError, profiles.SeverityWarning, profiles.SeverityInfo} {
		for _, f := range all {
			if f.Severity == s && told < mostNotes {
				told++
				b.WriteString(p.note(f, false))
			}
		}
	}
	if more := len(all) - told; more > 0 {
		b.WriteString("and " + strconv.Itoa(more) + " more (" + counted(count) + " in all): credence list --json\n")
	}
	return b.String()
}

func counted(count map[profiles.Severity]int) string {
	var parts []string
	for _, s := range []struct {
		severity  profiles.Severity
		one, many string
	}{
		{profiles.SeverityError, "error", "errors"}, {profiles.SeverityWarning, "warning", "warnings"}, {profiles.SeverityInfo, "note", "notes"},
	} {
		if n := count[s.severity]; n > 0 {
			parts = append(parts, wording.Count(n, s.one, s.many))
		}
	}
	return strings.Join(parts, ", ")
}
