package profiles

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	f := load(t, Documented, "[profile work]\n[profile work-admin]\n[profile Production]\n[profile staging]\n[profile word]\n", "")
	for name, want := range map[string][]string{
		"wrok":                       {"work"},
		"Work":                       {"work", "word", "work-admin"},
		"work ":                      {"work", "word", "work-admin"},
		"work\r":                     {"work", "word", "work-admin"},
		"'work'":                     {"work", "word", "work-admin"},
		"production":                 {"Production"},
		"stag":                       {"staging"},
		"stagign":                    {"staging"},
		"xyz":                        nil,
		"":                           nil,
		strings.Repeat("work", 1000): {"work"},
	} {
		if got := f.Nearest(name); !slices.Equal(got, want) {
			t.Errorf("%.20q: %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", longestCompared+1)
	for _, test := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 0, 0}, {"a", "", 1, 1}, {"abc", "acb", 2, 1}, {"abc", "abd", 1, 1}, {"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 2, 3}, {"abcdef", "a", 2, 3}, {long, long, 1, 0}, {long, long + "y", 1, 2},
	} {
		if got := distance(test.a, test.b, test.limit); got != test.want {
			t.Errorf("%.8s %.8s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
