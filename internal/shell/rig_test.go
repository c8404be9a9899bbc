package shell_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/shell"
)

// programs are the real shells, and what keeps their start-up files out.
var programs = map[string][]string{
	"sh": {"dash"}, "bash": {"bash", "--norc", "--noprofile"}, "zsh": {"zsh", "-f"}, "fish": {"fish", "--no-config"}, "tcsh": {"tcsh", "-f"},
	"nu": {"nu", "--no-config-file"}, "powershell": {"pwsh", "-NoProfile", "-File"}, "elvish": {"elvish", "-norc"}, "xonsh": {"xonsh", "--no-rc"},
}

// program finds a real shell. CI installs all but PowerShell.
func program(t *testing.T, s shell.Shell) []string {
	t.Helper()
	argv := programs[s.Name()]
	path, err := exec.LookPath(argv[0])
	if s.Name() == "nu" && os.Getenv("CREDENCE_NU") != "" {
		path, err = os.Getenv("CREDENCE_NU"), nil
	}
	if err != nil {
		if os.Getenv("CREDENCE_LANES") == "require" && s.Name() != "powershell" {
			t.Fatalf("%s is missing", argv[0])
		}
		t.Skipf("not run: %s is missing", argv[0])
	}
	return append([]string{path}, argv[1:]...)
}

// evaluate runs a text in a real shell that has these variables, and returns those of
// AWS and of credence as a child then sees them.
func evaluate(t *testing.T, s shell.Shell, text string, variables ...string) map[string]string {
	t.Helper()
	seen := evaluateAll(t, s, text, variables...)
	maps.DeleteFunc(seen, func(name, _ string) bool {
		return !strings.HasPrefix(name, "AWS") && !strings.HasPrefix(name, "CREDENCE_")
	})
	return seen
}

// evaluateAll returns all of the variables.
func evaluateAll(t *testing.T, s shell.Shell, text string, variables ...string) map[string]string {
	t.Helper()
	argv := program(t, s)
	folder := t.TempDir()
	script := filepath.Join(folder, "script")
	code := s.Evaluate("cat " + filepath.Join(folder, "text"))
	switch s.Name() {
	case "nu":
		code = text
	case "xonsh": // whose $(…) loses output now and then on a busy machine
		code = "execx(open('" + filepath.Join(folder, "text") + "').read())"
	}
	for name, content := range map[string]string{"script": code + "\n" + dump(s) + "\n", "text": text} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), argv[0], append(argv[1:], script)...)
	cmd.Dir = folder
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "LANG=C.UTF-8", "TERM=dumb"}, variables...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s%s\nof %s", err, errs.String(), out, text)
	}
	if strings.Contains(errs.String(), "not found") {
		t.Errorf("%s", errs.String())
	}
	if _, err := os.Stat(filepath.Join(folder, "canary")); err == nil {
		t.Error("a value was run")
	}
	seen := map[string]string{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		name, value, _ := strings.Cut(entry, "=")
		if name != "" {
			seen[name] = value
		}
	}
	return seen
}

// dump is the command that prints the environment of a child.
func dump(s shell.Shell) string {
	switch s.Name() {
	case "nu", "elvish":
		return map[string]string{"nu": "^env -0", "elvish": "e:env -0"}[s.Name()]
	}
	return "env -0"
}
