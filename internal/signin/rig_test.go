package signin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/fakeaws"
)

const (
	startURL = "https://corp.awsapps.com/start"
	config   = `[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile old]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[sso-session plain]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[sso-session away]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
`
	// The names of the files, computed with sha1sum of the session's name and of the start URL.
	corpFile   = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
	legacyFile = "a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
)

// rig is a home, an AWS and a clock that only waiting moves.
type rig struct {
	t      *testing.T
	aws    *fakeaws.Server
	home   string
	mu     sync.Mutex
	now    time.Time
	waits  []time.Duration
	events []Event
	on     map[EventKind]func(Event)
	slow   int // so many waits do not move the clock
	env    map[string]string
}

func newRig(t *testing.T, change ...func(*fakeaws.World)) *rig {
	t.Helper()
	r := &rig{t: t, home: t.TempDir(), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), on: map[EventKind]func(Event){}}
	world := &fakeaws.World{SSO: []fakeaws.SSOInstance{{
		StartURL: startURL, Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Name: "dev", Roles: []string{"Admin"}}},
	}}}
	for _, c := range change {
		c(world)
	}
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: world, Clock: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	r.aws = aws
	r.env = map[string]string{"HOME": r.home, "AWS_MAX_ATTEMPTS": "1"}
	for k, v := range aws.Env() {
		r.env[k] = v
	}
	r.write(".aws/config", config)
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) file(name string) string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(r.home, ".aws", "sso", "cache", name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func (r *rig) desk() *chain.SSO {
	r.t.Helper()
	desk, err := chain.NewSSO(chain.Options{
		Clock: r.clock, Home: func() (string, error) { return r.home, nil },
		Env: chain.Environment{Lookup: func(name string) (string, bool) { v, ok := r.env[name]; return v, ok }, List: func() []string { return nil }},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(desk.Close)
	return desk
}

// wait moves the clock instead of waiting; the long wait for a browser lasts until the
// flow is over.
func (r *rig) wait(ctx context.Context, d time.Duration) error {
	if d >= browserLimit {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waits = append(r.waits, d)
	if r.slow > 0 {
		r.slow--
		return ctx.Err()
	}
	r.now = r.now.Add(d)
	return ctx.Err()
}

func (r *rig) run(name string, o Options) (Result, error) {
	r.t.Helper()
	return r.runWith(r.t.Context(), name, o)
}

func (r *rig) runWith(ctx context.Context, name string, o Options) (Result, error) {
	r.t.Helper()
	desk := r.desk()
	target, err := desk.Target(name)
	if err != nil {
		r.t.Fatal(err)
	}
	if o.Wait == nil {
		o.Wait = r.wait
	}
	o.Observe = func(e Event) {
		r.events = append(r.events, e)
		if do := r.on[e.Kind]; do != nil {
			do(e)
		}
	}
	return Run(ctx, desk, target, o)
}

func (r *rig) kinds() string {
	var kinds []string
	for _, e := range r.events {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, " ")
}

func wantCode(t *testing.T, err error, want chain.Code) *chain.Error {
	t.Helper()
	e, ok := errors.AsType[*chain.Error](err)
	if !ok || e.Code != want {
		t.Fatalf("error %v, want %s", err, want)
	}
	return e
}

// press presses a button of the page as a browser would, and goes where it leads.
func press(t *testing.T, address, button string) (status int, body string) {
	t.Helper()
	send := func(method, address string, form url.Values) *http.Response {
		req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
		if err != nil {
			t.Error(err)
			return nil
		}
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err != nil {
			t.Error(err)
			return nil
		}
		return res
	}
	res := send("POST", address, url.Values{"action": {button}})
	if res == nil {
		return 0, ""
	}
	if to := res.Header.Get("Location"); to != "" {
		_ = res.Body.Close()
		if res = send("GET", to, nil); res == nil {
			return 0, ""
		}
	}
	text, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	return res.StatusCode, string(text)
}

// skip is a wait that is over at once.
func (r *rig) skip(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
	return ctx.Err()
}
