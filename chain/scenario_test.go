package chain

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"credence/internal/fakeaws"
	"credence/mfa"
)

// A scenario is a file of testdata/scenarios: an environment, options and files, and
// what each dialect answers. Its head is a line of what it shows, then lines of
//
//	env NAME=VALUE
//	option NAME=VALUE         (profile, filepath, roleArn, mfaCode …)
//	crlf FILE                 (write it with Windows line ends)
//	DIALECT OUTCOME [FACT=VALUE …]
//
// What it says of node is what the real Node SDK answers: TestScenariosAgreeWithNode
// asks it. {home}, {jane.id}, {imds} and their like stand for what a run has.
type scenario struct {
	name    string
	env     map[string]string
	options map[string]string
	files   map[string]string
	want    map[string]map[string]string // by dialect: outcome, and facts
	crlf    []string
}

func scenarios(t *testing.T) []scenario {
	t.Helper()
	names, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var list []scenario
	for _, name := range names {
		list = append(list, readScenario(t, name))
	}
	return list
}

func readScenario(t *testing.T, name string) scenario {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := scenario{
		name: strings.TrimSuffix(filepath.Base(name), ".txtar"),
		env:  map[string]string{}, options: map[string]string{}, files: map[string]string{}, want: map[string]map[string]string{},
	}
	_, head, _ := strings.Cut(string(archive.Comment), "\n\n")
	for line := range strings.Lines(head) {
		verb, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		key, value, _ := strings.Cut(rest, "=")
		switch verb {
		case "env":
			s.env[key] = value
		case "option":
			s.options[key] = value
		case "crlf":
			s.crlf = append(s.crlf, rest)
		case "documented", "node":
			facts := strings.Fields(rest)
			s.want[verb] = map[string]string{"outcome": facts[0]}
			for _, f := range facts[1:] {
				k, v, _ := strings.Cut(f, "=")
				s.want[verb][k] = v
			}
		case "":
		default:
			t.Fatalf("%s: unknown verb %q", name, verb)
		}
	}
	for _, f := range archive.Files {
		s.files[f.Name] = string(f.Data)
	}
	return s
}

// scene is a scenario set up: a home folder, and a world behind it.
type scene struct {
	home    string
	aws     *fakeaws.Server
	replace *strings.Replacer
	env     map[string]string
}

const (
	janeID, janeSecret = "AKIAFAKEJANEAAAAAAAA", "jane/secret+of+forty+characters+exactly0"
	janeSerial         = "arn:aws:iam::111122223333:mfa/jane"
	janeSeed           = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

func scenarioWorld() *fakeaws.World {
	role := func(name string, trusted ...string) fakeaws.Role {
		return fakeaws.Role{ARN: "arn:aws:iam::111122223333:role/" + name, Trusted: trusted, MaxDuration: 12 * time.Hour}
	}
	jane := "arn:aws:iam::111122223333:user/jane"
	admin, vendor, web := role("Admin", jane), role("Vendor", jane), role("Web")
	admin.RequireMFA, vendor.ExternalID = true, "vendor-42"
	web.Web = &fakeaws.WebTrust{Issuer: "ci"}
	return &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111122223333", Name: "jane",
			Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}},
			MFA:  []fakeaws.MFADevice{{Serial: janeSerial, Secret: janeSeed}},
		}},
		Roles:   []fakeaws.Role{role("Dev", "111122223333"), role("Top", "111122223333"), admin, vendor, web, role("Machine"), role("Task")},
		Issuers: []fakeaws.Issuer{{Name: "ci"}},
		SSO: []fakeaws.SSOInstance{{StartURL: "https://corp.example/start", Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{
			{ID: "111122223333", Name: "dev", Roles: []string{"ReadOnly"}},
		}}},
		Instance:   &fakeaws.Instance{RoleARN: "arn:aws:iam::111122223333:role/Machine", Region: "eu-west-1"},
		Containers: []fakeaws.Container{{Path: "/task", RoleARN: "arn:aws:iam::111122223333:role/Task", Token: "Bearer task"}},
	}
}

// oathtool is the phone: an implementation of RFC 6238 that is not ours.
func oathtool(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("oathtool", "--totp", "-b", janeSeed).Output()
	if err != nil {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatalf("oathtool: %v", err)
		}
		t.Skipf("not run: oathtool is missing (%v)", err)
	}
	return strings.TrimSpace(string(out))
}

func (s scenario) stage(t *testing.T) *scene {
	t.Helper()
	server, err := fakeaws.Start(t.Context(), fakeaws.Config{World: scenarioWorld()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	home := t.TempDir()
	pairs := []string{
		"{home}", home, "{jane.id}", janeID, "{jane.secret}", janeSecret, "{jane.serial}", janeSerial, "{jane.wrong}", "000000",
		"{imds}", server.MetadataURL(), "{container}", server.ContainerURL("/task"), "{container.token}", "Bearer task",
	}
	text := fmt.Sprint(s.env, s.options, s.files)
	if strings.Contains(text, "{jane.code}") {
		pairs = append(pairs, "{jane.code}", oathtool(t))
	}
	if strings.Contains(text, "{web.token}") {
		token, err := server.WebToken(fakeaws.WebClaims{Issuer: "ci", Subject: "job", Audience: "sts.amazonaws.com"})
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, "{web.token}", token)
	}
	if strings.Contains(text, "{sso.token}") {
		token, err := server.SignIn("https://corp.example/start", fakeaws.SSOSignIn{})
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, "{sso.token}", token.AccessToken)
	}
	sc := &scene{home: home, aws: server, replace: strings.NewReplacer(pairs...)}
	sc.env = map[string]string{"HOME": home, "PATH": os.Getenv("PATH")}
	maps.Copy(sc.env, server.Env())
	delete(sc.env, "AWS_EC2_METADATA_SERVICE_ENDPOINT") // a scenario says where the machine's metadata is
	for k, v := range s.env {
		sc.env[k] = sc.replace.Replace(v)
	}
	for name, text := range s.files {
		sc.write(t, name, text, slices.Contains(s.crlf, name))
	}
	return sc
}

var hashed = regexp.MustCompile(`\{sha1:(.*)\}`)

func (sc *scene) write(t *testing.T, name, text string, crlf bool) {
	t.Helper()
	if m := hashed.FindStringSubmatch(name); m != nil {
		sum := sha1.Sum([]byte(m[1]))
		name = strings.Replace(name, m[0], hex.EncodeToString(sum[:]), 1)
	}
	at := filepath.Join(sc.home, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		t.Fatal(err)
	}
	text = sc.replace.Replace(text)
	if crlf {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if name == "token" {
		text = strings.TrimSuffix(text, "\n")
	}
	if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s scenario) chainOptions(t *testing.T, sc *scene, dialect string) Options {
	t.Helper()
	d, err := DialectByName(dialect)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Dialect: d, Env: variables(sc.env)}
	for name, value := range s.options {
		value = sc.replace.Replace(value)
		switch name {
		case "profile":
			o.Profile = &value
		case "filepath":
			o.Filepath = &value
		case "configFilepath":
			o.ConfigFilepath = &value
		case "roleArn":
			o.RoleArn = &value
		case "webIdentityTokenFile":
			o.WebIdentityTokenFile = &value
		case "mfaCode":
			o.MFACodeProvider = mfa.Given(value)
		case "maxRetries":
			n, err := strconv.Atoi(value)
			if err != nil {
				t.Fatal(err)
			}
			o.MaxRetries = &n
		default:
			t.Fatalf("unknown option %q", name)
		}
	}
	return o
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios(t) {
		for dialect, want := range s.want {
			t.Run(s.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				sc := s.stage(t)
				var events []Event
				opts := s.chainOptions(t, sc, dialect)
				opts.Observe = func(e Event) { events = append(events, e) }
				res, err := Resolve(t.Context(), opts)
				calls := operations(sc.aws)
				replay(t, events, &res.Trace)
				onceEach(t, events)
				for fact, value := range want {
					judge(t, sc, fact, sc.replace.Replace(value), dialect, res, err, calls)
				}
			})
		}
	}
}

// operations are the calls that the server saw.
func operations(server *fakeaws.Server) string {
	var ops []string
	for _, r := range server.Requests() {
		ops = append(ops, r.Op)
	}
	return strings.Join(ops, ",")
}

// onceEach: every stage and step that starts ends exactly once.
func onceEach(t *testing.T, events []Event) {
	t.Helper()
	open := map[string]int{}
	for _, e := range events {
		key := e.Stage.ID
		if e.Step != nil {
			key += "/" + strconv.Itoa(e.Step.ID)
		}
		switch {
		case e.Kind == EventStarted:
			open[key]++
		case e.Kind == EventEnded && e.State != StateNotReached:
			open[key]--
		}
		if n := open[key]; n < 0 || n > 1 {
			t.Errorf("%s is open %d times", key, n)
		}
	}
	for key, n := range open {
		if n != 0 {
			t.Errorf("%s never ended", key)
		}
	}
}

func judge(t *testing.T, sc *scene, fact, want, dialect string, res *Result, err error, calls string) {
	t.Helper()
	var got string
	switch fact {
	case "outcome":
		got = string(res.Outcome)
		if dialect == "node" && got == string(OutcomeNone) {
			got = string(OutcomeError) // to Node nothing found is an error like any other
		}
	case "key":
		got = res.Keys.AccessKeyID
	case "account":
		got = res.Keys.AccountID
	case "stage":
		got = res.Stage
	case "source":
		got = string(res.Source)
	case "code":
		got = string(CodeOf(err))
		if res.Outcome == OutcomeFound {
			got = string(res.Trace.Stage(res.Stage).Reason.Code)
		}
	case "because":
		got = res.Error.Data["because"]
	case "calls":
		got = calls
	case "arn":
		id, err := CallerIdentity(t.Context(), Options{Env: variables(sc.env)}, res.Keys, "eu-west-1")
		if err != nil {
			t.Errorf("who am I: %v", err)
		}
		want, got = "*:"+want+"*", id.Arn
	case "trace":
		codes := tracedCodes(&res.Trace)
		for _, code := range strings.Split(want, ",") {
			if !slices.Contains(codes, code) {
				t.Errorf("want the code %s in the trace, got %v", code, codes)
			}
		}
		return
	case "finding":
		var codes []string
		for _, f := range res.Trace.Findings {
			codes = append(codes, f.Code)
		}
		if !slices.Contains(codes, want) {
			t.Errorf("want the finding %s, got %v", want, codes)
		}
		return
	default:
		t.Fatalf("unknown fact %q", fact)
	}
	if ok, _ := path.Match(strings.ReplaceAll(want, "/", "|"), strings.ReplaceAll(got, "/", "|")); !ok {
		t.Errorf("%s: got %q, want %q (%v)", fact, got, want, err)
	}
}

// tracedCodes are the codes of all stages and steps.
func tracedCodes(trace *Trace) (codes []string) {
	var steps func([]*StepTrace)
	steps = func(list []*StepTrace) {
		for _, s := range list {
			codes = append(codes, string(s.Reason.Code))
			steps(s.Steps)
		}
	}
	for _, s := range trace.Stages {
		codes = append(codes, string(s.Reason.Code))
		steps(s.Steps)
	}
	return codes
}
