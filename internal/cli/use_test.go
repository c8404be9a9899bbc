package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/shell"
)

const twoProcesses = `[profile short]
region = eu-west-1
credential_process = cat "${ANSWERS}/short"
[profile long]
credential_process = cat "${ANSWERS}/long"
`

// processWorld is a World with the profiles short and long: sessions of an hour and
// of a day, from commands.
func processWorld(t *testing.T, variables ...string) *World {
	t.Helper()
	answers := t.TempDir()
	w := world(t, strings.ReplaceAll(twoProcesses, "${ANSWERS}", answers), twoKeys, append(variables, "SHELL=/bin/zsh")...)
	for name, life := range map[string]time.Duration{"short": time.Hour, "long": 24 * time.Hour} {
		text := `{"Version":1,"AccessKeyId":"ASIA` + name + `","SecretAccessKey":"secret","SessionToken":"token","Expiration":"` +
			recordedNow.Add(life).UTC().Format(time.RFC3339) + `"}`
		if err := os.WriteFile(filepath.Join(answers, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// TestUseOnATerminal: nothing secret is printed there; the lines to paste are.
func TestUseOnATerminal(t *testing.T) {
	t.Parallel()
	w := processWorld(t)
	w.StdoutTerminal = true
	for _, args := range [][]string{{"use", "short"}, {"use", "short", "--shell", "zsh"}, {"use", "-"}, {"use", "--off"}} {
		r := w.run(t.Context(), args...)
		if r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, `'eval "$(credence init zsh)"' >>~/.zshrc`) ||
			!strings.Contains(r.errors, `for now: eval "$(credence `+args[0]+" "+args[1]+` --shell zsh)"`) {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := w.run(t.Context(), "env", "short"); r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, "--reveal") {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "env", "short", "--reveal"); r.code != ExitOK || !strings.Contains(r.out, "secret") {
		t.Errorf("%+v", r)
	}
}

// TestUseBackToWhatHasExpired: the identity before is obtained again where it has
// come to its end, and brought back as it was where it has not.
func TestUseBackToWhatHasExpired(t *testing.T) {
	t.Parallel()
	state := func(left time.Duration) string {
		return shell.State{Was: &shell.Memory{Profile: "short", AccessKeyID: "ASIAold", Until: recordedNow.Add(left), Region: "us-west-2"}}.String()
	}
	w := processWorld(t)
	r := w.run(t.Context(), "use", "-", "--shell", "bash", "--state", state(time.Minute))
	if r.code != ExitOK || !strings.Contains(r.out, "export AWS_ACCESS_KEY_ID='ASIAshort'") || !strings.Contains(r.out, "export AWS_REGION='us-west-2'") ||
		!strings.Contains(r.errors, "● short  credential process · us-west-2 · 60 min left") {
		t.Errorf("%+v", r)
	}
	r = w.run(t.Context(), "use", "-", "--shell", "bash", "--state", state(40*time.Minute))
	if r.code != ExitOK || strings.Contains(r.out, "ASIAshort") || !strings.Contains(r.out, "__credence_swap") || !strings.Contains(r.errors, "● short  40 min left") {
		t.Errorf("%+v", r)
	}
}

// TestUseForgetsTheRegionOfTheLast: the next profile does not take it over, in
// whatever shell.
func TestUseForgetsTheRegionOfTheLast(t *testing.T) {
	t.Parallel()
	w := processWorld(t, "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1", "CREDENCE_BEFORE=AWS_DEFAULT_REGION=mine&AWS_REGION=", "CREDENCE_PROFILE=short")
	r := w.run(t.Context(), "use", "long", "--shell", "bash")
	if r.code != ExitOK || !strings.Contains(r.out, "export AWS_DEFAULT_REGION='mine'") || strings.Contains(r.out, "AWS_REGION='eu") ||
		!strings.Contains(r.errors, "left short") {
		t.Errorf("%+v", r)
	}
}

// TestTheRegionOfASwitchElsewhere: a profile that is named gets none of it, whatever
// names it; the shell's own identity keeps it.
func TestTheRegionOfASwitchElsewhere(t *testing.T) {
	t.Parallel()
	w := processWorld(t, "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1", "CREDENCE_BEFORE=AWS_DEFAULT_REGION=&AWS_REGION=mine", "CREDENCE_PROFILE=short",
		"AWS_ACCESS_KEY_ID=ASIAshort", "AWS_SECRET_ACCESS_KEY=secret", "AWS_SESSION_TOKEN=token")
	print := []string{"--", "sh", "-c", "echo AWS_REGION=$AWS_REGION"}
	for _, c := range []struct {
		args []string
		want string
	}{
		{append([]string{"exec", "long"}, print...), "AWS_REGION=mine\n"},
		{append([]string{"exec", "-p", "long", "--server"}, print...), "AWS_REGION=mine\n"},
		{append([]string{"exec"}, print...), "AWS_REGION=eu-west-1\n"},
		{[]string{"env", "long", "--format", "dotenv"}, "AWS_REGION=mine\n"},
		{[]string{"env", "--format", "dotenv"}, "AWS_REGION=eu-west-1\n"},
	} {
		if r := w.run(t.Context(), c.args...); r.code != ExitOK || !strings.Contains(r.out, c.want) {
			t.Errorf("%v: %+v", c.args, r)
		}
	}
}

// TestUseRefusesLineBreaks: what no shell can be trusted with is not put into one.
func TestUseRefusesLineBreaks(t *testing.T) {
	t.Parallel()
	w := processWorld(t)
	answer := filepath.Join(t.TempDir(), "answer")
	config := filepath.Join(t.TempDir(), "config")
	for path, text := range map[string]string{
		config: "[profile broken]\ncredential_process = cat " + answer + "\n",
		answer: `{"Version":1,"AccessKeyId":"ASIA","SecretAccessKey":"first\nsecond","SessionToken":"t"}`,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"use", "--shell", "bash"}, {"env", "--format", "fish"}, {"env", "--format", "json"}} {
		r := w.run(t.Context(), append(args, "broken", "--config-file", config)...)
		if r.code != ExitError || r.out != "" || !strings.Contains(r.errors, "AWS_SECRET_ACCESS_KEY: a value holds a line break") || strings.Contains(r.errors, "second") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

// TestUseProves: a switch that would not hold is refused. Here the keys come from the
// container, whose variable a switch clears: the profile's name alone gives nothing.
func TestUseProves(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}`)
	}))
	t.Cleanup(server.Close)
	w := world(t, "[profile bare]\nregion = eu-west-1\n", "", "AWS_CONTAINER_CREDENTIALS_FULL_URI="+server.URL)
	if r := w.run(t.Context(), "use", "bare", "--shell", "bash", "--profile-only"); r.code != ExitError || r.out != "" || !strings.Contains(r.errors, "nothing was changed") {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "use", "bare", "--shell", "bash"); r.code != ExitOK || !strings.Contains(r.out, "export AWS_ACCESS_KEY_ID='ASIACONTAINER'") ||
		!strings.Contains(r.errors, "cleared AWS_CONTAINER_CREDENTIALS_FULL_URI") {
		t.Errorf("%+v", r)
	}
}

// TestGitHubFileIsNotTheLog: a redirection into the file would put the masks there,
// and the runner would print them.
func TestGitHubFileIsNotTheLog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "env")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var errs strings.Builder
	w := processWorld(t, "GITHUB_ENV="+path)
	w.Stdout, w.Stderr = file, &errs
	code := Main(t.Context(), w, []string{"env", "short", "--format", "github"})
	text, err := os.ReadFile(path)
	if err != nil || code != ExitUsage || len(text) != 0 || !strings.Contains(errs.String(), "leave the redirection out") {
		t.Errorf("%d %q %q %v", code, text, errs.String(), err)
	}
}
