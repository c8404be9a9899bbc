package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestManPages(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "man")
	w := world(t, "", "", "SOURCE_DATE_EPOCH=1700000000")
	if r := w.run(t.Context(), "man", dir); r.code != ExitOK || r.out+r.errors != "" {
		t.Fatalf("%+v", r)
	}
	pages, _ := filepath.Glob(filepath.Join(dir, "*.1"))
	want := 0
	everyCommand((&app{World: w}).root(), func(cmd *cobra.Command) {
		if !cmd.Hidden {
			want++
		}
	})
	if len(pages) != want || want < 10 {
		t.Errorf("%d pages of %d commands: %v", len(pages), want, pages)
	}
	text, err := os.ReadFile(filepath.Join(dir, "credence-cache-clear.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`.TH "CREDENCE\-CACHE\-CLEAR" "1" "2023\-11\-14" "credence v0" "credence"`, ".SH \"NAME\"\ncredence\\-cache\\-clear \\- forget kept sessions\n",
		`credence cache clear [PROFILE\[u2026]]`, `\fB\-\-expired\fR`, ".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\nfound or done\n", "credence\\-cache(1)",
	} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	if r := w.run(t.Context(), "man"); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}
	if r := world(t, "", "", "SOURCE_DATE_EPOCH=soon").run(t.Context(), "man", dir); r.code != ExitError || !strings.Contains(r.errors, "SOURCE_DATE_EPOCH") {
		t.Errorf("%+v", r)
	}
	lint(t, pages)
}

// lint lets a real formatter look at the pages, where there is one.
func lint(t *testing.T, pages []string) {
	t.Helper()
	program := ""
	for _, name := range []string{"mandoc", "groff"} {
		if path, err := exec.LookPath(name); err == nil && program == "" {
			program = path
		}
	}
	if program == "" {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatal("neither mandoc nor groff is here")
		}
		t.Log("not run: neither mandoc nor groff is here: nothing has formatted the pages")
		return
	}
	args := []string{"-man", "-Tutf8", "-ww", "-z"}
	if strings.HasSuffix(program, "mandoc") {
		args = []string{"-Tlint", "-Wwarning"}
	}
	for _, page := range pages {
		if out, err := exec.CommandContext(context.Background(), program, append(args, page)...).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", filepath.Base(page), err, out)
		}
	}
}
