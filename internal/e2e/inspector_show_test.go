//go:build unix

package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// ladder is the stages of the documented order, as they are called.
var ladder = []string{"environment", "sso", "web identity", "shared files", "container", "instance"}

var rung = regexp.MustCompile(`[│┃] \S (` + strings.Join(ladder, "|") + `)\b`)

// stages are those of the chain pane, from above. The list has the same words as kinds.
func stages(screen string) (names []string) {
	for _, m := range rung.FindAllStringSubmatch(screen, -1) {
		names = append(names, m[1])
	}
	return names
}

// The whole ladder is there before any of it is known.
func TestInspectorFirstFrame(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{})
	screen := i.Shows("profiles", "ambient", "default", "enter use", "q quit", "? help")
	if got := stages(screen); !slices.Equal(got, ladder) {
		t.Errorf("the stages are %q:\n%s", got, screen)
	}
	if !i.AlternateOn() || !i.MouseOn() || i.CursorOn() {
		t.Error("want the alternate screen, the mouse, and no cursor")
	}
}

func TestInspectorFilter(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{})
	before := i.Shows("dev-admin", "lost-source")
	total := regexp.MustCompile(`profiles +(\d+) │`).FindStringSubmatch(before)
	if total == nil {
		t.Fatalf("the profiles are not counted:\n%s", before)
	}
	i.Keys("/")
	i.Type("dvadm")
	screen := i.Until("a narrower list", func(screen string) bool {
		return strings.Contains(screen, "/dvadm▏") && strings.Contains(screen, " of "+total[1]) && !strings.Contains(screen, "lost-source")
	})
	if !strings.Contains(screen, "▌ dev-admin") {
		t.Errorf("the best match is not under the cursor:\n%s", screen)
	}
	var row string
	for line := range strings.Lines(i.ScreenEscapes()) {
		if list, _, _ := strings.Cut(line, "│"); strings.Contains(list, "▌") {
			row = list
		}
	}
	if got, want := highlighted(row), "dvadm"; !strings.Contains(got, want) {
		t.Errorf("highlighted %q, want %q: %q", got, want, row)
	}
	i.Keys("Escape")
	i.Until("the whole list", func(screen string) bool {
		return strings.Contains(screen, "lost-source") && !strings.Contains(screen, "▏") && strings.Contains(screen, total[0])
	})
}

// highlighted is the text in cyan of a row.
func highlighted(row string) string {
	var b strings.Builder
	on := false
	for _, m := range regexp.MustCompile("\x1b\\[([0-9;]*)m|[^\x1b]").FindAllStringSubmatch(row, -1) {
		if !strings.HasPrefix(m[0], "\x1b") {
			if on {
				b.WriteString(m[0])
			}
			continue
		}
		for code := range strings.SplitSeq(m[1], ";") {
			switch code {
			case "36":
				on = true
			case "", "0", "39":
				on = false
			}
		}
	}
	return b.String()
}

func TestInspectorCursorExplains(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	i.pick(t, "charlie")
	i.reports("charlie", "would use")
	i.Keys("Escape")
	i.Until("the whole list", func(screen string) bool { return selected(screen, "charlie") && strings.Contains(screen, "delta") })
	i.Keys("Down")
	i.Until("the next profile", func(screen string) bool { return selected(screen, "delta") && strings.Contains(screen, "Admin") })
	i.reports("delta", "would use")
	i.Keys("j")
	i.reports("echo", "would use")
	i.Keys("k", "Up")
	i.reports("charlie", "would use")
	if n := len(i.aws.Requests()); n != 0 {
		t.Errorf("explaining sent %d requests", n)
	}
}

func TestInspectorResolvesLive(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{})
	i.pick(t, "staging-deep")
	i.Keys("i")
	screen := i.reports("staging-deep", "● found")
	for _, want := range []string{
		`○ environment +skipped`, `○ sso +skipped`, `○ web identity +skipped`, `● shared files +found`, `· container +not reached`, `· instance +not reached`,
		`source +base`, `assume +Hub`, `assume +Staging`, `assume +Deep`, `\d+ ms`,
	} {
		if !regexp.MustCompile(want).MatchString(screen) {
			t.Errorf("the chain does not say %s:\n%s", want, screen)
		}
	}
	if strings.Contains(screen, "is chosen") {
		t.Errorf("i has chosen:\n%s", screen)
	}
	i.Keys("q")
	if code := i.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestInspectorMouse(t *testing.T) {
	t.Parallel()
	i := openOwn(t)
	screen := i.Shows("delta")
	for y, line := range strings.Split(screen, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "delta ") {
			i.Click(5, y)
		}
	}
	i.Until("the clicked profile", func(screen string) bool { return selected(screen, "delta") })
}

func TestInspectorResize(t *testing.T) {
	t.Parallel()
	i := openDemo(t, tmuxtest.Options{})
	i.pick(t, "staging-deep")
	for _, tt := range []struct {
		w, h int
		says string // of the whole screen
	}{
		{40, 12, `^[^\n]*staging-deep[^\n]*\n─{40}\n(?s:.*▌ staging-deep.*)\n─{40}\n[^\n]+\n$`},
		{20, 4, `^ stagin[^\n]*\n(?s:.*)▌ staging-deep`},
		{1, 1, `^◇\n$`},
		{200, 60, `(?m)^─+┬─+$(?s:.*)^─{20,}┴─{100,}$`},
		{10, 30, `^◇ staging[^\n]*\n\s*$`},
		{300, 2, `^◇ staging-deep\s*$`},
		{1, 50, `^◇\n\s*$`},
		{40, 12, `^[^\n]*staging-deep[^\n]*\n─{40}\n(?s:.*▌ staging-deep.*)\n─{40}\n[^\n]+\n$`},
	} {
		i.Resize(tt.w, tt.h)
		i.Until(fmt.Sprintf("a frame of %d × %d", tt.w, tt.h), regexp.MustCompile(tt.says).MatchString)
		if !i.AlternateOn() {
			t.Fatalf("the program is gone at %d × %d", tt.w, tt.h)
		}
	}
	i.Resize(120, 40)
	i.Until("the frame from before", func(screen string) bool {
		return selected(screen, "staging-deep") && strings.Contains(screen, "q quit") && strings.Contains(screen, "· instance")
	})
	i.Keys("q")
	if code := i.Exited(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
