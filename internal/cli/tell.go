package cli

import (
	"fmt"
	"io"
	"strings"

	"credence/internal/sanitize"
)

// tell writes a line for people, as it is.
func (a *app) tell(line string) { _, _ = io.WriteString(a.Stderr, line+"\n") }

// remark tells people something in the program's name.
func (a *app) remark(text string) error {
	_, err := fmt.Fprintf(a.Stderr, "%s %s\n", a.theme(a.Stderr).paint(faint, "credence:"), sanitize.Text(text))
	return err
}

// say tells people something, a sentence a line, broken where the terminal ends.
func (a *app) say(text string) error {
	p := a.page(a.Stderr)
	var b strings.Builder
	for sentence := range strings.Lines(text) {
		for _, line := range p.wrap(strings.TrimSuffix(sentence, "\n"), 0) {
			b.WriteString(line + "\n")
		}
	}
	_, err := io.WriteString(a.Stderr, b.String())
	return err
}
