package tui

import (
	"strings"
	"testing"
)

// TestTheRemedyOutlivesTheCause: a message that is too long for the room gives way to what
// helps, and what goes on below says so beside a whole line, behind a cut one.
func TestTheRemedyOutlivesTheCause(t *testing.T) {
	t.Parallel()
	long := &paragraphs{width: 20}
	long.add(span{bold, "why"})
	from := len(long.rows)
	long.add(span{plain, strings.Repeat("the message goes on ", 5)})
	long.cause = rowRange{from, len(long.rows)}
	long.gap()
	long.labelled(span{accent, "→"}, 2, span{plain, "this helps"})
	told := len(long.rows)
	long.gap()
	long.labelled(span{faint, "note"}, 6, span{plain, "and besides there is this"})
	long.aside = len(long.rows) - told
	for height, want := range map[int]string{
		len(long.rows): "why|the message goes on|the message goes on|the message goes on|the message goes on|the message goes on||→ this helps||note  and besides|      there is this",
		9:              "why|the message goes on|the message goes on|the message goes on|the message goes on|the message goes on||→ this helps|…",
		6:              "why|the message goes on|the message goes on|the message goes …||→ this helps       …",
		5:              "why|the message goes on|the message goes …||→ this helps       …",
		4:              "why|the message goes …||→ this helps       …",
		3:              "why|the message goes …|…",
		1:              "why                …",
		0:              "",
	} {
		var got []string
		for _, row := range long.fitted(height) {
			text := textOf(row)
			if got = append(got, text); widthOf(text) > 20 {
				t.Errorf("%d: %q is too wide", height, text)
			}
		}
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("%d rows:\n%s, want\n%s", height, text, want)
		}
	}
}
