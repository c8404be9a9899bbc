package fakeaws_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"credence/internal/fakeaws"
)

const (
	account  = "111122223333"
	other    = "444455556666"
	keyID    = "AKIAJANEAAAAAAAAAAAA"
	secret   = "jane/secret+key0000000000000000000000000"
	serial   = "arn:aws:iam::111122223333:mfa/jane"
	janeARN  = "arn:aws:iam::111122223333:user/jane"
	readRole = "arn:aws:iam::111122223333:role/Read"
	mfaRole  = "arn:aws:iam::111122223333:role/Admin"
	extRole  = "arn:aws:iam::444455556666:role/Vendor"
	longRole = "arn:aws:iam::444455556666:role/team/Long"
	noRole   = "arn:aws:iam::444455556666:role/Nobody"
	webRole  = "arn:aws:iam::111122223333:role/Pod"
	ec2Role  = "arn:aws:iam::111122223333:role/Box"
	taskRole = "arn:aws:iam::111122223333:role/Task"
	startURL = "https://sample.awsapps.com/start"
	// seed is "12345678901234567890" in base32: the seed of RFC 6238 appendix B.
	seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
)

func testWorld() *fakeaws.World {
	return &fakeaws.World{
		Users: []fakeaws.User{
			{Account: account, Name: "jane", Keys: []fakeaws.AccessKey{{ID: keyID, Secret: secret}, {ID: "AKIAJANEINACTIVE0000", Secret: secret, Inactive: true}},
				MFA: []fakeaws.MFADevice{{Serial: serial, Secret: seed}}},
			{Account: account, Name: "bob", Keys: []fakeaws.AccessKey{{ID: "AKIABOBAAAAAAAAAAAAA", Secret: "bob"}},
				MFA: []fakeaws.MFADevice{{Serial: "arn:aws:iam::111122223333:mfa/bob", Secret: "MZXW6YTBOI======"}}},
		},
		Roles: []fakeaws.Role{
			{ARN: readRole, Trusted: []string{janeARN}, MaxDuration: 2 * time.Hour},
			{ARN: mfaRole, Trusted: []string{"arn:aws:iam::111122223333:root"}, RequireMFA: true, MaxDuration: 12 * time.Hour},
			{ARN: extRole, Trusted: []string{account}, ExternalID: "blue-42"},
			{ARN: longRole, Trusted: []string{readRole, ec2Role, janeARN}, MaxDuration: 12 * time.Hour},
			{ARN: noRole},
			{ARN: webRole, Web: &fakeaws.WebTrust{Issuer: "cluster", Subject: "system:serviceaccount:default:app", Audience: "sts.amazonaws.com"}},
		},
		Issuers: []fakeaws.Issuer{{Name: "cluster", Audiences: []string{"sts.amazonaws.com", "other"}}},
		SSO: []fakeaws.SSOInstance{{StartURL: startURL, Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{
			{ID: account, Name: "dev", Email: "dev@example.com", Roles: []string{"Admin", "Read"}},
			{ID: other, Name: "prod", Email: "prod@example.com", Roles: []string{"Read"}},
		}}},
		Instance:   &fakeaws.Instance{RoleARN: ec2Role, Region: "ap-south-1"},
		Containers: []fakeaws.Container{{Path: "/v2/credentials/task", RoleARN: taskRole}},
	}
}

// clock is a settable time.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// start serves the test world on the real clock, as the SDKs sign by it.
func start(t *testing.T, change ...func(*fakeaws.Config)) *fakeaws.Server {
	t.Helper()
	cfg := fakeaws.Config{World: testWorld()}
	for _, f := range change {
		f(&cfg)
	}
	s, err := fakeaws.Start(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func withClock(c *clock) func(*fakeaws.Config) {
	return func(cfg *fakeaws.Config) { cfg.Clock = c.now }
}

func static(id, secret, token string) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}, nil
	})
}

// stsFor is the Go SDK's STS client, which signs by the real clock.
func stsFor(s *fakeaws.Server, creds aws.CredentialsProvider) *sts.Client {
	return sts.New(sts.Options{
		Region: "eu-west-1", BaseEndpoint: new(s.URL()), Credentials: creds,
		Retryer: aws.NopRetryer{}, HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
}

func jane(s *fakeaws.Server) *sts.Client { return stsFor(s, static(keyID, secret, "")) }

func asSession(s *fakeaws.Server, c fakeaws.Credentials) *sts.Client {
	return stsFor(s, static(c.AccessKeyID, c.SecretAccessKey, c.SessionToken))
}

// wantError checks the code of an AWS error and that its message holds a text.
func wantError(t *testing.T, err error, code, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Fatalf("got %v, want the API error %s", err, code)
	}
	if api.ErrorCode() != code || !strings.Contains(api.ErrorMessage(), message) {
		t.Fatalf("got %s: %q\nwant %s: %q", api.ErrorCode(), api.ErrorMessage(), code, message)
	}
}

// send makes a plain request and returns status, body and headers.
func send(t *testing.T, method, url string, header map[string]string, body string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	tr := &http.Transport{DisableKeepAlives: true}
	res, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}
