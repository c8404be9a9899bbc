package qrcode

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rsc.io/qr"
)

const address = "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH"

func TestFits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cols, rows, lines, width int }{
		{80, 40, 21, 41}, {80, 20, 19, 37}, {80, 18, 0, 0}, {40, 40, 19, 37}, {36, 40, 0, 0}, {0, 0, 0, 0},
	} {
		got := Lines(address, c.cols, c.rows)
		if len(got) != c.lines {
			t.Errorf("%d×%d: %d lines, want %d", c.cols, c.rows, len(got), c.lines)
		}
		for _, line := range got {
			if n := utf8.RuneCountInString(line); n != c.width {
				t.Errorf("%d×%d: a line of %d cells, want %d", c.cols, c.rows, n, c.width)
			}
		}
	}
	if Lines(strings.Repeat("x", 4000), 1000, 1000) != nil {
		t.Error("a text that is too long for any code was drawn")
	}
}

// TestModules: read back from the blocks, every module is where it belongs, and the
// quiet zone is white.
func TestModules(t *testing.T) {
	t.Parallel()
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	lines := Lines(address, 80, 40)
	dark := func(x, y int) bool {
		sign := []rune(lines[y/2])[x]
		if y%2 == 0 {
			return sign == '▀' || sign == '█'
		}
		return sign == '▄' || sign == '█'
	}
	for y := range 2 * len(lines) {
		for x := range utf8.RuneCountInString(lines[0]) {
			inside := x >= 4 && y >= 4 && x < 4+code.Size && y < 4+code.Size
			if want := inside && code.Black(x-4, y-4); dark(x, y) != want {
				t.Fatalf("module %d, %d is %v", x, y, !want)
			}
		}
	}
}
