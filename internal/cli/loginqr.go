package cli

import (
	"strings"

	"credence/internal/qrcode"
)

// drawQR is a QR code in black on white, inset by two cells; empty where it does not
// fit into so many columns and rows.
func drawQR(text string, cols, rows int) string {
	var b strings.Builder
	for _, line := range qrcode.Lines(text, cols-2, rows) {
		b.WriteString("  \x1b[30;107m" + line + "\x1b[0m\n")
	}
	return b.String()
}
