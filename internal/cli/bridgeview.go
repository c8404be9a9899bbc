package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// show prints why, and what changes.
func (b *bridging) show() error {
	if b.app.flags.json {
		return writeJSON(b.Stdout, b.report())
	}
	pg := b.page(b.Stdout)
	var text strings.Builder
	for _, line := range pg.wrap(b.need.why, 0) {
		text.WriteString(line + "\n")
	}
	if b.done() {
		at := profiles.SectionRef{Kind: profiles.SectionProfile, Name: b.name}
		fmt.Fprintf(&text, "\n%s is there already%s\n", sanitize.Quote(b.name), b.header(at))
	} else {
		text.WriteString("\n" + diffText(pg.theme, b.edit, b.home()))
	}
	fmt.Fprintf(&text, "\n%s AWS_PROFILE=%s terraform plan\n", pg.theme.paint(faint, "use it:"), wording.Shell(b.name))
	_, err := io.WriteString(b.Stdout, text.String())
	return err
}

// header is where a section stands, in brackets.
func (b *bridging) header(at profiles.SectionRef) string {
	if p, ok := b.files.Profile(at.Name); ok && len(p.Origins()) > 0 {
		return " (" + wording.Short(p.Origins()[0]) + ")"
	}
	return ""
}

// diffText is an edit for people: the file, the one behind a link, and line by line
// what changes.
func diffText(t theme, e *profiles.Edit, home string) string {
	var b strings.Builder
	path := wording.Path(e.Path(), home)
	if e.RealPath() != e.Path() {
		path += " → " + wording.Path(e.RealPath(), home)
	}
	if !e.Exists() {
		path += " (a new file)"
	}
	b.WriteString(t.paint(bold, path) + "\n")
	diff := e.Diff()
	wide := 1
	for _, l := range diff {
		wide = max(wide, len(strconv.Itoa(l.Line)))
	}
	for _, l := range diff {
		look := plain
		switch l.Op {
		case profiles.DiffAdded:
			look = green
		case profiles.DiffRemoved:
			look = red
		}
		line := fmt.Sprintf("%c %s", l.Op, sanitize.Text(l.Text))
		b.WriteString(t.paint(faint, fmt.Sprintf("%*d ", wide+1, l.Line)) + t.paint(look, strings.TrimRight(line, " ")) + "\n")
	}
	return b.String()
}

// bridgeReport is the object of `bridge --json` (version 1).
type bridgeReport struct {
	Version  int           `json:"version"`
	Profile  string        `json:"profile"`
	Name     string        `json:"name"`
	Needed   bool          `json:"needed"`
	Reason   string        `json:"reason"`
	Command  string        `json:"credentialProcess"`
	Path     string        `json:"path"`
	RealPath string        `json:"realPath"` // the one behind links
	Changes  []changedLine `json:"changes"`
	Written  bool          `json:"written"`
	Backup   string        `json:"backup,omitempty"`
}

// changedLine is a line of a change, secrets masked.
type changedLine struct {
	Op   string `json:"op"` // "+", "-", or " " for orientation
	Line int    `json:"line"`
	Text string `json:"text"`
}

func (b *bridging) report() bridgeReport {
	r := bridgeReport{
		Version: 1, Profile: b.from.Name(), Name: b.name, Needed: b.need.needed, Reason: b.need.why, Command: b.line,
		Path: b.edit.Path(), RealPath: b.edit.RealPath(), Changes: []changedLine{}, Written: b.written, Backup: b.backup,
	}
	for _, l := range b.edit.Diff() {
		r.Changes = append(r.Changes, changedLine{string(rune(l.Op)), l.Line, l.Text})
	}
	return r
}
