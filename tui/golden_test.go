package tui

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"credence/chain"
	"credence/internal/signin"
)

// update reports whether -update (a flag of teatest's) asks for new golden views.
func update() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// grid are the sizes at which views are held.
var grid = [][2]int{{20, 4}, {40, 12}, {80, 24}, {120, 40}, {200, 60}}

// scenes are what the golden views show.
var scenes = map[string]func(*testing.T, ...option) *rig{
	"explained": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.at("prod-admin")
		return r
	},
	"found": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.at("prod-read")
		r.press("enter")
		r.resolved(chain.OutcomeFound)
		r.pass(noticeTime)
		return r
	},
	"prompt": func(t *testing.T, o ...option) *rig {
		r := asking(t, o...)
		r.typing("492")
		return r
	},
	"refused": func(t *testing.T, o ...option) *rig {
		r := asking(t, o...)
		r.paste("111111")
		r.until("asked again", func() bool { a := r.m.prompt.asking(); return a != nil && a.request.Attempt == 2 })
		r.paste("111111")
		return r
	},
	"sign-in offered": func(t *testing.T, o ...option) *rig { return offered(t, newStubDesk(), o...) },
	"sign-in code":    func(t *testing.T, o ...option) *rig { return confirming(t, newStubDesk(), o...) },
	"sign-in browser": func(t *testing.T, o ...option) *rig {
		d := newStubDesk()
		d.browser = true
		r := confirming(t, d, o...)
		d.events <- signin.Event{Kind: signin.EventNotOpened, Method: signin.ByBrowser, Err: errors.New("none")}
		r.until("news", func() bool { return r.m.signs.current().note.text != "" })
		return r
	},
	"sign-in large": func(t *testing.T, o ...option) *rig {
		r := confirming(t, newStubDesk(), append([]option{func(_ *rig, o *Options) { o.Colour = true }}, o...)...)
		r.press("r")
		return r
	},
	"sign-in failed": func(t *testing.T, o ...option) *rig {
		d := newStubDesk()
		r := newRig(t, append([]option{withDesk(d)}, o...)...)
		r.at("sso-dev")
		r.press("l")
		d.end <- &chain.Error{Reason: chain.Reason{Code: chain.CodeSignInDenied, Data: corpTarget.Data()}}
		r.until("failed", func() bool { s := r.m.signs.current(); return s != nil && s.failed != nil })
		return r
	},
	"accounts": func(t *testing.T, o ...option) *rig {
		var asked string
		r := newRig(t, append([]option{withAccounts(&asked, nil)}, o...)...)
		r.at("sso-dev")
		r.press("A")
		r.until("read", func() bool { return !r.m.pane.list.reading })
		r.typing("prod")
		return r
	},
	"stopped": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.at("prod-legacy")
		return r
	},
	"filter": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.settled()
		r.press("/")
		r.typing("prd")
		r.until("explained", func() bool { return r.m.chain.at.name == "prod-read" })
		return r
	},
	"no match": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.settled()
		r.press("/")
		r.typing("zzz")
		return r
	},
	"groups": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.settled()
		r.press("t", "t")
		r.at("prod-read")
		return r
	},
	"detail": func(t *testing.T, o ...option) *rig {
		r := newRig(t, o...)
		r.at("prod-admin")
		r.press("tab", "j", "j")
		return r
	},
	"help":     func(t *testing.T, o ...option) *rig { r := newRig(t, o...); r.settled(); r.press("?"); return r },
	"copy":     func(t *testing.T, o ...option) *rig { r := newRig(t, o...); r.at("prod-admin"); r.press("y"); return r },
	"no files": func(t *testing.T, o ...option) *rig { r := rigOf(t, "", "", o...); r.settled(); return r },
}

func TestGoldenViews(t *testing.T) {
	t.Parallel()
	for name, scene := range scenes {
		for _, size := range grid {
			file := fmt.Sprintf("%s-%dx%d.txt", strings.ReplaceAll(name, " ", "-"), size[0], size[1])
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				r := scene(t, sized(size[0], size[1]))
				r.settled()
				holdSize(t, r.m, size[0], size[1])
				golden(t, file, r.screen())
			})
		}
	}
}

func TestGoldenColour(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"found", "prompt", "stopped", "filter", "sign-in offered", "sign-in code", "sign-in large", "sign-in failed", "accounts"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := scenes[name](t, sized(100, 28), func(_ *rig, o *Options) { o.Colour = true })
			r.settled()
			golden(t, strings.ReplaceAll(name, " ", "-")+"-colour.ansi", r.m.View())
		})
	}
}

// golden compares a view with the one that is kept; blanks at line ends do not count.
func golden(t *testing.T, file, view string) {
	t.Helper()
	lines := strings.Split(view, "\n")
	for n := range lines {
		lines[n] = strings.TrimRight(lines[n], " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", file)
	if update() {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: the view is\n%s\nwant\n%s", file, got, want)
	}
}

// holdSize checks that a view is as high as its window and nowhere wider.
func holdSize(t testing.TB, m *Model, w, h int) {
	t.Helper()
	view := m.View()
	lines := strings.Split(view, "\n")
	if h == 0 && view == "" {
		return
	}
	if len(lines) != h {
		t.Errorf("%d×%d: %d lines", w, h, len(lines))
	}
	for n, line := range lines {
		if got := ansi.StringWidth(line); got > w {
			t.Errorf("%d×%d: line %d takes %d cells: %q", w, h, n, got, line)
		}
	}
}

// FuzzSize draws every scene at any size.
func FuzzSize(f *testing.F) {
	for _, size := range append(grid, [][2]int{{0, 0}, {1, 1}, {19, 4}, {20, 3}, {59, 15}, {60, 14}, {60, 15}, {61, 16}, {200, 5}, {7, 200}}...) {
		f.Add(size[0], size[1], uint8(size[0]))
	}
	names := []string{"explained", "found", "prompt", "refused", "stopped", "filter", "no match", "groups", "detail", "help", "copy", "no files", "sign-in offered", "sign-in code", "sign-in browser", "sign-in large", "sign-in failed"}
	f.Fuzz(func(t *testing.T, w, h int, n uint8) {
		if w < 0 || h < 0 || w > 200 || h > 200 {
			t.Skip("not a window")
		}
		r := scenes[names[int(n)%len(names)]](t, func(_ *rig, o *Options) { o.Colour = n%2 == 0 })
		r.send(resizeTo(w, h))
		holdSize(t, r.m, w, h)
		r.send(resizeTo(h, w))
		holdSize(t, r.m, h, w)
	})
}

// TestEverySize draws the busiest scenes at every size up to a limit.
func TestEverySize(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"found", "refused", "detail", "help", "sign-in offered", "sign-in code", "sign-in browser", "sign-in large", "sign-in failed"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := scenes[name](t)
			for w := 0; w <= 130; w += 3 {
				for h := 0; h <= 40; h++ {
					r.send(resizeTo(w, h))
					holdSize(t, r.m, w, h)
				}
			}
		})
	}
}

func TestTheLayoutFillsTheWindow(t *testing.T) {
	t.Parallel()
	for w := range 201 {
		for h := range 201 {
			l := layoutOf(w, h)
			if l.shape == shapeLine {
				continue
			}
			if l.profiles.h < 1 || l.chain.w < 1 || l.profiles.y+l.profiles.h > h || l.chain.x+l.chain.w != w {
				t.Fatalf("%d×%d: %+v", w, h, l)
			}
			if l.shape == shapeTwo && l.profiles.w+1 != l.chain.x {
				t.Fatalf("%d×%d: the panes do not meet: %+v", w, h, l)
			}
		}
	}
}

// TestColumnsHoldStill: a stage that starts or ends moves nothing but itself.
func TestColumnsHoldStill(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.hold = make(chan struct{})
	r.at("prod-read")
	before := columnsOf(r.screen())
	r.press("i")
	r.until("running", func() bool { return len(r.m.shown().starts) >= 2 })
	r.pass(200 * time.Millisecond)
	if during := columnsOf(r.screen()); during != before {
		t.Errorf("columns %v, while running %v", before, during)
	}
	close(r.hold)
	r.resolved(chain.OutcomeFound)
	if after := columnsOf(r.screen()); after != before {
		t.Errorf("columns %v, at the end %v", before, after)
	}
}

// columnsOf are where the names, the states and the reasons of the ladder stand.
func columnsOf(screen string) [3]int {
	for line := range strings.SplitSeq(screen, "\n") {
		if before, _, ok := strings.Cut(line, "environment    skipped"); ok {
			start := ansi.StringWidth(before)
			rest := line[len(before):]
			return [3]int{start, start + strings.Index(rest, "skipped"), start + strings.Index(rest, "a profile")}
		}
	}
	return [3]int{-1, -1, -1}
}
