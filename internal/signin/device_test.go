package signin

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/clock"
	"credence/internal/fakeaws"
)

func approveAfter(polls int) func(*fakeaws.World) {
	return func(w *fakeaws.World) { w.SSO[0].ApproveAfter = polls }
}

func TestDevice(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(2))
	res, err := r.run("corp", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !res.SignedIn || res.Method != ByDevice || !res.Token.Refreshable || !res.Token.Expires.Equal(r.clock().Add(time.Hour)) {
		t.Errorf("%+v", res)
	}
	if got := r.kinds(); got != "address confirmed" {
		t.Errorf("events %s", got)
	}
	e := r.events[0]
	if e.UserCode == "" || !strings.HasSuffix(e.Address, "/device?user_code="+e.UserCode) || !strings.HasPrefix(e.Address, r.aws.URL()) {
		t.Errorf("%+v", e)
	}
	var token map[string]string
	if err := json.Unmarshal([]byte(r.file(corpFile)), &token); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken"} {
		if token[name] == "" {
			t.Errorf("no %s in %v", name, token)
		}
	}
	if token["startUrl"] != startURL || token["region"] != "eu-west-1" || token["expiresAt"] != res.Token.Expires.Format(time.RFC3339) || len(token) != 8 {
		t.Errorf("%v", token)
	}
	files, err := filepath.Glob(filepath.Join(r.home, ".aws/sso/cache/*.json"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v %v", files, err)
	}
	for _, path := range files {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
		if filepath.Base(path) == corpFile {
			continue
		}
		text := r.file(filepath.Base(path))
		for _, part := range []string{`"clientId": "`, `"clientSecret": "`, `"expiresAt": "2027-02-21T12:00:00Z"`, `"scopes": ["sso:account:access"]`} {
			if !strings.Contains(text, part) || strings.Contains(text, "accessToken") || strings.Contains(text, "grantTypes") {
				t.Errorf("registration without %s: %s", part, text)
			}
		}
	}

	// Signed in: nothing is done again, and the portal alone is asked.
	before := len(r.aws.Requests())
	res, err = r.run("dev", Options{})
	if err != nil || res.SignedIn || res.Method != Auto || res.Unchecked != nil {
		t.Errorf("again: %+v %v", res, err)
	}
	if n := len(r.aws.Requests()) - before; n != 1 || r.aws.Count("ListAccounts") != 1 {
		t.Errorf("%d requests", n)
	}
	// Anew: the registration is kept, the token another.
	if res, err = r.run("corp", Options{Force: true}); err != nil || !res.SignedIn || r.aws.Count("RegisterClient") != 1 {
		t.Errorf("anew: %+v %v, %d registrations", res, err, r.aws.Count("RegisterClient"))
	}
	if strings.Contains(r.file(corpFile), token["accessToken"]) {
		t.Error("the token is the old one")
	}
}

func TestDeviceLegacy(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	res, err := r.run("old", Options{Method: ByBrowser}) // which the legacy form does not know
	if err != nil || res.Method != ByDevice || res.Token.Refreshable {
		t.Fatalf("%+v %v", res, err)
	}
	if text := r.file(legacyFile); strings.Contains(text, "refreshToken") || !strings.Contains(text, "accessToken") {
		t.Error(text)
	}
}

func TestSessionWithoutScopesStillLasts(t *testing.T) {
	t.Parallel()
	for _, method := range []Method{ByDevice, ByBrowser} {
		r := newRig(t, approveAfter(1), func(w *fakeaws.World) { w.SSO[0].AutoAuthorize = true })
		r.on[EventAddress] = func(e Event) {
			if method == ByBrowser {
				go press(t, e.Address, "allow")
			}
		}
		if res, err := r.run("plain", Options{Method: method}); err != nil || !res.Token.Refreshable {
			t.Errorf("%s: %+v %v", method, res, err)
		}
	}
}

func TestUnknownMembersStay(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	r.write(".aws/sso/cache/"+corpFile, `{"own": {"b": 1}, "accessToken": "x", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "of another sign-in"}`)
	if _, err := r.run("corp", Options{}); err != nil {
		t.Fatal(err)
	}
	if text := r.file(corpFile); !strings.HasPrefix(text, `{"own": {"b": 1}, "accessToken": "aoa`) || strings.Contains(text, "another") {
		t.Error(text)
	}
}

// TestSlowDown: the service's word about pauses counts from then on.
func TestSlowDown(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	r.slow = 2
	if _, err := r.run("corp", Options{}); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{time.Second, time.Second, 6 * time.Second}; !slices.Equal(r.waits, want) || r.kinds() != "address slow-down confirmed" {
		t.Errorf("waits %v, events %s", r.waits, r.kinds())
	}
}

func TestDeviceEndings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		target string
		make   func(*rig)
		on     func(*rig, Event) error
		code   chain.Code
	}{
		"denied":  {"corp", nil, func(r *rig, e Event) error { return r.aws.DenyDevice(e.UserCode) }, chain.CodeSignInDenied},
		"expired": {"corp", nil, nil, chain.CodeSignInExpired},
		"wrong region": {"away", func(r *rig) {
			r.env["AWS_ENDPOINT_URL_SSO_OIDC"] = r.aws.RegionURL("us-east-1")
		}, nil, chain.CodeSignInRefused},
		"refused": {"corp", func(r *rig) {
			r.aws.Inject("CreateToken", fakeaws.Fault{Status: 400, Code: "InvalidGrantException", Message: "no"})
		}, nil, chain.CodeSignInRefused},
		"no answer until the end": {"corp", func(r *rig) { r.aws.Inject("CreateToken", fakeaws.Fault{Times: -1, Reset: true}) }, nil, chain.CodeSignInUnreachable},
		"nobody there":            {"corp", func(r *rig) { r.aws.Inject("*", fakeaws.Fault{Times: -1, Reset: true}) }, nil, chain.CodeSignInUnreachable},
		"half an answer":          {"corp", func(r *rig) { r.aws.Inject("StartDeviceAuthorization", fakeaws.Fault{Body: `{"userCode":"A"}`}) }, nil, chain.CodeSignInIncomplete},
		"half a token": {"corp", func(r *rig) { r.aws.Inject("CreateToken", fakeaws.Fault{Body: `{"accessToken":"x"}`}) }, nil,
			chain.CodeSignInIncomplete},
		"half a registration": {"corp", func(r *rig) { r.aws.Inject("RegisterClient", fakeaws.Fault{Body: `{}`}) }, nil, chain.CodeSignInIncomplete},
		"a stranger's page": {"corp", func(r *rig) {
			r.aws.Inject("StartDeviceAuthorization", fakeaws.Fault{Body: `{"deviceCode":"d","userCode":"A","verificationUri":"https://evil.example/","verificationUriComplete":"https://evil.example/?c=secret","expiresIn":600}`})
		}, nil, chain.CodeSignInAddress},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if c.make != nil {
				c.make(r)
			}
			if c.on != nil {
				r.on[EventAddress] = func(e Event) {
					if err := c.on(r, e); err != nil {
						t.Error(err)
					}
				}
			}
			_, err := r.run(c.target, Options{})
			e := wantCode(t, err, c.code)
			if e.Data["session"] != c.target || e.Data["region"] == "" {
				t.Errorf("data %v", e.Data)
			}
			if strings.Contains(e.Error(), "secret") {
				t.Errorf("%v", e)
			}
			if c.code == chain.CodeSignInAddress && len(r.events) > 0 {
				t.Errorf("it was shown: %+v", r.events)
			}
			if _, err := os.Stat(filepath.Join(r.home, ".aws/sso/cache", corpFile)); err == nil {
				t.Error("a token was written")
			}
		})
	}
}

// TestTroubleOnTheWay: polls without an answer do not end a sign-in.
func TestTroubleOnTheWay(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	r.aws.Inject("CreateToken", fakeaws.Fault{Status: 500, Code: "InternalServerException"}, fakeaws.Fault{Reset: true}, fakeaws.Fault{Status: 429, Code: "TooManyRequestsException"}, fakeaws.Fault{Status: 403, Body: "<html>blocked</html>"})
	if res, err := r.run("corp", Options{}); err != nil || !res.SignedIn {
		t.Fatalf("%+v %v", res, err)
	}
	if got := r.kinds(); got != "address trouble trouble trouble trouble confirmed" {
		t.Errorf("events %s", got)
	}
}

func TestCancelEndsAtOnce(t *testing.T) {
	t.Parallel()
	cause := errors.New("esc")
	for _, method := range []Method{ByDevice, ByBrowser} {
		r := newRig(t)
		ctx, cancel := context.WithCancelCause(t.Context())
		r.on[EventAddress] = func(Event) { cancel(cause) }
		if _, err := r.runWith(ctx, "corp", Options{Method: method, Wait: clock.Wait}); !errors.Is(err, cause) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// TestForgottenRegistration: the service no longer knows what is kept.
func TestForgottenRegistration(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	if _, err := r.run("corp", Options{}); err != nil {
		t.Fatal(err)
	}
	r.aws.Inject("StartDeviceAuthorization", fakeaws.Fault{Status: 401, Code: "InvalidClientException", Message: "gone"})
	if _, err := r.run("corp", Options{Force: true}); err != nil || r.aws.Count("RegisterClient") != 2 {
		t.Errorf("%v, %d registrations", err, r.aws.Count("RegisterClient"))
	}
}

// TestWhenThereIsSomethingToDo: a token is good if it is of these settings, lives, and
// the server takes it.
func TestWhenThereIsSomethingToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		how      fakeaws.SSOSignIn
		change   func(*rig, *fakeaws.SSOToken)
		signs    bool
		unsure   bool
		requests string
	}{
		"good":                  {requests: "ListAccounts"},
		"due for a refresh":     {how: fakeaws.SSOSignIn{Life: time.Minute}, requests: "CreateToken ListAccounts"},
		"over, and refreshed":   {how: fakeaws.SSOSignIn{Life: -time.Hour}, requests: "CreateToken ListAccounts"},
		"revoked":               {change: func(r *rig, t *fakeaws.SSOToken) { r.aws.SignOut(t.AccessToken) }, signs: true},
		"refresh refused":       {how: fakeaws.SSOSignIn{Life: -time.Hour}, change: func(r *rig, t *fakeaws.SSOToken) { r.aws.SignOut(t.AccessToken) }, signs: true},
		"of another region":     {change: func(_ *rig, t *fakeaws.SSOToken) { t.Region = "us-east-1" }, signs: true},
		"of another start URL":  {change: func(_ *rig, t *fakeaws.SSOToken) { t.StartURL = "https://other.awsapps.com/start" }, signs: true},
		"same URL with a slash": {change: func(_ *rig, t *fakeaws.SSOToken) { t.StartURL += "/#/" }, requests: "ListAccounts"},
		"portal does not answer": {change: func(r *rig, _ *fakeaws.SSOToken) {
			r.aws.Inject("ListAccounts", fakeaws.Fault{Reset: true})
		}, unsure: true, requests: "ListAccounts"},
		"no access to lists": {change: func(r *rig, _ *fakeaws.SSOToken) {
			r.aws.Inject("ListAccounts", fakeaws.Fault{Status: 403, Code: "ForbiddenException"})
		}, requests: "ListAccounts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, approveAfter(1))
			token, err := r.aws.SignIn(startURL, c.how)
			if err != nil {
				t.Fatal(err)
			}
			if c.change != nil {
				c.change(r, &token)
			}
			text, err := json.Marshal(map[string]string{
				"startUrl": token.StartURL, "region": token.Region, "accessToken": token.AccessToken, "expiresAt": token.ExpiresAt.Format(time.RFC3339),
				"refreshToken": token.RefreshToken, "clientId": token.ClientID, "clientSecret": token.ClientSecret,
			})
			if err != nil {
				t.Fatal(err)
			}
			r.write(".aws/sso/cache/"+corpFile, string(text))
			res, err := r.run("corp", Options{})
			if err != nil || res.SignedIn != c.signs || (res.Unchecked != nil) != c.unsure {
				t.Errorf("%+v %v", res, err)
			}
			if c.signs {
				return
			}
			var ops []string
			for _, q := range r.aws.Requests() {
				ops = append(ops, q.Op)
			}
			if got := strings.Join(ops, " "); got != c.requests {
				t.Errorf("requests %s", got)
			}
		})
	}
}

func TestUnsavedIsAnError(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	r.on[EventConfirmed] = func(Event) {
		// A folder in the token's place cannot be replaced, whoever runs the test.
		if err := os.MkdirAll(filepath.Join(r.home, ".aws/sso/cache", corpFile, "x"), 0o700); err != nil {
			t.Error(err)
		}
	}
	_, err := r.run("corp", Options{})
	e := wantCode(t, err, chain.CodeSignInUnsaved)
	if !strings.HasSuffix(e.Data["path"], corpFile) || strings.Contains(e.Error(), "aoa") || strings.Contains(e.Data["message"], corpFile) {
		t.Errorf("%v: %v", e, e.Data)
	}
}

// TestNobodyIsAskedInVain: a sign-in that could not be kept is not begun.
func TestNobodyIsAskedInVain(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]func(cache string) error{
		"a file in the folder's place":  func(cache string) error { return os.WriteFile(cache, nil, 0o600) },
		"a folder in the token's place": func(cache string) error { return os.MkdirAll(filepath.Join(cache, corpFile), 0o700) },
	} {
		r := newRig(t, approveAfter(1))
		folder := filepath.Join(r.home, ".aws/sso/cache")
		if err := errors.Join(os.MkdirAll(filepath.Dir(folder), 0o700), block(folder)); err != nil {
			t.Fatal(err)
		}
		_, err := r.run("corp", Options{})
		e := wantCode(t, err, chain.CodeSignInNoPlace)
		if !strings.HasSuffix(e.Data["path"], corpFile) || e.Data["message"] == "" || r.kinds() != "" || len(r.aws.Requests()) != 0 {
			t.Errorf("%s: %v, events %q, %d requests", name, e.Data, r.kinds(), len(r.aws.Requests()))
		}
	}
}

// TestBrowserIsToldOfAtOnce: that no browser was opened is not kept for the next poll.
func TestBrowserIsToldOfAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, approveAfter(1))
	told := make(chan struct{})
	r.on[EventNotOpened] = func(Event) { close(told) }
	_, err := r.run("corp", Options{
		Method: ByDevice, Opener: person{make(chan string, 1), errors.New("no such program")},
		Wait: func(ctx context.Context, d time.Duration) error {
			select {
			case <-told:
				return r.wait(ctx, d)
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(30 * time.Second):
				return errors.New("nobody was told")
			}
		},
	})
	if err != nil || r.kinds() != "address not-opened confirmed" {
		t.Errorf("%v, events %s", err, r.kinds())
	}
}
