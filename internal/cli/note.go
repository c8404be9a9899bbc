package cli

import (
	"strings"

	"credence/chain"
	"credence/internal/cells"
	"credence/internal/wording"
)

// noteLabel is the word and the colour of a severity.
func noteLabel(s chain.Severity) span {
	switch s {
	case chain.SeverityError:
		return span{"error", red}
	case chain.SeverityWarning:
		return span{"warning", yellow}
	}
	return span{"note", yellow}
}

// note is a finding: its label, what is true, and below it what to do.
func (p page) note(f chain.Finding, hint bool) string {
	message, remedy := wording.Finding(f)
	label := noteLabel(f.Severity)
	inset := cells.Width(label.text) + 2
	var b strings.Builder
	for i, line := range p.wrap(message, inset) {
		if i == 0 {
			b.WriteString(p.theme.paint(label.style, label.text) + "  " + line + "\n")
			continue
		}
		b.WriteString(strings.Repeat(" ", inset) + line + "\n")
	}
	if remedy != "" && hint {
		// Not broken into lines of our own: it may be a command to paste.
		b.WriteString(strings.Repeat(" ", inset) + p.theme.paint(faint, remedy) + "\n")
	}
	return b.String()
}

// wrap breaks text on a terminal; in a pipe a line stays one line.
func (p page) wrap(text string, inset int) []string {
	if !p.cut {
		return []string{text}
	}
	return wrap(text, max(20, p.width-inset))
}
