package cli

import (
	"slices"
	"strings"
	"testing"

	"credence/internal/cells"
)

// TestHelpListsEveryCommand: each command that people use stands below one heading.
func TestHelpListsEveryCommand(t *testing.T) {
	t.Parallel()
	var named []string
	for _, g := range commandGroups {
		named = append(named, g.names...)
	}
	slices.Sort(named)
	want := []string{"demo"}
	for _, c := range (&app{World: &World{}}).root().Commands() {
		if c.IsAvailableCommand() {
			want = append(want, c.Name())
		}
	}
	slices.Sort(want)
	if !slices.Equal(named, want) {
		t.Errorf("the headings hold %v, the program has %v", named, want)
	}
}

// TestHelpFitsTheTerminal: no line of a command's help is broken within a word by a
// terminal of 80 columns, but for examples and names of flags.
func TestHelpFitsTheTerminal(t *testing.T) {
	t.Parallel()
	w := world(t, "", "")
	w.StdoutTerminal, w.Width = true, 80
	for _, name := range []string{"", "login", "logout", "accounts", "console", "store", "store move", "use", "exec", "process", "why"} {
		r := w.run(t.Context(), append(strings.Fields(name), "--help", "--color=never")...)
		text, rest, _ := strings.Cut(r.out, "\nExamples\n")
		_, flags, _ := strings.Cut(rest, "\nOf this command\n")
		if r.code != ExitOK || !strings.Contains(flags, "--no-cache ") && !strings.Contains(text, "--no-cache ") {
			t.Errorf("%s: %+v", name, r)
		}
		for line := range strings.Lines(text + flags) {
			if n := cells.Width(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
	}
	wide := world(t, "", "")
	if r := wide.run(t.Context(), "login", "--help"); strings.Contains(r.out, "\n                                       ") {
		t.Errorf("broken in a pipe: %s", r.out)
	}
}
