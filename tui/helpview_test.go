package tui

import (
	"slices"
	"strings"
	"testing"
)

// TestTheHelpShowsWhole: at once at the size of most terminals, by scrolling in smaller
// ones, where the footer says so.
func TestTheHelpShowsWhole(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {100, 28}, {200, 60}, {59, 14}, {40, 12}, {20, 8}} {
		r := newRig(t, sized(size[0], size[1]))
		r.settled()
		r.press("?")
		scrolls := r.m.helpScrolls()
		if footer := strings.Contains(r.screen(), "↓ j down"); footer != scrolls && size[0] >= 40 || scrolls && size[1] >= 24 {
			t.Errorf("%v: scrolls %v:\n%s", size, scrolls, r.screen())
		}
		seen := r.screen()
		for range 80 {
			r.press("j")
			seen += r.screen()
		}
		for _, item := range r.m.helpItems() {
			if !strings.Contains(seen, item.key) || !strings.Contains(seen, item.text[:min(len(item.text), 7)]) {
				t.Errorf("%v: %q %q is nowhere", size, item.key, item.text)
			}
		}
	}
}

func TestHelpColumns(t *testing.T) {
	t.Parallel()
	title, gap, line := helpItem{text: "title"}, helpItem{}, helpItem{key: "k", text: "does"}
	items := []helpItem{title, line, line, gap, title, line, gap, title, line}
	for height := 1; height <= len(items); height++ {
		var all []helpItem
		for _, c := range inColumns(items, height) {
			if len(c) > height || c[0] == gap || height > 1 && c[len(c)-1] == title {
				t.Errorf("%d: %v", height, c)
			}
			all = append(all, c...)
		}
		without := func(items []helpItem) []helpItem {
			return slices.DeleteFunc(slices.Clone(items), func(i helpItem) bool { return i == gap })
		}
		if !slices.Equal(without(all), without(items)) {
			t.Errorf("%d: %v", height, all)
		}
	}
}
