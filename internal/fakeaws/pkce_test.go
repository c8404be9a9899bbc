package fakeaws_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ssooidc"

	"credence/internal/fakeaws"
)

func TestPKCE(t *testing.T) {
	t.Parallel()
	s := start(t)
	client := oidc(s.URL())
	reg := register(t, client, func(in *ssooidc.RegisterClientInput) {
		in.GrantTypes = []string{"authorization_code", "refresh_token"}
		in.RedirectUris = []string{"http://127.0.0.1/oauth/callback"}
		in.IssuerUrl = new(startURL)
	})
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636 appendix B
	const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	if sum := sha256.Sum256([]byte(verifier)); base64.RawURLEncoding.EncodeToString(sum[:]) != challenge {
		t.Fatal("the vector is mistyped")
	}
	redirect := "http://127.0.0.1:43210/oauth/callback"
	query := url.Values{
		"response_type": {"code"}, "client_id": {*reg.ClientId}, "redirect_uri": {redirect}, "state": {"xyz"},
		"code_challenge": {challenge}, "code_challenge_method": {"S256"}, "scopes": {"sso:account:access"},
	}
	address := s.URL() + "/authorize?" + query.Encode()
	if status, body, _ := send(t, "GET", address, nil, ""); status != 200 || !strings.Contains(body, "Allow") {
		t.Fatalf("%d %s", status, body)
	}
	decide := func(action string) url.Values {
		t.Helper()
		status, body, header := send(t, "POST", address, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, "action="+action)
		to, err := url.Parse(header.Get("Location"))
		if status != 302 || err != nil || to.Host != "127.0.0.1:43210" || to.Query().Get("state") != "xyz" {
			t.Fatalf("%d %q %s", status, header.Get("Location"), body)
		}
		return to.Query()
	}
	if got := decide("deny"); got.Get("error") != "access_denied" || got.Has("code") {
		t.Fatalf("denied: %v", got)
	}
	redeem := func(code, verifier, redirect string) (*ssooidc.CreateTokenOutput, error) {
		return client.CreateToken(t.Context(), &ssooidc.CreateTokenInput{
			ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, Code: &code, CodeVerifier: &verifier,
			RedirectUri: &redirect, GrantType: new("authorization_code"),
		})
	}
	_, err := redeem(decide("allow").Get("code"), "wrong", redirect)
	wantError(t, err, "InvalidGrantException", "")
	_, err = redeem(decide("allow").Get("code"), verifier, "http://127.0.0.1:1/oauth/callback")
	wantError(t, err, "InvalidGrantException", "")
	code := decide("allow").Get("code")
	out, err := redeem(code, verifier, redirect)
	must(t, err)
	if out.RefreshToken == nil || out.AccessToken == nil {
		t.Fatalf("%+v", out)
	}
	_, err = redeem(code, verifier, redirect)
	wantError(t, err, "InvalidGrantException", "")

	query.Set("redirect_uri", "http://evil.example/oauth/callback")
	if status, _, _ := send(t, "GET", s.URL()+"/authorize?"+query.Encode(), nil, ""); status != 400 {
		t.Fatalf("a foreign redirect answers %d", status)
	}
	query.Set("redirect_uri", redirect)
	s.Update(func(w *fakeaws.World) { w.SSO[0].AutoAuthorize = true })
	if status, _, _ := send(t, "GET", s.URL()+"/authorize?"+query.Encode(), nil, ""); status != 302 {
		t.Fatalf("automatic authorization answers %d", status)
	}
	query.Set("code_challenge_method", "plain")
	if status, _, _ := send(t, "GET", s.URL()+"/authorize?"+query.Encode(), nil, ""); status != 400 {
		t.Fatalf("a plain challenge answers %d", status)
	}
}
