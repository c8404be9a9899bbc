// Package qrcode draws QR codes with half blocks, two rows of modules in one of cells.
package qrcode

import (
	"strings"

	"rsc.io/qr"
)

// The quiet zone around a code in modules: four by the standard (ISO/IEC 18004), two
// where no more fits, which phones read as well.
const (
	wideZone   = 4
	narrowZone = 2
)

// Lines are the code of a text, quiet zone included, all of the same width; nil where it
// does not fit into so many columns and rows. Blocks stand for the dark modules: they
// have to be shown in black on white, whatever the colours of the terminal.
func Lines(text string, cols, rows int) []string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	for _, zone := range []int{wideZone, narrowZone} {
		side := code.Size + 2*zone
		if side <= cols && (side+1)/2 <= rows {
			return halfBlocks(code, zone, side)
		}
	}
	return nil
}

// halfBlocks draws the code. Outside of it everything is white.
func halfBlocks(code *qr.Code, zone, side int) []string {
	signs := map[[2]bool]string{{false, false}: " ", {true, false}: "▀", {false, true}: "▄", {true, true}: "█"}
	lines := make([]string, 0, (side+1)/2)
	for y := 0; y < side; y += 2 {
		var b strings.Builder
		for x := range side {
			b.WriteString(signs[[2]bool{code.Black(x-zone, y-zone), code.Black(x-zone, y+1-zone)}])
		}
		lines = append(lines, b.String())
	}
	return lines
}
