package tui

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/fakeaws"
	"credence/internal/signin"
)

const (
	deviceCode    = "ABCD-EFGH"
	deviceAddress = "https://device.sso.eu-west-1.amazonaws.com/?user_code=" + deviceCode
	codeAddress   = "https://oidc.eu-west-1.amazonaws.com/authorize?client_id=abcdefghijklmnopqrstuvwxyz&code_challenge=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG" +
		"&code_challenge_method=S256&redirect_uri=http%3A%2F%2F127.0.0.1%3A40321%2Foauth%2Fcallback&response_type=code&scopes=sso%3Aaccount%3Aaccess&state=abcdefghijklmnopqrstuvwxyz"
)

// stubDesk is a desk that does what the test says.
type stubDesk struct {
	targetErr error
	browser   bool // the first way is the browser of this computer
	address   chan struct{}
	end       chan error
	began     chan struct{} // one for each sign-in
	events    chan signin.Event
}

func newStubDesk() *stubDesk {
	d := &stubDesk{address: make(chan struct{}), end: make(chan error, 8), began: make(chan struct{}, 8), events: make(chan signin.Event)}
	close(d.address)
	return d
}

var corpTarget = chain.SSOTarget{Session: "corp", StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1"}

func (d *stubDesk) Target(context.Context, string) (chain.SSOTarget, error) {
	return corpTarget, d.targetErr
}

func (d *stubDesk) SignIn(ctx context.Context, to chain.SSOTarget, _, device bool, observe func(signin.Event)) (signin.Result, error) {
	d.began <- struct{}{}
	select {
	case <-d.address:
	case <-ctx.Done():
		return signin.Result{}, context.Cause(ctx)
	}
	e := signin.Event{Kind: signin.EventAddress, Method: signin.ByDevice, Address: deviceAddress, UserCode: deviceCode, Expires: rigNow.Add(10 * time.Minute)}
	if d.browser && !device {
		e.Method, e.Address, e.UserCode = signin.ByBrowser, codeAddress, ""
	}
	observe(e)
	for {
		select {
		case e := <-d.events:
			observe(e)
		case err := <-d.end:
			if err != nil {
				return signin.Result{}, err
			}
			return signin.Result{Target: to, Token: chain.SSOToken{Expires: rigNow.Add(8 * time.Hour), Refreshable: true}, SignedIn: true}, nil
		case <-ctx.Done():
			return signin.Result{}, context.Cause(ctx)
		}
	}
}

func withDesk(d SignInDesk) option { return func(_ *rig, o *Options) { o.SignIn = d } }

// offered is a rig whose walk for sso-dev needs a sign-in.
func offered(t *testing.T, d SignInDesk, options ...option) *rig {
	t.Helper()
	r := newRig(t, append([]option{withDesk(d)}, options...)...)
	r.at("sso-dev")
	r.press("i")
	r.until("offering", func() bool { return r.m.mode == modeSignIn })
	return r
}

// confirming is a rig that shows the address.
func confirming(t *testing.T, d SignInDesk, options ...option) *rig {
	t.Helper()
	r := offered(t, d, options...)
	r.press("enter")
	r.until("the address", func() bool { s := r.m.signs.current(); return s != nil && s.page.Address != "" })
	return r
}

// awsDesk signs in at a loopback AWS; it polls when the test says so.
type awsDesk struct {
	opts  *chain.Options
	polls chan struct{}
}

func (d *awsDesk) Target(_ context.Context, profile string) (chain.SSOTarget, error) {
	desk, err := chain.NewSSO(*d.opts)
	if err != nil {
		return chain.SSOTarget{}, err
	}
	defer desk.Close()
	return desk.Target(profile)
}

func (d *awsDesk) SignIn(ctx context.Context, to chain.SSOTarget, force, _ bool, observe func(signin.Event)) (signin.Result, error) {
	desk, err := chain.NewSSO(*d.opts)
	if err != nil {
		return signin.Result{}, err
	}
	defer desk.Close()
	return signin.Run(ctx, desk, to, signin.Options{Force: force, Method: signin.ByDevice, Observe: observe, Wait: func(ctx context.Context, _ time.Duration) error {
		select {
		case <-d.polls:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}})
}

// withAWS puts a loopback AWS behind a rig, at which nobody is signed in.
func withAWS(t *testing.T, d *awsDesk, aws **fakeaws.Server) option {
	return func(r *rig, o *Options) {
		server, err := fakeaws.Start(t.Context(), fakeaws.Config{Clock: r.clock, World: &fakeaws.World{SSO: []fakeaws.SSOInstance{{
			StartURL: corpTarget.StartURL, Region: corpTarget.Region, Patient: true,
			Accounts: []fakeaws.SSOAccount{{ID: "333344445555", Name: "dev", Roles: []string{"Developer"}}},
		}}}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		env, before := server.Env(), o.Chain.Env.Lookup
		o.Chain.Env.Lookup = func(name string) (string, bool) {
			if v, ok := env[name]; ok {
				return v, true
			}
			return before(name)
		}
		d.polls = make(chan struct{}, 8)
		d.opts = &o.Chain
		o.SignIn = d
		*aws = server
	}
}

// codeOnScreen is the user code that is shown.
func (r *rig) codeOnScreen() string {
	r.t.Helper()
	r.shows("code  ")
	_, rest, _ := strings.Cut(r.screen(), "code  ")
	return rest[:len(deviceCode)]
}

// signInSecrets are the values of a member in the files of the sign-in's cache.
func (r *rig) signInSecrets(member string) []string {
	r.t.Helper()
	paths, _ := filepath.Glob(filepath.Join(r.home, ".aws", "sso", "cache", "*.json"))
	var values []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			r.t.Fatal(err)
		}
		var members map[string]any
		if err := json.Unmarshal(text, &members); err != nil {
			r.t.Fatal(err)
		}
		if value, ok := members[member].(string); ok {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		r.t.Fatalf("no %s in %q", member, paths)
	}
	return values
}
