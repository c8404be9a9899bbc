package term

import "github.com/charmbracelet/x/ansi"

// Clipboard is what puts text into the clipboard of a terminal (xterm, "Operating System
// Commands", 52), in one piece. Inside tmux the outer terminal is told too, where tmux lets
// it through. A terminal does not tell whether it took it.
func Clipboard(text string, tmux bool) string {
	sequence := ansi.SetSystemClipboard(text)
	if tmux {
		sequence += ansi.TmuxPassthrough(sequence)
	}
	return sequence
}
