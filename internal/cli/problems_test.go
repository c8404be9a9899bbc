package cli

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// problem is a situation in which people ask which credentials they use, and why:
// the files and variables, what each order makes of them, and what why has to say.
// The ids are stable; a letter tells the variants of one situation apart.
type problem struct {
	id   string
	made made
	args []string // of every command: a profile, flags
	// aws starts a fake AWS for the case, and may change it and make files; the clock
	// is the real one then.
	aws func(*testing.T, *fakeaws.Server) map[string]string

	// want, dry and node are how the walk ends: a letter for each stage, and the key id
	// that was found or the code of the error. dry is with --dry-run, where it is empty
	// the same; node is with --as node, and only the last word of it.
	want, dry, node string
	cause           string   // the code of the error or of the finding that names the cause
	says            []string // in the text that a person reads
	hint            string   // in a hint
	// fixed are the changes that make the cause go away, and ends how the walk ends then.
	fixed *made
	ends  string
}

// made is what a case is made of. A variable set to unset is taken away, and a file
// with that text removed; $HOME in a variable or file is the home folder.
type made struct {
	config, credentials string
	files               map[string]string // by their path under the home folder
	env                 []string
	then                func(t *testing.T, home string) // what a text cannot make
}

const unset = "\x00unset"

// The keys of the corpus. Their secrets stand in no output.
const (
	keyA    = "AKIAGOODAAAAAAAAAAAA"
	keyB    = "AKIAGOODBBBBBBBBBBBB"
	canaryA = "canary-secret-of-A/do+not=print"
	canaryB = "canary-secret-of-B/do+not=print"
	canaryT = "canary-session-token/do+not=print"

	keysA = "aws_access_key_id = " + keyA + "\naws_secret_access_key = " + canaryA + "\n"
	keysB = "aws_access_key_id = " + keyB + "\naws_secret_access_key = " + canaryB + "\n"
	bothA = "[default]\n" + keysA + "[work]\n" + keysB // lines 1–3 and 4–6

	roleR   = "role_arn = arn:aws:iam::222222222222:role/R\n"
	ssoX    = "sso_account_id = 111111111111\nsso_role_name = R\nregion = us-east-1\n"
	corp    = "[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n"
	corpSum = "ee0bfd2552fbd840c02cc48b6e823320543c450f" // SHA-1 of corp
	mfaMe   = "arn:aws:iam::111111111111:mfa/me"
)

var canaries = []string{canaryA, canaryB, canaryT}

// leaks finds a canary in an output: as it is, and as base64 or hex.
func leaks(output string) string {
	for _, canary := range canaries {
		for shift := range 3 {
			// Whatever stands before it, two characters in each shift are its own.
			encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), canary...))
			if inner := encoded[4 : len(encoded)-4]; strings.Contains(output, inner) {
				return "base64 of " + canary
			}
		}
		for _, form := range []string{canary, canary[:20], hex.EncodeToString([]byte(canary)), strings.ToUpper(hex.EncodeToString([]byte(canary)))} {
			if strings.Contains(output, form) {
				return form
			}
		}
	}
	return ""
}

// world makes the world of a case with the changes of a fix, if any.
func (p *problem) world(t *testing.T, fix *made) *World {
	t.Helper()
	home := t.TempDir()
	values := map[string]string{"HOME": home, "AWS_EC2_METADATA_DISABLED": "true", "PATH": os.Getenv("PATH")}
	clock := func() time.Time { return recordedNow }
	var given map[string]string
	if p.aws != nil {
		clock = time.Now
		server := problemAWS(t)
		given = p.aws(t, server)
		for name, value := range server.Env() {
			if name != "AWS_EC2_METADATA_SERVICE_ENDPOINT" {
				values[name] = value
			}
		}
		values["METADATA"] = server.MetadataURL()
		values["SERVER"] = server.URL()
	}
	files := map[string]string{}
	maps.Copy(files, given)
	for _, m := range []*made{&p.made, fix} {
		if m == nil {
			continue
		}
		for name, text := range map[string]string{".aws/config": m.config, ".aws/credentials": m.credentials} {
			if text != "" {
				files[name] = text
			}
		}
		maps.Copy(files, m.files)
		for _, v := range m.env {
			name, value, _ := strings.Cut(v, "=")
			values[name] = value
		}
	}
	fill := func(s string) string {
		return strings.NewReplacer("$HOME", home, "$METADATA", values["METADATA"], "$SERVER", values["SERVER"]).Replace(s)
	}
	for name, text := range files {
		if text == unset {
			continue
		}
		path := filepath.Join(home, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(fill(text)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if p.made.then != nil && (fix == nil || fix.then == nil) {
		p.made.then(t, home)
	} else if fix != nil && fix.then != nil {
		fix.then(t, home)
	}
	var variables []string
	for name, value := range values {
		if value != unset && name != "METADATA" && name != "SERVER" {
			variables = append(variables, name+"="+fill(value))
		}
	}
	slices.Sort(variables)
	return &World{Env: environment(variables...), Clock: clock, Version: "v0"}
}

// seen is what why --json says of a walk, as far as the corpus looks at it.
type seen struct {
	Profile struct{ Name, SelectedBy string }
	Outcome string
	Source  string
	Keys    *struct {
		AccessKeyID string `json:"accessKeyId"`
	} `json:"credentials"`
	Error *struct {
		Code, Message string
		Hints         []string
	}
	Stages []struct {
		State, Code, Reason string
	}
	Findings []struct{ Code, Message, Hint string }
}

var stateLetters = map[string]string{
	"found": "f", "skipped": "s", "errored": "e", "would-use": "w", "unknown": "u", "not-reached": ".", "canceled": "x",
}

// end is the walk in short: "sssf.. AKIA…".
func (s *seen) end() string {
	var b strings.Builder
	for _, stage := range s.Stages {
		b.WriteString(stateLetters[stage.State])
	}
	return b.String() + " " + s.winner()
}

// winner is the key id that was found, or the code of the error, or the outcome.
func (s *seen) winner() string {
	switch {
	case s.Error != nil:
		return s.Error.Code
	case s.Outcome == "found" && strings.HasPrefix(s.Keys.AccessKeyID, "ASIA"):
		return s.Source // session keys differ each time
	case s.Outcome == "found":
		return s.Keys.AccessKeyID
	}
	return s.Outcome
}

// has reports whether a code is that of the error, of a stage or of a finding.
func (s *seen) has(code string) bool {
	if s.Error != nil && s.Error.Code == code {
		return true
	}
	for _, stage := range s.Stages {
		if stage.Code == code {
			return true
		}
	}
	for _, f := range s.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func (s *seen) hints() string {
	var all []string
	if s.Error != nil {
		all = append(all, s.Error.Hints...)
	}
	for _, f := range s.Findings {
		all = append(all, f.Hint)
	}
	return strings.Join(all, "\n")
}

// ask runs why --json and reads it.
func (p *problem) ask(t *testing.T, w *World, more ...string) *seen {
	t.Helper()
	r := p.run(t, w, append([]string{"why", "--json"}, more...)...)
	var s seen
	if err := json.Unmarshal([]byte(r.out), &s); err != nil {
		t.Fatalf("%v: %v\n%s%s", more, err, r.out, r.errors)
	}
	return &s
}

// run runs one command and looks for secrets in all that it printed and logged.
func (p *problem) run(t *testing.T, w *World, args ...string) run {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	r := w.run(t.Context(), append(append(args, p.args...), "--debug", log)...)
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for _, output := range []string{r.out, r.errors, string(logged)} {
		if leak := leaks(output); leak != "" {
			t.Errorf("%v shows %q:\n%s", args, leak, output)
		}
	}
	return r
}

// check runs the case and holds what it says against what it should.
func (p *problem) check(t *testing.T) {
	began := time.Now()
	plain := p.run(t, p.world(t, nil), "why")
	took := time.Since(began)
	text := plain.out + plain.errors
	t.Logf("%s\n%s", strings.Join(append([]string{"credence", "why"}, p.args...), " "), text)
	s := p.ask(t, p.world(t, nil))
	if got := s.end(); got != p.want {
		t.Errorf("ends %q, want %q", got, p.want)
	}
	dry := p.want
	if p.dry != "" {
		dry = p.dry
	}
	if got := p.ask(t, p.world(t, nil), "--dry-run").end(); got != dry {
		t.Errorf("with --dry-run it ends %q, want %q", got, dry)
	}
	if got := p.ask(t, p.world(t, nil), "--as", "node").winner(); got != p.node {
		t.Errorf("Node ends with %q, want %q", got, p.node)
	}
	if !s.has(p.cause) {
		t.Errorf("nothing says %s: %+v", p.cause, s)
	}
	for _, want := range p.says {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
	if hints := s.hints(); p.hint == "" || !strings.Contains(hints, p.hint) || !strings.Contains(text, p.hint) {
		t.Errorf("no hint %q in %q", p.hint, hints)
	}
	if limit := 10 * time.Second; took > limit {
		t.Errorf("took %v, limit %v", took, limit)
	}
	for _, args := range [][]string{{"list"}, {"list", "--json"}} {
		q := problem{}
		q.run(t, p.world(t, nil), args...)
	}
	if p.fixed == nil {
		t.Errorf("no fix")
		return
	}
	after := p.ask(t, p.world(t, p.fixed))
	if got := after.end(); got != p.ends || after.has(p.cause) {
		t.Errorf("the fix ends %q, want %q without %s: %+v", got, p.ends, p.cause, after)
	}
}

// TestProblems is the diagnosis corpus: for every case whose cause lies in the chain
// or the files, why names the cause and the place, and what helps.
func TestProblems(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, cases := range [][]problem{environmentProblems, fileProblems, profileProblems, roleProblems, ssoProblems, processProblems, machineProblems} {
		for _, p := range cases {
			if seen[p.id] {
				t.Errorf("%s twice", p.id)
			}
			seen[p.id] = true
			t.Run(p.id, func(t *testing.T) {
				t.Parallel()
				p.check(t)
			})
		}
	}
	for _, n := range []int{
		1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 37, 38, 39, 40, 42, 43, 45, 46, 47, 48, 49, 51, 52,
		// 41 is a call's: TestWhoamiOfAWrongClock.
	} {
		id := "D" + strconv.Itoa(n)
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(s string) bool {
			return s == id || strings.HasPrefix(s, id) && !strings.ContainsAny(s[len(id):len(id)+1], "0123456789")
		}) {
			t.Errorf("no %s", id)
		}
	}
}

// problemAWS is the AWS of the corpus: the user me with both keys and a device, and
// the roles R and S.
func problemAWS(t *testing.T) *fakeaws.Server {
	t.Helper()
	me := "arn:aws:iam::111111111111:user/me"
	server, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111111111111", Name: "me",
			Keys: []fakeaws.AccessKey{{ID: keyA, Secret: canaryA}, {ID: keyB, Secret: canaryB}},
			MFA:  []fakeaws.MFADevice{{Serial: mfaMe, Secret: "JBSWY3DPEHPK3PXP"}},
		}},
		Roles: []fakeaws.Role{
			{ARN: "arn:aws:iam::222222222222:role/R", Trusted: []string{me}, Web: &fakeaws.WebTrust{}},
			{ARN: "arn:aws:iam::222222222222:role/S", Trusted: []string{"arn:aws:iam::222222222222:role/R"}},
			{ARN: "arn:aws:iam::222222222222:role/deny"},
		},
		Issuers: []fakeaws.Issuer{{Name: "idp"}},
		SSO: []fakeaws.SSOInstance{{
			StartURL: "https://x.awsapps.com/start", Region: "us-east-1",
			Accounts: []fakeaws.SSOAccount{{ID: "111111111111", Name: "one", Roles: []string{"R"}}},
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}
