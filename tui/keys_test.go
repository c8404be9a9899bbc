package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
)

// TestKeysAreUnambiguous: within a mode each key means one thing, each binding can be
// reached and says what it does, and each action is done by somebody.
func TestKeysAreUnambiguous(t *testing.T) {
	t.Parallel()
	k := newKeyMap()
	for name, scope := range map[string][]*binding{"list": k.list, "filter": k.filter, "prompt": k.prompt, "sign in": k.signIn, "copy": k.copy, "help": k.help, "roles": k.roles} {
		taken := map[string]string{}
		for _, b := range scope {
			if len(b.Keys()) == 0 || b.Help().Key == "" || b.Help().Desc == "" {
				t.Errorf("%s: %+v is not complete", name, b)
			}
			if told := b.do == actDigits || b.do == actType || b.do == actMove; handlers[b.do] == nil && fieldEdits[b.do] == nil && !told {
				t.Errorf("%s: nobody does %q", name, b.Help().Desc)
			}
			for _, key := range b.Keys() {
				if other, twice := taken[key]; twice {
					t.Errorf("%s: %s means %q and %q", name, key, other, b.Help().Desc)
				}
				taken[key] = b.Help().Desc
			}
		}
		for _, way := range []string{"ctrl+c"} {
			if taken[way] == "" {
				t.Errorf("%s: %s does nothing", name, way)
			}
		}
	}
}

func TestFooterAndHelpSayWhatIsPossible(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(200, 60))
	r.at("prod-read")
	footer := func() string { lines := strings.Split(r.screen(), "\n"); return lines[len(lines)-1] }
	for _, text := range []string{"w whoami", "s show secrets", "esc"} {
		if strings.Contains(footer(), text) {
			t.Errorf("%q before anything is found: %s", text, footer())
		}
	}
	r.press("i")
	r.resolved("found")
	for _, text := range []string{"w whoami", "s show secrets", "? help", "q quit"} {
		if !strings.Contains(footer(), text) {
			t.Errorf("no %q: %s", text, footer())
		}
	}
	r.press("?")
	for _, b := range slices.Concat(r.m.keys.list, r.m.keys.filter) {
		if !strings.Contains(r.screen(), b.Help().Desc) {
			t.Errorf("the help leaves out %q", b.Help().Desc)
		}
	}
	r.press("?")
	if r.m.mode != modeList {
		t.Error("the help stays")
	}
}

// A terminal sends esc and a key that follows at once as that key with alt.
func TestEscAndAnotherKey(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.press("y")
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{'j'}, Alt: true})
	if at, _ := r.m.list.selected(); r.m.mode != modeList || at.name != "default" {
		t.Errorf("mode %v, at %q", r.m.mode, at.name)
	}
	r.press("/")
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{'f'}, Alt: true}) // a word forward, elsewhere
	if r.m.mode != modeFilter || r.m.list.query != "" {
		t.Errorf("mode %v, filter %q", r.m.mode, r.m.list.query)
	}
}

func TestMouse(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settled()
	lines := strings.Split(r.screen(), "\n")
	row := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "   prod-read") })
	r.send(clickAt(5, row))
	if at, _ := r.m.list.selected(); at.name != "prod-read" {
		t.Errorf("a click went to %v", at)
	}
	r.until("shown", func() bool { return r.m.chain.at.name == "prod-read" })
	lines = strings.Split(r.screen(), "\n")
	row = slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "○ web identity") })
	r.send(clickAt(60, row))
	if !r.m.chain.focused || r.m.chain.cursor != "web-identity" {
		t.Errorf("a click selected %v", r.m.chain.cursor)
	}
	r.send(wheelAt(5, 10))
	if at, _ := r.m.list.selected(); at.name == "prod-read" {
		t.Error("the wheel did not move the list")
	}
	r.send(clickAt(5, 0))
	r.send(clickAt(500, 500))
}

func TestEditorCommand(t *testing.T) {
	t.Parallel()
	for editor, want := range map[string]string{
		"":                     "vi +31 /x/config",
		"vim":                  "vim +31 /x/config",
		"nano -w":              "nano -w +31 /x/config",
		"/usr/bin/code -n":     "/usr/bin/code -n --wait --goto /x/config:31",
		"hx":                   "hx /x/config:31",
		"notepad.exe":          "notepad.exe /x/config",
		"emacsclient -t -a ''": "emacsclient -t -a '' +31 /x/config",
	} {
		got := editorCommand(func(name string) (string, bool) { return editor, name == "EDITOR" }, "/x/config", 31)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", editor, got, want)
		}
	}
}

func TestTheEditorOpensWhatTheLineIsAbout(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for name, line := range map[string]int{"prod-legacy": 26, "prod-admin": 8, "ci": 29} {
		r.at(name)
		if at, ok := r.m.editPlace(); !ok || at.Line != line {
			t.Errorf("%s: line %d, want %d", name, at.Line, line)
		}
	}
}

func TestClipboard(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	r := newRig(t, func(_ *rig, o *Options) { o.Output = &b })
	r.at("prod-read")
	r.press("y", "a")
	r.shows("sent the ARN to the clipboard")
	if !strings.HasPrefix(b.String(), "\x1b]52;c;YXJuOmF3czppYW06OjIyMjIz") {
		t.Errorf("%q", b.String())
	}
	r.press("y", "e")
	if r.m.mode != modeCopy {
		t.Error("exports without a session")
	}
	r.m.opts.Exports, r.m.opts.Shell = func(*chain.Result) (string, error) { return "set -gx A b", nil }, "fish"
	r.press("esc", "i")
	r.resolved(chain.OutcomeFound)
	r.press("y")
	r.shows("e  exports for fish, with the secrets")
	r.press("e")
	r.shows("sent the exports, secrets included, to the clipboard")
}

func matcherOf(rows []row) *matcher {
	l := list{rows: rows}
	l.prepare()
	return l.matcher
}

func TestMatchedLetters(t *testing.T) {
	t.Parallel()
	m := matcherOf([]row{rowOf("é-admin"), rowOf("世界-prod"), rowOf("plain")})
	for n, want := range map[int]string{0: "adm", 1: "", 2: ""} {
		lit := m.lit(n, termsOf("adm"))
		var got []rune
		for i, c := range []rune(m.names[n].ToString()) {
			if lit[i] {
				got = append(got, c)
			}
		}
		if string(got) != want {
			t.Errorf("%d: lit %q, want %q", n, string(got), want)
		}
	}
	if found := m.find("界p"); len(found) != 1 || found[0] != 1 {
		t.Errorf("found %v", found)
	}
}

// TestNarrowingFindsTheSame: a query typed letter by letter finds what it finds at
// once.
func TestNarrowingFindsTheSame(t *testing.T) {
	t.Parallel()
	var rows []row
	for i := range 5000 {
		rows = append(rows, rowOf(strings.Repeat("ab", i%5)+string(rune('a'+i%26))+"-prod-"+strings.Repeat("x", i%7)))
	}
	for _, query := range []string{"prodx", "abprod", "A", "ab !x", "^ab d$", "a b c"} {
		typed := matcherOf(rows)
		var got []int32
		for i := range query {
			got = typed.find(query[:i+1])
		}
		if want := matcherOf(rows).find(query); !slices.Equal(got, want) {
			t.Errorf("%q: typed %d rows, at once %d", query, len(got), len(want))
		}
	}
}

// TestKeysFasterThanTheChainPane: the pane lags behind the cursor for a moment; a key
// means the row under the cursor.
func TestKeysFasterThanTheChainPane(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.hold = make(chan struct{})
	r.at("prod-read")
	r.press("i")
	r.m.walks.forget(target{name: "sso-dev"}) // not explained yet
	r.press("j")
	if at, _ := r.m.list.selected(); at.name != "sso-dev" || r.m.chain.at.name != "prod-read" {
		t.Fatalf("at %q, the pane at %q", at.name, r.m.chain.at.name)
	}
	r.press("y", "n")
	if r.m.chain.at.name != "sso-dev" {
		t.Errorf("the name of %q is copied", r.m.chain.at.name)
	}
	r.at("prod-read")
	r.m.walks.forget(target{name: "sso-dev"})
	r.press("j", "i")
	if i := r.m.walks.resolved[target{name: "sso-dev"}]; i == nil {
		t.Error("i after j is lost while the row above is being resolved")
	}
}
