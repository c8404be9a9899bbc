package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"credence/profiles"
)

func TestSSORefresh(t *testing.T) {
	t.Parallel()
	const good = `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`
	grant := jsonError(400, "InvalidGrantException", `{"error":"invalid_grant","error_description":"gone"}`)
	for name, c := range map[string]struct {
		say    []reply
		rules  func(*rules)
		dead   Code // how it ends where the old token has ended; CodeSSOFound if it does not matter
		bearer string
		member string // refreshToken in the file afterwards
	}{
		"renewed":                    {say: []reply{{body: good}}, dead: CodeSSOFound, bearer: "tok-2", member: "rt-2"},
		"no new refresh token":       {say: []reply{{body: `{"accessToken":"tok-2","expiresIn":3600}`}}, dead: CodeSSOFound, bearer: "tok-2", member: "rt-1"},
		"no new refresh token, Node": {say: []reply{{body: `{"accessToken":"tok-2","expiresIn":3600}`}}, rules: func(r *rules) { r.refreshDropsToken = true }, dead: CodeSSOFound, bearer: "tok-2"},
		"invalid grant":              {say: []reply{grant}, dead: CodeSSORefreshRefused, bearer: "tok", member: "rt-1"},
		"expired registration":       {say: []reply{jsonError(400, "ExpiredTokenException", `{"error":"expired_token"}`)}, dead: CodeSSORefreshRefused, bearer: "tok", member: "rt-1"},
		"unauthorized client":        {say: []reply{jsonError(400, "UnauthorizedClientException", `{"error":"unauthorized_client"}`)}, dead: CodeSSORefreshRefused, bearer: "tok", member: "rt-1"},
		"wrong region":               {say: []reply{jsonError(400, "InvalidRequestException", `{"error":"invalid_request"}`)}, dead: CodeSSORefreshRefused, bearer: "tok", member: "rt-1"},
		"server trouble":             {say: []reply{jsonError(500, "InternalServerException", `{}`)}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"a proxy's page":             {say: []reply{{status: 403, body: "<html>blocked</html>"}}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"a proxy wants a password":   {say: []reply{{status: 407, body: ""}}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"nothing there":              {say: []reply{{status: 404, body: "not found"}}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"slow down":                  {say: []reply{jsonError(400, "SlowDownException", `{"error":"slow_down"}`)}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"junk":                       {say: []reply{{body: "<html>"}}, dead: CodeSSORefreshFailed, bearer: "tok", member: "rt-1"},
		"no token in the answer":     {say: []reply{{body: `{"expiresIn":3600}`}}, dead: CodeSSOAnswerIncomplete, bearer: "tok", member: "rt-1"},
		"no lifetime in the answer":  {say: []reply{{body: `{"accessToken":"tok-2"}`}}, dead: CodeSSOAnswerIncomplete, bearer: "tok", member: "rt-1"},
	} {
		for _, alive := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, alive %v", name, alive), func(t *testing.T) {
				t.Parallel()
				r := newRig(t)
				if c.rules != nil {
					c.rules(&r.rules)
				}
				left := time.Minute
				if !alive {
					left = -time.Minute
				}
				r.config(ssoConfig)
				path := r.write(corpCache, r.cacheText(left, refreshMembers))
				r.fake.says("CreateToken", c.say...)
				r.fake.says("GetRoleCredentials", reply{body: portalKeys})
				v := r.sso()
				renewed := c.bearer == "tok-2"
				if !alive && !renewed {
					wantEnd(t, v, StateErrored, c.dead)
					if v.reason.Data["expires"] == "" || v.reason.Data["path"] != path {
						t.Errorf("data %v", v.reason.Data)
					}
				} else {
					wantEnd(t, v, StateFound, CodeSSOFound)
					if got := r.fake.last(t).header.Get("x-amz-sso_bearer_token"); got != c.bearer {
						t.Errorf("bearer %q", got)
					}
				}
				if said := slices.Contains(r.findings(), FindingSSORefreshFailed); said != (alive && !renewed) {
					t.Errorf("findings %v", r.findings())
				}
				r.checkRefreshRequest(t)
				r.checkCache(t, path, c.member, renewed)
				if !renewed { // not again within 30 seconds
					calls := len(r.fake.ops())
					r.now = r.now.Add(refreshThrottle - time.Second)
					_ = r.sso()
					if !alive && len(r.fake.ops()) != calls {
						t.Errorf("asked again: %v", r.fake.ops())
					}
					r.now = r.now.Add(time.Second)
					_ = r.sso()
					if n := strings.Count(strings.Join(r.fake.ops(), " "), "CreateToken"); n != 2 {
						t.Errorf("%d refreshes after the pause", n)
					}
				}
			})
		}
	}
}

func (r *rig) checkRefreshRequest(t *testing.T) {
	t.Helper()
	h := r.fake.heard[0]
	var sent map[string]any
	if err := json.Unmarshal([]byte(h.body), &sent); err != nil || h.op != "CreateToken" || h.header.Get("Authorization") != "" {
		t.Fatalf("first request %+v", h)
	}
	want := map[string]any{"clientId": "cid", "clientSecret": "csec", "grantType": "refresh_token", "refreshToken": "rt-1"}
	if fmt.Sprint(sent) != fmt.Sprint(want) {
		t.Errorf("sent %v", sent)
	}
}

func (r *rig) checkCache(t *testing.T, path, refresh string, renewed bool) {
	t.Helper()
	text := r.read(path)
	if !renewed {
		return
	}
	member := ""
	if refresh != "" {
		member = fmt.Sprintf(`, "refreshToken": %q`, refresh)
	}
	want := fmt.Sprintf(`{"startUrl": "https://corp.test/start", "region": "eu-west-1", "accessToken": "tok-2", "expiresAt": %q, `+
		`"clientId": "cid", "clientSecret": "csec", "registrationExpiresAt": "2031-01-01T00:00:00Z"%s, "own": {"b": 1, "a": [2]}}`,
		r.now.Add(time.Hour).UTC().Format(time.RFC3339), member)
	if text != want {
		t.Errorf("the file holds\n%s\nwant\n%s", text, want)
	}
	r.checkOwnerOnly(t, path)
}

// checkOwnerOnly checks the file's mode and that nothing but its lock lies beside it.
func (r *rig) checkOwnerOnly(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		if name := filepath.Base(path); e.Name() != name && e.Name() != name+".lock" {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestRefreshedTokenIsOnDiskBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	path := r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
	r.fake.says("CreateToken", reply{body: `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`})
	saved := ""
	r.fake.says("GetRoleCredentials", reply{body: portalKeys, before: func() { saved = r.read(path) }})
	wantEnd(t, r.sso(), StateFound, CodeSSOFound)
	if !strings.Contains(saved, `"refreshToken": "rt-2"`) {
		t.Errorf("when the token was used the file held %s", saved)
	}
}

func TestRefreshReadsAgainUnderTheLock(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	path := r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
	r.fake.says("GetRoleCredentials", reply{body: portalKeys})
	other := flock.New(path + ".lock")
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	// Another process renews while we wait for the lock.
	r.opts.Observe = func(e Event) {
		if e.Kind == EventStarted && e.Step != nil && e.Step.Kind == StepRefresh {
			r.write(corpCache, strings.Replace(r.cacheText(time.Hour, refreshMembers), `"tok"`, `"tok-of-other"`, 1))
			if err := other.Unlock(); err != nil {
				t.Error(err)
			}
		}
	}
	wantEnd(t, r.sso(), StateFound, CodeSSOFound)
	if got := r.fake.last(t).header.Get("x-amz-sso_bearer_token"); got != "tok-of-other" || len(r.fake.ops()) != 1 {
		t.Errorf("bearer %q, requests %v", got, r.fake.ops())
	}
}

// TestRefreshTokenGoneUnderTheLock: another tool took the refresh token away while we
// waited. That is no network trouble: only a sign-in helps.
func TestRefreshTokenGoneUnderTheLock(t *testing.T) {
	t.Parallel()
	for _, left := range []time.Duration{-time.Hour, time.Minute} {
		r := newRig(t)
		r.config(ssoConfig)
		path := r.write(corpCache, r.cacheText(left, refreshMembers))
		r.fake.says("GetRoleCredentials", reply{body: portalKeys})
		r.opts.Observe = func(e Event) {
			if e.Kind == EventStarted && e.Step != nil && e.Step.Kind == StepRefresh {
				r.write(corpCache, r.cacheText(left, strings.Replace(refreshMembers, `, "refreshToken": "rt-1"`, "", 1)))
			}
		}
		v := r.sso()
		if left > 0 {
			wantEnd(t, v, StateFound, CodeSSOFound)
			if !slices.Equal(r.findings(), []string{FindingSSONoRefresh}) {
				t.Errorf("findings %v", r.findings())
			}
			continue
		}
		wantEnd(t, v, StateErrored, CodeSSOTokenNoRefresh)
		if d := v.reason.Data; d["missing"] != "refreshToken" || d["path"] != path || d["message"] != "" || len(r.fake.ops()) != 0 {
			t.Errorf("data %v, requests %v", d, r.fake.ops())
		}
	}
}

func TestHeldLockEndsTheRefresh(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	path := r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
	other := flock.New(path + ".lock")
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer func() { _ = other.Unlock() }()
	v := r.profile("s", func(w *walk, ctx context.Context, p *profiles.Profile) verdict {
		c, err := w.services()
		if err != nil {
			t.Fatal(err)
		}
		c.lockLimit = 10 * time.Millisecond
		return w.ssoSource(ctx, p)
	})
	wantEnd(t, v, StateErrored, CodeSSORefreshFailed)
	if v.reason.Data["message"] != errStateLocked.Error() || len(r.fake.ops()) != 0 {
		t.Errorf("%v, requests %v", v.reason.Data, r.fake.ops())
	}
}

func TestManyWalksRefreshOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
	r.fake.says("CreateToken", reply{body: `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`},
		jsonError(400, "InvalidGrantException", `{"error":"invalid_grant"}`))
	r.fake.says("GetRoleCredentials", reply{body: portalKeys})
	var all sync.WaitGroup
	for range 20 {
		one := *r
		one.shared = &session{} // as in a process of its own
		all.Go(func() { wantEnd(t, one.sso(), StateFound, CodeSSOFound) })
	}
	all.Wait()
	if n := strings.Count(strings.Join(r.fake.ops(), " "), "CreateToken"); n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

func TestUnwritableCacheSpendsNoRefreshToken(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		r := newRig(t)
		r.rules.refreshWriteMayFail = lenient
		r.config(ssoConfig)
		path := r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
		// A folder in the lock's place: nothing can be locked, whoever runs the test.
		if err := os.Mkdir(path+".lock", 0o700); err != nil {
			t.Fatal(err)
		}
		r.fake.says("CreateToken", reply{body: `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`})
		r.fake.says("GetRoleCredentials", reply{body: portalKeys})
		v := r.sso()
		if lenient {
			wantEnd(t, v, StateFound, CodeSSOFound)
			continue
		}
		wantEnd(t, v, StateErrored, CodeSSORefreshFailed)
		if len(r.fake.ops()) != 0 {
			t.Errorf("requests %v", r.fake.ops())
		}
	}
}

func TestUnsavedRefreshIsAnError(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		r := newRig(t)
		r.rules.refreshWriteMayFail = lenient
		r.config(ssoConfig)
		path := r.write(corpCache, r.cacheText(-time.Hour, refreshMembers))
		r.fake.says("CreateToken", reply{body: `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`, before: func() {
			// A folder that is not empty cannot be replaced.
			_ = os.Remove(path)
			_ = os.MkdirAll(filepath.Join(path, "x"), 0o700)
		}})
		r.fake.says("GetRoleCredentials", reply{body: portalKeys})
		v := r.sso()
		if lenient {
			wantEnd(t, v, StateFound, CodeSSOFound)
			continue
		}
		wantEnd(t, v, StateErrored, CodeSSORefreshUnsaved)
		entries, _ := os.ReadDir(filepath.Dir(path))
		if len(entries) != 2 {
			t.Errorf("left behind: %v", entries)
		}
	}
}

// TestWordsOfARefusal: the sign-in service says why in a member of its own, a gateway
// says nothing, and a page that is not the service's is not quoted in the words of a
// parser.
func TestWordsOfARefusal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		say     reply
		message string
		refused bool
	}{
		"the service": {jsonError(400, "InvalidGrantException", `{"error":"invalid_grant","error_description":"Invalid refresh token provided"}`), "Invalid refresh token provided", true},
		"a gateway":   {reply{status: 503, body: ""}, "HTTP 503 Service Unavailable", false},
		"a page":      {reply{status: 400, body: "<html>pay for wifi</html>"}, "HTTP 400 Bad Request", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(ssoConfig)
			r.write(corpCache, r.cacheText(time.Minute, refreshMembers))
			r.fake.says("CreateToken", c.say)
			r.fake.says("GetRoleCredentials", reply{body: portalKeys})
			wantEnd(t, r.sso(), StateFound, CodeSSOFound)
			for _, f := range r.trace.Findings {
				if f.Code == FindingSSORefreshFailed && (f.Data["message"] != c.message || (f.Data["refused"] != "") != c.refused || (f.Data["notAWS"] != "") != (name == "a page")) {
					t.Errorf("data %v", f.Data)
				}
			}
			if !slices.Contains(r.findings(), FindingSSORefreshFailed) {
				t.Errorf("findings %v", r.findings())
			}
		})
	}
}
