package cli

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"credence/internal/cells"
	"credence/profiles"
)

// widestCell is how wide a column of a list gets on a terminal.
const widestCell = 40

// listPlain prints aligned columns, with a head on a terminal.
func listPlain(out io.Writer, p page, head bool, files *profiles.Files) error {
	names := files.Names()
	rows := make([][columns]string, 0, len(names)+1)
	kinds := make([]profiles.Kind, 0, len(names)+1)
	if head {
		rows, kinds = append(rows, columnNames), append(kinds, "")
	}
	for profile := range files.Profiles() {
		r := rowOf(profile)
		rows, kinds = append(rows, r.cells(profile.Name())), append(kinds, r.kind)
	}
	widths := columnWidths(rows, p.cut)
	w := bufio.NewWriterSize(out, 64<<10)
	for i := range rows {
		p.writeRow(w, &rows[i], &widths, kinds[i], head && i == 0)
	}
	return w.Flush()
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

func (p page) writeRow(w *bufio.Writer, row *[columns]string, widths *[columns]int, kind profiles.Kind, head bool) {
	var line strings.Builder
	used := 0
	for c, text := range row {
		look := cellStyle(c, text, kind, head)
		if p.cut {
			limit := p.width - used
			if c != colState {
				limit = min(limit, widths[c])
			}
			text = cells.Truncate(text, limit)
		}
		line.WriteString(p.theme.paint(look, text))
		n := width(text)
		if c != colState {
			line.WriteString(blanks(widths[c] - n + 2))
			n = widths[c] + 2
		}
		used += n
	}
	_, _ = w.WriteString(strings.TrimRight(line.String(), " "))
	_ = w.WriteByte('\n')
}

func cellStyle(column int, text string, kind profiles.Kind, head bool) style {
	switch {
	case head || text == "-":
		return faint
	case kind == profiles.KindBroken && (column == colKind || column == colState):
		return red
	case column == colName:
		return bold
	case column == colKind:
		return blue
	}
	return plain
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
		switch n := count[s.severity]; n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.one)
		default:
			parts = append(parts, strconv.Itoa(n)+" "+s.many)
		}
	}
	return strings.Join(parts, ", ")
}
