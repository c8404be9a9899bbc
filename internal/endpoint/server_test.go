package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"credence/chain"
)

var now = time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)

// source answers with what the test says.
type source func(context.Context) (*chain.Result, error)

func (s source) Resolve(ctx context.Context) (*chain.Result, error) { return s(ctx) }

func found(end time.Time) (*chain.Result, error) {
	return &chain.Result{Outcome: chain.OutcomeFound, Keys: chain.Credentials{
		AccessKeyID: "ASIAONE", SecretAccessKey: chain.NewSecret("s/1+"), SessionToken: chain.NewSecret("token=="), AccountID: "111122223333", Expiration: end,
	}}, nil
}

func start(t *testing.T, from source, failed func(error)) *Server {
	t.Helper()
	s, err := Start(t.Context(), Options{
		Source: from, Failed: failed, Clock: func() time.Time { return now },
		Explain: func(err error) string { return "because: " + err.Error() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ask sends a request that the right child would send, as changed.
func ask(t *testing.T, s *Server, change func(*http.Request)) (int, map[string]string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", s.Token().Reveal())
	if change != nil {
		change(r)
	}
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	body := map[string]string{}
	if err := json.Unmarshal(text, &body); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return answer.StatusCode, body, answer.Header
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	s := start(t, func(context.Context) (*chain.Result, error) { return found(now.Add(time.Hour)) }, nil)
	status, body, header := ask(t, s, nil)
	want := map[string]string{"AccessKeyId": "ASIAONE", "SecretAccessKey": "s/1+", "Token": "token==", "Expiration": "2030-01-02T04:04:05Z", "AccountId": "111122223333"}
	if status != http.StatusOK || fmt.Sprint(body) != fmt.Sprint(want) {
		t.Errorf("%d %v", status, body)
	}
	if header.Get("Cache-Control") != "no-store" || header.Get("Content-Type") != "application/json" || header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%v", header)
	}
	s = start(t, func(context.Context) (*chain.Result, error) { return found(time.Time{}) }, nil)
	if _, body, _ := ask(t, s, nil); body["Expiration"] != "2030-01-02T04:04:05Z" {
		t.Errorf("without an end: %v", body)
	}
}

// TestStrangers: whoever is not the child gets nothing, and asks nobody anything.
func TestStrangers(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s := start(t, func(context.Context) (*chain.Result, error) { asked.Add(1); return found(now) }, nil)
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
		code   string
	}{
		"no token":             {func(r *http.Request) { r.Header.Del("Authorization") }, 401, codeToken},
		"another token":        {func(r *http.Request) { r.Header.Set("Authorization", strings.Repeat("A", 52)) }, 401, codeToken},
		"a part of the token":  {func(r *http.Request) { r.Header.Set("Authorization", s.Token().Reveal()[:51]) }, 401, codeToken},
		"more than the token":  {func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s.Token().Reveal()) }, 401, codeToken},
		"a name that leads us": {func(r *http.Request) { r.Host = "evil.example:" + port(s) }, 403, codeHost},
		"localhost":            {func(r *http.Request) { r.Host = "localhost:" + port(s) }, 403, codeHost},
		"no port":              {func(r *http.Request) { r.Host = "127.0.0.1" }, 403, codeHost},
		"another path":         {func(r *http.Request) { r.URL.Path = "/" }, 404, codePath},
		"below the path":       {func(r *http.Request) { r.URL.Path += "/latest" }, 404, codePath},
		"POST":                 {func(r *http.Request) { r.Method = http.MethodPost }, 405, codeMethod},
		"a web page's question": {func(r *http.Request) {
			r.Method = http.MethodOptions
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Del("Authorization")
		}, 401, codeToken},
	} {
		status, body, header := ask(t, s, c.change)
		if status != c.status || body["code"] != c.code || body["message"] == "" || body["SecretAccessKey"] != "" || header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v, want %d %s", name, status, body, c.status, c.code)
		}
		if strings.Contains(fmt.Sprint(body), s.Token().Reveal()) {
			t.Errorf("%s: the token is told: %v", name, body)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("strangers made %d walks", asked.Load())
	}
}

func port(s *Server) string {
	_, port, _ := net.SplitHostPort(s.host)
	return port
}

// TestLoopbackAlone: no other address of this computer answers at the port.
func TestLoopbackAlone(t *testing.T) {
	t.Parallel()
	s := start(t, func(context.Context) (*chain.Result, error) { return found(now) }, nil)
	if host, _, _ := net.SplitHostPort(s.host); host != "127.0.0.1" {
		t.Fatalf("listens on %s", s.host)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	others := []string{"127.0.0.2", "::1"}
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLinkLocalUnicast() && ip.IP.String() != "127.0.0.1" {
			others = append(others, ip.IP.String())
		}
	}
	for _, host := range others {
		c, err := net.DialTimeout("tcp", net.JoinHostPort(host, port(s)), time.Second)
		if err == nil {
			_ = c.Close()
			t.Errorf("%s answers, too", host)
		}
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for want, err := range map[int]error{
		http.StatusForbidden:           &chain.Error{Reason: chain.Reason{Code: chain.CodeMFANoTerminal}},
		http.StatusInternalServerError: errors.New("no network"),
	} {
		var told []error
		s := start(t, func(context.Context) (*chain.Result, error) { return nil, err }, func(err error) { told = append(told, err) })
		status, body, _ := ask(t, s, nil)
		if status != want || body["code"] == "" || !strings.HasPrefix(body["message"], "because: ") || len(told) != 1 {
			t.Errorf("%v: %d %v, told %v", err, status, body, told)
		}
	}
}

// TestTokensDiffer: each server has a token of its own, long enough not to be guessed.
func TestTokensDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 20 {
		s := start(t, nil, nil)
		if token := s.Token().Reveal(); len(token) < 40 || seen[token] {
			t.Errorf("token %q", token)
		} else {
			seen[token] = true
		}
	}
}

// TestClose: nothing listens afterwards, even where a request hangs.
func TestClose(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	s, err := Start(t.Context(), Options{Explain: error.Error, Source: source(func(ctx context.Context) (*chain.Result, error) {
		close(asked)
		<-ctx.Done()
		return nil, ctx.Err()
	})})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL(), nil)
	r.Header.Set("Authorization", s.Token().Reveal())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if answer, err := http.DefaultTransport.RoundTrip(r); err == nil {
			_ = answer.Body.Close()
		}
	}()
	<-asked
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-ended
	if c, err := net.DialTimeout("tcp", s.host, time.Second); err == nil {
		_ = c.Close()
		t.Error("still listening")
	}
}
