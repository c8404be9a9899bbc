package cells_test

import (
	"testing"

	"credence/internal/cells"
)

func TestTruncate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"prod-admin", 10, "prod-admin"},
		{"prod-admin", 9, "prod-adm…"},
		{"prod-admin", 1, "…"},
		{"prod-admin", 0, ""},
		{"prod-admin", -3, ""},
		{"", 5, ""},
		{"東京リージョン", 7, "東京リ…"},
		{"東京", 3, "東…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"\x1b[31mred text\x1b[0m", 4, "\x1b[31mred…\x1b[0m"},
	} {
		got := cells.Truncate(c.in, c.width)
		if got != c.want || cells.Width(got) > max(c.width, 0) {
			t.Errorf("Truncate(%q, %d) = %q (%d columns), want %q", c.in, c.width, got, cells.Width(got), c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{"": 0, "abc": 3, "東京": 4, "e\u0301": 1, "\x1b[1mab\x1b[0m": 2, "●○◐✗·": 5} {
		if got := cells.Width(in); got != want {
			t.Errorf("Width(%q) = %d, want %d", in, got, want)
		}
	}
}
