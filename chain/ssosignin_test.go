package chain

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// person is a SignIn hook that writes a token, or not.
type person struct {
	asked []SignInRequest
	err   error
	sign  func()
}

func (p *person) signIn(_ context.Context, r SignInRequest) error {
	p.asked = append(p.asked, r)
	if p.err == nil && p.sign != nil {
		p.sign()
	}
	return p.err
}

// TestSignInInTheMiddle: a walk that needs a sign-in asks for it once, and goes on.
func TestSignInInTheMiddle(t *testing.T) {
	t.Parallel()
	const grant = `{"error":"invalid_grant"}`
	unauthorized := jsonError(401, "UnauthorizedException", `{"message":"Session token not found or invalid"}`)
	for name, c := range map[string]struct {
		file   string // of the token; "" for none
		portal []reply
		oidc   []reply
		err    error
		end    State
		code   Code
		asked  Code // why; "" for not at all
		force  bool
	}{
		"never signed in": {portal: []reply{{body: portalKeys}}, end: StateFound, code: CodeSSOFound, asked: CodeSSOTokenMissing},
		"expired":         {file: "over", portal: []reply{{body: portalKeys}}, end: StateFound, code: CodeSSOFound, asked: CodeSSOTokenExpired},
		"corrupt":         {file: "{", portal: []reply{{body: portalKeys}}, end: StateFound, code: CodeSSOFound, asked: CodeSSOTokenCorrupt},
		"refresh refused": {
			file: "due", oidc: []reply{jsonError(400, "InvalidGrantException", grant)}, portal: []reply{{body: portalKeys}},
			end: StateFound, code: CodeSSOFound, asked: CodeSSORefreshRefused,
		},
		"revoked":        {file: "good", portal: []reply{unauthorized, {body: portalKeys}}, end: StateFound, code: CodeSSOFound, asked: CodeSSORevoked, force: true},
		"revoked again":  {file: "good", portal: []reply{unauthorized, unauthorized}, end: StateErrored, code: CodeSSORevoked, asked: CodeSSORevoked, force: true},
		"good":           {file: "good", portal: []reply{{body: portalKeys}}, end: StateFound, code: CodeSSOFound},
		"no network":     {file: "due", oidc: []reply{jsonError(500, "InternalServerException", `{}`)}, end: StateErrored, code: CodeSSORefreshFailed},
		"role forbidden": {file: "good", portal: []reply{jsonError(403, "ForbiddenException", `{"message":"No access"}`)}, end: StateErrored, code: CodeSSODenied},
		"declined":       {err: ErrSignInDeclined, end: StateErrored, code: CodeSSOTokenMissing, asked: CodeSSOTokenMissing},
		"left": {
			err: &Error{Reason: Reason{Code: CodeSignInDeclined}}, end: StateErrored, code: CodeSignInDeclined, asked: CodeSSOTokenMissing,
		},
		"denied on the page": {
			err: &Error{Reason: Reason{Code: CodeSignInDenied}}, end: StateErrored, code: CodeSignInDenied, asked: CodeSSOTokenMissing,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.rules.ownSessions = true
			r.config(ssoConfig)
			text := map[string]string{"over": r.cacheText(-time.Hour, ""), "due": r.cacheText(-time.Hour, refreshMembers), "good": r.cacheText(time.Hour, "")}[c.file]
			if text == "" {
				text = c.file
			}
			if text != "" {
				r.write(corpCache, text)
			}
			r.fake.says("GetRoleCredentials", c.portal...)
			r.fake.says("CreateToken", c.oidc...)
			p := &person{err: c.err, sign: func() { r.write(corpCache, strings.Replace(r.cacheText(time.Hour, ""), `"tok"`, `"new"`, 1)) }}
			r.opts.SignIn = p.signIn
			wantEnd(t, r.sso(), c.end, c.code)
			if c.asked == "" {
				if len(p.asked) > 0 {
					t.Errorf("asked %+v", p.asked)
				}
				return
			}
			if len(p.asked) != 1 || p.asked[0].Reason.Code != c.asked || p.asked[0].Force != c.force || p.asked[0].Target.Session != "corp" || p.asked[0].Target.Profile != "s" {
				t.Errorf("asked %+v", p.asked)
			}
			if c.end == StateFound && r.fake.last(t).header.Get("x-amz-sso_bearer_token") != "new" {
				t.Error("the token is the old one")
			}
			var ended []string
			for _, s := range r.trace.Stages[0].Steps {
				if s.Kind == StepSignIn {
					ended = append(ended, string(s.State)+" "+string(s.Reason.Code))
				}
			}
			want := "found sso.signed-in"
			switch {
			case errors.Is(c.err, ErrSignInDeclined):
				want = "skipped signin.declined"
			case c.err != nil:
				want = "errored " + string(c.code)
			}
			if !slices.Equal(ended, []string{want}) {
				t.Errorf("steps %v, want %s", ended, want)
			}
		})
	}
}

// TestNobodyIsAsked: explaining asks nothing, and other orders are other programs'.
func TestNobodyIsAsked(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*rig){
		"explain": func(r *rig) { r.opts.Mode = ModeExplain },
		"as node": func(r *rig) { r.rules.ownSessions = false },
	} {
		r := newRig(t)
		r.rules.ownSessions = true
		change(r)
		r.config(ssoConfig)
		p := &person{}
		r.opts.SignIn = p.signIn
		wantEnd(t, r.sso(), StateErrored, CodeSSOTokenMissing)
		if len(p.asked) > 0 {
			t.Errorf("%s: asked", name)
		}
	}
}

const targetConfig = `[profile s]
sso_session = corp
sso_account_id = 1
sso_role_name = R
[profile token-only]
sso_session = corp
[profile role]
role_arn = arn:aws:iam::1:role/x
source_profile = hop
[profile hop]
role_arn = arn:aws:iam::1:role/y
source_profile = s
[profile loop]
role_arn = arn:aws:iam::1:role/y
source_profile = loop2
[profile loop2]
role_arn = arn:aws:iam::1:role/y
source_profile = loop
[profile old]
sso_start_url = https://old.test/start
sso_region = us-east-1
sso_account_id = 1
sso_role_name = R
[profile old-too]
sso_start_url = https://old.test/start
sso_region = us-east-1
[profile corp]
sso_session = other
[profile lost]
sso_session = crop
[profile half]
sso_start_url = https://half.test/start
[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = s
[sso-session corp]
sso_start_url = https://corp.test/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access , other,
[sso-session other]
sso_start_url = https://other.test/start
sso_region = eu-west-1
[sso-session empty]
sso_region = eu-west-1
`

func (r *rig) desk() *SSO {
	r.t.Helper()
	w := r.newWalk()
	o := w.opts
	o.Dialect = nil
	desk, err := NewSSO(o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(desk.Close)
	return desk
}

func TestSSOTargets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(targetConfig)
	for name, want := range map[string]struct {
		target, profile string
		code            Code
	}{
		"s": {"corp", "s", ""}, "token-only": {"corp", "token-only", ""}, "role": {"corp", "s", ""}, "corp": {"corp", "", ""},
		"old": {"https://old.test/start", "old", ""}, "other": {"other", "", ""},
		"lost": {code: CodeSSOSessionMissing}, "half": {code: CodeSSOIncomplete}, "empty": {code: CodeSSOIncomplete},
		"keys": {code: CodeSSONoTarget}, "loop": {code: CodeSSONoTarget}, "crp": {code: CodeSSONoTarget}, "": {code: CodeSSONoTarget},
	} {
		got, err := r.desk().Target(name)
		if CodeOf(err) != want.code {
			t.Errorf("%q: %v, want %s", name, err, want.code)
			continue
		}
		if err == nil && (got.Name() != want.target || got.Profile != want.profile || got.Region == "") {
			t.Errorf("%q: %+v", name, got)
		}
	}
	var names []string
	for _, target := range r.desk().Targets() {
		names = append(names, target.Name())
	}
	if !slices.Equal(names, []string{"corp", "other", "https://old.test/start"}) {
		t.Errorf("targets %v", names)
	}
	corp, err := r.desk().Target("corp")
	if err != nil || !slices.Equal(corp.Scopes, []string{"sso:account:access", "other"}) {
		t.Errorf("%+v %v", corp, err)
	}
	used := r.desk().UsedBy(corp)
	slices.Sort(used)
	if !slices.Equal(used, []string{"hop", "role", "s", "token-only"}) {
		t.Errorf("used by %v", used)
	}
}
