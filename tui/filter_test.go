package tui

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// TestTheCaretOfTheFilter: the keys of a line, as fzf has them.
func TestTheCaretOfTheFilter(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settled()
	r.press("/")
	r.typing("pro-é")
	for _, step := range []struct{ key, want string }{
		{"left", "/pro-▏é"},
		{"left", "/pro▏-é"},
		{"d", "/prod▏-é"},
		{"delete", "/prod▏é"},
		{"right", "/prodé▏"},
		{"right", "/prodé▏"},
		{"delete", "/prodé▏"},
		{"ctrl+a", "/▏prodé"},
		{"left", "/▏prodé"},
		{"backspace", "/▏prodé"},
		{"x", "/x▏prodé"},
		{"ctrl+e", "/xprodé▏"},
		{"backspace", "/xprod▏"},
		{"home", "/▏xprod"},
		{"delete", "/▏prod"},
		{"end", "/prod▏"},
		{"left", "/pro▏d"},
		{"ctrl+w", "/▏d"},
		{"end", "/d▏"},
		{"left", "/▏d"},
		{"a", "/a▏d"},
		{"ctrl+u", "/▏d"},
		{"esc", "profiles  "},
		{"/", "/▏"},
		{"z", "/z▏"},
	} {
		r.press(step.key)
		r.shows(step.want)
	}
	r.send(tea.KeyMsg{Type: tea.KeyBackspace, Alt: true})
	r.shows("/▏")
}

// TestAVeryLongPasteIsCut: what is far too long for a filter is not lost without a word.
func TestAVeryLongPasteIsCut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settled()
	r.press("/")
	r.paste("prod-read\r\n" + strings.Repeat("é", longestField))
	if q := r.m.list.query; !strings.HasPrefix(q, "prod-read  éé") || len(q) > longestField || len(q) < longestField-1 || !utf8.ValidString(q) {
		t.Errorf("%d bytes: %q", len(q), q)
	}
	r.typing("x")
	r.press("backspace", "left", "ctrl+w")
	r.shows("▏é")
	r.press("ctrl+e", "ctrl+u")
	r.typing("prod-read")
	r.shows("/prod-read▏")
}

// TestEscTwiceAtOnce: two that came together look like one with alt, and still count.
func TestEscTwiceAtOnce(t *testing.T) {
	t.Parallel()
	var asked string
	r := newRig(t, withAccounts(&asked, nil))
	r.at("sso-dev")
	twice := tea.KeyMsg{Type: tea.KeyEsc, Alt: true}
	r.press("/")
	r.typing("prod")
	r.send(twice)
	if r.m.mode != modeList || r.m.list.query != "" {
		t.Errorf("mode %v, filtered by %q", r.m.mode, r.m.list.query)
	}
	r.press("/")
	r.typing("prod")
	r.press("tab", "tab")
	r.send(twice)
	if r.m.chain.focused || r.m.list.query != "" {
		t.Errorf("in the chain: %v, filtered by %q", r.m.chain.focused, r.m.list.query)
	}
	r.press("A")
	r.shows("sign-in corp")
	r.typing("dev")
	r.send(twice)
	if r.m.pane != nil || r.quit {
		t.Error("the list of accounts is still there, or the program gone with it")
	}
}

// TestTheWholeNameIsFound: by ^name$, as in fzf.
func TestTheWholeNameIsFound(t *testing.T) {
	t.Parallel()
	r := rigOf(t, "[profile dev]\n[profile dev-admin]\n[profile my-dev]\n", "")
	r.settled()
	r.press("/")
	for query, found := range map[string]int{"^dev$": 1, "^dev": 2, "dev$": 2, "!^dev$": 2, "^DEV$": 0} {
		r.press("ctrl+u")
		r.typing(query)
		if r.m.list.found != found {
			t.Errorf("%q finds %d, want %d", query, r.m.list.found, found)
		}
	}
}

// TestTheFilterFindsAccountsAsTheyStandThere: with the hyphens, and the profiles that are
// called as the query before those whose role is.
func TestTheFilterFindsAccountsAsTheyStandThere(t *testing.T) {
	t.Parallel()
	const role = "source_profile = base\nrole_arn = arn:aws:iam::"
	r := rigOf(t, "[profile prod-root]\n"+role+"222233334444:role/Administrator\n[profile prod-admin]\n"+role+"222233334444:role/Root\n[profile base]\n", "")
	r.settled()
	for query, first := range map[string]string{"admin": "prod-admin", "prod admin": "prod-admin", "root": "prod-root", "2222-3333": "prod-root", "222233334444": "prod-root"} {
		r.press("/", "ctrl+u")
		r.typing(query)
		if at, ok := r.m.list.selected(); !ok || at.name != first || len(r.m.list.entries) != 2 {
			t.Errorf("%q: %v first of %d", query, at, len(r.m.list.entries))
		}
	}
}

// TestTheFooterOffersWhatIsPossible: nothing is kept of a filter that finds nothing, copied
// where there is nothing to copy, filtered where there is nothing.
func TestTheFooterOffersWhatIsPossible(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(200, 60))
	r.settled()
	r.lacks("y copy")
	r.at("prod-read")
	r.shows("y copy")
	r.press("/")
	r.typing("gibberish")
	r.lacks("keep the filter")
	r.shows("→ esc shows all profiles")
	r.shows("→ credence demo")
	r = rigOf(t, "", "", sized(200, 60))
	r.settled()
	r.lacks("/ filter")
	r.press("/")
	if r.m.mode != modeList {
		t.Error("nothing is filtered")
	}
}

// TestTheWheelLeavesThePrompt: the list stays where it is while a code is asked for.
func TestTheWheelLeavesThePrompt(t *testing.T) {
	t.Parallel()
	r := asking(t)
	before := r.m.list.cursor
	r.send(wheelAt(5, 10))
	r.send(clickAt(5, 6))
	if r.m.list.cursor != before {
		t.Errorf("the cursor went from %d to %d", before, r.m.list.cursor)
	}
}

// TestLettersMatchedBesideTheNameAreLit: where they stand.
func TestLettersMatchedBesideTheNameAreLit(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(200, 60), func(_ *rig, o *Options) { o.Colour = true })
	r.settled()
	lit := func(text string) string { return r.m.theme.begin[accent] + text + r.m.theme.stop[accent] }
	hyphen := r.m.theme.begin[faint] + "-" + r.m.theme.stop[faint]
	for query, want := range map[string]string{
		"'corp":      "sso " + r.m.theme.stop[faint] + lit("corp"),
		"'Developer": lit("Developer"),
		"'33334444":  lit("3333") + hyphen + lit("4444"),
		"'3333-4444": lit("3333-4444"),
		"'3344":      lit("33") + hyphen + lit("44"),
		"'prod-read": lit("prod-read"),
	} {
		r.press("/", "ctrl+u")
		r.typing(query)
		r.press("tab", "g", "G", "/")
		view := strings.ReplaceAll(r.m.View(), r.m.theme.begin[accentBold], r.m.theme.begin[accent])
		if !strings.Contains(view, want) {
			t.Errorf("%q: no %q in\n%q", query, want, view)
		}
	}
}

// TestTheFilterShowsInASingleLine: nobody types blindly.
func TestTheFilterShowsInASingleLine(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(30, 1))
	r.settled()
	r.press("/")
	r.typing("pread")
	r.until("shown", func() bool { return r.m.chain.at.name == "prod-read" })
	if got, want := strings.TrimRight(r.screen(), " "), "pread▏◇ prod-read"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
