package chain

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	instanceJSONOpen = `{"Code":"Success","AccessKeyId":"ASIAINSTANCE","SecretAccessKey":"i-secret","Token":"i-token","Expiration":"2099-01-01T00:00:00Z"`
	instanceJSON     = instanceJSONOpen + `}`
	instanceSession  = "imds-session"
)

// Which address would be asked: endpoint, mode, variables, keys and whose keys.
func TestInstanceEndpoint(t *testing.T) {
	t.Parallel()
	const (
		endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
		mode     = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
		ipv4     = "http://169.254.169.254"
		ipv6     = "http://[fd00:ec2::254]"
	)
	config := "[default]\nec2_metadata_service_endpoint = http://default.test:1\n" +
		"[profile p]\nec2_metadata_service_endpoint = http://p.test:2\n" +
		"[profile six]\nec2_metadata_service_endpoint_mode = IPv6\n"
	for name, c := range map[string]struct {
		env              map[string]string
		config           string
		profile          *string
		documented, node string // the address, or a code
	}{
		"default":             {nil, "", nil, ipv4, ipv4},
		"variable":            {map[string]string{endpoint: "http://x.test:456/some/path?q=1"}, "", nil, "http://x.test:456", "http://x.test:456"},
		"user information":    {map[string]string{endpoint: "http://user:pw@x.test/"}, "", nil, "http://x.test", "http://x.test"},
		"key":                 {nil, config, nil, "http://default.test:1", "http://default.test:1"},
		"variable wins":       {map[string]string{endpoint: "http://x.test"}, config, nil, "http://x.test", "http://x.test"},
		"empty variable wins": {map[string]string{endpoint: ""}, config, nil, ipv4, ipv4},
		"endpoint over mode":  {map[string]string{endpoint: "http://x.test", mode: "IPv6"}, "", nil, "http://x.test", "http://x.test"},
		"IPv4":                {map[string]string{mode: "IPv4"}, "", nil, ipv4, ipv4},
		"IPv6":                {map[string]string{mode: "IPv6"}, "", nil, ipv6, ipv6},
		"mode of the profile": {map[string]string{"AWS_PROFILE": "six"}, config, nil, ipv6, ipv6},
		"mode's spelling":     {map[string]string{mode: "ipv4"}, "", nil, string(CodeInstanceBadMode), string(CodeInstanceBadMode)},
		"empty mode":          {map[string]string{mode: ""}, "", nil, string(CodeInstanceBadMode), string(CodeInstanceBadMode)},
		"AWS_PROFILE":         {map[string]string{"AWS_PROFILE": "p"}, config, nil, "http://p.test:2", "http://p.test:2"},
		"option":              {nil, config, new("p"), "http://p.test:2", "http://default.test:1"},
		"option and variable": {map[string]string{"AWS_PROFILE": "six"}, config, new("p"), "http://p.test:2", ipv6},
		"profile without":     {map[string]string{"AWS_PROFILE": "none"}, config, nil, ipv4, ipv4},
		"https":               {map[string]string{endpoint: "https://x.test"}, "", nil, string(CodeInstanceBadEndpoint), string(CodeInstanceBadEndpoint)},
		"not a URL":           {map[string]string{endpoint: "not a uri"}, "", nil, string(CodeInstanceBadEndpoint), string(CodeInstanceBadEndpoint)},
		"no scheme":           {map[string]string{endpoint: "169.254.169.254"}, "", nil, string(CodeInstanceBadEndpoint), string(CodeInstanceBadEndpoint)},
		"bad key": {
			nil, "[default]\nec2_metadata_service_endpoint_mode = 6\n", nil, string(CodeInstanceBadMode), string(CodeInstanceBadMode),
		},
	} {
		for dialectName, dialect := range bothDialects() {
			t.Run(name+" "+dialectName, func(t *testing.T) {
				t.Parallel()
				want := c.documented
				if dialectName == "node" {
					want = c.node
				}
				r := &remoteTest{dialect: dialect(), env: copyEnv(c.env), files: map[string]string{".aws/config": c.config}}
				r.options = func(o *Options) { o.Mode, o.Profile = ModeExplain, c.profile }
				res, _ := r.run(t)
				s := res.Trace.Stage("instance")
				if !strings.HasPrefix(want, "http:") {
					if s.State != StateErrored || string(s.Reason.Code) != want || s.Reason.Origin == nil {
						t.Errorf("%s %s at %v, want %s", s.State, s.Reason.Code, s.Reason.Origin, want)
					}
					return
				}
				sent := requestEvidence(s)
				if s.State != StateUnknown || len(sent) != 1 || sent[0].URL != want+"/latest/api/token" || sent[0].Method != "PUT" || sent[0].Status != 0 {
					t.Fatalf("%s %s, requests %+v, want %s", s.State, s.Reason.Code, sent, want)
				}
				if !slices.Equal(sent[0].Headers, []string{"x-aws-ec2-metadata-token-ttl-seconds"}) || len(r.wentTo()) > 0 {
					t.Errorf("headers %q, dialled %q", sent[0].Headers, r.wentTo())
				}
				noSecrets(t, res, "user:pw")
			})
		}
	}
}

// The settings prefer the config file, unlike credentials.
func TestInstanceEndpointFile(t *testing.T) {
	t.Parallel()
	r := &remoteTest{dialect: Documented(), options: func(o *Options) { o.Mode = ModeExplain }, files: map[string]string{
		".aws/config":      "[default]\nec2_metadata_service_endpoint = http://config.test\n",
		".aws/credentials": "[default]\nec2_metadata_service_endpoint = http://credentials.test\nec2_metadata_service_endpoint_mode = wrong\n",
	}}
	res, err := r.run(t)
	if err != nil {
		t.Fatal(err)
	}
	if sent := requestEvidence(res.Trace.Stage("instance")); len(sent) != 1 || sent[0].URL != "http://config.test/latest/api/token" {
		t.Errorf("requests %+v", sent)
	}
}

func TestInstanceOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  map[string]string
		code Code
	}{
		"true":          {map[string]string{variableInstanceDisabled: "true"}, CodeInstanceDisabled},
		"False":         {map[string]string{variableInstanceDisabled: "False"}, CodeInstanceDisabled},
		"0":             {map[string]string{variableInstanceDisabled: "0"}, CodeInstanceDisabled},
		"false":         {map[string]string{variableInstanceDisabled: "false"}, CodeInstanceFound},
		"empty":         {map[string]string{variableInstanceDisabled: ""}, CodeInstanceFound},
		"relative URI":  {map[string]string{variableContainerRelative: "/nobody"}, CodeInstanceContainer},
		"refused URI":   {map[string]string{variableContainerFull: "http://169.254.169.254/"}, CodeInstanceContainer},
		"empty URI":     {map[string]string{variableContainerFull: "", variableContainerRelative: ""}, CodeInstanceFound},
		"nothing to it": {map[string]string{}, CodeInstanceFound},
	} {
		for dialectName, dialect := range bothDialects() {
			t.Run(name+" "+dialectName, func(t *testing.T) {
				t.Parallel()
				r := &remoteTest{dialect: dialect(), env: copyEnv(c.env), handler: imds{}.ServeHTTP}
				if c.code == CodeInstanceContainer {
					r.handler = nil
					r.options = func(o *Options) { o.MaxRetries, o.Timeout = new(0), new(10*time.Millisecond) }
				}
				res, _ := r.run(t)
				if got := reasonOf(res, "instance"); got != c.code {
					t.Errorf("%s, want %s", got, c.code)
				}
				if c.code != CodeInstanceFound && len(r.asked()) > 0 {
					t.Errorf("requests %q", r.asked())
				}
			})
		}
	}
}

// imds is a metadata service; the zero value is a sound one of version 2.
type imds struct {
	tokenStatus, roleStatus, keysStatus int // 0: 200
	token, role, keys                   string
}

func (m imds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	say := func(status int, body, normal string) {
		if body == "" {
			body = normal
		}
		if status == 0 {
			status = http.StatusOK
		}
		answer(status, strings.TrimPrefix(body, "EMPTY"))(w, r)
	}
	switch {
	case r.Method == http.MethodPut && r.URL.Path == pathInstanceToken:
		say(m.tokenStatus, m.token, instanceSession)
	case r.Method != http.MethodGet:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case r.URL.Path == pathInstanceRole:
		say(m.roleStatus, m.role, "ec2-role")
	case strings.HasPrefix(r.URL.Path, pathInstanceRole):
		say(m.keysStatus, m.keys, instanceJSON)
	default:
		w.WriteHeader(http.StatusTeapot)
	}
}

// What the service's answers lead to: section "Instance metadata" of the Node
// provider's rules, and where the documented order differs (version 1).
func TestInstanceAnswers(t *testing.T) {
	t.Parallel()
	const ok = CodeInstanceFound
	for name, c := range map[string]struct {
		service    imds
		env        map[string]string
		config     string
		documented Code
		node       Code // where it differs
		requests   int  // of documented
		nodeAsks   int  // where it differs
	}{
		"version 2":          {imds{}, nil, "", ok, "", 3, 0},
		"role trimmed":       {imds{role: " ec2-role\n"}, nil, "", ok, "", 3, 0},
		"no sessions":        {imds{tokenStatus: 404}, nil, "", ok, "", 3, 0},
		"forbidden sessions": {imds{tokenStatus: 403}, nil, "", ok, "", 3, 0},
		"405":                {imds{tokenStatus: 405}, nil, "", ok, "", 3, 0},
		"400":                {imds{tokenStatus: 400}, nil, "", CodeInstanceNoToken, "", 1, 0},
		"401":                {imds{tokenStatus: 401}, nil, "", CodeInstanceNoToken, ok, 1, 3},
		"500":                {imds{tokenStatus: 500}, nil, "", CodeInstanceNoToken, ok, 1, 3},
		"redirect":           {imds{tokenStatus: 302}, nil, "", CodeInstanceNoToken, ok, 1, 3},
		"token with a break": {imds{token: "a\r\nb"}, nil, "", CodeInstanceNoToken, "", 1, 0},
		"v1 off, variable":   {imds{tokenStatus: 404}, map[string]string{variableInstanceV1Disabled: "true"}, "", CodeInstanceV1Disabled, "", 1, 0},
		"v1 off, odd value":  {imds{tokenStatus: 404}, map[string]string{variableInstanceV1Disabled: "False"}, "", CodeInstanceV1Disabled, "", 1, 0},
		"v1 off, key":        {imds{tokenStatus: 404}, nil, "ec2_metadata_v1_disabled = true\n", CodeInstanceV1Disabled, "", 1, 0},
		"v1 on, key":         {imds{tokenStatus: 404}, nil, "ec2_metadata_v1_disabled = false\n", ok, "", 3, 0},
		"v1 on, variable":    {imds{tokenStatus: 404}, map[string]string{variableInstanceV1Disabled: "false"}, "ec2_metadata_v1_disabled = true\n", ok, "", 3, 0},
		"v1 on, empty":       {imds{tokenStatus: 404}, map[string]string{variableInstanceV1Disabled: ""}, "ec2_metadata_v1_disabled = true\n", ok, "", 3, 0},
		"v1 off, version 2":  {imds{}, map[string]string{variableInstanceV1Disabled: "true"}, "", ok, "", 3, 0},
		"no role, 404":       {imds{roleStatus: 404}, nil, "", CodeInstanceNoRole, "", 2, 0},
		"no role, empty":     {imds{role: "EMPTY"}, nil, "", CodeInstanceNoRole, "", 2, 0},
		"role 500":           {imds{roleStatus: 500}, nil, "", CodeInstanceStatus, "", 2, 0},
		"role 401":           {imds{roleStatus: 401}, nil, "", CodeInstanceStatus, "", 2, 0},
		"role with a path":   {imds{role: "../../../latest/api/token"}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"role with dots":     {imds{role: ".."}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"role with a break":  {imds{role: "a\r\nHost: b"}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"role with a query":  {imds{role: "a?b"}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"role escaped":       {imds{role: "%2e%2e"}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"role too long":      {imds{role: strings.Repeat("r", 129)}, nil, "", CodeInstanceBadRole, "", 2, 0},
		"every allowed sign": {imds{role: "Az09+=,.@_-"}, nil, "", ok, "", 3, 0},
		"keys 404":           {imds{keysStatus: 404}, nil, "", CodeInstanceStatus, "", 3, 0},
		"keys not JSON":      {imds{keys: "<html>"}, nil, "", CodeInstanceNotJSON, "", 3, 0},
		"keys lack one":      {imds{keys: `{"Code":"Failed","Message":"soon","AccessKeyId":"A"}`}, nil, "", CodeInstanceIncomplete, "", 3, 0},
		"Code is not looked at": {
			imds{keys: strings.Replace(instanceJSON, "Success", "Failed", 1)}, nil, "", ok, "", 3, 0,
		},
		"huge": {imds{keys: strings.Repeat(" ", maxMetadataBody+1)}, nil, "", CodeInstanceTooLarge, "", 3, 0},
	} {
		for dialectName, dialect := range bothDialects() {
			t.Run(name+" "+dialectName, func(t *testing.T) {
				t.Parallel()
				want, requests := c.documented, c.requests
				if dialectName == "node" && c.node != "" {
					want, requests = c.node, c.nodeAsks
				}
				r := &remoteTest{dialect: dialect(), env: copyEnv(c.env), handler: c.service.ServeHTTP}
				if c.config != "" {
					r.files = map[string]string{".aws/config": "[default]\n" + c.config}
				}
				res, err := r.run(t)
				s := res.Trace.Stage("instance")
				if s.Reason.Code != want {
					t.Fatalf("%s %v, want %s: %v", s.Reason.Code, s.Reason.Data, want, err)
				}
				if (s.State == StateErrored) != (want == CodeInstanceNotJSON) {
					t.Errorf("state %s", s.State)
				}
				if len(r.asked()) != requests || len(requestSteps(res, "instance")) != requests {
					t.Errorf("requests %q, want %d", r.asked(), requests)
				}
				usesV1 := c.service.tokenStatus != 0
				if hasFinding(res, FindingInstanceV1) != (usesV1 && requests > 1) {
					t.Error("the finding about version 1")
				}
				for _, line := range r.asked()[1:] {
					if strings.HasSuffix(line, instanceSession) == usesV1 {
						t.Errorf("request %q", line)
					}
				}
				noSecrets(t, res, "i-secret", "i-token", instanceSession)
			})
		}
	}
}

func TestInstanceCredentials(t *testing.T) {
	t.Parallel()
	service := imds{keys: instanceJSONOpen + `,"AccountId":"777777777777"}`}
	r := &remoteTest{dialect: Documented(), env: map[string]string{}, handler: service.ServeHTTP}
	res, err := r.run(t)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PUT 169.254.169.254 /latest/api/token 21600",
		"GET 169.254.169.254 /latest/meta-data/iam/security-credentials/ " + instanceSession,
		"GET 169.254.169.254 /latest/meta-data/iam/security-credentials/ec2-role " + instanceSession,
	}
	if !slices.Equal(r.asked(), want) {
		t.Errorf("requests %q", r.asked())
	}
	k := res.Keys
	if k.AccessKeyID != "ASIAINSTANCE" || k.SecretAccessKey.Reveal() != "i-secret" || k.SessionToken.Reveal() != "i-token" ||
		k.AccountID != "777777777777" || !k.Expiration.Equal(time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", k)
	}
	for i, e := range requestEvidence(res.Trace.Stage("instance")) {
		if e.Status != 200 || len(e.Headers) != 1 || !strings.HasPrefix(e.Headers[0], "x-aws-ec2-metadata-token") {
			t.Errorf("evidence %d: %+v", i, e)
		}
	}
}

// Expired credentials are handed out with a new end, and said to be.
func TestInstanceExtends(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		expiration string
		extended   bool
	}{
		"past":    {"2029-12-31T23:59:59Z", true},
		"present": {"2030-01-01T00:00:00Z", false},
		"garbage": {"soon", false},
	} {
		for dialectName, dialect := range bothDialects() {
			t.Run(name+" "+dialectName, func(t *testing.T) {
				t.Parallel()
				service := imds{keys: strings.Replace(instanceJSON, "2099-01-01T00:00:00Z", c.expiration, 1)}
				r := &remoteTest{dialect: dialect(), env: map[string]string{}, handler: service.ServeHTTP}
				r.options = func(o *Options) { o.Clock = func() time.Time { return now } }
				res, err := r.run(t)
				if err != nil || hasFinding(res, FindingInstanceExtended) != c.extended {
					t.Fatalf("%v, findings %+v", err, res.Trace.Findings)
				}
				end := res.Keys.Expiration
				if inWindow := !end.Before(now.Add(5*time.Minute)) && end.Before(now.Add(10*time.Minute)); inWindow != c.extended {
					t.Errorf("end %v", end)
				}
				if name == "garbage" && !end.IsZero() {
					t.Errorf("end %v of garbage", end)
				}
			})
		}
	}
}

// Silence and closed ports. At the default address they only say that this is no
// instance; at one that somebody named they are a fault.
func TestInstanceSilence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dialect  *Dialect
		dial     func(*testing.T) DialFunc // nil: refused
		env      map[string]string
		steps    int
		code     Code
		failed   bool
		timeouts int
	}{
		"documented, silent":        {Documented(), silent, nil, 1, CodeInstanceTimeout, false, 1},
		"documented, no connection": {Documented(), holes, nil, 1, CodeInstanceTimeout, false, 1},
		"documented, refused":       {Documented(), nil, nil, 1, CodeInstanceUnreachable, false, 0},
		"documented, named": {
			Documented(), holes, map[string]string{variableInstanceEndpoint: "http://10.0.0.1"}, 1, CodeInstanceTimeout, true, 1,
		},
		"node, silent":        {Node(), silent, nil, 2, CodeInstanceTimeout, false, 2},
		"node, no connection": {Node(), holes, nil, 2, CodeInstanceTimeout, false, 2},
		"node, refused":       {Node(), nil, nil, 2, CodeInstanceUnreachable, false, 0},
		"node, v1 off":        {Node(), nil, map[string]string{variableInstanceV1Disabled: "1"}, 1, CodeInstanceV1Disabled, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const timeout = 60 * time.Millisecond
			r := &remoteTest{dialect: c.dialect, env: copyEnv(c.env)}
			r.options = func(o *Options) {
				o.Timeout = new(timeout)
				if c.dial != nil {
					o.DialMeta = c.dial(t)
				}
			}
			began := time.Now()
			res, _ := r.run(t)
			s := res.Trace.Stage("instance")
			if s.Reason.Code != c.code || s.Failed != c.failed || len(requestSteps(res, "instance")) != c.steps {
				t.Errorf("%s failed=%v, %d steps", s.Reason.Code, s.Failed, len(requestSteps(res, "instance")))
			}
			if waited := time.Since(began); waited < time.Duration(c.timeouts)*timeout {
				t.Errorf("waited %v", waited)
			}
		})
	}
}

// The token is asked for once, whatever maxRetries says; the others again at once.
func TestInstanceRetries(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dialect *Dialect
		retries *int
		fails   map[string]int // path: how often it fails
		status  int
		want    Code
		asked   int
	}{
		"default":        {Documented(), nil, map[string]int{pathInstanceRole: 1}, 500, CodeInstanceStatus, 2},
		"role":           {Documented(), new(2), map[string]int{pathInstanceRole: 2}, 500, CodeInstanceFound, 5},
		"role too often": {Documented(), new(2), map[string]int{pathInstanceRole: 9}, 500, CodeInstanceStatus, 4},
		"keys":           {Documented(), new(2), map[string]int{pathInstanceRole + "ec2-role": 1}, 503, CodeInstanceFound, 4},
		"refusals stand": {Documented(), new(2), map[string]int{pathInstanceRole: 1}, 401, CodeInstanceStatus, 2},
		"node refusals":  {Node(), new(2), map[string]int{pathInstanceRole: 1}, 401, CodeInstanceFound, 4},
		"token":          {Documented(), new(2), map[string]int{pathInstanceToken: 1}, 500, CodeInstanceNoToken, 1},
		"node token":     {Node(), new(2), map[string]int{pathInstanceToken: 1}, 500, CodeInstanceFound, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			left := maps.Clone(c.fails)
			r := &remoteTest{dialect: c.dialect, env: map[string]string{}, options: func(o *Options) { o.MaxRetries = c.retries }}
			r.handler = func(w http.ResponseWriter, req *http.Request) {
				if left[req.URL.Path]--; left[req.URL.Path] >= 0 {
					w.WriteHeader(c.status)
					return
				}
				imds{}.ServeHTTP(w, req)
			}
			res, _ := r.run(t)
			if got := reasonOf(res, "instance"); got != c.want || len(r.asked()) != c.asked {
				t.Errorf("%s after %q", got, r.asked())
			}
		})
	}
}

// credential_source = Ec2InstanceMetadata does not heed the variable that disables
// the stage, nor a container URI.
func TestInstanceSourceIgnoresDisabled(t *testing.T) {
	t.Parallel()
	for name, dialect := range bothDialects() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &remoteTest{dialect: dialect(), handler: imds{}.ServeHTTP}
			env := map[string]string{variableInstanceDisabled: "true", variableContainerRelative: "/c"}
			w := newWalk(Options{Dialect: r.dialect, Env: testEnvironment(env, "HOME", t.TempDir()), DialMeta: r.dialer(t), Timeout: new(patience)}, &session{})
			w.rec.startStage(StageInfo{"shared-files", KindSharedFiles})
			if v := w.instanceSource(t.Context()); v.state != StateFound {
				t.Errorf("%s %v", v.reason.Code, v.reason.Data)
			}
		})
	}
}

func TestInstanceCanceled(t *testing.T) {
	t.Parallel()
	r := &remoteTest{dialect: Node(), env: map[string]string{}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r.options = func(o *Options) {
		o.DialMeta = blackHole
		o.Timeout = new(time.Hour)
		o.Observe = func(e Event) {
			if e.Kind == EventStarted && e.Step != nil {
				cancel()
			}
		}
	}
	r.context = ctx
	res, err := r.run(t)
	if res.Outcome != OutcomeCanceled || CodeOf(err) != CodeCanceled || len(requestSteps(res, "instance")) != 1 {
		t.Errorf("%s, %v", res.Outcome, err)
	}
}

// A service that answers the first request and then falls silent, or never ends its
// answer, is there: that is a fault even at the default address.
func TestInstanceFallsSilent(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]string{"no answer": "", "endless answer": "ec2-"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &remoteTest{dialect: Documented(), env: map[string]string{}, options: func(o *Options) { o.Timeout = new(400 * time.Millisecond) }}
			r.handler = func(w http.ResponseWriter, req *http.Request) {
				if req.Method == http.MethodPut {
					imds{}.ServeHTTP(w, req)
					return
				}
				if start != "" {
					answer(http.StatusOK, start)(w, req)
					w.(http.Flusher).Flush()
				}
				<-req.Context().Done()
			}
			res, _ := r.run(t)
			s := res.Trace.Stage("instance")
			if s.Reason.Code != CodeInstanceTimeout || !s.Failed || s.Reason.Data["phase"] != phaseAnswer || len(requestSteps(res, "instance")) != 2 {
				t.Errorf("%s failed=%v %v", s.Reason.Code, s.Failed, s.Reason.Data)
			}
		})
	}
}
