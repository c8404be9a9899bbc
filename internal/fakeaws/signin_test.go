package fakeaws_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/signin/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"credence/internal/fakeaws"
)

// proof makes a DPoP proof independently of the server's own code.
func proof(t *testing.T, key *ecdsa.PrivateKey, head, claims map[string]any) string {
	t.Helper()
	enc := base64.RawURLEncoding.EncodeToString
	x, y := key.X.FillBytes(make([]byte, 32)), key.Y.FillBytes(make([]byte, 32)) //nolint:staticcheck // the coordinates are what a JWK holds
	full := map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": enc(x), "y": enc(y)}}
	for k, v := range head {
		full[k] = v
	}
	h, err := json.Marshal(full)
	must(t, err)
	p, err := json.Marshal(claims)
	must(t, err)
	signed := enc(h) + "." + enc(p)
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	must(t, err)
	return signed + "." + enc(append(fill(r), fill(s)...))
}

func fill(n *big.Int) []byte { return n.FillBytes(make([]byte, 32)) }

func loginKey(t *testing.T, l fakeaws.Login) *ecdsa.PrivateKey {
	t.Helper()
	block, _ := pem.Decode([]byte(l.DPoPKey))
	if block == nil || block.Type != "EC PRIVATE KEY" {
		t.Fatalf("no SEC 1 key in %q", l.DPoPKey)
	}
	key, err := x509.ParseECPrivateKey(block.Bytes)
	must(t, err)
	return key
}

func refreshLogin(s *fakeaws.Server, l fakeaws.Login, token, dpop string) (*signin.CreateOAuth2TokenOutput, error) {
	client := signin.New(signin.Options{Region: "eu-west-1", BaseEndpoint: new(s.URL()), Retryer: aws.NopRetryer{}})
	return client.CreateOAuth2Token(context.Background(), &signin.CreateOAuth2TokenInput{TokenInput: &types.CreateOAuth2TokenRequestBody{
		ClientId: &l.ClientID, GrantType: new("refresh_token"), RefreshToken: &token,
	}}, func(o *signin.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Build.Add(middleware.BuildMiddlewareFunc("dpop", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
				if dpop != "" {
					in.Request.(*smithyhttp.Request).Header.Set("DPoP", dpop)
				}
				return next.HandleBuild(ctx, in)
			}), middleware.After)
		})
	})
}

func TestLoginRefresh(t *testing.T) {
	t.Parallel()
	s := start(t)
	l, err := s.NewLogin(janeARN, fakeaws.LoginOptions{Life: -time.Minute})
	must(t, err)
	_, err = asSession(s, l.Credentials).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantError(t, err, "ExpiredToken", "")
	key := loginKey(t, l)
	claims := func(jti string) map[string]any {
		return map[string]any{"jti": jti, "htm": "POST", "htu": s.URL() + "/v1/token", "iat": time.Now().Unix()}
	}
	out, err := refreshLogin(s, l, l.RefreshToken, proof(t, key, nil, claims("1")))
	must(t, err)
	got := out.TokenOutput
	if *got.ExpiresIn != 900 || *got.RefreshToken == l.RefreshToken || *got.TokenType != "aws_sigv4" {
		t.Fatalf("%+v", got)
	}
	c := got.AccessToken
	who, err := stsFor(s, static(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *who.Arn != janeARN {
		t.Fatalf("%v %v", who, err)
	}
	_, err = refreshLogin(s, l, l.RefreshToken, proof(t, key, nil, claims("2")))
	wantError(t, err, "AccessDeniedException", "")
	if _, err = refreshLogin(s, l, *got.RefreshToken, proof(t, key, nil, claims("3"))); err != nil {
		t.Fatal(err)
	}
}

func TestLoginProofs(t *testing.T) {
	t.Parallel()
	s := start(t)
	l, err := s.NewLogin(janeARN, fakeaws.LoginOptions{})
	must(t, err)
	key := loginKey(t, l)
	foreign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	good := func() map[string]any {
		return map[string]any{"jti": rand.Text(), "htm": "POST", "htu": s.URL() + "/v1/token", "iat": time.Now().Unix()}
	}
	with := func(k string, v any) map[string]any {
		c := good()
		c[k] = v
		return c
	}
	valid := proof(t, key, nil, good())
	for name, dpop := range map[string]string{
		"none":         "",
		"junk":         "a.b.c",
		"type":         proof(t, key, map[string]any{"typ": "JWT"}, good()),
		"algorithm":    proof(t, key, map[string]any{"alg": "none"}, good()),
		"no key":       proof(t, key, map[string]any{"jwk": nil}, good()),
		"method":       proof(t, key, nil, with("htm", "GET")),
		"address":      proof(t, key, nil, with("htu", s.URL()+"/token")),
		"old":          proof(t, key, nil, with("iat", time.Now().Add(-6*time.Minute).Unix())),
		"early":        proof(t, key, nil, with("iat", time.Now().Add(6*time.Minute).Unix())),
		"no id":        proof(t, key, nil, with("jti", "")),
		"foreign key":  proof(t, foreign, nil, good()),
		"signature":    valid[:strings.LastIndex(valid, ".")+1] + strings.Repeat("A", 86),
		"not this key": proof(t, foreign, map[string]any{"jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": base64.RawURLEncoding.EncodeToString(fill(key.X)), "y": base64.RawURLEncoding.EncodeToString(fill(key.Y))}}, good()), //nolint:staticcheck // as above
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := refreshLogin(s, l, l.RefreshToken, dpop)
			wantError(t, err, "ValidationException", "DPoP")
		})
	}
	t.Run("replayed", func(t *testing.T) {
		t.Parallel()
		fresh, err := s.NewLogin(janeARN, fakeaws.LoginOptions{})
		must(t, err)
		once := proof(t, loginKey(t, fresh), nil, good())
		out, err := refreshLogin(s, fresh, fresh.RefreshToken, once)
		must(t, err)
		_, err = refreshLogin(s, fresh, *out.TokenOutput.RefreshToken, once)
		wantError(t, err, "ValidationException", "jti")
	})
}

func TestLoginRefusals(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, reason := range []types.OAuth2ErrorCode{types.OAuth2ErrorCodeTokenExpired, types.OAuth2ErrorCodeUserCredentialsChanged, "INSUFFICIENT_PERMISSIONS"} {
		t.Run(string(reason), func(t *testing.T) {
			t.Parallel()
			l, err := s.NewLogin(janeARN, fakeaws.LoginOptions{Refusal: string(reason)})
			must(t, err)
			claims := map[string]any{"jti": rand.Text(), "htm": "POST", "htu": s.URL() + "/v1/token", "iat": time.Now().Unix()}
			_, err = refreshLogin(s, l, l.RefreshToken, proof(t, loginKey(t, l), nil, claims))
			wantError(t, err, "AccessDeniedException", "")
			var denied *types.AccessDeniedException
			if !as(err, &denied) || denied.Error_ != reason {
				t.Fatalf("error is %+v", denied)
			}
		})
	}
}
