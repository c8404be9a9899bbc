package chain

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// capture is a transport that sends nothing and remembers where to.
type capture struct{ urls []string }

func (c *capture) RoundTrip(r *http.Request) (*http.Response, error) {
	c.urls = append(c.urls, r.URL.String())
	return nil, io.ErrUnexpectedEOF
}

const webRole = "arn:aws:iam::222233334444:role/W"

func TestWebIdentityStage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env          map[string]string // "TOKEN" in a value is a token file
		option, role *string
		profile      *string
		off          naming
		state        State
		code         Code
		says         []string
		token        string
	}{
		"nothing":           {state: StateSkipped, code: CodeWebIdentityUnset},
		"variables":         {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole}, state: StateFound, code: CodeWebIdentityFound},
		"options":           {option: new("TOKEN"), role: new(webRole), state: StateFound, code: CodeWebIdentityFound},
		"one of each":       {env: map[string]string{variableTokenFile: "TOKEN"}, role: new(webRole), state: StateFound, code: CodeWebIdentityFound},
		"an empty option":   {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole}, option: new(""), state: StateSkipped, code: CodeWebIdentityNoToken, says: []string{string(CodeWebIdentityNoToken)}},
		"role alone":        {role: new(webRole), state: StateSkipped, code: CodeWebIdentityNoToken, says: []string{string(CodeWebIdentityNoToken)}},
		"role variable":     {env: map[string]string{variableRoleArn: webRole}, state: StateSkipped, code: CodeWebIdentityNoToken, says: []string{string(CodeWebIdentityNoToken)}},
		"token alone":       {env: map[string]string{variableTokenFile: "TOKEN"}, state: StateSkipped, code: CodeWebIdentityNoRole, says: []string{string(CodeWebIdentityNoRole)}},
		"profile named":     {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole}, profile: new("p"), off: namedExplicitly, state: StateSkipped, code: CodeWebIdentityNamed},
		"named, not off":    {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole}, profile: new("p"), state: StateFound, code: CodeWebIdentityFound},
		"by AWS_PROFILE":    {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole, "AWS_PROFILE": "p"}, off: namedExplicitly, state: StateFound, code: CodeWebIdentityFound},
		"named, by options": {option: new("TOKEN"), role: new(webRole), profile: new("p"), off: namedExplicitly, state: StateFound, code: CodeWebIdentityFound},
		"file missing":      {env: map[string]string{variableTokenFile: "/nowhere/token", variableRoleArn: webRole}, state: StateErrored, code: CodeWebIdentityUnreadable},
		"file is a device":  {env: map[string]string{variableTokenFile: os.DevNull, variableRoleArn: webRole}, state: StateErrored, code: CodeWebIdentityUnreadable},
		"blank kept":        {env: map[string]string{variableTokenFile: "TOKEN", variableRoleArn: webRole}, token: " jwt\n", state: StateFound, code: CodeWebIdentityFound, says: []string{FindingWebIdentityBlank}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.rules.webIdentityOff = c.off
			if c.token == "" {
				c.token = "jwt"
			}
			path := r.write("token", c.token)
			for k, v := range c.env {
				r.env[k] = strings.Replace(v, "TOKEN", path, 1)
			}
			r.opts.Profile, r.opts.RoleArn = c.profile, c.role
			if c.option != nil {
				r.opts.WebIdentityTokenFile = new(strings.Replace(*c.option, "TOKEN", path, 1))
			}
			r.fake.says("AssumeRoleWithWebIdentity", reply{body: assumedWeb})

			r.opts.Mode = ModeExplain
			v := r.run(webIdentityStage)
			if c.state == StateFound {
				wantEnd(t, v, StateWouldUse, CodeWebIdentityWouldCall)
			} else {
				wantEnd(t, v, c.state, c.code)
			}
			if len(r.fake.ops()) > 0 {
				t.Errorf("explaining sent %v", r.fake.ops())
			}
			r.opts.Mode = ModeResolve
			v = r.run(webIdentityStage)
			wantEnd(t, v, c.state, c.code)
			if !slices.Equal(r.findings(), c.says) {
				t.Errorf("findings %v", r.findings())
			}
			if c.state == StateFound {
				r.checkWebRequest(t, c.token)
				want := Credentials{
					AccessKeyID: "ASIAWEB", SecretAccessKey: NewSecret("web-secret"), SessionToken: NewSecret("web-token"),
					Expiration: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), AccountID: "222233334444",
				}
				if v.creds != want || v.source != SourceWebIdentity {
					t.Errorf("%+v of %s", v.creds, v.source)
				}
			}
			for _, e := range r.trace.Stages[0].Evidence {
				if strings.Contains(e.Value, "jwt") {
					t.Errorf("evidence shows the token: %+v", e)
				}
			}
		})
	}
}

func (r *rig) checkWebRequest(t *testing.T, token string) {
	t.Helper()
	h := r.fake.last(t)
	if h.form.Get("WebIdentityToken") != token || h.form.Get("RoleArn") != webRole || h.form.Has("DurationSeconds") || h.header.Get("Authorization") != "" {
		t.Errorf("request %v %v", h.form, h.header)
	}
	if name := h.form.Get("RoleSessionName"); !strings.HasPrefix(name, "test-session-") {
		t.Errorf("session name %q", name)
	}
}

func TestWebIdentityOfAProfile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	path := r.write("token", "jwt-\xe9")
	r.config("[profile w]\nrole_arn = " + webRole + "\nweb_identity_token_file = " + path + "\nrole_session_name = mine\nregion = us-west-1\n")
	r.fake.says("AssumeRoleWithWebIdentity", reply{body: assumedWeb}, stsError(400, "InvalidIdentityToken", "bad token"))
	wantEnd(t, r.profile("w", (*walk).webIdentitySource), StateFound, CodeWebIdentityFound)
	if f := r.fake.last(t).form; f.Get("RoleSessionName") != "mine" || f.Get("WebIdentityToken") != "jwt-i" {
		t.Errorf("form %v", f)
	}
	v := r.profile("w", (*walk).webIdentitySource)
	wantEnd(t, v, StateErrored, CodeWebIdentityRefused)
	if v.reason.Data["awsCode"] != "InvalidIdentityToken" || v.reason.Data["roleArn"] != webRole || v.reason.Origin.Line != 2 {
		t.Errorf("%v %v", v.reason.Data, v.reason.Origin)
	}
	r.env[variableSessionName], r.shared = "of-the-variable", &session{}
	r.config("[profile w]\nrole_arn = " + webRole + "\nweb_identity_token_file = " + path + "\n")
	_ = r.profile("w", (*walk).webIdentitySource)
	if f := r.fake.last(t).form; f.Get("RoleSessionName") != "of-the-variable" {
		t.Errorf("form %v", f)
	}
}

func TestWebIdentityProviderTroubleIsRetried(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	delete(r.env, "AWS_MAX_ATTEMPTS")
	r.env[variableTokenFile], r.env[variableRoleArn] = r.write("token", "jwt"), webRole
	r.fake.says("AssumeRoleWithWebIdentity", stsError(400, "IDPCommunicationError", "later"), reply{body: assumedWeb})
	wantEnd(t, r.run(webIdentityStage), StateFound, CodeWebIdentityFound)
	if n := len(r.fake.ops()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

func TestOwnWebIdentityAssumer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.env[variableTokenFile], r.env[variableRoleArn] = r.write("token", "jwt"), webRole
	var got WebIdentityRequest
	fails := error(nil)
	r.opts.RoleAssumerWithWebIdentity = func(_ context.Context, q WebIdentityRequest) (Credentials, error) {
		got = q
		return baseKeys, fails
	}
	v := r.run(webIdentityStage)
	wantEnd(t, v, StateFound, CodeWebIdentityFound)
	if got.WebIdentityToken.Reveal() != "jwt" || got.RoleArn != webRole || got.Region != "eu-west-1" || got.Duration != 0 || v.creds != baseKeys {
		t.Errorf("request %+v", got)
	}
	fails = errors.New("boom")
	wantEnd(t, r.run(webIdentityStage), StateErrored, CodeWebIdentityRefused)
}

func TestTokenFileMayBeGoneForAMoment(t *testing.T) {
	t.Parallel()
	tries := 0
	data, err := awaitFile(t.Context(), func() ([]byte, error) {
		if tries++; tries < 3 {
			return nil, os.ErrNotExist
		}
		return []byte("jwt"), nil
	})
	if err != nil || string(data) != "jwt" || tries != 3 {
		t.Errorf("%q, %v after %d tries", data, err, tries)
	}
	for err, want := range map[error]int{os.ErrNotExist: goneTries + 1, os.ErrPermission: 1} {
		tries = 0
		_, got := awaitFile(t.Context(), func() ([]byte, error) { tries++; return nil, err })
		if !errors.Is(got, err) || tries != want {
			t.Errorf("%v after %d tries, want %v after %d", got, tries, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readTokenFile(ctx, "/nowhere/token"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
