package chain

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	containerJSONOpen = `{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"c-secret","Token":"c-token","Expiration":"2099-01-01T00:00:00Z"`
	containerJSON     = containerJSONOpen + `}`
)

// The URI rules, judged without a look-up or a request: table of the Node provider's
// checkUrl, and the odd forms of addresses.
func TestContainerURI(t *testing.T) {
	t.Parallel()
	const ask, refused, bad = CodeContainerWouldAsk, CodeContainerHostRefused, CodeContainerBadURI
	for _, c := range []struct {
		variable, uri    string
		url              string // of the request that would be sent
		documented, node Code
	}{
		{"", "", "", CodeContainerUnset, CodeContainerUnset},
		{"R", "/v2/creds?a=1", "http://169.254.170.2/v2/creds?a=1", ask, ask},
		{"R", "@evil.test/x", "", refused, refused},
		{"R", ".evil.test/x", "", refused, refused},
		{"R", "creds", "", refused, refused},
		{"R", ":81/x", "http://169.254.170.2:81/x", ask, ask},
		{"F", "http://169.254.170.2/c", "http://169.254.170.2/c", ask, ask},
		{"F", "http://169.254.170.23/v1/c", "http://169.254.170.23/v1/c", ask, ask},
		{"F", "http://[fd00:ec2::23]/v1/c", "http://[fd00:ec2::23]/v1/c", ask, ask},
		{"F", "http://localhost:8080/c", "http://localhost:8080/c", ask, ask},
		{"F", "http://127.9.9.9/c", "http://127.9.9.9/c", ask, ask},
		{"F", "http://[::1]/c", "http://[::1]/c", ask, ask},
		{"F", "https://anyone.test/c", "https://anyone.test/c", ask, ask},
		{"F", "https://203.0.113.1/c", "https://203.0.113.1/c", ask, ask},
		{"F", "http://user:pw@127.0.0.1/c", "http://127.0.0.1/c", ask, ask},
		{"F", "http://127.0.0.1@evil.test/c", "http://evil.test/c", ask, refused}, // documented judges names when it dials them
		{"F", "http://agent.test/c", "http://agent.test/c", ask, refused},
		{"F", "http://127.0.0.1.evil/c", "http://127.0.0.1.evil/c", ask, refused},
		{"F", "http://0177.0.0.1/c", "http://127.0.0.1/c", ask, ask},
		{"F", "http://2130706433/c", "http://127.0.0.1/c", ask, ask},
		{"F", "http://0xa9fea9fe/c", "", refused, refused},
		{"F", "http://[::ffff:127.0.0.1]/c", "", refused, refused},
		{"F", "http://[::ffff:169.254.170.2]/c", "", refused, refused},
		{"F", "http://0.0.0.0/c", "", refused, refused},
		{"F", "http://[::]/c", "", refused, refused},
		{"F", "http://169.254.169.254/c", "", refused, refused},
		{"F", "http://128.0.0.1/c", "", refused, refused},
		{"F", "http://ⓛocalhost/c", "", refused, refused},
		{"F", "ftp://127.0.0.1/c", "", refused, refused},
		{"F", "localhost:8080/c", "", refused, refused},
		{"F", "not a url", "", bad, bad},
		{"F", "127.0.0.1/c", "", bad, bad},
		{"F", "http://127.0.0.300/c", "", bad, bad},
		{"F", "http://127.0.0.1:99999/c", "", bad, bad},
	} {
		for name, dialect := range bothDialects() {
			t.Run(name+" "+c.uri, func(t *testing.T) {
				t.Parallel()
				env := map[string]string{variableInstanceDisabled: "true"}
				switch c.variable {
				case "R":
					env[variableContainerRelative] = c.uri
				case "F":
					env[variableContainerFull] = c.uri
				}
				r := &remoteTest{dialect: dialect(), env: env, options: func(o *Options) { o.Mode = ModeExplain }}
				res, _ := r.run(t)
				want := c.documented
				if name == "node" {
					want = c.node
				}
				s := res.Trace.Stage("container")
				if s.Reason.Code != want {
					t.Errorf("%s, want %s", s.Reason.Code, want)
				}
				if stopped := s.State == StateErrored; stopped != (want == bad) {
					t.Errorf("state %s", s.State)
				}
				sent := requestEvidence(s)
				if (len(sent) == 1) != (want == ask) || want == ask && (sent[0].URL != c.url || sent[0].Method != "GET" || sent[0].Status != 0) {
					t.Errorf("requests %+v, want %s", sent, c.url)
				}
				if len(r.wentTo()) > 0 {
					t.Errorf("dialled %q", r.wentTo())
				}
				noSecrets(t, res, "user:pw")
			})
		}
	}
}

// What an answer means: section "Container" of the Node provider's rules.
func TestContainerAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		code   Code
		state  State
	}{
		"found":          {200, containerJSON, CodeContainerFound, StateFound},
		"fraction":       {200, strings.Replace(containerJSON, "00Z", "00.123Z", 1), CodeContainerFound, StateFound},
		"account id":     {200, containerJSONOpen + `,"AccountId":"123456789012"}`, CodeContainerFound, StateFound},
		"ended":          {200, strings.Replace(containerJSON, "2099", "2020", 1), CodeContainerFound, StateFound},
		"empty strings":  {200, `{"AccessKeyId":"","SecretAccessKey":"","Token":"","Expiration":"2099-01-01T00:00:00Z"}`, CodeContainerFound, StateFound},
		"204":            {204, "", CodeContainerStatus, StateSkipped},
		"403":            {403, `{"Code":"AccessDenied","Message":"no"}`, CodeContainerStatus, StateSkipped},
		"500":            {500, containerJSON, CodeContainerStatus, StateSkipped},
		"302":            {302, "", CodeContainerStatus, StateSkipped},
		"lacks fields":   {200, `{"AccessKeyId":"A"}`, CodeContainerIncomplete, StateSkipped},
		"other case":     {200, strings.ToLower(containerJSON), CodeContainerIncomplete, StateSkipped},
		"number":         {200, strings.Replace(containerJSON, `"c-token"`, "7", 1), CodeContainerIncomplete, StateSkipped},
		"null":           {200, "null", CodeContainerIncomplete, StateSkipped},
		"not JSON":       {200, "<html>", CodeContainerNotJSON, StateErrored},
		"trailing":       {200, containerJSON + "x", CodeContainerNotJSON, StateErrored},
		"nothing":        {200, "", CodeContainerNotJSON, StateErrored},
		"offset in date": {200, strings.Replace(containerJSON, "00Z", "00+00:00", 1), CodeContainerBadExpiration, StateErrored},
		"no such day":    {200, strings.Replace(containerJSON, "-01-01T", "-02-30T", 1), CodeContainerBadExpiration, StateErrored},
		"garbage date":   {200, strings.Replace(containerJSON, "2099-01-01T00:00:00Z", "soon", 1), CodeContainerBadExpiration, StateErrored},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{variableContainerRelative: "/creds", variableInstanceDisabled: "true"}
			r := &remoteTest{dialect: Documented(), env: env, handler: answer(c.status, c.body)}
			res, err := r.run(t)
			s := res.Trace.Stage("container")
			if s.Reason.Code != c.code || s.State != c.state || s.Failed != (c.state == StateSkipped) {
				t.Fatalf("%s %s failed=%v, want %s %s: %v", s.State, s.Reason.Code, s.Failed, c.state, c.code, err)
			}
			if s.Reason.Origin == nil || s.Reason.Origin.Name != variableContainerRelative {
				t.Errorf("origin %v", s.Reason.Origin)
			}
			if !slices.Equal(r.asked(), []string{"GET 169.254.170.2 /creds"}) || !slices.Equal(r.wentTo(), []string{"169.254.170.2:80"}) {
				t.Errorf("requests %q to %q", r.asked(), r.wentTo())
			}
			if c.state == StateFound && res.Keys.AccountID != "" {
				t.Errorf("account id %s: Node leaves it", res.Keys.AccountID)
			}
			if hasFinding(res, FindingContainerExpired) != (name == "ended") {
				t.Error("the finding about the end")
			}
			if name == "403" && (s.Reason.Data["code"] != "AccessDenied" || s.Reason.Data["message"] != "no" || s.Reason.Data["status"] != "403") {
				t.Errorf("data %v", s.Reason.Data)
			}
			noSecrets(t, res, "c-secret", "c-token")
		})
	}
}

func TestContainerToken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token, file   string // file: its content
		path          string
		documented    Code
		node          Code // where it differs
		authorization string
		nodeSends     string // what Node's last request carries, where it differs
	}{
		"none":            {"", "", "", CodeContainerFound, "", "", ""},
		"variable":        {"Basic abc", "", "", CodeContainerFound, "", "Basic abc", ""},
		"file":            {"", "jwt", "", CodeContainerFound, "", "jwt", ""},
		"file wins":       {"Basic abc", "jwt", "", CodeContainerFound, "", "jwt", ""},
		"line break":      {"", "jwt\r\nX: y", "", CodeContainerTokenInvalid, CodeContainerFound, "", ""},
		"not trimmed":     {"", "jwt\n", "", CodeContainerTokenInvalid, CodeContainerFound, "", ""},
		"other token":     {"Basic abc", "jwt\n", "", CodeContainerTokenInvalid, CodeContainerFound, "", "Basic abc"},
		"variable breaks": {"a\r\nb", "", "", CodeContainerTokenInvalid, "", "", ""},
		"control":         {"a\x01b", "", "", CodeContainerTokenInvalid, "", "", ""},
		"file absent":     {"Basic abc", "", "{home}/none", CodeContainerTokenUnreadable, "", "", ""},
		"folder":          {"", "", "{home}", CodeContainerTokenUnreadable, "", "", ""},
		"device":          {"", "", os.DevNull, CodeContainerTokenUnreadable, "", "", ""},
	} {
		for dialectName, dialect := range bothDialects() {
			for _, mode := range []Mode{ModeResolve, ModeExplain} {
				t.Run(fmt.Sprint(name, " ", dialectName, " ", mode), func(t *testing.T) {
					t.Parallel()
					env := map[string]string{variableContainerFull: "http://127.0.0.1/c"}
					if c.token != "" {
						env[variableContainerToken] = c.token
					}
					r := &remoteTest{dialect: dialect(), env: env, handler: answer(200, containerJSON)}
					if c.file != "" {
						env[variableContainerTokenFile], r.files = "{home}/tok", map[string]string{"tok": c.file}
					}
					if c.path != "" {
						env[variableContainerTokenFile] = c.path
					}
					r.options = func(o *Options) { o.Mode, o.MaxRetries = mode, new(0) }
					want, sends := c.documented, c.authorization
					if dialectName == "node" && c.node != "" {
						want, sends = c.node, c.nodeSends
					}
					res, _ := r.run(t)
					s := res.Trace.Stage("container")
					if mode == ModeExplain {
						explained(t, s, want, sends != "")
						if len(r.wentTo()) > 0 {
							t.Error("explain mode dialled")
						}
						return
					}
					if s.Reason.Code != want {
						t.Fatalf("%s %v, want %s", s.Reason.Code, s.Reason.Data, want)
					}
					if want == CodeContainerFound && !slices.Equal(r.asked(), []string{strings.TrimSpace("GET 127.0.0.1 /c " + sends)}) {
						t.Errorf("requests %q, want %q", r.asked(), sends)
					}
					stops := want == CodeContainerTokenUnreadable || dialectName == "node" && want == CodeContainerTokenInvalid
					if (s.State == StateErrored) != stops {
						t.Errorf("state %s", s.State)
					}
					noSecrets(t, res, "jwt", "abc", "c-secret", "c-token")
				})
			}
		}
	}
}

func explained(t *testing.T, s *StageTrace, want Code, authorized bool) {
	t.Helper()
	if want == CodeContainerFound {
		want = CodeContainerWouldAsk
	}
	if s.Reason.Code != want {
		t.Fatalf("%s %v, want %s", s.Reason.Code, s.Reason.Data, want)
	}
	if want == CodeContainerWouldAsk && slices.Contains(requestEvidence(s)[0].Headers, headerAuthorization) != authorized {
		t.Errorf("headers %q, want authorized %v", requestEvidence(s)[0].Headers, authorized)
	}
}

func TestContainerTokenFileIsReadAnew(t *testing.T) {
	t.Parallel()
	tok := filepath.Join(t.TempDir(), "tok")
	write := func(s string) {
		if err := os.WriteFile(tok, []byte(s), 0o600); err != nil {
			t.Error(err)
		}
	}
	write("first")
	env := map[string]string{variableContainerFull: "http://127.0.0.1/c", variableContainerTokenFile: tok}
	r := &remoteTest{dialect: Documented(), env: env, options: func(o *Options) { o.MaxRetries, o.Timeout = new(1), new(time.Second) }}
	r.handler = func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get(headerAuthorization) == "first" {
			write("second")
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		answer(200, containerJSON)(w, req)
	}
	if _, err := r.run(t); err != nil {
		t.Fatal(err)
	}
	if want := []string{"GET 127.0.0.1 /c first", "GET 127.0.0.1 /c second"}; !slices.Equal(r.asked(), want) {
		t.Errorf("requests %q", r.asked())
	}
}

// How often is asked, and what the older client of Node makes of it.
func TestContainerTries(t *testing.T) {
	t.Parallel()
	failing := answer(500, "")
	for name, c := range map[string]struct {
		dialect  *Dialect
		uri      string
		retries  *int
		handler  http.HandlerFunc
		requests int
		code     Code
		state    State
		second   Code // why the older client failed
	}{
		"documented once":            {Documented(), "http://127.0.0.1/c", nil, failing, 1, CodeContainerStatus, StateSkipped, ""},
		"documented option":          {Documented(), "http://127.0.0.1/c", new(2), failing, 3, CodeContainerStatus, StateSkipped, ""},
		"documented refused":         {Documented(), "http://127.0.0.1/c", new(2), answer(403, ""), 1, CodeContainerStatus, StateSkipped, ""},
		"documented negative":        {Documented(), "http://127.0.0.1/c", new(-1), failing, 1, CodeContainerStatus, StateSkipped, ""},
		"node default":               {Node(), "http://127.0.0.1/c", nil, failing, 5, CodeContainerStatus, StateSkipped, CodeContainerStatus},
		"node option":                {Node(), "http://127.0.0.1/c", new(1), failing, 4, CodeContainerStatus, StateSkipped, CodeContainerStatus},
		"node 4xx too":               {Node(), "http://127.0.0.1/c", new(1), answer(403, ""), 4, CodeContainerStatus, StateSkipped, CodeContainerStatus},
		"node stops without second":  {Node(), "http://127.0.0.1/c", new(1), answer(200, "x"), 2, CodeContainerNotJSON, StateErrored, ""},
		"node second's host rule":    {Node(), "http://127.0.0.2/c", new(0), failing, 1, CodeContainerStatus, StateErrored, CodeContainerHostRefused},
		"node second for a relative": {Node(), "", new(0), failing, 2, CodeContainerStatus, StateSkipped, CodeContainerStatus},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{variableContainerRelative: "/c"}
			if c.uri != "" {
				env = map[string]string{variableContainerFull: c.uri}
			}
			r := &remoteTest{dialect: c.dialect, env: env, handler: c.handler}
			r.options = func(o *Options) { o.MaxRetries, o.Timeout = c.retries, new(400*time.Millisecond) }
			res, _ := r.run(t)
			s := res.Trace.Stage("container")
			if s.Reason.Code != c.code || s.State != c.state || s.Reason.Data["secondTry"] != string(c.second) {
				t.Errorf("%s %s %v", s.State, s.Reason.Code, s.Reason.Data)
			}
			if len(r.asked()) != c.requests || len(requestSteps(res, "container")) != c.requests {
				t.Errorf("%d requests, %d steps, want %d", len(r.asked()), len(requestSteps(res, "container")), c.requests)
			}
			if got := reasonOf(res, "instance"); c.state == StateSkipped && got != CodeInstanceContainer {
				t.Errorf("instance stage: %s", got)
			}
		})
	}
}

func TestContainerOlderClientAnswers(t *testing.T) {
	t.Parallel()
	asked := 0
	env := map[string]string{variableContainerFull: "http://127.0.0.1/c"}
	r := &remoteTest{dialect: Node(), env: env, options: func(o *Options) { o.MaxRetries = new(0) }}
	r.handler = func(w http.ResponseWriter, req *http.Request) {
		if asked++; asked == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		answer(201, strings.Replace(containerJSONOpen, "2099-01-01T00:00:00Z", "whenever", 1)+`,"AccountId":"123456789012"}`)(w, req)
	}
	res, err := r.run(t)
	if err != nil || res.Keys.AccountID != "123456789012" || !res.Keys.Expiration.IsZero() {
		t.Errorf("%v, account %q, end %v", err, res.Keys.AccountID, res.Keys.Expiration)
	}
}

// Silence and closed ports: what is waited for, and how often.
func TestContainerSilence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dialect *Dialect
		dial    func(*testing.T) DialFunc
		retries *int
		steps   int
		code    Code
		phase   string
		hangs   bool
	}{
		"documented, no answer":     {Documented(), silent, nil, 1, CodeContainerTimeout, phaseAnswer, false},
		"documented, no connection": {Documented(), holes, nil, 1, CodeContainerTimeout, phaseConnect, false},
		"documented, refused":       {Documented(), nil, nil, 1, CodeContainerUnreachable, "", false},
		"node, no answer":           {Node(), silent, nil, 1, CodeContainerTimeout, phaseAnswer, true},
		"node, no connection":       {Node(), holes, new(1), 4, CodeContainerTimeout, phaseConnect, false},
		"node, refused":             {Node(), nil, new(1), 4, CodeContainerUnreachable, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{variableContainerRelative: "/c"}
			r := &remoteTest{dialect: c.dialect, env: env}
			r.options = func(o *Options) {
				o.MaxRetries, o.Timeout = c.retries, new(50*time.Millisecond)
				if c.dial != nil {
					o.DialMeta = c.dial(t)
				}
			}
			res, _ := r.run(t)
			s := res.Trace.Stage("container")
			if s.Reason.Code != c.code || s.Reason.Data["phase"] != c.phase || len(requestSteps(res, "container")) != c.steps {
				t.Errorf("%s %v, %d steps", s.Reason.Code, s.Reason.Data, len(requestSteps(res, "container")))
			}
			if hasFinding(res, FindingContainerHangs) != c.hangs {
				t.Error("the finding that the SDK would hang")
			}
		})
	}
}

func holes(*testing.T) DialFunc { return blackHole }

func TestContainerFindings(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		variableContainerRelative: "/c", variableContainerFull: "http://127.0.0.1/other",
		variableContainerToken: "a", variableContainerTokenFile: "{home}/tok",
	}
	r := &remoteTest{dialect: Documented(), env: env, files: map[string]string{"tok": "b"}, handler: answer(200, containerJSON)}
	res, err := r.run(t)
	if err != nil || !slices.Equal(r.asked(), []string{"GET 169.254.170.2 /c b"}) {
		t.Errorf("%v: %q", err, r.asked())
	}
	if !hasFinding(res, FindingContainerBothURIs) || !hasFinding(res, FindingContainerBothTokens) {
		t.Errorf("findings %+v", res.Trace.Findings)
	}
}
