package fakeaws_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

func TestGetCallerIdentity(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, err := jane(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Arn != janeARN || *out.Account != account || !strings.HasPrefix(*out.UserId, "AIDA") {
		t.Fatalf("got %s %s %s", *out.Arn, *out.Account, *out.UserId)
	}
	got := s.Requests()
	if len(got) != 1 || got[0].Op != "GetCallerIdentity" || got[0].KeyID != keyID || got[0].Region != "eu-west-1" || got[0].Status != 200 {
		t.Fatalf("recorded %+v", got)
	}
}

func TestAuthenticationFailures(t *testing.T) {
	t.Parallel()
	s := start(t)
	live, err := s.IssueRole(readRole, "cli", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	expired, err := s.IssueRole(readRole, "cli", -time.Second)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		creds         aws.CredentialsProvider
		code, message string
	}{
		"wrong secret":      {static(keyID, "x"+secret, ""), "SignatureDoesNotMatch", "The request signature we calculated does not match"},
		"unknown key":       {static("AKIANOBODYAAAAAAAAAA", secret, ""), "InvalidClientTokenId", "The security token included in the request is invalid."},
		"inactive key":      {static("AKIAJANEINACTIVE0000", secret, ""), "InvalidClientTokenId", "invalid"},
		"token on user key": {static(keyID, secret, live.SessionToken), "InvalidClientTokenId", "invalid"},
		"token missing":     {static(live.AccessKeyID, live.SecretAccessKey, ""), "InvalidClientTokenId", "invalid"},
		"token mangled":     {static(live.AccessKeyID, live.SecretAccessKey, live.SessionToken+"x"), "InvalidClientTokenId", "invalid"},
		"token expired":     {static(expired.AccessKeyID, expired.SecretAccessKey, expired.SessionToken), "ExpiredToken", "The security token included in the request is expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := stsFor(s, tc.creds).GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
			wantError(t, err, tc.code, tc.message)
		})
	}
	if _, err := asSession(s, live).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); err != nil {
		t.Fatal(err)
	}
	s.Revoke(live.AccessKeyID)
	_, err = asSession(s, live).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantError(t, err, "InvalidClientTokenId", "invalid")
}

func TestUnsignedAndUnknown(t *testing.T) {
	t.Parallel()
	s := start(t)
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	status, body, header := send(t, http.MethodPost, s.URL(), form, "Action=GetCallerIdentity&Version=2011-06-15")
	if status != 403 || !strings.Contains(body, "<Code>MissingAuthenticationToken</Code>") || header.Get("X-Amzn-Requestid") == "" {
		t.Fatalf("%d %s", status, body)
	}
	status, body, _ = send(t, http.MethodPost, s.URL(), map[string]string{
		"Content-Type":  "application/x-www-form-urlencoded",
		"Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host",
	}, "Action=GetCallerIdentity&Version=2011-06-15")
	if status != 403 || !strings.Contains(body, "<Code>IncompleteSignature</Code>") {
		t.Fatalf("%d %s", status, body)
	}
	status, body, _ = send(t, http.MethodGet, s.URL()+"/nothing", nil, "")
	if status != 404 || s.Count(fakeaws.OpUnknown) != 1 {
		t.Fatalf("%d %s", status, body)
	}
}

func TestClockSkew(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		ahead   time.Duration // of the server's clock
		message string        // "" means accepted
	}{
		"4 min behind": {-4 * time.Minute, ""},
		"4 min ahead":  {4 * time.Minute, ""},
		"6 min ahead":  {6 * time.Minute, "Signature expired: "},
		"6 min behind": {-6 * time.Minute, "Signature not yet current: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, func(c *fakeaws.Config) { c.Clock = func() time.Time { return time.Now().Add(tc.ahead) } })
			_, err := jane(s).GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
			if tc.message == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			wantError(t, err, "SignatureDoesNotMatch", tc.message)
			wantError(t, err, "SignatureDoesNotMatch", " 5 min.)")
		})
	}
}

func TestPresigned(t *testing.T) {
	t.Parallel()
	s := start(t)
	sign := func(secret string) string {
		req, err := http.NewRequest(http.MethodGet, s.URL()+"/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=60", nil)
		if err != nil {
			t.Fatal(err)
		}
		const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
		url, _, err := v4.NewSigner().PresignHTTP(t.Context(), aws.Credentials{AccessKeyID: keyID, SecretAccessKey: secret}, req, empty, "sts", "us-east-1", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return url
	}
	if status, body, _ := send(t, http.MethodGet, sign(secret), nil, ""); status != 200 || !strings.Contains(body, janeARN) {
		t.Fatalf("%d %s", status, body)
	}
	if status, body, _ := send(t, http.MethodGet, sign("wrong"), nil, ""); status != 403 || !strings.Contains(body, "SignatureDoesNotMatch") {
		t.Fatalf("%d %s", status, body)
	}
}

// TestRegionalAddress signs a path: it counts in the signature.
func TestRegionalAddress(t *testing.T) {
	t.Parallel()
	s := start(t)
	client := sts.New(sts.Options{Region: "us-west-2", BaseEndpoint: new(s.RegionURL("us-west-2")), Credentials: static(keyID, secret, ""), Retryer: aws.NopRetryer{}})
	if _, err := client.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); err != nil {
		t.Fatal(err)
	}
}

func TestDateFollowsClock(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, withClock(c))
	_, _, header := send(t, http.MethodGet, s.URL()+"/", nil, "")
	if got := header.Get("Date"); got != "Mon, 04 May 2026 10:00:00 GMT" {
		t.Fatalf("Date is %q", got)
	}
}
