package chain

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"credence/profiles"
)

func TestRedactURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                              "",
		"arn:aws:iam::1:user/me@x.com":                  "arn:aws:iam::1:user/me@x.com",
		"me@example.com":                                "me@example.com",
		"https://sts.amazonaws.com/a?b=c":               "https://sts.amazonaws.com/a?b=c",
		"http://u:p@proxy:8080/":                        "http://***@proxy:8080/",
		"http://u@proxy/x@y":                            "http://***@proxy/x@y",
		"http://u:p@ss@proxy":                           "http://***@proxy",
		"http://u:pa/ss@proxy":                          "http://***@proxy",
		"http://proxy:8080/x@y":                         "http://proxy:8080/x@y",
		"http://[::1]:80/x@y":                           "http://[::1]:80/x@y",
		"u:p@proxy:8080":                                "***@proxy:8080",
		"curl 'https://u:p@h/x' https://a:b@c/":         "curl 'https://***@h/x' https://***@c/",
		"https://h/p?X-Amz-Signature=s&a=1":             "https://h/p?X-Amz-Signature=***&a=1",
		"https://h/?access_token=s&client=c":            "https://h/?access_token=***&client=c",
		"https://h/federation?account_id=1&role_name=R": "https://h/federation?account_id=1&role_name=R",
		"tool --ask?":                                   "tool --ask?",
	} {
		if got := redactURL(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzRedactURL(f *testing.F) {
	f.Add("http://u:p@h/?token=x")
	f.Add("://@")
	f.Fuzz(func(t *testing.T, text string) {
		once := redactURL(text)
		if twice := redactURL(once); len(twice) > len(once)+64 {
			t.Errorf("%q grows: %q, %q", text, once, twice)
		}
		if strings.Contains(redactURL("https://user:PASSWORD@host/"+text), "PASSWORD") {
			t.Errorf("%q lets the password through", text)
		}
	})
}

func TestEndpointPrecedence(t *testing.T) {
	t.Parallel()
	const config = "[profile p]\nservices = s\nendpoint_url = http://127.0.0.1:4\n[services s]\nsts =\n  endpoint_url = http://127.0.0.1:3\n" +
		"[profile plain]\nendpoint_url = http://127.0.0.1:5\n[default]\nendpoint_url = http://127.0.0.1:6\n" +
		"[profile off]\nignore_configured_endpoint_urls = true\nendpoint_url = http://127.0.0.1:7\n[profile broken]\nservices = none\n"
	for name, c := range map[string]struct {
		profile    string
		env        map[string]string
		ofVariable bool
		service    service
		want       string
		code       Code
	}{
		"nothing":                       {profile: "absent", service: serviceSTS},
		"own variable":                  {"p", map[string]string{"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://127.0.0.1:2"}, false, serviceSTS, "http://127.0.0.1:1", ""},
		"variable for all":              {"p", map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:2"}, false, serviceSTS, "http://127.0.0.1:2", ""},
		"name with an underscore":       {"p", map[string]string{"AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:1"}, false, serviceOIDC, "http://127.0.0.1:1", ""},
		"services section":              {"p", nil, false, serviceSTS, "http://127.0.0.1:3", ""},
		"profile, for another service":  {"p", nil, false, serviceSSO, "http://127.0.0.1:4", ""},
		"profile":                       {"plain", nil, false, serviceSTS, "http://127.0.0.1:5", ""},
		"settings of AWS_PROFILE":       {"plain", map[string]string{"AWS_PROFILE": "p"}, true, serviceSTS, "http://127.0.0.1:3", ""},
		"settings of the default":       {"plain", nil, true, serviceSTS, "http://127.0.0.1:6", ""},
		"ignored by variable":           {"p", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"}, false, serviceSTS, "", ""},
		"ignored by profile":            {"off", nil, false, serviceSTS, "", ""},
		"variable overrules the ignore": {"off", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"}, false, serviceSTS, "http://127.0.0.1:7", ""},
		"section missing":               {"broken", nil, false, serviceSTS, "", CodeServicesMissing},
		"section not asked for":         {"broken", map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:2"}, false, serviceSTS, "http://127.0.0.1:2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.env = map[string]string{"HOME": r.home}
			for k, v := range c.env {
				r.env[k] = v
			}
			r.config(config)
			r.opts.Profile, r.rules.settingsOfVariable = &c.profile, c.ofVariable
			r.run(func(_ context.Context, w *walk) verdict {
				e, err := w.endpointOverride(c.service)
				if e.url != c.want || CodeOf(err) != c.code {
					t.Errorf("%q, %v; want %q %s", e.url, err, c.want, c.code)
				}
				if e.url != "" && e.origin.Kind == "" {
					t.Error("no origin")
				}
				return skip("", nil)
			})
			if said := len(r.trace.Findings) > 0; said != (c.want != "") {
				t.Errorf("findings %v", r.trace.Findings)
			}
			if c.want != "" && !slices.ContainsFunc(r.trace.Stages[0].Evidence, func(e Evidence) bool { return e.Value == c.want }) {
				t.Errorf("no evidence of the address: %v", r.trace.Stages[0].Evidence)
			}
		})
	}
}

func TestEndpointIsJudged(t *testing.T) {
	t.Parallel()
	for in, c := range map[string]struct {
		allow bool
		code  Code
	}{
		"https://example.com":       {false, ""},
		"http://localhost:80":       {false, ""},
		"http://LOCALHOST":          {false, ""},
		"http://127.0.0.1":          {false, ""},
		"http://127.9.9.9:1/x":      {false, ""},
		"http://[::1]:1":            {false, ""},
		"http://[::ffff:127.0.0.1]": {false, ""},
		"http://example.com":        {false, CodeEndpointPlain},
		"http://example.com/":       {true, ""},
		"http://localhost.evil.com": {false, CodeEndpointPlain},
		"http://127.0.0.1.evil.com": {false, CodeEndpointPlain},
		"http://127.1":              {false, CodeEndpointPlain},
		"http://2130706433":         {false, CodeEndpointPlain},
		"http://0.0.0.0":            {false, CodeEndpointPlain},
		"http://10.0.0.1":           {false, CodeEndpointPlain},
		"http://127.0.0.1@evil.com": {false, CodeEndpointPlain},
		"HTTP://example.com":        {false, CodeEndpointPlain},
		"ftp://example.com":         {true, CodeEndpointInvalid},
		"localhost:80":              {false, CodeEndpointInvalid},
		"http://":                   {false, CodeEndpointInvalid},
		"https:example.com":         {false, CodeEndpointInvalid},
		"https://exa mple.com":      {false, CodeEndpointInvalid},
	} {
		r := newRig(t)
		r.opts.HTTP = roundTrip(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
		r.opts.AllowPlainEndpoint = c.allow
		r.env["AWS_ENDPOINT_URL"] = in
		_, v := r.assume(plainRole)
		got := v.reason.Code
		if c.code == "" && got == CodeEndpointPlain || c.code == "" && got == CodeEndpointInvalid {
			t.Errorf("%s: %s", in, got)
		}
		if c.code != "" && (got != c.code || v.state != StateErrored) {
			t.Errorf("%s: %s %s, want %s", in, v.state, got, c.code)
		}
	}
}

func TestRequestsGoToTheTransport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	delete(r.env, "AWS_ENDPOINT_URL")
	var seen []string
	r.opts.HTTP = roundTrip(func(q *http.Request) (*http.Response, error) {
		seen = append(seen, q.URL.String())
		return nil, io.ErrUnexpectedEOF
	})
	for _, c := range []struct{ region, variable, want string }{
		{"eu-west-1", "", "https://sts.eu-west-1.amazonaws.com/"},
		{"cn-north-1", "", "https://sts.cn-north-1.amazonaws.com.cn/"},
		{"us-gov-west-1", "", "https://sts.us-gov-west-1.amazonaws.com/"},
		{"us-east-1", "AWS_USE_FIPS_ENDPOINT", "https://sts-fips.us-east-1.amazonaws.com/"},
		{"us-east-1", "AWS_USE_DUALSTACK_ENDPOINT", "https://sts.us-east-1.api.aws/"},
	} {
		seen = nil
		r.env["AWS_USE_FIPS_ENDPOINT"], r.env["AWS_USE_DUALSTACK_ENDPOINT"] = "", ""
		if c.variable != "" {
			r.env[c.variable] = "true"
		}
		req := plainRole
		req.Region = c.region
		_, v := r.assume(req)
		wantEnd(t, v, StateErrored, CodeRoleUnreachable)
		if len(seen) != 1 || seen[0] != c.want {
			t.Errorf("%s %s: %v", c.region, c.variable, seen)
		}
	}
	r.env["AWS_ENDPOINT_URL"], r.env["AWS_USE_FIPS_ENDPOINT"] = "https://example.com", "true"
	_, v := r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeEndpointConflict)
	for _, region := range []string{"", "a/b", "evil.com#", "a.b", "-a", strings.Repeat("a", 64), "eu west"} {
		seen = nil
		req := plainRole
		req.Region = region
		if _, v := r.assume(req); v.reason.Code != CodeRegionInvalid || len(seen) > 0 {
			t.Errorf("region %q: %s, %v", region, v.reason.Code, seen)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestNoRedirectIsFollowed(t *testing.T) {
	t.Parallel()
	var canary atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { canary.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		r := newRig(t)
		r.fake.says("AssumeRole", reply{status: status, header: http.Header{"Location": {other.URL}}})
		_, v := r.assume(plainRole)
		wantEnd(t, v, StateErrored, CodeRoleRefused)
	}
	if n := canary.Load(); n != 0 {
		t.Errorf("%d requests followed a redirect", n)
	}
}

func TestCABundle(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, assumedRole) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it would tell of the handshakes that fail
	t.Cleanup(server.Close)
	good := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	old, over := serverOfThePast(t)
	for name, c := range map[string]struct {
		bundle string // "" sets none
		host   string
		code   Code
	}{
		"right":       {good, "", CodeRoleFound},
		"none":        {"", "", CodeRoleUnreachable},
		"wrong host":  {good, "localhost", CodeRoleUnreachable},
		"expired":     {over, old.Host, CodeRoleUnreachable},
		"garbage":     {"not a certificate", "", CodeCABundle},
		"missing":     {"-", "", CodeCABundle},
		"a directory": {"/", "", CodeCABundle},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			u, _ := url.Parse(server.URL)
			switch {
			case c.host == old.Host:
				u = old
			case c.host != "":
				u.Host = c.host + ":" + u.Port()
			}
			r.env["AWS_ENDPOINT_URL"] = u.String()
			switch c.bundle {
			case "":
			case "-":
				r.env["AWS_CA_BUNDLE"] = r.path("nowhere.pem")
			case "/":
				r.env["AWS_CA_BUNDLE"] = r.home
			default:
				r.write("ca.pem", c.bundle)
				r.env["AWS_CA_BUNDLE"] = "~/ca.pem"
			}
			_, v := r.assume(plainRole)
			if v.reason.Code != c.code {
				t.Fatalf("%s %v %v, want %s", v.reason.Code, v.reason.Data, v.err, c.code)
			}
			if why := v.reason.Data["message"]; c.code == CodeRoleUnreachable && !strings.Contains(why, "x509: ") || name == "expired" && !strings.Contains(why, "has expired") {
				t.Errorf("reason %q", why)
			}
			if why := v.reason.Data["cause"]; c.code == CodeCABundle && why == "" {
				t.Error("no reason")
			}
		})
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(good)) {
		t.Error("the test's own bundle is no bundle")
	}
}

// serverOfThePast has a certificate that was good until yesterday, and gives that for a
// bundle.
func serverOfThePast(t *testing.T) (at *url.URL, bundle string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(0, 0, -1),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}
	server.StartTLS()
	t.Cleanup(server.Close)
	at, err = url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
}

func TestCABundleOfTheProfile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config("[default]\nca_bundle = " + r.path("gone.pem") + "\n")
	_, v := r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeCABundle)
	if o := v.reason.Origin; o == nil || o.Line != 2 {
		t.Errorf("origin %v", o)
	}
}

func TestProxy(t *testing.T) {
	t.Parallel()
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked = append(asked, q.URL.String()+" "+q.Header.Get("Proxy-Authorization"))
		_, _ = io.WriteString(w, assumedRole)
	}))
	defer proxy.Close()
	u, _ := url.Parse(proxy.URL)
	u.User = url.UserPassword("user", "hunter2")
	r := newRig(t)
	r.opts.AllowPlainEndpoint = true
	r.env["AWS_ENDPOINT_URL"], r.env["HTTP_PROXY"] = "http://sts.test", u.String()
	_, v := r.assume(plainRole)
	wantEnd(t, v, StateFound, CodeRoleFound)
	if len(asked) != 1 || !strings.HasPrefix(asked[0], "http://sts.test/ Basic ") {
		t.Errorf("proxy was asked %v", asked)
	}
	for _, e := range r.trace.Stages[0].Evidence {
		if strings.Contains(e.Value+e.URL, "hunter2") {
			t.Errorf("evidence shows the password: %+v", e)
		}
	}
	for _, f := range r.trace.Findings {
		if strings.Contains(f.Data["proxy"], "hunter2") {
			t.Errorf("finding shows the password: %+v", f)
		}
	}
	if !slices.Contains(r.findings(), FindingProxy) {
		t.Errorf("findings %v", r.findings())
	}
	r.env["AWS_ENDPOINT_URL"] = r.fake.URL // loopback goes past it
	r.fake.says("AssumeRole", reply{body: assumedRole})
	_, v = r.assume(plainRole)
	wantEnd(t, v, StateFound, CodeRoleFound)
	r.env["AWS_ENDPOINT_URL"], r.env["NO_PROXY"] = "http://sts.test", "sts.test"
	_, v = r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeRoleUnreachable)
	if len(asked) != 1 {
		t.Errorf("proxy was asked %v", asked)
	}
}

func TestSTSRegion(t *testing.T) {
	t.Parallel()
	const config = "[profile p]\nregion = eu-p\n[profile q]\nregion = eu-q\n[default]\nregion = eu-d\n[profile none]\nx=1\n"
	for name, c := range map[string]struct {
		profile    string // whose credentials these are; "" for none
		option     string
		env        map[string]string
		ofVariable bool
		want       string
	}{
		"option":                         {"p", "eu-o", map[string]string{"AWS_REGION": "eu-v"}, false, "eu-o"},
		"profile before variable":        {"p", "", map[string]string{"AWS_REGION": "eu-v"}, false, "eu-p"},
		"variable":                       {"none", "", map[string]string{"AWS_REGION": "eu-v"}, false, "eu-v"},
		"chosen profile":                 {"", "", nil, false, "eu-q"},
		"AWS_PROFILE's":                  {"none", "", map[string]string{"AWS_PROFILE": "p"}, true, "eu-p"},
		"default's":                      {"none", "", nil, true, "eu-d"},
		"web identity: variable":         {"", "", map[string]string{"AWS_REGION": "eu-v"}, false, "eu-v"},
		"AWS_DEFAULT_REGION is not read": {"none", "", map[string]string{"AWS_DEFAULT_REGION": "eu-x", "AWS_PROFILE": "none"}, true, fallbackRegion},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.env = map[string]string{"HOME": r.home}
			for k, v := range c.env {
				r.env[k] = v
			}
			r.config(config)
			r.opts.Profile, r.rules.settingsOfVariable = new("q"), c.ofVariable
			if c.option != "" {
				r.opts.Region = &c.option
			}
			w := r.newWalk()
			var p *profiles.Profile
			if c.profile != "" {
				files, _ := w.sharedFiles()
				p, _ = files.Profile(c.profile)
			}
			if got := w.stsRegion(p); got.Value != c.want || got.Origin.Kind == "" {
				t.Errorf("%+v, want %s", got, c.want)
			}
			if said := slices.Contains(r.findings(), FindingRegionDefault); said != (c.want == fallbackRegion) {
				t.Errorf("findings %v", r.findings())
			}
		})
	}
}

func TestEffectiveRegion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		option string
		env    map[string]string
		open   bool
		want   string
		says   bool
	}{
		"nothing":           {"", nil, false, "", false},
		"option":            {"eu-o", map[string]string{"AWS_REGION": "eu-v"}, true, "eu-o", false},
		"variable":          {"", map[string]string{"AWS_REGION": "eu-v"}, true, "eu-v", false},
		"profile":           {"", nil, true, "eu-p", false},
		"files stay closed": {"", nil, false, "", false},
		"only the other":    {"", map[string]string{"AWS_DEFAULT_REGION": "eu-x"}, false, "", true},
		"they differ":       {"", map[string]string{"AWS_REGION": "eu-v", "AWS_DEFAULT_REGION": "eu-x"}, false, "eu-v", true},
		"they are the same": {"", map[string]string{"AWS_REGION": "eu-v", "AWS_DEFAULT_REGION": "eu-v"}, false, "eu-v", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.env = map[string]string{"HOME": r.home}
			for k, v := range c.env {
				r.env[k] = v
			}
			r.config("[default]\nregion = eu-p\n")
			if c.option != "" {
				r.opts.Region = &c.option
			}
			w := r.newWalk()
			if c.open {
				if _, err := w.sharedFiles(); err != nil {
					t.Fatal(err)
				}
			}
			if got := w.effectiveRegion(); got.Value != c.want {
				t.Errorf("%+v, want %s", got, c.want)
			}
			if (w.files != nil) != c.open {
				t.Error("the files were opened")
			}
			if said := slices.Contains(r.findings(), FindingRegionDefaultVariable); said != c.says {
				t.Errorf("findings %v", r.findings())
			}
		})
	}
}

func TestStateFilesAreRegularAndSmall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	big := r.write("big", "")
	if err := os.Truncate(big, maxStateFile+1); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		r.home: errStateNotRegular, os.DevNull: errStateNotRegular, big: errStateTooLarge, r.path("gone"): os.ErrNotExist, r.write("ok", "x"): nil,
	} {
		if _, _, err := readStateFile(path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		if err := checkTokenFile(path); !errors.Is(err, want) {
			t.Errorf("check %s: %v, want %v", path, err, want)
		}
	}
}
