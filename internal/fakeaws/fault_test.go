package fakeaws_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

func TestFaultsInTheServicesFormat(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.Inject("GetCallerIdentity", fakeaws.Fault{Status: 503, Code: "ServiceUnavailable", Message: "come back"}, fakeaws.Fault{Status: 429, Code: "Throttling", Message: "slow"})
	_, err := jane(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantError(t, err, "ServiceUnavailable", "come back")
	_, err = jane(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantError(t, err, "Throttling", "slow")
	_, err = jane(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	must(t, err)

	s.Inject("AssumeRoleWithWebIdentity", fakeaws.Fault{Code: "IDPCommunicationError", Message: "the provider did not answer"})
	_, err = stsFor(s, aws.AnonymousCredentials{}).AssumeRoleWithWebIdentity(t.Context(), webIn("xxxx"))
	wantError(t, err, "IDPCommunicationError", "the provider did not answer")

	token := signIn(t, s, fakeaws.SSOSignIn{})
	s.Inject("GetRoleCredentials", fakeaws.Fault{Status: 429, Code: "TooManyRequestsException", Message: "later"})
	_, err = portal(s.URL()).GetRoleCredentials(t.Context(), roleCreds(token.AccessToken, account, "Admin"))
	wantError(t, err, "TooManyRequestsException", "later")

	s.Inject("CreateToken", fakeaws.Fault{Status: 400, Code: "InvalidGrantException", Message: "no"})
	_, err = refresh(t, s.URL(), token, token.RefreshToken)
	wantError(t, err, "InvalidGrantException", "")

	s.Inject(fakeaws.OpContainer, fakeaws.Fault{Status: 404, Code: "NoSuchTask", Message: "gone"})
	if status, body, _ := send(t, "GET", s.ContainerURL("/v2/credentials/task"), nil, ""); status != 404 || body != `{"Code":"NoSuchTask","Message":"gone"}` {
		t.Fatalf("%d %s", status, body)
	}
}

func TestFaultTimesAndStar(t *testing.T) {
	t.Parallel()
	s := start(t)
	get := func() int {
		status, _, _ := send(t, "GET", s.MetadataURL()+rolesPath, nil, "")
		return status
	}
	s.Inject("*", fakeaws.Fault{Times: -1, Status: 500})
	s.Inject(fakeaws.OpIMDSRoles, fakeaws.Fault{Times: 2, Status: 404})
	if a, b, c, d := get(), get(), get(), get(); a != 404 || b != 404 || c != 500 || d != 500 {
		t.Fatal(a, b, c, d)
	}
	s.ClearFaults()
	if got := get(); got != 200 {
		t.Fatal(got)
	}
}

func TestFaultShapes(t *testing.T) {
	t.Parallel()
	s := start(t)
	address := s.MetadataURL() + rolesPath
	s.Inject(fakeaws.OpIMDSRoles,
		fakeaws.Fault{Body: "<junk", ContentType: "application/json", Header: map[string]string{"X-Test": "1"}},
		fakeaws.Fault{BodySize: 3 << 20},
		fakeaws.Fault{RedirectTo: "http://127.0.0.1:1/elsewhere"},
		fakeaws.Fault{ContentType: "image/png"},
	)
	if status, body, h := send(t, "GET", address, nil, ""); status != 200 || body != "<junk" || h.Get("Content-Type") != "application/json" || h.Get("X-Test") != "1" {
		t.Fatalf("%d %q %v", status, body, h)
	}
	if status, body, _ := send(t, "GET", address, nil, ""); status != 200 || len(body) != 3<<20 {
		t.Fatalf("%d %d bytes", status, len(body))
	}
	if status, _, h := send(t, "GET", address, nil, ""); status != 302 || h.Get("Location") != "http://127.0.0.1:1/elsewhere" {
		t.Fatalf("%d %v", status, h)
	}
	if _, body, h := send(t, "GET", address, nil, ""); body != "Box" || h.Get("Content-Type") != "image/png" {
		t.Fatalf("%s %v", body, h)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	for name, withTLS := range map[string]*fakeaws.TLS{"plain": nil, "TLS": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, func(c *fakeaws.Config) { c.TLS = withTLS })
			s.Inject("*", fakeaws.Fault{Reset: true})
			_, err := trusting(s).Get(s.URL())
			if err == nil || runtime.GOOS == "linux" && !errors.Is(err, syscall.ECONNRESET) {
				t.Fatalf("got %v", err)
			}
			if got := s.Requests(); len(got) != 1 || got[0].Status != 0 {
				t.Fatalf("%+v", got)
			}
		})
	}
}

// TestLateFaultHasHappened drops the answer to a refresh: the rotation counts.
func TestLateFaultHasHappened(t *testing.T) {
	t.Parallel()
	s := start(t)
	from := signIn(t, s, fakeaws.SSOSignIn{})
	s.Inject("CreateToken", fakeaws.Fault{Reset: true})
	if _, err := refresh(t, s.URL(), from, from.RefreshToken); err == nil {
		t.Fatal("no error from a reset")
	}
	s.Inject("CreateToken", fakeaws.Fault{Reset: true, Late: true})
	if _, err := refresh(t, s.URL(), from, from.RefreshToken); err == nil {
		t.Fatal("no error from a reset")
	}
	_, err := refresh(t, s.URL(), from, from.RefreshToken)
	wantError(t, err, "InvalidGrantException", "")
}

func TestDelayAndHangEndWithTheClient(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]fakeaws.Fault{"delay": {Delay: time.Hour}, "hang": {Hang: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.Inject("GetCallerIdentity", f)
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			_, err := jane(s).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v", err)
			}
			s.Close() // waits for the handler
		})
	}
}

func TestCloseEndsHangingRequests(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := fakeaws.Start(ctx, fakeaws.Config{World: testWorld()})
	must(t, err)
	s.Inject("*", fakeaws.Fault{Times: -1, Hang: true})
	ended := make(chan error, 1)
	go func() {
		res, err := http.Get(s.URL()) //nolint:noctx // Close is to end it
		if err == nil {
			_ = res.Body.Close()
		}
		ended <- err
	}()
	for s.Count("") == 0 {
		runtime.Gosched()
	}
	cancel() // the context's end closes the server, too
	if err := <-ended; err == nil {
		t.Fatal("the request was answered")
	}
	s.Close()
	s.Close()
	if res, err := http.Get(s.URL()); err == nil { //nolint:noctx // nothing listens
		_ = res.Body.Close()
		t.Fatal("the server still listens")
	}
}

// trusting is a client that trusts the server's authority.
func trusting(s *fakeaws.Server) *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.CAPEM())
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		tls  fakeaws.TLS
		want string // part of the error, "" for none
	}{
		"good":       {fakeaws.TLS{}, ""},
		"expired":    {fakeaws.TLS{Expired: true}, "expired"},
		"wrong host": {fakeaws.TLS{WrongHost: true}, "doesn't contain any IP SANs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, func(c *fakeaws.Config) { c.TLS = &tc.tls })
			res, err := trusting(s).Get(s.URL())
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Fatalf("got %v", err)
				}
				return
			}
			must(t, err)
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			if _, err := http.Get(s.URL()); err == nil { //nolint:noctx,bodyclose // the authority is not trusted here
				t.Fatal("an untrusted authority is accepted")
			}
			if !strings.HasPrefix(s.MetadataURL(), "http://") {
				t.Fatal(s.MetadataURL())
			}
		})
	}
}

func TestBadWorlds(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]*fakeaws.World{
		"seed":      {Users: []fakeaws.User{{MFA: []fakeaws.MFADevice{{Serial: "x", Secret: "not base 32!"}}}}},
		"no seed":   {Users: []fakeaws.User{{MFA: []fakeaws.MFADevice{{Serial: "x"}}}}},
		"issuer":    {Issuers: []fakeaws.Issuer{{}}},
		"container": {Containers: []fakeaws.Container{{Path: "x"}}},
		"collision": {Containers: []fakeaws.Container{{Path: "/token"}}},
	} {
		if s, err := fakeaws.Start(t.Context(), fakeaws.Config{World: w}); err == nil {
			s.Close()
			t.Errorf("%s: a bad world is served", name)
		}
	}
}
