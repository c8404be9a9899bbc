package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/cells"
	"credence/mfa"
)

// run is one command in a world of its own.
type run struct {
	code        int
	out, errors string
}

// world makes a World with the given shared files and variables.
func world(t *testing.T, config, credentials string, variables ...string) *World {
	t.Helper()
	home := t.TempDir()
	folder := filepath.Join(home, ".aws")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"config": config, "credentials": credentials} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	variables = append([]string{"HOME=" + home, "AWS_EC2_METADATA_DISABLED=true", "PATH=" + os.Getenv("PATH")}, variables...)
	return &World{Env: environment(variables...), Clock: func() time.Time { return recordedNow }, Version: "v0"}
}

func (w *World) run(ctx context.Context, args ...string) run {
	var out, errors strings.Builder
	w.Stdout, w.Stderr = &out, &errors
	code := Main(ctx, w, args)
	return run{code, out.String(), errors.String()}
}

const twoKeys = "[default]\naws_access_key_id = AKIADEFAULT000000001\naws_secret_access_key = do-not-print-me\n"

func TestSecretsAndTerminals(t *testing.T) {
	t.Parallel()
	w := world(t, "", twoKeys)
	w.StdoutTerminal = true
	if r := w.run(t.Context(), "process"); r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, "hint: add --reveal") {
		t.Errorf("on a terminal: %+v", r)
	}
	if r := w.run(t.Context(), "process", "--reveal"); r.code != ExitOK || !strings.Contains(r.out, "do-not-print-me") {
		t.Errorf("with --reveal: %+v", r)
	}
	for _, args := range [][]string{{"why"}, {"why", "--json"}, {"list"}, {"list", "--json"}, {"why", "--all"}, {"why", "--dry-run"}} {
		if r := w.run(t.Context(), args...); r.code != ExitOK || strings.Contains(r.out+r.errors, "do-not-print-me") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

func TestColour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		terminal  bool
		variables []string
		args      []string
		want      bool
	}{
		{"terminal", true, nil, nil, true},
		{"pipe", false, nil, nil, false},
		{"no color", true, []string{"NO_COLOR=1"}, nil, false},
		{"empty no color", true, []string{"NO_COLOR="}, nil, true},
		{"no color and force", true, []string{"NO_COLOR=1", "CLICOLOR_FORCE=1"}, nil, false},
		{"force in a pipe", false, []string{"CLICOLOR_FORCE=1"}, nil, true},
		{"force is 0", false, []string{"CLICOLOR_FORCE=0"}, nil, false},
		{"dumb", true, []string{"TERM=dumb"}, nil, false},
		{"flag over variables", false, []string{"NO_COLOR=1"}, []string{"--color", "always"}, true},
		{"never", true, []string{"CLICOLOR_FORCE=1"}, []string{"--color", "never"}, false},
	} {
		w := world(t, "", twoKeys, c.variables...)
		w.StdoutTerminal, w.StderrTerminal, w.Width = c.terminal, c.terminal, 80
		if r := w.run(t.Context(), append([]string{"why"}, c.args...)...); strings.Contains(r.out, "\x1b[") != c.want || r.code != ExitOK {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

func TestListOnATerminal(t *testing.T) {
	t.Parallel()
	w := world(t, "[profile "+strings.Repeat("long-", 30)+"]\nregion = eu-west-1\n[profile 世界-admin]\nrole_arn = arn:aws:iam::1:role/x\n", twoKeys)
	w.StdoutTerminal, w.StderrTerminal, w.Width = true, true, 60
	r := w.run(t.Context(), "list", "--color", "never")
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	if r.code != ExitOK || len(lines) != 4 || !strings.HasPrefix(lines[0], "name ") || !strings.Contains(r.out, "…") {
		t.Fatalf("%+v", r)
	}
	for _, line := range lines {
		if cells.Width(line) > 60 {
			t.Errorf("%d columns: %q", cells.Width(line), line)
		}
	}
	w.StdoutTerminal = false
	if r := w.run(t.Context(), "list"); strings.Contains(r.out, "…") || strings.HasPrefix(r.out, "name ") {
		t.Errorf("in a pipe: %+v", r)
	}
}

// TestWhoAsksForCodes is the order of the sources of MFA codes.
func TestWhoAsksForCodes(t *testing.T) {
	t.Parallel()
	role := "role_arn = arn:aws:iam::222233334444:role/Admin\nsource_profile = default\nregion = eu-west-1\nmfa_serial = " + phone + "\n"
	config := "[profile plain]\n" + role + "[profile command]\n" + role + "mfa_process = exit 7\n"
	for _, c := range []struct {
		name   string
		args   []string
		prompt bool
		code   int
		want   string
	}{
		{"nobody", []string{"plain"}, false, ExitInput, "no terminal to ask on"},
		{"a person who leaves", []string{"plain"}, true, ExitInterrupted, "was not given"},
		{"not to be asked", []string{"plain", "--no-input"}, true, ExitInput, "no terminal to ask on"},
		{"the profile's command first", []string{"command"}, true, ExitError, "exit code 7"},
		{"the flag's command first", []string{"command", "--mfa-process", "exit 8"}, true, ExitError, "exit code 8"},
		{"the flag's code first", []string{"command", "--mfa-process", "exit 8", "--mfa-code", "12"}, true, ExitError, "six digits"},
	} {
		w := world(t, config, twoKeys)
		if c.prompt {
			w.Prompt = func(context.Context, mfa.Request) (string, error) { return "", mfa.ErrCanceled }
		}
		if r := w.run(t.Context(), append([]string{"why"}, c.args...)...); r.code != c.code || !strings.Contains(r.errors, c.want) {
			t.Errorf("%s: code %d, want %d with %q: %s", c.name, r.code, c.code, c.want, r.errors)
		}
	}
}

// TestCauses: how a command ends that is ended from outside.
func TestCauses(t *testing.T) {
	t.Parallel()
	for cause, want := range map[error]int{ErrInterrupted: ExitInterrupted, ErrTerminated: ExitTerminated, ErrDeadline: ExitDeadline, errors.New("another"): ExitInterrupted} {
		for _, args := range [][]string{{"why", "slow"}, {"why", "slow", "--json"}, {"process", "slow"}, {"whoami", "slow"}} {
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(cause)
			r := world(t, "[profile slow]\ncredential_process = sleep 60\n", "").run(ctx, args...)
			if r.code != want {
				t.Errorf("%v of %v: code %d, want %d: %+v", args, cause, r.code, want, r)
			}
			if args[0] == "process" && r.out != "" {
				t.Errorf("%v printed %q", args, r.out)
			}
		}
	}
}
