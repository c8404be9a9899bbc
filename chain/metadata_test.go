package chain

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// remoteTest is a walk of nothing but the container and instance stages, whose
// requests all reach one handler, whatever the address.
type remoteTest struct {
	dialect *Dialect
	env     map[string]string
	files   map[string]string // below the home folder
	options func(*Options)
	handler http.HandlerFunc // nil: every connection is refused
	context context.Context  // nil: the test's

	mu       sync.Mutex
	dialled  []string
	requests []string // "METHOD host path header-values"
}

// patience is a timeout that a loopback answer does not miss on a busy machine.
const patience = 5 * time.Second

func (r *remoteTest) run(t *testing.T) (*Result, error) {
	t.Helper()
	r.dialect.stages = []stage{
		{StageInfo{"container", KindContainer}, containerStage},
		{StageInfo{"instance", KindInstance}, instanceStage},
	}
	home := t.TempDir()
	for name, text := range r.files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opts := Options{
		Dialect: r.dialect, Timeout: new(patience), DialMeta: r.dialer(t),
		Env: testEnvironment(r.env, "HOME", home),
	}
	for name, v := range r.env {
		r.env[name] = strings.ReplaceAll(v, "{home}", home)
	}
	if r.options != nil {
		r.options(&opts)
	}
	ctx := r.context
	if ctx == nil {
		ctx = t.Context()
	}
	return Resolve(ctx, opts)
}

// copyEnv gives a run an environment of its own.
func copyEnv(env map[string]string) map[string]string {
	own := map[string]string{}
	maps.Copy(own, env)
	return own
}

// asked are the requests that the handler was sent.
func (r *remoteTest) asked() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// wentTo are the addresses that were dialled.
func (r *remoteTest) wentTo() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.dialled)
}

func testEnvironment(env map[string]string, name, value string) Environment {
	return Environment{
		Lookup: func(key string) (string, bool) {
			if key == name {
				return value, true
			}
			v, ok := env[key]
			return v, ok
		},
		List: func() []string { return nil },
	}
}

func (r *remoteTest) dialer(t *testing.T) DialFunc {
	var server *httptest.Server
	if r.handler != nil {
		server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			line := strings.Join([]string{req.Method, req.Host, req.RequestURI, req.Header.Get(headerAuthorization) + req.Header.Get(headerToken) + req.Header.Get(headerTokenTTL)}, " ")
			r.mu.Lock()
			r.requests = append(r.requests, strings.TrimSpace(line))
			r.mu.Unlock()
			r.handler(w, req)
		}))
		t.Cleanup(server.Close)
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		r.mu.Lock()
		r.dialled = append(r.dialled, address)
		r.mu.Unlock()
		if server == nil {
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", errors.New("connection refused"))}
		}
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}
}

// silent listens and never answers; the kernel makes the connection.
func silent(t *testing.T) DialFunc {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, l.Addr().String())
	}
}

// blackHole never connects.
func blackHole(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// requestSteps are the requests that a stage made, as steps.
func requestSteps(res *Result, stage string) []*StepTrace {
	return slices.DeleteFunc(slices.Clone(res.Trace.Stage(stage).Steps), func(s *StepTrace) bool { return s.Kind != StepRequest })
}

func requestEvidence(s *StageTrace) []Evidence {
	all := slices.Clone(s.Evidence)
	for _, step := range s.Steps {
		all = append(all, step.Evidence...)
	}
	return slices.DeleteFunc(all, func(e Evidence) bool { return e.Kind != EvidenceRequest })
}

func hasFinding(res *Result, code string) bool {
	return slices.ContainsFunc(res.Trace.Findings, func(f Finding) bool { return f.Code == code })
}

// reasonOf is the code of a stage's end, and of the whole walk's facts as one text.
func reasonOf(res *Result, stage string) Code { return res.Trace.Stage(stage).Reason.Code }

func noSecrets(t *testing.T, res *Result, secrets ...string) {
	t.Helper()
	shown, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if strings.Contains(string(shown), s) {
			t.Errorf("the result shows %q", s)
		}
	}
}

func bothDialects() map[string]func() *Dialect {
	return map[string]func() *Dialect{"documented": Documented, "node": Node}
}

func TestDialledAddressIsTheJudgedOne(t *testing.T) {
	t.Parallel()
	ip := func(s ...string) []netip.Addr {
		var all []netip.Addr
		for _, a := range s {
			all = append(all, netip.MustParseAddr(a))
		}
		return all
	}
	for name, c := range map[string]struct {
		host    string
		answers [][]netip.Addr // one a look-up
		dialled []string
		refused bool
	}{
		"loopback":           {"agent.test", [][]netip.Addr{ip("127.0.0.1")}, []string{"127.0.0.1:80"}, false},
		"mapped":             {"agent.test", [][]netip.Addr{ip("::ffff:127.0.0.1")}, []string{"127.0.0.1:80"}, false},
		"agent":              {"agent.test", [][]netip.Addr{ip("fd00:ec2::23")}, []string{"[fd00:ec2::23]:80"}, false},
		"rebinding":          {"agent.test", [][]netip.Addr{ip("127.0.0.1"), ip("203.0.113.1")}, []string{"127.0.0.1:80"}, false},
		"public":             {"agent.test", [][]netip.Addr{ip("203.0.113.1")}, nil, true},
		"one of two":         {"agent.test", [][]netip.Addr{ip("127.0.0.1", "203.0.113.1")}, nil, true},
		"instance metadata":  {"agent.test", [][]netip.Addr{ip("169.254.169.254")}, nil, true},
		"unspecified":        {"agent.test", [][]netip.Addr{ip("0.0.0.0")}, nil, true},
		"localhost, no look": {"localhost", nil, []string{"127.0.0.1:80", "[::1]:80"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &remoteTest{dialect: Documented()}
			w := newWalk(Options{Dialect: r.dialect, DialMeta: r.dialer(t), Timeout: new(patience)}, &session{})
			client := w.metadataClient(SourceContainer, containerCodes, plainHTTPAllowed)
			looks := 0
			client.lookup = func(context.Context, string, string) ([]netip.Addr, error) {
				looks++
				return slices.Clone(c.answers[looks-1]), nil
			}
			a := client.do(t.Context(), metadataRequest{http.MethodGet, "http://" + c.host + "/", http.Header{}})
			_, refused := errors.AsType[*hostRefusedError](a.err)
			if refused != c.refused || !slices.Equal(r.wentTo(), c.dialled) {
				t.Errorf("refused %v, dialled %q; want %v, %q", refused, r.wentTo(), c.refused, c.dialled)
			}
			if looks > 1 {
				t.Errorf("%d look-ups", looks)
			}
		})
	}
}

func TestParseMetadataURL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"http://127.0.0.1/a?b=c#d":     "http://127.0.0.1/a?b=c",
		" http://LOCALHOST:80/ \n":     "http://localhost:80/",
		"http://user:pw@127.0.0.1/x":   "http://127.0.0.1/x",
		"http://0x7f.1/":               "http://127.0.0.1/",
		"http://0177.0.0.1/":           "http://127.0.0.1/",
		"http://2130706433/":           "http://127.0.0.1/",
		"http://127.1/":                "http://127.0.0.1/",
		"http://127.0.0.1./":           "http://127.0.0.1/",
		"http://0xa9fea9fe/":           "http://169.254.169.254/",
		"http://[0:0:0:0:0:0:0:1]:8/x": "http://[::1]:8/x",
		"http://127.0.0.1.evil/":       "http://127.0.0.1.evil/",
		"https://x.test/a%20b":         "https://x.test/a%20b",
		"http://256.0.0.1/":            errURLInvalid.Error(),
		"http://1.2.3.4.5/":            errURLInvalid.Error(),
		"http://09/":                   errURLInvalid.Error(),
		"http://4294967296/":           errURLInvalid.Error(),
		"http://evil.0x7f/":            errURLInvalid.Error(),
		"http://[::1%25lo]/":           errURLInvalid.Error(),
		"http://[127.0.0.1]/":          errURLInvalid.Error(),
		"http://x:99999/":              errURLInvalid.Error(),
		"http:///x":                    errURLInvalid.Error(),
		"http://a b/":                  errURLInvalid.Error(),
		"not a url":                    errURLInvalid.Error(),
		"169.254.170.2/creds":          errURLInvalid.Error(),
		"":                             errURLInvalid.Error(),
		"ftp://127.0.0.1/":             errURLScheme.Error(),
		"localhost:80/creds":           errURLScheme.Error(),
	} {
		u, _, err := parseMetadataURL(raw)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = u.String()
		}
		if got != want {
			t.Errorf("%q: %s, want %s", raw, got, want)
		}
	}
}

func TestProxyFinding(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"none":           {map[string]string{}, false},
		"proxy":          {map[string]string{"HTTP_PROXY": "http://u:pw@proxy:3128"}, true},
		"exempt":         {map[string]string{"HTTP_PROXY": "http://proxy", "NO_PROXY": "a.test, 169.254.169.254"}, false},
		"exempt network": {map[string]string{"http_proxy": "http://proxy", "no_proxy": "169.254.0.0/16"}, false},
		"exempt all":     {map[string]string{"http_proxy": "http://proxy", "no_proxy": "*"}, false},
		"other exempt":   {map[string]string{"http_proxy": "http://proxy", "no_proxy": "localhost"}, true},
		"loopback":       {map[string]string{"http_proxy": "http://proxy", variableInstanceEndpoint: "http://127.0.0.1:1"}, false},
		"https alone":    {map[string]string{"https_proxy": "http://proxy"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &remoteTest{dialect: Documented(), env: c.env, options: func(o *Options) { o.Mode = ModeExplain }}
			res, err := r.run(t)
			if err != nil {
				t.Fatal(err)
			}
			if got := hasFinding(res, FindingMetadataProxy); got != c.want {
				t.Errorf("finding %v, want %v", got, c.want)
			}
			noSecrets(t, res, "u:pw")
		})
	}
}

func TestNoProxyNoRedirectNoHugeAnswer(t *testing.T) {
	t.Parallel()
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the canary was asked") }))
	t.Cleanup(canary.Close)
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		code    Code
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, canary.URL, http.StatusTemporaryRedirect)
		}, CodeContainerStatus},
		"huge":    {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.CopyN(w, endless{}, maxMetadataBody+1) }, CodeContainerTooLarge},
		"endless": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, endless{}) }, CodeContainerTooLarge},
		"header": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 2*maxMetadataHeader))
		}, CodeContainerUnreachable},
		"reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, CodeContainerUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{variableContainerFull: "http://169.254.170.2/c", "HTTP_PROXY": canary.URL, "http_proxy": canary.URL}
			r := &remoteTest{dialect: Documented(), env: env, handler: c.handler}
			res, err := r.run(t)
			if err == nil || reasonOf(res, "container") != c.code {
				t.Errorf("%v, %s, want %s", err, reasonOf(res, "container"), c.code)
			}
			if len(r.asked()) != 1 {
				t.Errorf("%d requests", len(r.asked()))
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func FuzzMetadataCredentials(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}`,
		`{"AccessKeyId":1,"accesskeyid":"x"}`, `{"Code":"Failed","Message":"no"}`, `{"AccessKeyId":"A"}{`, "\ufeff{}", `{"Token":"a","Token":2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseMetadataCredentials(body)
		if (err == nil) != json.Valid(body) {
			t.Fatalf("error %v for %q", err, body)
		}
		if err == nil && len(m.missing) == 0 && !strings.Contains(string(body), "AccessKeyId") {
			if !strings.Contains(string(body), `\u`) {
				t.Fatalf("found a key in %q", body)
			}
		}
		if len(m.code) > maxClip+len("…") || len(m.message) > maxClip+len("…") {
			t.Fatal("a text was not clipped")
		}
	})
}

func FuzzMetadataURL(f *testing.F) {
	for _, seed := range []string{"http://127.0.0.1/", "http://0x7f.1/", "http://[::1]/", "http://a@b/", "https://x", "http://[::ffff:1.2.3.4]/", "http://1.2.3.4.5", "http://0/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, host, err := parseMetadataURL(raw)
		if err != nil {
			return
		}
		if u.User != nil || u.Fragment != "" || host.address.IsValid() == (host.name != "") {
			t.Fatalf("%q: %v %+v", raw, u, host)
		}
		again, other, err := parseMetadataURL(u.String())
		if err != nil || other != host || again.Host != u.Host {
			t.Fatalf("%q: %v is not %v: %v", raw, again, u, err)
		}
	})
}
