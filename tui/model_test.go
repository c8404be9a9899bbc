package tui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/settings"
)

func TestTheFirstFrameHasListAndLadder(t *testing.T) {
	t.Parallel()
	o := Options{Home: "/nowhere", Chain: chain.Options{Env: chain.Environment{Lookup: func(string) (string, bool) { return "", false }}, Home: func() (string, error) { return t.TempDir(), nil }}}
	m := New(t.Context(), o)
	for _, text := range []string{"environment", "shared files", "instance", "credence"} {
		if !strings.Contains(m.View(), text) {
			t.Errorf("no %q before anything is read:\n%s", text, m.View())
		}
	}
	r := newRig(t)
	for _, text := range []string{"prod-admin", "sso corp", "role mfa", "broken", "8 profiles"} {
		if !strings.Contains(r.screen(), text) {
			t.Errorf("no %q in the first frame:\n%s", text, r.screen())
		}
	}
}

func TestMovingExplains(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-admin")
	r.shows("would use")
	r.shows("MFA code of jane")
	r.at("prod-legacy")
	r.shows("✗ stopped")
	r.shows("bsae")
	r.shows("e opens config:26")
	if len(r.asked) > 0 {
		t.Errorf("explaining asked for %v", r.asked)
	}
}

func TestResolveShowsWhatIsRunningAfterAWhile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.hold = make(chan struct{})
	r.at("prod-read")
	r.press("i")
	r.until("running", func() bool { return len(r.m.shown().starts) >= 2 })
	r.lacks("running")
	r.pass(150 * time.Millisecond)
	r.shows("running")
	close(r.hold)
	r.resolved(chain.OutcomeFound)
	r.shows("● found  41m left")
	r.shows("assumed role ReadOnly")
	r.lacks("do-not-show")
	if r.quit || r.m.choice.Result != nil {
		t.Error("inspecting chose")
	}
}

func TestEscCancels(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.hold = make(chan struct{})
	r.at("prod-read")
	r.press("i")
	r.until("asking", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(r.asked) == 1 })
	r.press("esc")
	r.resolved(chain.OutcomeCanceled)
	r.shows("✗ canceled")
	r.at("ci")
	r.at("prod-read")
	r.shows("would use")
}

func TestChoosingMarksAndRemembers(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, o *Options) { o.StatePath = filepath.Join(r.home, "state", "profiles.json") })
	r.at("prod-read")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	r.shows("use it    credence exec prod-read")
	r.shows("prod-read is chosen")
	if r.m.Choice().Profile != "prod-read" || r.m.Choice().Result == nil || r.quit {
		t.Errorf("choice %+v, quit %v", r.m.Choice(), r.quit)
	}
	r.until("saved", func() bool { s, _ := settings.ReadState(r.m.opts.StatePath); return len(s.Recents) == 1 })
}

func TestChoosingForACaller(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *Options) { o.Captured = true })
	r.at("prod-legacy")
	r.press("enter")
	r.resolved(chain.OutcomeError)
	if r.quit || r.m.Choice().Result != nil {
		t.Fatal("an error ended the program")
	}
	r.at("prod-read")
	r.press("enter")
	r.until("ended", func() bool { return r.quit })
	if c := r.m.Choice(); c.Profile != "prod-read" || c.Result.Keys.AccessKeyID != "ASIAROLE000000000001" {
		t.Errorf("choice %+v", c)
	}
}

func TestLeavingChoosesNothing(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", "ctrl+c"} {
		r := newRig(t)
		r.press(key)
		r.until("ended", func() bool { return r.quit })
		if c := r.m.Choice(); c.Result != nil || c.Aborted != (key == "ctrl+c") {
			t.Errorf("%s: %+v", key, c)
		}
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"prod":      {"prod-read", "prod-admin", "prod-legacy"},
		"2222":      {"prod-read", "prod-admin"},
		"Developer": {"sso-dev"},
		"corp":      {"sso-dev"},
		"e-adm":     {"世界-é-admin"},
		"^prod !ad": {"prod-legacy"},
		"gibberish": nil,
	} {
		r := newRig(t)
		r.settled()
		r.press("/")
		r.typing(query)
		var got []string
		for _, e := range r.m.list.entries {
			got = append(got, r.m.list.rows[e.row].shown)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
		if want == nil {
			r.shows("nothing matches gibberish")
		}
		r.press("esc")
		if r.m.mode != modeList || r.m.list.query != "" || len(r.m.list.entries) < 8 {
			t.Errorf("%q: esc left %q", query, r.m.list.query)
		}
	}
}

func TestFilterKeysAndPaste(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.press("/")
	r.typing("qi")
	r.paste("a b\n\x1bc")
	if r.m.list.query != "qia b c" || r.quit {
		t.Errorf("query %q", r.m.list.query)
	}
	r.press("backspace", "ctrl+w", "ctrl+u")
	r.typing("prod")
	r.press("down", "tab")
	if at, _ := r.m.list.selected(); at.name != "prod-admin" || r.m.mode != modeList || r.m.list.query != "prod" {
		t.Errorf("at %v, mode %v", at, r.m.mode)
	}
	r.press("esc")
	if at, _ := r.m.list.selected(); at.name != "prod-admin" || r.m.list.query != "" {
		t.Errorf("the cursor left to %v", at)
	}
	r.press("/")
	r.typing("pread")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
}

func TestAPasteTriggersNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.paste("q")
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("iiiiiq")})
	if r.quit || len(r.m.walks.runs) > 0 {
		t.Error("a paste triggered a key")
	}
	before := r.m.list.cursor
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("jj")})
	if r.m.list.cursor == before {
		t.Error("keys that came together were lost")
	}
	// Over a slow line all of what is typed into the filter may come at once.
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("/dev-adm")})
	r.shows("/dev-adm▏")
}

func TestSortGroupFoldPin(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, o *Options) {
		o.State = settings.State{Recents: []settings.Recent{{Profile: "ci", At: rigNow}, {Profile: "gone", At: rigNow}}}
	})
	r.settled()
	r.shows("recent")
	if at, _ := r.m.list.selected(); at.name != "ci" {
		t.Errorf("begins at %v", at)
	}
	r.press("p")
	r.shows("pinned")
	r.press("o")
	r.shows("by name")
	r.press("o", "t")
	r.shows("by SSO session")
	r.shows("▾ corp  1")
	r.at("sso-dev")
	r.press(" ")
	r.shows("▸ corp  1")
	r.lacks("sso-dev       sso corp")
	r.press("enter")
	r.shows("▾ corp  1")
	r.press("t")
	r.shows("▾ 2222-3333-4444  2")
}

func TestFilesChangeOnDisk(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.settled()
	r.until("watching", func() bool { return cap(r.m.changes) > 0 })
	r.write("config", strings.Replace(sampleConfig, "[profile prod-admin]", "[profile added]\nregion = x\n\n[profile prod-admin]", 1))
	r.shows("9 profiles")
	r.shows("added")
	if at, _ := r.m.list.selected(); at.name != "prod-read" {
		t.Errorf("the cursor went to %v", at)
	}
}

func TestWholeChainAndDetail(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("base")
	r.shows("not reached")
	r.press("a")
	r.until("all", func() bool { i := r.m.shown(); return i != nil && i.all })
	r.press("tab", "down")
	r.shows("source  found  in shared files")
	r.shows("aws_access_key_id = AKIABASE000000000001")
	r.shows("aws_secret_access_key = ***")
	r.lacks("do-not-show")
	r.press("esc")
	if r.m.chain.focused {
		t.Error("esc did not go back")
	}
}

func TestRevealHidesItself(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("s")
	r.lacks("do-not-show")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.lacks("do-not-show")
	r.press("s")
	r.shows(roleSecret)
	r.pass(revealTime)
	r.lacks("do-not-show")
	r.press("s")
	r.shows(roleSecret)
	r.press("j")
	r.until("elsewhere", func() bool { return r.m.chain.at.name != "prod-read" })
	r.lacks("do-not-show")
	r.press("k")
	r.lacks("do-not-show")
	r.at("prod-read")
	r.press("s")
	r.send(tea.BlurMsg{})
	r.lacks("do-not-show")
}

func TestEmptyStates(t *testing.T) {
	t.Parallel()
	r := rigOf(t, "", "")
	r.shows("there are no shared files yet")
	r.shows("credence demo")
	r = rigOf(t, "# nothing\n", "")
	r.shows("the shared files hold no profiles")
	r.shows("credence demo")
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	r := rigOf(t, "[profile \x1b]0;x\x07evil\u202egpj]\nregion = \x1b[31mred\n", "")
	r.settled()
	if view := r.m.View(); strings.ContainsAny(view, "\x1b\x07\u202e") {
		t.Errorf("%q", view)
	}
}

func TestAPanicOfACommandIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run(guarded(func() tea.Msg { panic("boom") }))
	r.shows("internal error: boom")
	r.m.walks.base.RoleAssumer = func(context.Context, chain.Credentials, chain.RoleRequest) (chain.Credentials, error) {
		panic("sts broke")
	}
	r.at("prod-read")
	r.press("i")
	r.shows("internal error: sts broke")
	r.shows("✗ broken")
}

// TestAnEditedProfileIsResolvedAnew: enter on it does not take what was found by the
// settings before, and the pane does not show it either. Another's edit changes nothing.
func TestAnEditedProfileIsResolvedAnew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settled()
	r.until("watching", func() bool { return cap(r.m.changes) > 0 })
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	edited := strings.Replace(sampleConfig, "credential_process = /opt/bin/creds ci", "credential_process = /opt/bin/creds other", 1)
	r.write("config", edited)
	files := r.m.files
	r.until("read again", func() bool { return r.m.files != files })
	r.shows("● found")
	edited = strings.Replace(edited, "role/ReadOnly", "role/Auditor", 1)
	files = r.m.files
	r.write("config", edited)
	r.until("read again", func() bool { return r.m.files != files })
	r.shows("would assume Auditor")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	if got := r.asked[len(r.asked)-1]; !strings.HasSuffix(got, "role/Auditor") {
		t.Errorf("took %s", got)
	}
	files = r.m.files
	r.write("credentials", sampleCredentials+"\n[new]\nregion = x\n")
	r.until("read again", func() bool { return r.m.files != files })
	r.shows("● found")
	files = r.m.files
	r.write("credentials", strings.Replace(sampleCredentials, "000001", "000002", 1)) // of the source
	r.until("read again", func() bool { return r.m.files != files })
	r.shows("would use")
}
