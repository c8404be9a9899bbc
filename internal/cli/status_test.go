package cli

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
)

// shellOf is the environment of a shell on a session that ends after so long.
func shellOf(left time.Duration) []string {
	return []string{
		"AWS_ACCESS_KEY_ID=ASIAEXAMPLE000000001", "AWS_SECRET_ACCESS_KEY=do-not-print-me", "AWS_SESSION_TOKEN=do-not-print-me",
		"CREDENCE_PROFILE=prod-admin", "AWS_REGION=eu-west-1", "AWS_ACCOUNT_ID=222233334444",
		"AWS_CREDENTIAL_EXPIRATION=" + recordedNow.Add(left).UTC().Format(time.RFC3339),
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	static := []string{"AWS_ACCESS_KEY_ID=AKIAEXAMPLE000000001", "AWS_SECRET_ACCESS_KEY=do-not-print-me"}
	for _, c := range []struct {
		name      string
		variables []string
		format    string
		code      int
		want      string
	}{
		{"nothing", nil, "plain", ExitNone, ""},
		{"half a pair", []string{"AWS_ACCESS_KEY_ID=AKIAEXAMPLE000000001"}, "plain", ExitNone, ""},
		{"a name left over", []string{"CREDENCE_PROFILE=old"}, "plain", ExitNone, ""},
		{"a session", shellOf(41 * time.Minute), "plain", ExitOK, "prod-admin · 222233334444 · eu-west-1 · 41m\n"},
		{"starship", shellOf(41 * time.Minute), "starship", ExitOK, "prod-admin (eu-west-1) [41m]\n"},
		{"tmux", shellOf(7*time.Hour + 5*time.Minute), "tmux", ExitOK, "prod-admin 7h05m\n"},
		{"tmux, soon over", shellOf(3 * time.Minute), "tmux", ExitOK, "#[fg=yellow]prod-admin 3m#[default]\n"},
		{"tmux, over", shellOf(-time.Minute), "tmux", ExitOK, "#[fg=red]prod-admin expired#[default]\n"},
		{"tmux, a name that it would act on", []string{"AWS_PROFILE=#(rm -rf /)"}, "tmux", ExitOK, "##(rm -rf /)\n"},
		{"a name that the terminal would act on", []string{"AWS_PROFILE=\x1b]0;x\a"}, "{profile}", ExitOK, "\\x1b]0;x\\x07\n"},
		{"seconds", shellOf(40 * time.Second), "{left}|{state}", ExitOK, "<1m|expiring\n"},
		{"days", shellOf(80 * time.Hour), "{left}|{state}|{key}", ExitOK, "3d|valid|ASIAEXAMPLE000000001\n"},
		{"over", shellOf(0), "{left}|{state}", ExitOK, "expired|expired\n"},
		{"keys", static, "plain", ExitOK, "AKIAEXAMPLE000000001\n"},
		{"keys, state", static, "{state}[ {left}]", ExitOK, "static\n"},
		{"a profile by name", append([]string{"AWS_PROFILE=dev", "AWS_DEFAULT_REGION=us-east-1"}, static...), "plain", ExitOK, "dev · us-east-1\n"},
		{"of exec --server", []string{"CREDENCE_PROFILE=dev", "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/"}, "{profile} {state}", ExitOK, "dev none\n"},
		{"brackets", shellOf(time.Hour), `\[{profile}\][[ {account}] {role}]{{key}`, ExitUsage, ""},
		{"brackets in brackets", shellOf(time.Hour), `\[{profile}\][ a[ {role}] {account}][ {role}]`, ExitOK, "[prod-admin] a 222233334444\n"},
		{"no such placeholder", shellOf(time.Hour), "{name}", ExitUsage, ""},
		{"not closed", shellOf(time.Hour), "{profile}[", ExitUsage, ""},
		{"not closed either", shellOf(time.Hour), "{profile", ExitUsage, ""},
		{"no such format", shellOf(time.Hour), "tmuxx", ExitUsage, ""},
	} {
		r := world(t, "", "", c.variables...).run(t.Context(), "status", "--format", c.format)
		if r.code != c.code || r.out != c.want || (r.errors == "") != (c.code != ExitUsage) {
			t.Errorf("%s: %+v, want %d %q", c.name, r, c.code, c.want)
		}
	}
}

// TestStatusFromTheStore: what the variables leave open is looked up in the store.
func TestStatusFromTheStore(t *testing.T) {
	t.Parallel()
	w, server, pass := keptWorld(t)
	pass(10 * time.Minute)
	server.ResetRequests()
	shell := *w
	shell.Env = environment(append(w.Env.List(), "AWS_PROFILE=admin")...)
	if r := shell.run(t.Context(), "status"); r.out != "admin · Admin · 222233334444 · 50m\n" {
		t.Errorf("%+v", r)
	}
	if r := shell.run(t.Context(), "status", "--no-cache"); r.out != "admin\n" {
		t.Errorf("%+v", r)
	}
	var keys struct{ AccessKeyID, SecretAccessKey, SessionToken string }
	if err := json.Unmarshal([]byte(w.run(t.Context(), "process", "ops").out), &keys); err != nil {
		t.Fatal(err)
	}
	shell.Env = environment(append(w.Env.List(), "AWS_ACCESS_KEY_ID="+keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+keys.SecretAccessKey, "AWS_SESSION_TOKEN="+keys.SessionToken)...)
	if r := shell.run(t.Context(), "status", "--format", "{profile} {role} {account} {left}"); r.out != "ops Admin 222233334444 50m\n" {
		t.Errorf("%+v", r)
	}
	var report struct {
		Found                             bool
		Profile, Role, State, AccessKeyID string
		LeftMs                            int64
	}
	r := shell.run(t.Context(), "status", "--json")
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || !report.Found || report.State != "valid" || report.Role != "Admin" || report.LeftMs != 3000000 {
		t.Errorf("%v %+v", err, r)
	}
	if strings.Contains(r.out, keys.SecretAccessKey) || strings.Contains(r.out, keys.SessionToken) || len(server.Requests()) != 0 {
		t.Errorf("shows a secret, or sends: %s", r.out)
	}
	if r := world(t, "", "").run(t.Context(), "status", "--json"); r.code != ExitNone || !strings.Contains(r.out, `"found": false`) {
		t.Errorf("%+v", r)
	}
}

// FuzzStatusFormat: no format makes it panic, and what parses prints one line.
func FuzzStatusFormat(f *testing.F) {
	for _, seed := range []string{"{profile}", "[{a}]", `\`, "[[[[[[[[[[", "{", "]", "{profile}[ {left}]", statusPresets["starship"]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		format, err := parseStatusFormat(text, statusNames)
		if err != nil {
			return
		}
		value := shellIdentity{profile: "p\n\x1b[m", account: "1"}.values(recordedNow, false)
		if out := format.fill(value); strings.Contains(text, "\n") == false && strings.ContainsAny(out, "\n") {
			t.Errorf("%q makes %q", text, out)
		}
	})
}

func BenchmarkStatus(b *testing.B) {
	w := benchWorld(b, 10000)
	w.Env = environment(append(w.Env.List(), shellOf(time.Hour)...)...)
	w.Stdout, w.Stderr = io.Discard, io.Discard
	w.Clock = func() time.Time { return recordedNow }
	b.ReportAllocs()
	for b.Loop() {
		if code := Main(context.Background(), w, []string{"status"}); code != ExitOK {
			b.Fatalf("exit code %d", code)
		}
	}
}
