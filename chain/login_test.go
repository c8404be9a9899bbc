package chain

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	loginConfig = "[profile l]\nlogin_session = arn:aws:sts::012345678910:assumed-role/Admin/admin\nregion = us-east-2\n"
	// The name of the cache file, from the vector that the SDKs share.
	loginCacheFile = ".aws/login/cache/4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json"
	loginAnswer    = `{"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"new-secret","sessionToken":"new-token"},"expiresIn":600,"refreshToken":"lr-2","tokenType":"aws_sigv4"}`
)

// newLoginKey makes a session key and its text in a JSON string.
func newLoginKey(t *testing.T) (*ecdsa.PrivateKey, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})))
	return key, string(text)
}

func (r *rig) loginText(left time.Duration, key string) string {
	return fmt.Sprintf(`{"accessToken": {"accessKeyId": "ASIAOLD", "secretAccessKey": "old-secret", "sessionToken": "old-token", "accountId": "012345678910", `+
		`"expiresAt": %q, "extra": 1}, "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "lr-1", `+
		`"idToken": "id", "dpopKey": %s, "unknown": [true]}`, r.now.Add(left).UTC().Format(time.RFC3339), key)
}

func (r *rig) login() verdict { return r.profile("l", (*walk).loginSource) }

func TestLoginStates(t *testing.T) {
	t.Parallel()
	_, key := newLoginKey(t)
	for name, c := range map[string]struct {
		text  func(*rig) string
		state State
		code  Code
		data  Data
	}{
		"live":      {func(r *rig) string { return r.loginText(time.Hour, key) }, StateFound, CodeLoginFound, nil},
		"due":       {func(r *rig) string { return r.loginText(refreshWindow, key) }, StateFound, CodeLoginRefreshed, nil},
		"past":      {func(r *rig) string { return r.loginText(-time.Hour, key) }, StateFound, CodeLoginRefreshed, nil},
		"absent":    {nil, StateErrored, CodeLoginMissing, nil},
		"half":      {func(*rig) string { return `{"accessToken": {` }, StateErrored, CodeLoginCorrupt, nil},
		"empty":     {func(*rig) string { return `{}` }, StateErrored, CodeLoginCorrupt, Data{"missing": "accessToken, accessToken.accountId, accessToken.expiresAt, clientId, refreshToken, dpopKey"}},
		"no token":  {func(r *rig) string { return strings.Replace(r.loginText(time.Hour, key), "refreshToken", "x", 1) }, StateErrored, CodeLoginCorrupt, Data{"missing": "refreshToken"}},
		"no key":    {func(r *rig) string { return r.loginText(time.Hour, `""`) }, StateErrored, CodeLoginCorrupt, Data{"missing": "dpopKey"}},
		"no end":    {func(r *rig) string { return strings.Replace(r.loginText(time.Hour, key), "expiresAt", "x", 1) }, StateErrored, CodeLoginCorrupt, Data{"missing": "accessToken.expiresAt"}},
		"not a key": {func(r *rig) string { return r.loginText(-time.Hour, `"none"`) }, StateSkipped, CodeLoginRefreshFailed, Data{"message": errLoginKey.Error()}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(loginConfig)
			_ = os.MkdirAll(r.path(".aws/login/cache"), 0o700)
			if c.text != nil {
				r.write(loginCacheFile, c.text(r))
			}
			r.fake.says("CreateOAuth2Token", reply{body: loginAnswer})

			r.opts.Mode = ModeExplain
			before := r.tree()
			v := r.login()
			switch c.code {
			case CodeLoginRefreshed, CodeLoginRefreshFailed:
				wantEnd(t, v, StateWouldUse, CodeLoginWouldRefresh)
			default:
				wantEnd(t, v, c.state, c.code)
			}
			if len(r.fake.ops()) > 0 || !slices.Equal(before, r.tree()) {
				t.Errorf("explaining sent %v or wrote", r.fake.ops())
			}

			r.opts.Mode = ModeResolve
			v = r.login()
			wantEnd(t, v, c.state, c.code)
			for name, want := range c.data {
				if !strings.Contains(v.reason.Data[name], want) {
					t.Errorf("%s = %q, want %q", name, v.reason.Data[name], want)
				}
			}
			if c.code == CodeLoginFound {
				want := Credentials{
					AccessKeyID: "ASIAOLD", SecretAccessKey: NewSecret("old-secret"), SessionToken: NewSecret("old-token"),
					AccountID: "012345678910", Expiration: r.now.Add(time.Hour).UTC(),
				}
				if v.creds != want {
					t.Errorf("credentials %+v", v.creds)
				}
			}
		})
	}
}

func TestLoginRefresh(t *testing.T) {
	t.Parallel()
	key, text := newLoginKey(t)
	r := newRig(t)
	r.config(loginConfig)
	path := r.write(loginCacheFile, r.loginText(-time.Minute, text))
	r.fake.says("CreateOAuth2Token", reply{body: loginAnswer})
	v := r.login()
	wantEnd(t, v, StateFound, CodeLoginRefreshed)
	if v.creds.AccessKeyID != "ASIANEW" || v.creds.AccountID != "012345678910" || !v.creds.Expiration.Equal(r.now.Add(10*time.Minute)) {
		t.Errorf("credentials %+v", v.creds)
	}
	h := r.fake.last(t)
	var sent map[string]any
	if err := json.Unmarshal([]byte(h.body), &sent); err != nil || h.method != "POST" || h.uri != "/v1/token" {
		t.Fatalf("request %+v", h)
	}
	if want := map[string]any{"clientId": "arn:aws:signin:::devtools/same-device", "grantType": "refresh_token", "refreshToken": "lr-1"}; fmt.Sprint(sent) != fmt.Sprint(want) {
		t.Errorf("sent %v", sent)
	}
	checkProof(t, h.header.Get("DPoP"), &key.PublicKey, r.fake.URL+"/v1/token", r.now)
	want := fmt.Sprintf(`{"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "new-secret", "sessionToken": "new-token", "accountId": "012345678910", `+
		`"expiresAt": %q, "extra": 1}, "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "lr-2", `+
		`"idToken": "id", "dpopKey": %s, "unknown": [true]}`, r.now.Add(10*time.Minute).UTC().Format(time.RFC3339), text)
	if got := r.read(path); got != want {
		t.Errorf("the file holds\n%s\nwant\n%s", got, want)
	}
	r.checkOwnerOnly(t, path)
}

// checkProof verifies a DPoP proof with nothing of the code that made it.
func checkProof(t *testing.T, proof string, key *ecdsa.PublicKey, url string, now time.Time) {
	t.Helper()
	parts := strings.Split(proof, ".")
	if len(parts) != 3 {
		t.Fatalf("proof %q", proof)
	}
	var raw [3][]byte
	for i, part := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.DecodeString(part); err != nil {
			t.Fatal(err)
		}
	}
	var header struct {
		Typ, Alg string
		Jwk      struct{ Kty, Crv, X, Y string }
	}
	var claims struct {
		Jti, Htm, Htu string
		Iat           int64
	}
	if json.Unmarshal(raw[0], &header) != nil || json.Unmarshal(raw[1], &claims) != nil {
		t.Fatalf("proof %s %s", raw[0], raw[1])
	}
	if header.Typ != "dpop+jwt" || header.Alg != "ES256" || header.Jwk.Kty != "EC" || header.Jwk.Crv != "P-256" {
		t.Errorf("header %s", raw[0])
	}
	if claims.Jti == "" || claims.Htm != "POST" || claims.Htu != url || claims.Iat != now.Unix() {
		t.Errorf("claims %s", raw[1])
	}
	point, _ := key.Bytes()
	x, _ := base64.RawURLEncoding.DecodeString(header.Jwk.X)
	y, _ := base64.RawURLEncoding.DecodeString(header.Jwk.Y)
	if !slices.Equal(point[1:33], x) || !slices.Equal(point[33:], y) {
		t.Errorf("the key in the header is another: %s", raw[0])
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if len(raw[2]) != 64 || !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(raw[2][:32]), new(big.Int).SetBytes(raw[2][32:])) {
		t.Error("the signature is wrong")
	}
}

func TestLoginRefreshFails(t *testing.T) {
	t.Parallel()
	_, key := newLoginKey(t)
	denied := func(what string) reply {
		return jsonError(400, "AccessDeniedException", fmt.Sprintf(`{"error":%q,"message":"m"}`, what))
	}
	for name, c := range map[string]struct {
		say   reply
		code  Code // where it stops the chain
		alive Code // where the old session still lives
	}{
		"expired":      {denied("TOKEN_EXPIRED"), CodeLoginExpired, CodeLoginExpired},
		"password":     {denied("USER_CREDENTIALS_CHANGED"), CodeLoginUserChanged, CodeLoginUserChanged},
		"permission":   {denied("INSUFFICIENT_PERMISSIONS"), CodeLoginNoPermission, CodeLoginNoPermission},
		"other denial": {denied("AUTHCODE_EXPIRED"), CodeLoginRefused, CodeLoginRefused},
		"trouble":      {jsonError(500, "InternalServerException", `{"error":"server_error","message":"boom"}`), CodeLoginRefreshFailed, CodeLoginFound},
		"junk":         {reply{body: "<html>"}, CodeLoginRefreshFailed, CodeLoginFound},
		"incomplete":   {reply{body: strings.Replace(loginAnswer, "lr-2", "", 1)}, CodeLoginRefreshFailed, CodeLoginFound},
		"no keys":      {reply{body: `{"refreshToken":"lr-2"}`}, CodeLoginRefreshFailed, CodeLoginFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(loginConfig)
			r.fake.says("CreateOAuth2Token", c.say)
			old := r.loginText(-time.Minute, key)
			path := r.write(loginCacheFile, old)
			v := r.login()
			state := StateErrored
			if c.code == CodeLoginRefreshFailed {
				state = StateSkipped // a failure that the chain goes on after, as in Node
			}
			wantEnd(t, v, state, c.code)
			if v.failed != (state == StateSkipped) || v.reason.Origin == nil {
				t.Errorf("%+v", v)
			}
			if r.read(path) != old {
				t.Error("the file changed")
			}
			r.write(loginCacheFile, r.loginText(time.Minute, key))
			v = r.login()
			if c.alive != CodeLoginFound {
				wantEnd(t, v, StateErrored, c.alive)
				return
			}
			wantEnd(t, v, StateFound, CodeLoginFound)
			if v.creds.AccessKeyID != "ASIAOLD" || !slices.Contains(r.findings(), FindingLoginRefreshFailed) {
				t.Errorf("%+v, findings %v", v.creds, r.findings())
			}
		})
	}
}

func TestLoginElsewhere(t *testing.T) {
	t.Parallel()
	_, key := newLoginKey(t)
	r := newRig(t)
	r.config(loginConfig)
	r.env["AWS_LOGIN_CACHE_DIRECTORY"] = r.path("elsewhere")
	r.write(strings.Replace(loginCacheFile, ".aws/login/cache", "elsewhere", 1), r.loginText(time.Hour, key))
	wantEnd(t, r.login(), StateFound, CodeLoginFound)
}

func TestLoginRegion(t *testing.T) {
	t.Parallel()
	_, key := newLoginKey(t)
	for want, more := range map[string]string{
		"https://us-east-2.signin.aws.amazon.com/v1/token":  `"unknown"`,
		"https://eu-south-1.signin.aws.amazon.com/v1/token": `"signInRegion": "eu-south-1", "unknown"`,
		"https://cn-north-1.signin.amazonaws.cn/v1/token":   `"signInRegion": "cn-north-1", "unknown"`,
	} {
		r := newRig(t)
		r.config(loginConfig)
		delete(r.env, "AWS_ENDPOINT_URL")
		sends := &capture{}
		r.opts.HTTP = sends
		r.write(loginCacheFile, strings.Replace(r.loginText(-time.Hour, key), `"unknown"`, more, 1))
		_ = r.login()
		if !slices.Equal(sends.urls, []string{want}) {
			t.Errorf("sent to %v, want %s", sends.urls, want)
		}
	}
}

func TestManyWalksRenewLoginOnce(t *testing.T) {
	t.Parallel()
	_, key := newLoginKey(t)
	r := newRig(t)
	r.config(loginConfig)
	r.write(loginCacheFile, r.loginText(-time.Hour, key))
	r.fake.says("CreateOAuth2Token", reply{body: loginAnswer}, jsonError(400, "AccessDeniedException", `{"error":"TOKEN_EXPIRED"}`))
	var all sync.WaitGroup
	for range 10 {
		one := *r
		one.shared = &session{} // as in a process of its own
		all.Go(func() {
			if v := one.login(); v.creds.AccessKeyID != "ASIANEW" {
				t.Errorf("%s %v", v.reason.Code, v.reason.Data)
			}
		})
	}
	all.Wait()
	if n := len(r.fake.ops()); n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

func FuzzLoginCache(f *testing.F) {
	f.Add(`{"accessToken":{"accessKeyId":"a","secretAccessKey":"b","sessionToken":"c","accountId":"1","expiresAt":"2030-01-01T00:00:00Z"},"clientId":"c","refreshToken":"r","dpopKey":"k","idToken":"i"}`)
	f.Add(`{"accessToken":[],"clientId":null}`)
	f.Add(`{"accessToken":{"accessKeyId":"a","accessKeyId":{}}}`)
	f.Add("{")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseLoginCache([]byte(text))
		if err != nil || c.missing != "" {
			return
		}
		if !c.keys.Complete() || !c.keys.HasSessionToken() || c.keys.AccountID == "" || c.clientID == "" || c.refreshToken.IsEmpty() {
			t.Fatalf("%q is taken for a session", text)
		}
		n, err := parseLoginCache(c.object.encode())
		if err != nil || n.keys != c.keys || n.missing != "" || n.dpopKey != c.dpopKey {
			t.Errorf("%q does not survive its rewriting: %v", text, err)
		}
	})
}
