package chain

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"credence/profiles"
)

// heard is a request that the fake service got.
type heard struct {
	op     string
	method string
	uri    string
	header http.Header
	form   url.Values
	body   string
}

// reply is what the fake service says; a zero status is 200.
type reply struct {
	status int
	body   string
	header http.Header
	before func() // runs before the answer
}

// fakeService plays STS, the SSO portal, OIDC and sign-in: just the wire.
type fakeService struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string][]reply // by operation, in order; the last repeats
	heard   []heard
	conns   atomic.Int32
}

func newFakeService(t *testing.T) *fakeService {
	t.Helper()
	f := &fakeService{answers: map[string][]reply{}}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(f.serve))
	f.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			f.conns.Add(1)
		}
	}
	f.Start()
	t.Cleanup(f.Close)
	return f
}

func (f *fakeService) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	h := heard{method: r.Method, uri: r.URL.RequestURI(), header: r.Header, form: form, body: string(body)}
	switch r.URL.Path {
	case "/federation/credentials":
		h.op = "GetRoleCredentials"
	case "/token":
		h.op = "CreateToken"
	case "/v1/token":
		h.op = "CreateOAuth2Token"
	default:
		h.op = form.Get("Action")
	}
	f.mu.Lock()
	f.heard = append(f.heard, h)
	queue := f.answers[h.op]
	var a reply
	if len(queue) > 0 {
		a = queue[0]
		if len(queue) > 1 {
			f.answers[h.op] = queue[1:]
		}
	} else {
		a = reply{status: 501, body: "no answer for " + h.op}
	}
	f.mu.Unlock()
	if a.before != nil {
		a.before()
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status == 0 {
		a.status = 200
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func (f *fakeService) says(op string, answers ...reply) { f.answers[op] = answers }

func (f *fakeService) ops() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ops []string
	for _, h := range f.heard {
		ops = append(ops, h.op)
	}
	return ops
}

func (f *fakeService) last(t *testing.T) heard {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.heard) == 0 {
		t.Fatal("no request was sent")
	}
	return f.heard[len(f.heard)-1]
}

// rig is a walk's whole world for a test: a home folder, an environment, a clock,
// the fake services.
type rig struct {
	t      *testing.T
	home   string
	env    map[string]string
	fake   *fakeService
	opts   Options
	rules  rules
	now    time.Time
	shared *session
	trace  Trace
	walk   *walk // the last
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, home: t.TempDir(), fake: newFakeService(t), now: time.Now().Truncate(time.Second), shared: &session{}}
	r.env = map[string]string{"HOME": r.home, "AWS_ENDPOINT_URL": r.fake.URL, "AWS_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "1"}
	r.rules = rules{sessionNamePrefix: "test-", optionPathsReachSSO: true}
	return r
}

func (r *rig) path(name string) string { return filepath.Join(r.home, filepath.FromSlash(name)) }

func (r *rig) write(name, text string) string {
	r.t.Helper()
	path := r.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

func (r *rig) read(path string) string {
	r.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(data)
}

func (r *rig) config(text string) { r.write(".aws/config", text) }

func (r *rig) newWalk() *walk {
	o := r.opts
	o.Dialect = &Dialect{Name: "test", Reading: profiles.Documented, rules: r.rules}
	o.Clock = func() time.Time { return r.now }
	o.Env = Environment{
		Lookup: func(name string) (string, bool) { v, ok := r.env[name]; return v, ok },
		List:   func() []string { return nil },
	}
	o.Home = func() (string, error) { return r.home, nil }
	r.walk = newWalk(o, r.shared)
	r.t.Cleanup(func() {
		if r.walk.clients != nil {
			r.walk.clients.closeIdle()
		}
	})
	return r.walk
}

// run runs f as the only stage of a walk.
func (r *rig) run(f func(context.Context, *walk) verdict) verdict {
	r.t.Helper()
	return r.runWith(r.t.Context(), f)
}

func (r *rig) runWith(ctx context.Context, f func(context.Context, *walk) verdict) verdict {
	r.t.Helper()
	w := r.newWalk()
	info := StageInfo{"stage", KindSSO}
	w.rec.planned(info)
	w.rec.startStage(info)
	v := f(ctx, w).ended(ctx)
	w.rec.endStage(v)
	r.trace = w.rec.trace
	return v
}

// profile runs a source of the named profile.
func (r *rig) profile(name string, source func(*walk, context.Context, *profiles.Profile) verdict) verdict {
	r.t.Helper()
	return r.run(func(ctx context.Context, w *walk) verdict {
		files, err := w.sharedFiles()
		if err != nil {
			r.t.Fatal(err)
		}
		p, ok := files.Profile(name)
		if !ok {
			r.t.Fatalf("no profile %q", name)
		}
		return source(w, ctx, p)
	})
}

func (r *rig) findings() []string {
	var codes []string
	for _, f := range r.walk.rec.trace.Findings {
		if f.Code != FindingEndpointOverride {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// wantEnd checks how a verdict ended.
func wantEnd(t *testing.T, v verdict, state State, code Code) {
	t.Helper()
	if v.state != state || v.reason.Code != code {
		t.Errorf("ended %s %s (%v, %v), want %s %s", v.state, v.reason.Code, v.reason.Data, v.err, state, code)
	}
}

const assumedRole = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::222233334444:assumed-role/R/s</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>
<Expiration>2030-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

const assumedWeb = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::222233334444:assumed-role/W/s</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>web-secret</SecretAccessKey><SessionToken>web-token</SessionToken>
<Expiration>2030-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`

func stsError(status int, code, message string) reply {
	return reply{status: status, body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>` +
		code + `</Code><Message>` + message + `</Message></Error><RequestId>r</RequestId></ErrorResponse>`}
}

func jsonError(status int, code, body string) reply {
	return reply{status: status, body: body, header: http.Header{"X-Amzn-Errortype": {code}, "Content-Type": {"application/json"}}}
}

var baseKeys = Credentials{AccessKeyID: "AKIABASE", SecretAccessKey: NewSecret("base-secret"), SessionToken: NewSecret("base-token")}

var plainRole = RoleRequest{RoleArn: "arn:aws:iam::222233334444:role/R", RoleSessionName: "s", Duration: time.Hour, Region: "eu-west-1"}
