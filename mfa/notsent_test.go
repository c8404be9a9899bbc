package mfa_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"credence/mfa"
)

func TestCodeStaysGoodIfAWSDidNotAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		used bool
	}{
		"marked":              {fmt.Errorf("plain endpoint refused: %w", mfa.ErrNotSent), false},
		"refused connection":  {&url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, false},
		"no such host":        {&url.Error{Err: &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}}, false},
		"proxy":               {&net.OpError{Op: "proxyconnect", Err: io.EOF}, false},
		"unknown authority":   {&url.Error{Err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}, false},
		"no TLS there":        {&url.Error{Err: tls.RecordHeaderError{Msg: "x"}}, false},
		"reset":               {&url.Error{Err: &net.OpError{Op: "read", Err: errors.New("connection reset")}}, false},
		"broken while sent":   {&url.Error{Err: &net.OpError{Op: "write", Err: errors.New("broken pipe")}}, false},
		"hung up":             {&url.Error{Err: io.EOF}, false},
		"half an answer":      {io.ErrUnexpectedEOF, true},
		"time-out":            {context.DeadlineExceeded, true},
		"time-out of reading": {&url.Error{Err: &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}}, true},
		"accepted":            {nil, true},
		"rejected":            {errRejected, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l mfa.Ledger
			_ = mfa.Ask(t.Context(), mfa.Given("123456"), &l, func() time.Time { return noon }, mfa.Request{Serial: "s"},
				func(context.Context, string) error { return c.err }, isRejected)
			if got := l.Used("s", "123456", noon); got != c.used {
				t.Errorf("used = %v, want %v", got, c.used)
			}
		})
	}
}

// The classification holds for what net/http really returns.
func TestRealTransportFailures(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.NotFoundHandler())
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains about the client, as it should
	secure.StartTLS()
	hangsUp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = c.Close()
		}
	}))
	gone := httptest.NewServer(nil)
	gone.Close()
	t.Cleanup(func() { plain.Close(); secure.Close(); hangsUp.Close() })
	for name, c := range map[string]struct {
		url  string
		used bool
	}{
		"nobody listens":      {gone.URL, false},
		"unknown authority":   {secure.URL, false},
		"no TLS there":        {"https" + strings.TrimPrefix(plain.URL, "http"), false},
		"hangs up afterwards": {hangsUp.URL, false},
	} {
		t.Run(name, func(t *testing.T) {
			client := &http.Client{Transport: &http.Transport{Proxy: nil}}
			var l mfa.Ledger
			err := mfa.Ask(t.Context(), mfa.Given("123456"), &l, func() time.Time { return noon }, mfa.Request{Serial: "s"}, func(ctx context.Context, code string) error {
				q, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, strings.NewReader(code))
				if err != nil {
					return err
				}
				response, err := client.Do(q)
				if err == nil {
					_ = response.Body.Close()
				}
				return err
			}, isRejected)
			if err == nil || l.Used("s", "123456", noon) != c.used {
				t.Errorf("%v; used = %v, want %v", err, !c.used, c.used)
			}
		})
	}
}
