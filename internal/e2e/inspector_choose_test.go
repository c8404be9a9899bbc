//go:build unix

package e2e

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ask is what people do: the choice goes into the shell, or nothing does.
const ask = `out="$("$CREDENCE")"; code=$?; printf %s "$out" >out; eval "$out"; echo "code=$code key=$AWS_ACCESS_KEY_ID, token=${#AWS_SESSION_TOKEN}, profile=$AWS_PROFILE."`

var exportsKeys = regexp.MustCompile(`(?s)export AWS_ACCESS_KEY_ID=.?ASIA.*export AWS_SESSION_TOKEN=`)

func TestInspectorChoiceReachesTheShell(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		profile, says string
		code          bool
		exports       []string
	}{
		{profile: "alpha", says: `code=0 key=, token=0, profile=alpha\.`, exports: []string{"AWS_PROFILE"}}, // long-term keys stay in their file
		{profile: "charlie", says: `code=0 key=ASIA\w+, token=[1-9]\d+, profile=\.`, exports: []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}},
		{profile: "delta", code: true, says: `code=0 key=ASIA\w+, token=[1-9]\d+, profile=\.`, exports: []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			t.Parallel()
			i := openShell(t)
			i.Line(ask)
			i.Shows("charlie", "enter take")
			i.pick(t, tt.profile)
			i.Keys("Enter")
			if tt.code {
				i.Shows("╭─ MFA code of jane")
				i.Paste(i.phoneOf(t))
			}
			i.Until(tt.says, regexp.MustCompile(`(?m)^`+tt.says+`$`).MatchString)
			i.restored(t)
			out := read(t, filepath.Join(i.home, "out"))
			for _, name := range tt.exports {
				if n := strings.Count(out, "export "+name+"="); n != 1 {
					t.Errorf("%d × %s", n, name)
				}
			}
			if strings.ContainsAny(out, "\x1b│●") {
				t.Errorf("the interface is in the output")
			}
		})
	}
}

func TestInspectorEval(t *testing.T) {
	t.Parallel()
	i := openShell(t)
	i.Line(`eval "$("$CREDENCE")"; echo "key=$AWS_ACCESS_KEY_ID."`)
	i.Shows("charlie", "enter take")
	i.pick(t, "charlie")
	i.Keys("Enter")
	i.Until("the key in the shell", regexp.MustCompile(`(?m)^key=ASIA\w+\.$`).MatchString)
	i.Line(`eval "$("$CREDENCE")"; echo "again=$AWS_ACCESS_KEY_ID."`)
	i.Shows("charlie", "enter take")
	i.Keys("q")
	i.Until("the key stays", regexp.MustCompile(`(?m)^again=ASIA\w+\.$`).MatchString)
}

func TestInspectorNoChoice(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"q"}, {"C-c"}, {"Escape", "q"}, {"Enter", "Escape", "q"}} {
		t.Run(strings.Join(keys, " "), func(t *testing.T) {
			t.Parallel()
			i := openShell(t)
			i.Line(ask)
			i.Shows("charlie", "enter take")
			i.pick(t, "delta")
			for _, key := range keys {
				i.Keys(key)
				switch key {
				case "Enter":
					i.Shows("╭─ MFA code of jane")
				case "Escape": // leaves the prompt, else the filter
					i.Until("the chain again", func(screen string) bool {
						return !strings.Contains(screen, "╭─ MFA code of") && (slices.Contains(keys, "Enter") || strings.Contains(screen, "charlie"))
					})
				}
			}
			i.Shows("code=130 key=, token=0, profile=.")
			i.restored(t)
			if out := read(t, filepath.Join(i.home, "out")); out != "" {
				t.Errorf("standard output: %q", out)
			}
		})
	}
}
