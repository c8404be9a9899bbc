package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"credence/chain"
	"credence/internal/cells"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; -update writes it anew\n--- got\n%s--- want\n%s", path, got, want)
	}
}

var recordings = map[string]func() *recorded{"found": foundRole, "broken": brokenSource, "explained": explained}

// draw plays a recording to a view.
func draw(r *recorded, p page) string {
	var out strings.Builder
	v := &view{out: &out, page: p, home: recordedHome}
	for _, e := range r.events {
		v.observe(e)
	}
	out.WriteString(v.summary(&r.result, recordedNow))
	return out.String()
}

func TestView(t *testing.T) {
	t.Parallel()
	for name, record := range recordings {
		for _, width := range []int{60, 80, 100, 120} {
			text := draw(record(), pageOf(theme{}, true, width))
			golden(t, fmt.Sprintf("%s-%d.txt", name, width), text)
			for line := range strings.Lines(text) {
				if w := cells.Width(strings.TrimSuffix(line, "\n")); w > width && !strings.Contains(line, "unset ") {
					t.Errorf("%s at %d: a line of %d: %q", name, width, w, line)
				}
			}
		}
		golden(t, name+"-pipe.txt", draw(record(), pageOf(theme{}, false, 0)))
		golden(t, name+"-colour.txt", draw(record(), pageOf(theme{true}, true, 100)))
	}
}

// TestViewNeverFails: any width, nothing hidden on the screen.
func TestViewNeverFails(t *testing.T) {
	t.Parallel()
	for name, record := range recordings {
		for width := range 130 {
			text := draw(record(), pageOf(theme{}, true, width))
			if strings.ContainsAny(text, "\x1b\u202e\r\t") {
				t.Fatalf("%s at %d: %q", name, width, text)
			}
			if strings.Contains(text, "do-not-print-me") {
				t.Fatalf("%s: a secret", name)
			}
		}
	}
}

// TestViewStreams: a stage's line is there as soon as the stage has ended, and stays.
func TestViewStreams(t *testing.T) {
	t.Parallel()
	r := foundRole()
	var out strings.Builder
	v := &view{out: &out, page: pageOf(theme{}, true, 100), home: recordedHome}
	before := ""
	for _, e := range r.events {
		v.observe(e)
		now := out.String()
		if !strings.HasPrefix(now, before) {
			t.Fatal("what was printed has changed")
		}
		ended := e.Kind == chain.EventEnded && e.Step == nil
		if grew := len(now) > len(before); grew != ended {
			t.Errorf("printed %v at %s of %s", grew, e.Kind, e.Stage.ID)
		}
		before = now
	}
	rows := slices.DeleteFunc(strings.Split(before, "\n"), func(s string) bool { return s == "" || s[0] == ' ' })
	if len(rows) != len(documented) {
		t.Errorf("%d rows for %d stages", len(rows), len(documented))
	}
}
