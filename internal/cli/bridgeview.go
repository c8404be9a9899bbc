package cli

import (
	"fmt"
	"io"
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
		text.WriteString("\n" + diffText(pg.theme, b.edit.Edit, b.home()))
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

func (b *bridging) report() bridgeReport {
	return bridgeReport{
		Version: 1, Profile: b.from.Name(), Name: b.name, Needed: b.need.needed, Reason: b.need.why, Command: b.line,
		Path: b.edit.Path(), RealPath: b.edit.RealPath(), Changes: changedLines(b.edit.Edit), Written: b.edit.written, Backup: b.edit.backup,
	}
}
