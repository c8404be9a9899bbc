//go:build linux

package e2e

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// The secrets that are planted beside those that AWS hands out.
const (
	environmentSecret = "environment/canary+of+forty+characters00"
	environmentToken  = "environment-canary-token-of-the-session-in-the-variables"
	helperSecret      = "helper/canary+secret+of+forty+characters"
	helperToken       = "helper-canary-token-of-the-session-of-a-helper-program"
)

// newVault is a machine with a profile of each kind, and the secrets that it holds.
func newVault(t *testing.T) (m *machine, secrets []string) {
	t.Helper()
	m = newMachine(t)
	token := m.signIn(time.Hour)
	helper := filepath.Join(m.home, "helper")
	for path, text := range map[string]string{
		".aws/sso/cache/" + corpToken: tokenFile(token),
		"helper": "#!/bin/sh\nenv >\"$HOME/helper.env\"\ntr '\\0' ' ' </proc/$PPID/cmdline >\"$HOME/parent.argv\"\n" +
			"echo 'helper says SecretAccessKey: " + helperSecret + "' >&2\n" +
			`echo '{"Version":1,"AccessKeyId":"ASIAFAKEHELPERAAAAAA","SecretAccessKey":"` + helperSecret + `","SessionToken":"` + helperToken + `","Expiration":"2099-01-02T03:04:05Z"}'` + "\n",
		"failing": "#!/bin/sh\necho 'SecretAccessKey: " + helperSecret + "' >&2\nexit 1\n",
	} {
		at := filepath.Join(m.home, path)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(m.home, ".aws", "config")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	more := "[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = eu-west-1\n" +
		"[sso-session corp]\nsso_start_url = " + startURL + "\nsso_region = eu-west-1\n" +
		"[profile proc]\ncredential_process = " + helper + "\nregion = eu-west-1\n[profile broken-proc]\ncredential_process = " + filepath.Join(m.home, "failing") + "\n"
	if err := os.WriteFile(config, append(text, more...), 0o600); err != nil {
		t.Fatal(err)
	}
	return m, []string{
		janeSecret, environmentSecret, environmentToken, helperSecret, helperToken, token.AccessToken, token.RefreshToken, token.ClientSecret,
	}
}

// issued are the secrets of the sessions that are in the caches by now.
func (m *machine) issued() (secrets []string) {
	m.t.Helper()
	for path, text := range m.sessionFiles() {
		var own struct{ SecretAccessKey, SessionToken string }
		var their struct {
			Credentials struct{ SecretAccessKey, SessionToken string }
		}
		if json.Unmarshal([]byte(text), &own) != nil || json.Unmarshal([]byte(text), &their) != nil {
			m.t.Fatalf("%s does not parse", path)
		}
		for _, s := range []string{own.SecretAccessKey, own.SessionToken, their.Credentials.SecretAccessKey, their.Credentials.SessionToken} {
			if s != "" && !slices.Contains(secrets, s) {
				secrets = append(secrets, s)
			}
		}
	}
	return secrets
}

// leaks names the secrets of which a text holds a part that is long enough to matter,
// as it is or in one of the usual disguises.
func leaks(text string, secrets []string) (found []string) {
	unwrapped := strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "").Replace(text)
	for i, secret := range secrets {
		part := secret[:min(len(secret), 24)]
		backwards := []byte(part)
		slices.Reverse(backwards)
		for how, shape := range map[string]string{
			"plain": part, "end": secret[len(secret)-min(len(secret), 24):], "base64": base64.StdEncoding.EncodeToString([]byte(part)[:21]),
			"base64 url": base64.RawURLEncoding.EncodeToString([]byte(part)[:21]), "hex": hex.EncodeToString([]byte(part)),
			"HEX": strings.ToUpper(hex.EncodeToString([]byte(part))), "reversed": string(backwards), "escaped": url.QueryEscape(part),
		} {
			if strings.Contains(text, shape) || strings.Contains(unwrapped, shape) {
				found = append(found, secrets[i][:6]+"… "+how)
			}
		}
	}
	return found
}

func TestLeaksAreFound(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"x " + janeSecret + " y", janeSecret[:20] + "\n" + janeSecret[20:], hex.EncodeToString([]byte(janeSecret)),
		base64.StdEncoding.EncodeToString([]byte(janeSecret)), url.QueryEscape(janeSecret),
	} {
		if len(leaks(text, []string{janeSecret})) == 0 {
			t.Errorf("%q", text)
		}
	}
	if found := leaks("jane/sec of jane", []string{janeSecret}); len(found) > 0 {
		t.Error(found)
	}
}

// TestNoOutputHoldsASecret runs every command, in every form that prints something of
// its own, on profiles of each kind, and looks for the secrets that were planted and
// those that were issued: on both streams, in the event log, in the folder for
// temporary files, in what children see. Commands that hand secrets out may do so on
// standard output alone.
func TestNoOutputHoldsASecret(t *testing.T) {
	t.Parallel()
	m, planted := newVault(t)
	temp := t.TempDir()
	env := []string{"TMPDIR=" + temp, "AWS_SECRET_ACCESS_KEY=" + environmentSecret, "AWS_SESSION_TOKEN=" + environmentToken, "AWS_ACCESS_KEY_ID=ASIAFAKEENVIRONMENTA"}
	every := []string{"base", "dev", "admin", "sso", "proc", "broken-proc", "absent"}
	commands := []struct {
		argv     []string
		profiles []string // appended, each in a run of its own
		hands    bool     // secrets belong on standard output
	}{
		{argv: []string{"why"}, profiles: every},
		{argv: []string{"why", "--json", "--all"}, profiles: every},
		{argv: []string{"why", "--dry-run", "--all", "--color", "always"}, profiles: every},
		{argv: []string{"why", "--no-cache"}, profiles: every},
		{argv: []string{"why", "--as", "node", "--json"}, profiles: every},
		{argv: []string{"list"}}, {argv: []string{"list", "--json"}},
		{argv: []string{"whoami"}, profiles: every},
		{argv: []string{"whoami", "--json"}, profiles: []string{"dev", "sso"}},
		{argv: []string{"process"}, profiles: every, hands: true},
		{argv: []string{"env"}, profiles: every, hands: true},
		{argv: []string{"env", "--format", "json"}, profiles: every, hands: true},
		{argv: []string{"use", "--shell", "bash"}, profiles: every, hands: true},
		{argv: []string{"use", "--shell", "fish", "--profile-only"}, profiles: every, hands: true}, // it keeps what was there
		{argv: []string{"exec", "dev", "--", "true"}},
		{argv: []string{"status"}}, {argv: []string{"status", "--json"}},
		{argv: []string{"cache", "list"}}, {argv: []string{"cache", "list", "--json"}},
		{argv: []string{"bridge"}, profiles: every},
		{argv: []string{"compare"}, profiles: every}, {argv: []string{"compare", "--json"}, profiles: []string{"dev"}},
		{argv: []string{"doctor"}}, {argv: []string{"doctor", "--json"}}, {argv: []string{"report"}},
		{argv: []string{"console", "--print"}, profiles: every}, // its address is a secret, and holds none of these
		{argv: []string{"accounts"}}, {argv: []string{"accounts", "--json"}}, {argv: []string{"accounts", "--write"}},
		{argv: []string{"store"}}, {argv: []string{"config"}},
		{argv: []string{"completion", "bash"}}, {argv: []string{"__complete", "why", ""}},
		{argv: []string{"cache", "clear", "--all"}},
	}
	present := map[string]bool{}
	ran, absentYet := 0, map[string]bool{}
	for _, c := range commands {
		name := c.argv[0]
		if _, known := present[name]; !known {
			_, errs, code := m.run(nil, binary, name, "--help")
			present[name] = code == 0 || !strings.Contains(errs, "unknown command")
		}
		if !present[name] {
			absentYet[name] = true
			continue
		}
		runs := [][]string{c.argv}
		if c.profiles != nil {
			runs = nil
			for _, p := range c.profiles {
				runs = append(runs, append(slices.Clone(c.argv), p))
			}
		}
		for _, argv := range runs {
			ran++
			log := filepath.Join(t.TempDir(), "log")
			full := append([]string{binary}, argv...)
			if name != "__complete" && name != "exec" {
				full = append(full, "--debug", log, "--no-input")
			}
			out, errs, _ := m.run(env, full...)
			events, _ := os.ReadFile(log) // not every command walks
			secrets := append(m.issued(), planted...)
			texts := map[string]string{"standard error": errs, "the event log": string(events)}
			if !c.hands {
				texts["standard output"] = out
			}
			for where, text := range texts {
				if found := leaks(text, secrets); len(found) > 0 {
					t.Errorf("%v: %s holds %v", argv, where, found)
				}
			}
		}
	}
	// The helper has run by now: what did it see, beside the caller's own variables?
	for _, name := range []string{"helper.env", "parent.argv"} {
		text, err := os.ReadFile(filepath.Join(m.home, name))
		if err != nil {
			t.Fatal(err)
		}
		given := strings.NewReplacer(environmentSecret, "", environmentToken, "").Replace(string(text))
		if found := leaks(given, append(m.issued(), planted...)); len(found) > 0 {
			t.Errorf("%s holds %v", name, found)
		}
	}
	if left := files(t, temp); len(left) > 0 {
		t.Errorf("in the folder for temporary files: %v", left)
	}
	t.Logf("%d runs; there are no commands %v yet", ran, slices.Sorted(maps.Keys(absentYet)))
}

// TestNoDumpHoldsASecret: the program is made to dump its goroutines while it holds the
// secrets of each kind of source, waiting for an answer.
func TestNoDumpHoldsASecret(t *testing.T) {
	t.Parallel()
	for profile, op := range map[string]string{"dev": "AssumeRole", "sso": "GetRoleCredentials"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			m, planted := newVault(t)
			m.aws.Inject(op, fakeaws.Fault{Hang: true})
			cmd := exec.CommandContext(t.Context(), binary, "process", profile)
			cmd.Env = append(slices.Clone(m.env), "GOTRACEBACK=system")
			var errs strings.Builder
			cmd.Stderr = &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			m.awaitRequests(op, 1)
			if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it was killed by its dump
			if !strings.Contains(errs.String(), "goroutine ") {
				t.Fatalf("no dump: %q", errs.String())
			}
			if found := leaks(errs.String(), planted); len(found) > 0 {
				t.Errorf("the dump holds %v", found)
			}
		})
	}
}
