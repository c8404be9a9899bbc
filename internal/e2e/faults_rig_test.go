//go:build linux

package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
)

// clocked is the program with a clock that CREDENCE_TEST_NOW sets, built once, when a
// test needs it.
var clocked = sync.OnceValues(func() (string, error) {
	path := binary + "-testclock"
	out, err := exec.Command("go", "build", "-ldflags=-s -w", "-tags", "testclock", "-o", path, "credence").CombinedOutput()
	if err != nil {
		return string(out), err
	}
	return path, nil
})

const (
	startURL  = "https://corp.example/start"
	corpToken = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json" // SHA-1 of corp
)

// machine is a home with a role and a role behind MFA, the AWS behind them, and a
// clock that both go by.
type machine struct {
	t     *testing.T
	home  string
	aws   *fakeaws.Server
	env   []string
	start time.Time
	later atomic.Int64 // since start, in nanoseconds
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := startMachine(t, nil)
	for k, v := range m.aws.Env() {
		m.env = append(m.env, k+"="+v)
	}
	return m
}

// startMachine is a machine that has not been told yet where its AWS is.
func startMachine(t *testing.T, tls *fakeaws.TLS) *machine {
	t.Helper()
	m := &machine{t: t, start: time.Now().Truncate(time.Second)}
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{Clock: m.now, TLS: tls, World: &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}},
			MFA: []fakeaws.MFADevice{{Serial: deviceARN, Secret: deviceSeed}},
		}},
		Roles: []fakeaws.Role{
			{ARN: devRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour},
			{ARN: adminRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour, RequireMFA: true},
		},
		SSO: []fakeaws.SSOInstance{{
			StartURL: startURL, Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Roles: []string{"ReadOnly"}}},
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	m.aws = aws
	m.home = home(t,
		".aws/config", "[profile dev]\nrole_arn = "+devRole+"\nsource_profile = base\nregion = eu-west-1\n"+
			"[profile admin]\nrole_arn = "+adminRole+"\nsource_profile = base\nregion = eu-west-1\nmfa_serial = "+deviceARN+"\n"+
			"[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = eu-west-1\n"+
			"[sso-session corp]\nsso_start_url = "+startURL+"\nsso_region = eu-west-1\n",
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	m.env = environment(m.home, "AWS_MAX_ATTEMPTS=1")
	return m
}

func (m *machine) now() time.Time {
	if by := time.Duration(m.later.Load()); by != 0 {
		return m.start.Add(by)
	}
	return time.Now()
}

// at sets the clock of AWS, and gives the variable that sets the program's.
func (m *machine) at(later time.Duration) string {
	m.later.Store(int64(later))
	return "CREDENCE_TEST_NOW=" + m.start.Add(later).UTC().Format(time.RFC3339)
}

// store is credence's store in the home, by the machine's clock.
func (m *machine) store() *cache.Store {
	return cache.Open(cache.Options{Dir: m.sessions(), Clock: m.now})
}

func (m *machine) sessions() string { return filepath.Join(m.home, ".cache", "credence", "sessions") }
func (m *machine) cli() string      { return filepath.Join(m.home, ".aws", "cli", "cache") }

// signIn gives a token of the SSO session corp, with this much of its life left.
func (m *machine) signIn(life time.Duration) fakeaws.SSOToken {
	m.t.Helper()
	token, err := m.aws.SignIn(startURL, fakeaws.SSOSignIn{Life: life})
	if err != nil {
		m.t.Fatal(err)
	}
	return token
}

// tokenFile is a token as the AWS CLI keeps it.
func tokenFile(token fakeaws.SSOToken) string {
	at := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	return `{"startUrl": "` + startURL + `", "region": "eu-west-1", "accessToken": "` + token.AccessToken + `", "expiresAt": "` + at(token.ExpiresAt) +
		`", "refreshToken": "` + token.RefreshToken + `", "clientId": "` + token.ClientID + `", "clientSecret": "` + token.ClientSecret +
		`", "registrationExpiresAt": "` + at(token.RegistrationExpiresAt) + `"}`
}

// keep puts a token where the AWS CLI keeps it.
func (m *machine) keep(token fakeaws.SSOToken) {
	m.t.Helper()
	path := filepath.Join(m.home, ".aws", "sso", "cache", corpToken)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(tokenFile(token)), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// run runs a command line in the machine and gives its streams and exit code.
func (m *machine) run(env []string, argv ...string) (stdout, stderr string, code int) {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), argv[0], argv[1:]...)
	cmd.Env = append(slices.Clone(m.env), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// answer is what `credence process` prints.
type answer struct{ AccessKeyID, SecretAccessKey, SessionToken, Expiration string }

func answerOf(text string) (a answer, ok bool) {
	var raw struct {
		Version                                                int
		AccessKeyId, SecretAccessKey, SessionToken, Expiration string //nolint:revive // the protocol's spelling
	}
	if json.Unmarshal([]byte(text), &raw) != nil || raw.Version != 1 {
		return a, false
	}
	a = answer{raw.AccessKeyId, raw.SecretAccessKey, raw.SessionToken, raw.Expiration}
	return a, strings.HasPrefix(a.AccessKeyID, "ASIA") && a.SecretAccessKey != "" && a.SessionToken != "" && a.Expiration != ""
}

// process runs `credence process PROFILE` and demands an answer.
func (m *machine) process(profile string) answer {
	m.t.Helper()
	out, errs, code := m.run(nil, binary, "process", profile)
	a, ok := answerOf(out)
	if code != 0 || !ok {
		m.t.Fatalf("process %s: exit code %d: %s", profile, code, errs)
	}
	return a
}

// files are the files below a folder of the machine, with their content.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// sessionFiles are the entries of both caches.
func (m *machine) sessionFiles() map[string]string {
	m.t.Helper()
	found := files(m.t, m.sessions())
	for path, text := range files(m.t, m.cli()) {
		found[path] = text
	}
	for path := range found {
		if !strings.HasSuffix(path, ".json") {
			delete(found, path)
		}
	}
	return found
}

// litter are files that are neither entries nor locks.
func (m *machine) litter() (names []string) {
	m.t.Helper()
	for _, folder := range []string{m.sessions(), m.cli()} {
		for path := range files(m.t, folder) {
			if !strings.HasSuffix(path, ".json") && !strings.HasSuffix(path, ".lock") {
				names = append(names, filepath.Base(path))
			}
		}
	}
	return names
}
