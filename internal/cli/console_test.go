package cli

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/browser"
	"credence/internal/fakeaws"
)

// person is a browser: it opens what it is given, or says why it cannot.
type person struct {
	check error
	given string // the address
}

func (p *person) Check() error { return p.check }

func (p *person) Open(ctx context.Context, address string) error {
	p.given = address
	go func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return
		}
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			return
		}
		_ = resp.Body.Close()
	}()
	return nil
}

const consoleFiles = `
[profile direct]
source_profile = default
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/Direct
[profile chained]
source_profile = direct
region = eu-west-1
role_arn = arn:aws:iam::222233334444:role/Chained
[profile own]
region = eu-west-1
mfa_serial = ` + phone + `
aws_access_key_id = AKIADEFAULT000000001
aws_secret_access_key = do-not-print-me
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Read
`

// consoleWorld is a World in front of a fake AWS with roles of all sorts.
func consoleWorld(t *testing.T) (*World, *fakeaws.Server, *person) {
	t.Helper()
	w, server := awsWorld(t, nil)
	server.Update(func(world *fakeaws.World) {
		world.Roles = append(world.Roles,
			fakeaws.Role{ARN: "arn:aws:iam::111122223333:role/Direct", Trusted: []string{jane}, MaxDuration: 12 * time.Hour},
			fakeaws.Role{ARN: "arn:aws:iam::222233334444:role/Chained", Trusted: []string{"*"}},
		)
		world.SSO = []fakeaws.SSOInstance{{StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{
			{ID: "111122223333", Name: "dev", Roles: []string{"Read"}},
		}}}
	})
	appendFile(t, w, ".aws/config", consoleFiles)
	p := &person{}
	w.Browser = p
	return w, server, p
}

// loginPage asks the fake console what it shows.
func loginPage(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(resp.Body)
	return string(body)
}

func TestConsole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		args  []string
		code  int
		page  string // what the console says
		words string // on standard error
	}{
		{"a role", []string{"direct"}, ExitOK, "assumed-role/Direct", "session until"},
		{"a role, for longer", []string{"direct", "--duration", "12h"}, ExitOK, "assumed-role/Direct", "(12 h)"},
		{"a role of a role", []string{"chained"}, ExitOK, "assumed-role/Chained", "session until"},
		{"a role of a role, for longer", []string{"chained", "--duration", "2h"}, ExitUsage, "", "hint: leave out --duration"},
		{"longer than roles may", []string{"direct", "--duration", "13h"}, ExitUsage, "", "12 hours at most"},
		{"long-term keys", []string{"default"}, ExitOK, "federated-user/jane", "without MFA"},
		{"long-term keys, for longer", []string{"default", "--duration", "36h"}, ExitOK, "federated-user/jane", "as jane"},
		{"long-term keys with a device", []string{"own", "--no-input"}, ExitOK, "federated-user/jane", "without MFA"},
		{"a service", []string{"direct", "--service", "cfn"}, ExitOK, "/cloudformation/home", "eu-west-1.console.aws.amazon.com/cloudformation/home"},
		{"a region", []string{"direct", "--region", "eu-central-1", "-s", "s3"}, ExitOK, "eu-central-1.console.aws.amazon.com/s3", "s3/home"},
		{"no such service", []string{"direct", "--service", "lamda"}, ExitUsage, "", "hint: --service lambda"},
		{"elsewhere", []string{"direct", "--service", "https://evil.example/"}, ExitUsage, "", "not an address of the console"},
		{"too short", []string{"direct", "--duration", "5m"}, ExitUsage, "", "15 minutes to 12 hours"},
		{"no clipboard", []string{"direct", "--copy"}, ExitUsage, "", "hint: --print"},
		{"a closed role", []string{"closed"}, ExitError, "", "not authorized"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, server, _ := consoleWorld(t)
			args := append([]string{"console", "--print"}, c.args...)
			if c.name == "no clipboard" {
				args = append([]string{"console"}, c.args...)
			}
			r := w.run(t.Context(), args...)
			if r.code != c.code || !strings.Contains(r.errors, c.words) || (r.out == "") != (c.page == "") {
				t.Fatalf("%+v", r)
			}
			if strings.Contains(r.out+r.errors, "do-not-print-me") || strings.Contains(r.errors, "SigninToken") {
				t.Errorf("a secret: %s", r.errors)
			}
			if c.page == "" {
				if server.Count(fakeaws.OpSigninToken) != 0 {
					t.Error("a sign-in token was asked for")
				}
				return
			}
			address := strings.TrimSuffix(r.out, "\n")
			if strings.ContainsAny(address, " \n") || !strings.HasPrefix(address, server.URL()+"/federation?Action=login&") {
				t.Errorf("not one address: %q", r.out)
			}
			if page := loginPage(t, address); !strings.Contains(page, c.page) {
				t.Errorf("the console shows %s, want %s", page, c.page)
			}
			for _, q := range server.Requests() {
				if q.Op == "GetFederationToken" && !strings.Contains(q.Form.Get("Policy"), `"Action":"*"`) {
					t.Error("a federated session without a policy may do nothing")
				}
				if q.Op == fakeaws.OpSigninToken && (q.Method != http.MethodPost || strings.Contains(q.URI, "session")) {
					t.Errorf("keys in an address: %s", q.URI)
				}
			}
		})
	}
}

// TestConsoleInABrowser: the program that opens the browser is told nothing secret.
func TestConsoleInABrowser(t *testing.T) {
	t.Parallel()
	w, server, p := consoleWorld(t)
	r := w.run(t.Context(), "console", "direct")
	if r.code != ExitOK || r.out != "" || !strings.Contains(r.errors, "opened the console  eu-west-1.console.aws.amazon.com/console/home") {
		t.Fatalf("%+v", r)
	}
	if strings.Contains(p.given, "Token") || !strings.HasPrefix(p.given, "http://127.0.0.1:") || strings.HasPrefix(p.given, server.URL()) {
		t.Errorf("given %s", p.given)
	}
	if r := w.run(t.Context(), "console", "direct", "--copy"); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}

	w.Browser = &person{check: &browser.Unavailable{Reason: browser.ReasonRemote, Evidence: "SSH_TTY"}}
	server.ResetRequests()
	r = w.run(t.Context(), "console", "direct")
	want := "credence: no browser can be opened here: this is a remote session (SSH_TTY)\nhint: credence console direct --copy\nhint: credence console direct --print\n"
	if r.code != ExitError || r.errors != want || server.Count("") != 0 {
		t.Errorf("%+v after %d requests", r, server.Count(""))
	}

	ctx, cancel := context.WithCancelCause(t.Context())
	w.Browser = leaver{func() { cancel(ErrInterrupted) }}
	if r := w.run(ctx, "console", "direct"); r.code != ExitInterrupted {
		t.Errorf("%+v", r)
	}
	w.Browser = leaver{nil}
	if r := w.run(t.Context(), "console", "direct"); r.code != ExitError || !strings.Contains(r.errors, "broken") || !strings.Contains(r.errors, "--copy") {
		t.Errorf("%+v", r)
	}
}

// leaver is a browser that never comes, or is broken.
type leaver struct{ leave func() }

func (leaver) Check() error { return nil }

func (l leaver) Open(context.Context, string) error {
	if l.leave == nil {
		return errors.New("broken")
	}
	l.leave()
	return nil
}

func TestConsoleCopied(t *testing.T) {
	t.Parallel()
	for _, tmux := range []bool{false, true} {
		w, _, _ := consoleWorld(t)
		w.StderrTerminal, w.Width = true, 200
		if tmux {
			variables := append(w.Env.List(), "TMUX=/tmp/tmux-0/default,1,0")
			w.Env = environment(variables...)
		}
		r := w.run(t.Context(), "console", "direct", "--copy", "--color", "never")
		_, rest, ok := strings.Cut(r.errors, "\x1b]52;c;")
		encoded, _, _ := strings.Cut(rest, "\a")
		address, err := base64.StdEncoding.DecodeString(encoded)
		if r.code != ExitOK || r.out != "" || !ok || err != nil || !strings.Contains(loginPage(t, string(address)), "assumed-role/Direct") {
			t.Errorf("%+v %v", r, err)
		}
		if strings.Contains(r.errors, "\x1bPtmux;\x1b\x1b]52") != tmux {
			t.Errorf("tmux %v: %q", tmux, r.errors)
		}
	}
}

func TestConsoleJSON(t *testing.T) {
	t.Parallel()
	w, server, _ := consoleWorld(t)
	signInTo(t, w, server, "https://corp.awsapps.com/start", "corp")
	r := w.run(t.Context(), "console", "sso", "--json")
	var out struct {
		Version                                                   int
		Profile, URL, Destination, UsableUntil, SessionExpiration string
	}
	if err := json.Unmarshal([]byte(r.out), &out); err != nil || r.code != ExitOK {
		t.Fatalf("%v: %+v", err, r)
	}
	at, err := url.Parse(out.URL)
	if err != nil || out.Version != 1 || out.Profile != "sso" || out.UsableUntil == "" || out.SessionExpiration == "" || at.Query().Get("Destination") != out.Destination {
		t.Errorf("%+v", out)
	}
	if issuer := at.Query().Get("Issuer"); issuer != "https://corp.awsapps.com/start" {
		t.Errorf("a session that has ended leads to %q", issuer)
	}
}

// TestConsoleOfOtherCredentials: whose they are decides.
func TestConsoleOfOtherCredentials(t *testing.T) {
	t.Parallel()
	w, server, _ := consoleWorld(t)
	made, err := server.NewLogin(jane, fakeaws.LoginOptions{Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	role, err := server.IssueRole("arn:aws:iam::111122223333:role/Direct", "ci", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	plain := w.Env.List()
	for _, c := range []struct {
		name, words string
		keys        fakeaws.Credentials
		code        int
	}{
		{"a user's session", "the console takes no session of a user, and these credentials are one of jane", made.Credentials, ExitError},
		{"a role's session", "as ci", role, ExitOK},
		{"revoked", "does not accept these credentials", fakeaws.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "x", SessionToken: "y"}, ExitError},
	} {
		w.Env = environment(append(plain, "AWS_ACCESS_KEY_ID="+c.keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+c.keys.SecretAccessKey, "AWS_SESSION_TOKEN="+c.keys.SessionToken)...)
		if r := w.run(t.Context(), "console", "--print"); r.code != c.code || !strings.Contains(r.errors, c.words) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	server.Inject(fakeaws.OpSigninToken, fakeaws.Fault{Status: http.StatusBadRequest})
	w.Env = environment(plain...)
	if r := w.run(t.Context(), "console", "direct", "--print", "--duration", "2h"); r.code != ExitError || !strings.Contains(r.errors, "hint: leave out --duration") {
		t.Errorf("%+v", r)
	}
}

func TestFederatedName(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]string{
		jane: "jane", "arn:aws:iam::1:user/team/a.b@c": "a.b@c", "arn:aws:iam::1:user/x": "user-x", "arn:aws:iam::1:user/naïve name": "na-ve-name",
		"arn:aws:iam::1:user/" + strings.Repeat("long", 20): strings.Repeat("long", 8), "": "user-",
	} {
		if got := federatedName(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

func TestChained(t *testing.T) {
	t.Parallel()
	assume := func(hop int, inner ...*chain.StepTrace) *chain.StepTrace {
		return &chain.StepTrace{Step: chain.Step{Kind: chain.StepAssumeRole, Hop: hop}, Steps: inner}
	}
	source := func(s chain.Source) *chain.StepTrace {
		return &chain.StepTrace{Step: chain.Step{Kind: chain.StepSource, Hop: 1, Source: s}}
	}
	for name, c := range map[string]struct {
		steps []*chain.StepTrace
		want  bool
	}{
		"direct":               {[]*chain.StepTrace{source(chain.SourceStatic), assume(0)}, false},
		"twice the same role":  {[]*chain.StepTrace{assume(0), assume(0)}, false},
		"role of a role":       {[]*chain.StepTrace{assume(1), assume(0)}, true},
		"role of an SSO role":  {[]*chain.StepTrace{source(chain.SourceSSO), assume(0)}, true},
		"role of the instance": {[]*chain.StepTrace{source(chain.SourceInstance), assume(0)}, false},
		"nested":               {[]*chain.StepTrace{assume(0, assume(1))}, true},
	} {
		trace := chain.Trace{Stages: []*chain.StageTrace{{StageInfo: chain.StageInfo{Kind: chain.KindSharedFiles}, End: chain.End{State: chain.StateFound}, Steps: c.steps}}}
		if got := chained(&trace); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
