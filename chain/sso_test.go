package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	ssoConfig = "[profile s]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = RO\n" +
		"[sso-session corp]\nsso_start_url = https://corp.test/start\nsso_region = eu-west-1\n"
	ssoLegacy = "[profile s]\nsso_start_url = https://d-123.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = RO\n"
	// The names of the cache files, computed with sha1sum.
	corpCache   = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
	legacyCache = ".aws/sso/cache/2b829a45f04c9828cb45b7d092d8e4aa30818393.json"
	portalKeys  = `{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"sso-secret","sessionToken":"sso-token","expiration":1893553445000}}`
)

// cacheText is a token file that ends after left; more are further members.
func (r *rig) cacheText(left time.Duration, more string) string {
	return fmt.Sprintf(`{"startUrl": "https://corp.test/start", "region": "eu-west-1", "accessToken": "tok", "expiresAt": "%s"%s}`,
		r.now.Add(left).UTC().Format(time.RFC3339), more)
}

const refreshMembers = `, "clientId": "cid", "clientSecret": "csec", "registrationExpiresAt": "2031-01-01T00:00:00Z", "refreshToken": "rt-1", "own": {"b": 1, "a": [2]}`

func (r *rig) sso() verdict { return r.profile("s", (*walk).ssoSource) }

func TestSSOCredentials(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ config, cache string }{
		"session": {ssoConfig, corpCache}, "legacy": {ssoLegacy, legacyCache},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(c.config)
			r.write(c.cache, r.cacheText(time.Hour, ""))
			r.fake.says("GetRoleCredentials", reply{body: portalKeys})
			v := r.sso()
			wantEnd(t, v, StateFound, CodeSSOFound)
			want := Credentials{
				AccessKeyID: "ASIASSO", SecretAccessKey: NewSecret("sso-secret"), SessionToken: NewSecret("sso-token"),
				Expiration: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC),
			}
			if v.creds != want || v.source != SourceSSO {
				t.Errorf("credentials %+v of %s", v.creds, v.source)
			}
			h := r.fake.last(t)
			if h.method != "GET" || h.uri != "/federation/credentials?account_id=111122223333&role_name=RO" ||
				h.header.Get("x-amz-sso_bearer_token") != "tok" || h.header.Get("Authorization") != "" {
				t.Errorf("request %s %s %v", h.method, h.uri, h.header)
			}
			steps := r.trace.Stages[0].Steps
			if len(steps) != 2 || steps[0].Kind != StepToken || steps[1].Kind != StepCredentials {
				t.Errorf("steps %v", steps)
			}
			if e := steps[0].Evidence; len(e) != 1 || e[0].Path != r.path(c.cache) || e[0].Kind != EvidenceCache || e[0].Expires.IsZero() {
				t.Errorf("evidence %+v", e)
			}
			r.rules.ssoGivesAccount = true
			if v := r.sso(); v.creds.AccountID != "111122223333" {
				t.Errorf("account %q", v.creds.AccountID)
			}
		})
	}
}

func TestSSOSettings(t *testing.T) {
	t.Parallel()
	const session = "[sso-session corp]\nsso_start_url = https://corp.test/start\nsso_region = eu-west-1\n"
	for name, c := range map[string]struct {
		config string
		code   Code
		line   int
		data   Data
		says   []string
	}{
		"no such session": {
			"[profile s]\nsso_session = corpp\nsso_account_id = 1\nsso_role_name = R\n" + session, CodeSSOSessionMissing, 2,
			Data{"session": "corpp", "sessions": "corp"}, nil,
		},
		"no role":    {"[profile s]\nsso_session = corp\nsso_account_id = 1\n" + session, CodeSSOIncomplete, 2, Data{"missing": "sso_role_name"}, nil},
		"no account": {"[profile s]\nsso_session = corp\nsso_role_name = 1\n" + session, CodeSSOIncomplete, 2, Data{"missing": "sso_account_id"}, nil},
		"session without region": {
			"[profile s]\nsso_session = corp\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n[sso-session corp]\nsso_start_url = https://x\n",
			CodeSSOIncomplete, 6, Data{"session": "corp", "missing": "sso_region", "inSession": "true"}, []string{FindingSSOConflict},
		},
		"legacy without start url": {"[profile s]\nsso_region = eu-west-1\nsso_role_name = R\n", CodeSSOIncomplete, 2, Data{"missing": "sso_start_url, sso_account_id"}, nil},
		"they disagree": {
			"[profile s]\nsso_session = corp\nsso_start_url = https://OTHER.test/start\nsso_account_id = 1\nsso_role_name = R\n" + session,
			CodeSSOTokenMissing, 2, Data{"startUrl": "https://corp.test/start"}, []string{FindingSSOConflict},
		},
		"they agree": {
			"[profile s]\nsso_session = corp\nsso_start_url = https://corp.test/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n" + session,
			CodeSSOTokenMissing, 2, nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(c.config)
			v := r.sso()
			wantEnd(t, v, StateErrored, c.code)
			if o := v.reason.Origin; o == nil || o.Line != c.line {
				t.Errorf("origin %+v, want line %d", o, c.line)
			}
			for key, want := range c.data {
				if v.reason.Data[key] != want {
					t.Errorf("%s = %q, want %q", key, v.reason.Data[key], want)
				}
			}
			if !slices.Equal(r.findings(), c.says) {
				t.Errorf("findings %v", r.findings())
			}
		})
	}
}

func TestSSOTokenStates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		legacy    bool
		text      string // of the cache; "" for none
		left      time.Duration
		more      string
		strict    bool
		code      Code
		wouldCode Code // in explain mode
	}{
		"absent":                 {text: "", code: CodeSSOTokenMissing},
		"half a file":            {text: "{", code: CodeSSOTokenCorrupt},
		"no object":              {text: "[]", code: CodeSSOTokenCorrupt},
		"two objects":            {text: `{"accessToken":"t"}{}`, code: CodeSSOTokenCorrupt},
		"no token":               {text: `{"expiresAt":"2099-01-01T00:00:00Z"}`, code: CodeSSOTokenCorrupt},
		"a registration":         {text: `{"clientId":"c","clientSecret":"s","expiresAt":"2099-01-01T00:00:00Z"}`, code: CodeSSOTokenCorrupt},
		"session without an end": {text: `{"accessToken":"t"}`, code: CodeSSOTokenCorrupt},
		"unreadable end":         {text: `{"accessToken":"t","expiresAt":"soon"}`, code: CodeSSOTokenCorrupt},
		"live":                   {left: time.Hour, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
		"old zone":               {text: `{"accessToken":"t","expiresAt":"2099-01-01T00:00:00UTC"}`, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
		"just above the window":  {left: refreshWindow + time.Second, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
		"past, no refresh":       {left: -time.Hour, code: CodeSSOTokenExpired},
		"near, no refresh":       {left: refreshWindow, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
		"near, no refresh, Node": {left: refreshWindow, strict: true, code: CodeSSOTokenNoRefresh},
		"near, no secret":        {left: time.Minute, more: `, "clientId": "c", "refreshToken": "r"`, strict: true, code: CodeSSOTokenNoRefresh},
		"near, refreshed":        {left: time.Minute, more: refreshMembers, code: CodeSSOFound, wouldCode: CodeSSOWouldRefresh},
		"past, refreshed":        {left: -time.Hour, more: refreshMembers, code: CodeSSOFound, wouldCode: CodeSSOWouldRefresh},
		"legacy, past":           {legacy: true, left: 0, more: refreshMembers, code: CodeSSOTokenExpired},
		"legacy, near":           {legacy: true, left: time.Second, more: refreshMembers, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
		"legacy without an end":  {legacy: true, text: `{"accessToken":"t"}`, code: CodeSSOFound, wouldCode: CodeSSOWouldCall},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.rules.refreshNeedsNoneAlive = c.strict
			config, cache := ssoConfig, corpCache
			if c.legacy {
				config, cache = ssoLegacy, legacyCache
			}
			r.config(config)
			if c.text == "" && c.left == 0 && c.more == "" {
				_ = os.MkdirAll(r.path(".aws/sso/cache"), 0o700)
			} else if c.text != "" {
				r.write(cache, c.text)
			} else {
				r.write(cache, r.cacheText(c.left, c.more))
			}
			r.fake.says("GetRoleCredentials", reply{body: portalKeys})
			r.fake.says("CreateToken", reply{body: `{"accessToken":"tok-2","expiresIn":3600,"refreshToken":"rt-2"}`})

			r.opts.Mode = ModeExplain
			before := r.tree()
			v := r.sso()
			if c.wouldCode != "" {
				wantEnd(t, v, StateWouldUse, c.wouldCode)
			} else {
				wantEnd(t, v, StateErrored, c.code)
			}
			if ops := r.fake.ops(); len(ops) > 0 {
				t.Errorf("explaining sent %v", ops)
			}
			if after := r.tree(); !slices.Equal(before, after) {
				t.Errorf("explaining wrote: %v, %v", before, after)
			}

			r.opts.Mode = ModeResolve
			v = r.sso()
			state := StateErrored
			if c.code == CodeSSOFound {
				state = StateFound
			}
			wantEnd(t, v, state, c.code)
		})
	}
}

// tree lists all files of the home folder with their content.
func (r *rig) tree() []string {
	var all []string
	_ = filepath.WalkDir(r.home, func(path string, d os.DirEntry, _ error) error {
		if !d.IsDir() {
			path += "=" + r.read(path)
		}
		all = append(all, path)
		return nil
	})
	return all
}

func TestSSOTokenUnreadable(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	if err := os.MkdirAll(r.path(corpCache), 0o700); err != nil {
		t.Fatal(err)
	}
	wantEnd(t, r.sso(), StateErrored, CodeSSOTokenUnreadable)
}

func TestTornTokenIsReadAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config(ssoConfig)
	path := r.write(corpCache, `{"accessTok`)
	tries := 0
	info, err := readCache(t.Context(), path, func(data []byte) error {
		if tries++; tries == 2 {
			r.write(corpCache, r.cacheText(time.Hour, ""))
		}
		_, err := parseSSOCache(data)
		return err
	})
	if err != nil || info == nil || tries != 3 {
		t.Errorf("%v after %d tries", err, tries)
	}
	tries = 0
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readCache(ctx, path, func([]byte) error { tries++; return errNotObject }); err == nil || tries != 1 {
		t.Errorf("%v after %d tries", err, tries)
	}
}

func TestPortalRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		say  reply
		code Code
	}{
		"revoked":      {jsonError(401, "UnauthorizedException", `{"message":"Session token not found or invalid"}`), CodeSSORevoked},
		"denied":       {jsonError(403, "ForbiddenException", `{"message":"No access"}`), CodeSSODenied},
		"unknown role": {jsonError(404, "ResourceNotFoundException", `{"message":"x"}`), CodeSSODenied},
		"bad request":  {jsonError(400, "InvalidRequestException", `{"message":"x"}`), CodeSSOPortalFailed},
		"trouble":      {jsonError(500, "InternalServerException", `{"message":"x"}`), CodeSSOPortalFailed},
		"no secret":    {reply{body: strings.Replace(portalKeys, "sso-secret", "", 1)}, CodeSSOAnswerIncomplete},
		"no end":       {reply{body: strings.Replace(portalKeys, "1893553445000", "0", 1)}, CodeSSOAnswerIncomplete},
		"empty":        {reply{body: `{}`}, CodeSSOAnswerIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(ssoConfig)
			r.write(corpCache, r.cacheText(time.Hour, ""))
			r.fake.says("GetRoleCredentials", c.say)
			v := r.sso()
			wantEnd(t, v, StateErrored, c.code)
			if v.reason.Data["account"] != "111122223333" || v.reason.Data["role"] != "RO" {
				t.Errorf("data %v", v.reason.Data)
			}
		})
	}
}

func TestSSOStage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config string
		state  State
		code   Code
		says   []string
	}{
		"no profile":    {"", StateSkipped, CodeSSONoSettings, nil},
		"no settings":   {"[profile s]\nregion = x\n", StateSkipped, CodeSSONoSettings, nil},
		"role wins":     {ssoConfig + "[profile s]\nrole_arn = a\nsource_profile = b\n", StateSkipped, CodeSSORoleWins, nil},
		"both sources":  {ssoConfig + "[profile s]\nrole_arn = a\nsource_profile = b\ncredential_source = Environment\n", StateErrored, CodeSSOTokenMissing, []string{FindingRoleSettingIgnored}},
		"session alone": {"[profile s]\nsso_session = corp\n", StateSkipped, CodeSSOSessionOnly, []string{FindingSSOSessionOnly}},
		"half":          {"[profile s]\nsso_session = corp\nsso_account_id = 1\n[sso-session corp]\nsso_start_url=x\nsso_region=y\n", StateErrored, CodeSSOIncomplete, nil},
		"settings":      {ssoConfig, StateErrored, CodeSSOTokenMissing, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(c.config)
			r.opts.Profile = new("s")
			wantEnd(t, r.run(ssoStage), c.state, c.code)
			for _, code := range c.says {
				if !slices.Contains(r.findings(), code) {
					t.Errorf("findings %v, want %s", r.findings(), code)
				}
			}
		})
	}
	r := newRig(t)
	wantEnd(t, r.run(ssoOptionsStage), StateSkipped, CodeSSONoOptions)
}

func TestOptionPathsAndSSO(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.opts.ConfigFilepath = new(r.write("cfg2", ssoConfig))
	r.write(corpCache, r.cacheText(time.Hour, ""))
	r.fake.says("GetRoleCredentials", reply{body: portalKeys})
	wantEnd(t, r.sso(), StateFound, CodeSSOFound)
	r.rules.optionPathsReachSSO = false
	v := r.sso()
	wantEnd(t, v, StateSkipped, CodeProfileMissing)
	if !v.failed || v.reason.Data["config"] != r.path(".aws/config") {
		t.Errorf("%+v", v)
	}
	r.config("[profile s]\nregion = x\n")
	wantEnd(t, r.sso(), StateSkipped, CodeSSONoSettings)
	r.config(ssoConfig)
	wantEnd(t, r.sso(), StateFound, CodeSSOFound)
}

func FuzzSSOCache(f *testing.F) {
	f.Add(`{"accessToken":"t","expiresAt":"2030-01-01T00:00:00Z","x":[1,{"y":null}],"refreshToken":"r"}`)
	f.Add(`{"accessToken":"a","accessToken":"b"}`)
	f.Add(`{"accessToken":1,"expiresAt":{}}`)
	f.Add(`{"` + "\xff" + `":"\ud800"}`)
	f.Add("")
	f.Add("{}{}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseSSOCache([]byte(text))
		if err != nil {
			return
		}
		if !json.Valid([]byte(text)) {
			t.Fatalf("%q is taken for JSON", text)
		}
		end := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
		n, err := parseSSOCache(c.renewedText("access", "refresh", end))
		if err != nil || n.accessToken.Reveal() != "access" || n.refreshToken.Reveal() != "refresh" || !n.expiresAt.Equal(end) {
			t.Fatalf("%q: renewed to %+v, %v", text, n, err)
		}
		if n.clientID != c.clientID || n.clientSecret != c.clientSecret {
			t.Errorf("%q: other members changed", text)
		}
		for _, m := range c.object.members {
			if n.object.at(m.name) < 0 {
				t.Errorf("%q: %q is lost", text, m.name)
			}
		}
	})
}

func (c ssoCache) renewedText(access, refresh string, end time.Time) []byte {
	n := c.renewed(access, refresh, end, true)
	return n.object.encode()
}
