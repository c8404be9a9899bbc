// Package cells measures and cuts text by the columns that it takes on a terminal.
package cells

import "github.com/charmbracelet/x/ansi"

// Width is how many columns s takes; escape sequences of our own take none.
func Width(s string) int { return ansi.StringWidth(s) }

// Truncate cuts s to at most width columns, an ellipsis being the last of them if
// something is cut off. Escape sequences stay whole.
func Truncate(s string, width int) string {
	if width < 1 {
		return ""
	}
	return ansi.Truncate(s, width, "…")
}
