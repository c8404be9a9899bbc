package tui

import (
	"cmp"
	"slices"
	"strings"

	"credence/internal/portal"
)

// The orders and groupings, in the order in which a key goes through them. The words
// are those of the settings file.
var (
	sortOrders = []string{"recent", "name", "account"}
	groupings  = []string{"none", "session", "account"}
)

// following is the word after current, round and round.
func following(words []string, current string) string {
	return words[(slices.Index(words, current)+1)%len(words)]
}

// shownRecents is how many of the last used profiles stand on top.
const shownRecents = 7

// addSections adds the ambient row, pinned and recent profiles, and the others in
// the order that is set.
func (l *list) addSections() {
	l.add(0)
	taken := make(map[int32]bool)
	section := func(title string, names []string, most int) {
		var numbers []int32
		for _, name := range names {
			if n, ok := l.number(name); ok && !taken[n] && len(numbers) < most {
				taken[n] = true
				numbers = append(numbers, n)
			}
		}
		if len(numbers) == 0 {
			return
		}
		l.addHeading(heading{text: title})
		for _, n := range numbers {
			l.add(n)
		}
	}
	section("pinned", l.state.Pins, len(l.rows))
	if l.sort == "recent" {
		section("recent", l.recentNames(), shownRecents)
	}
	rest := make([]int32, 0, len(l.rows))
	for n := 1; n < len(l.rows); n++ {
		if !taken[int32(n)] {
			rest = append(rest, int32(n))
		}
	}
	if len(rest) == 0 {
		return
	}
	l.sorted(rest)
	if len(taken) > 0 {
		l.addHeading(heading{text: "all"})
	} else {
		l.entries = append(l.entries, entry{-1, -1})
	}
	for _, n := range rest {
		l.add(n)
	}
}

func (l *list) recentNames() []string {
	names := make([]string, len(l.state.Recents))
	for i, r := range l.state.Recents {
		names[i] = r.Profile
	}
	return names
}

// sorted puts rows in the order that is set; "recent" leaves those of the files.
func (l *list) sorted(numbers []int32) {
	switch l.sort {
	case "name":
		slices.SortStableFunc(numbers, l.byShownName)
	case "account":
		slices.SortStableFunc(numbers, func(a, b int32) int {
			return cmp.Or(afterEmpty(l.rows[a].detail.account, l.rows[b].detail.account), l.byShownName(a, b))
		})
	}
}

func (l *list) byShownName(a, b int32) int {
	return cmp.Or(strings.Compare(strings.ToLower(l.rows[a].shown), strings.ToLower(l.rows[b].shown)), cmp.Compare(a, b))
}

// afterEmpty compares texts; an empty one comes last.
func afterEmpty(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return strings.Compare(a, b)
}

// addGroups adds the rows below the SSO session or account that they belong to.
func (l *list) addGroups() {
	l.add(0)
	groups := map[string][]int32{}
	for n := 1; n < len(l.rows); n++ {
		key := l.groupOf(&l.rows[n].detail)
		groups[key] = append(groups[key], int32(n))
	}
	keys := make([]string, 0, len(groups))
	for key := range groups {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, afterEmpty)
	for _, key := range keys {
		rows := groups[key]
		l.sorted(rows)
		id := l.group + " " + key
		l.addHeading(heading{text: l.groupTitle(key), key: id, count: len(rows), folded: l.folded[id]})
		if l.folded[id] {
			continue
		}
		for _, n := range rows {
			l.add(n)
		}
	}
}

func (l *list) groupOf(d *detail) string {
	if l.group == "session" {
		return d.session
	}
	return d.account
}

func (l *list) groupTitle(key string) string {
	switch {
	case key == "" && l.group == "session":
		return "without an SSO session"
	case key == "":
		return "without an account"
	case l.group == "account":
		return portal.GroupedID(key)
	}
	return key
}
