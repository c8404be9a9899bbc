package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
	"credence/mfa"
)

const iam = "arn:aws:iam::111122223333:role/"

// desk is a machine with a home folder, a clock, an AWS and a phone.
type desk struct {
	t     *testing.T
	home  string
	aws   *fakeaws.Server
	env   map[string]string
	asked []mfa.Request
	store *cache.Store

	mu  sync.Mutex
	now time.Time
}

func newDesk(t *testing.T, config string) *desk {
	t.Helper()
	d := &desk{t: t, home: t.TempDir(), now: time.Now().Truncate(time.Second)}
	server, err := fakeaws.Start(t.Context(), fakeaws.Config{World: deskWorld(), Clock: d.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	d.aws, d.env = server, map[string]string{"HOME": d.home, "AWS_MAX_ATTEMPTS": "1"}
	for k, v := range server.Env() {
		d.env[k] = v
	}
	d.store = cache.Open(cache.Options{Dir: d.sessions(), Clock: d.clock, Owner: "credence test", LockWait: 10 * time.Second})
	d.config(config)
	return d
}

func deskWorld() *fakeaws.World {
	w := scenarioWorld()
	for i := range w.Roles {
		if w.Roles[i].ARN == iam+"Vendor" {
			w.Roles[i].RequireMFA = true
		}
	}
	w.Roles = append(w.Roles,
		fakeaws.Role{ARN: iam + "Audit", Trusted: []string{"arn:aws:iam::111122223333:user/jane"}, RequireMFA: true},
		fakeaws.Role{ARN: iam + "Chained", Trusted: []string{iam + "Dev"}, MaxDuration: 12 * time.Hour},
	)
	return w
}

func (d *desk) sessions() string { return filepath.Join(d.home, ".cache", "credence", "sessions") }

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// config writes the config file, an hour ago by its time.
func (d *desk) config(text string) {
	d.t.Helper()
	path := filepath.Join(d.home, ".aws", "config")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		d.t.Fatal(err)
	}
	base := "[profile base]\naws_access_key_id = " + janeID + "\naws_secret_access_key = " + janeSecret + "\n"
	if err := os.WriteFile(path, []byte(base+text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// phone is the person with the device: every code is the next one.
func (d *desk) phone(_ context.Context, r mfa.Request) (string, error) {
	d.pass(31 * time.Second)
	d.asked = append(d.asked, r)
	code, _, err := d.aws.Phone(r.Serial)
	return code, err
}

func (d *desk) options(profile string) Options {
	return Options{
		Profile: &profile, Env: variables(d.env), Clock: d.clock, MFACodeProvider: d.phone, Cache: d.store,
	}
}

func (d *desk) resolve(profile string, change ...func(*Options)) (*Result, []string) {
	d.t.Helper()
	o := d.options(profile)
	var events []Event
	o.Observe = func(e Event) { events = append(events, e) }
	for _, c := range change {
		c(&o)
	}
	res, _ := Resolve(d.t.Context(), o)
	replay(d.t, events, &res.Trace)
	onceEach(d.t, events)
	return res, tracedCodes(&res.Trace)
}

// found resolves and demands success.
func (d *desk) found(profile string, change ...func(*Options)) (*Result, []string) {
	d.t.Helper()
	res, codes := d.resolve(profile, change...)
	if res.Outcome != OutcomeFound {
		d.t.Fatalf("%s: %s, %v %v", profile, res.Outcome, res.Error, codes)
	}
	return res, codes
}

func (d *desk) calls() string {
	defer d.aws.ResetRequests()
	return operations(d.aws)
}

func (d *desk) expectCalls(want string) {
	d.t.Helper()
	if got := d.calls(); got != want {
		d.t.Errorf("calls %q, want %q", got, want)
	}
}

func (d *desk) expect(codes []string, want ...Code) {
	d.t.Helper()
	for _, c := range want {
		if !slices.Contains(codes, string(c)) {
			d.t.Errorf("no %s in %v", c, codes)
		}
	}
}

func role(name, settings string) string {
	return fmt.Sprintf("[profile %s]\nrole_arn = %s%s\n%s\n", strings.ToLower(name), iam, name, settings)
}

const (
	fromBase = "source_profile = base"
	withCode = fromBase + "\nmfa_serial = " + janeSerial
)

func TestARoleIsAssumedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	first, codes := d.found("dev")
	d.expect(codes, CodeCacheMiss, CodeCacheStored, CodeCachePublished)
	d.expectCalls("AssumeRole")
	second, codes := d.found("dev")
	d.expect(codes, CodeCacheHit, CodeCacheNotNeeded, CodeRoleCached)
	d.expectCalls("")
	if first.Keys != second.Keys {
		t.Errorf("other keys: %v, %v", first.Keys, second.Keys)
	}
	if second.Source != SourceAssumeRole || second.Keys.AccountID != "111122223333" {
		t.Errorf("source %s, account %s", second.Source, second.Keys.AccountID)
	}
	explained, codes := d.found("dev", func(o *Options) { o.Mode = ModeExplain })
	d.expect(codes, CodeCacheHit)
	if explained.Keys.AccessKeyID != first.Keys.AccessKeyID {
		t.Error("explain mode does not know the kept session")
	}
	d.pass(56 * time.Minute)
	_, codes = d.found("dev")
	d.expect(codes, CodeCacheExpiring, CodeCacheStored)
	d.expectCalls("AssumeRole")
	d.pass(46 * time.Minute) // 14 are left
	d.found("dev")
	d.expectCalls("")
	d.found("dev", func(o *Options) { o.MinLife = cache.PublicationWindow })
	d.expectCalls("AssumeRole")
	d.found("dev", func(o *Options) { o.Fresh = true })
	d.expectCalls("AssumeRole")
	d.found("dev", func(o *Options) { o.Cache = nil })
	d.expectCalls("AssumeRole")
	d.pass(2 * time.Hour)
	_, codes = d.found("dev")
	d.expect(codes, CodeCacheExpired)
}

// TestExplainWritesNothing: neither a folder nor a file.
func TestExplainWritesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	res, codes := d.resolve("admin", func(o *Options) { o.Mode = ModeExplain })
	d.expect(codes, CodeCacheMiss, CodeMFASessionWouldGet, CodeRoleWouldAssume)
	if res.Outcome != OutcomeWouldUse {
		t.Errorf("outcome %s", res.Outcome)
	}
	d.expectCalls("")
	if _, err := os.Stat(filepath.Join(d.home, ".cache")); !os.IsNotExist(err) {
		t.Errorf("something was made: %v", err)
	}
}

// TestStepsOfAKeptRole: the contract's steps stand in order whatever was resolved.
func TestStepsOfAKeptRole(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase)+role("Chained", "source_profile = dev"))
	steps := func(res *Result) string {
		var list []string
		for _, s := range res.Trace.Stage(res.Stage).Steps {
			if s.Kind == StepSource || s.Kind == StepAssumeRole {
				list = append(list, string(s.Kind)+" "+s.Profile+" "+string(s.Source)+s.RoleArn)
			}
		}
		return strings.Join(list, ", ")
	}
	first, _ := d.found("chained")
	want := "source base static, assume-role dev " + iam + "Dev, assume-role chained " + iam + "Chained"
	if got := steps(first); got != want {
		t.Errorf("resolved: %s, want %s", got, want)
	}
	d.expectCalls("AssumeRole,AssumeRole")
	second, _ := d.found("chained")
	if got := steps(second); got != want {
		t.Errorf("kept: %s, want %s", got, want)
	}
	d.expectCalls("")
	third, _ := d.found("chained", func(o *Options) { o.Fresh = true })
	if got := steps(third); got != want {
		t.Errorf("fresh: %s, want %s", got, want)
	}
}

// TestAnEditIsAMiss: every setting that shapes the session.
func TestAnEditIsAMiss(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"session name": "role_session_name = other", "external id": "external_id = x1", "duration": "duration_seconds = 1800",
		"mfa": "mfa_serial = " + janeSerial, "region": "region = us-west-2",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, role("Dev", fromBase))
			d.found("dev", noShare)
			d.calls()
			d.config(role("Dev", fromBase+"\n"+change))
			d.found("dev", noShare)
			if !strings.Contains(d.calls(), "AssumeRole") {
				t.Error("the old session was used")
			}
			d.config(role("Dev", fromBase))
			d.found("dev", noShare)
			d.expectCalls("")
		})
	}
	d := newDesk(t, role("Dev", fromBase))
	d.found("dev", noShare)
	d.env["AWS_ACCESS_KEY_ID"], d.env["AWS_SECRET_ACCESS_KEY"] = janeID, janeSecret
	d.config(role("Dev", "credential_source = EcsContainer"))
	if _, codes := d.resolve("dev", noShare); slices.Contains(codes, string(CodeCacheHit)) {
		t.Error("the session of another source was used")
	}
}

func noShare(o *Options) { o.NoShare = true }

func TestADurationThatIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase)+role("Chained", "source_profile = dev\nduration_seconds = 7200")+
		role("Admin", withCode+"\nduration_seconds = 7200")+role("Audit", withCode+"\nduration_seconds = 7200\nmfa = direct"))
	for profile, want := range map[string]struct {
		calls   string
		finding Code
	}{
		"chained": {"AssumeRole,AssumeRole", FindingRoleChainedTooLong}, // known before: nothing is sent to be refused
		"admin":   {"GetSessionToken,AssumeRole,AssumeRole", FindingMFASessionLimit},
		"audit":   {"AssumeRole,AssumeRole", FindingRoleDuration},
	} {
		res, _ := d.found(profile)
		d.expect(findingCodes(res), want.finding)
		d.expectCalls(want.calls)
		if left := res.Keys.Expiration.Sub(d.clock()); left > time.Hour {
			t.Errorf("%s: %v left", profile, left)
		}
		d.found(profile)
		d.expectCalls("")
	}
}

// TestTheLimitOfASessionIsSaidBefore: in explain mode, before anybody is asked for a
// code; not where the code goes to the role, and not where an hour is asked for.
func TestTheLimitOfASessionIsSaidBefore(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode+"\nduration_seconds = 7200")+
		role("Audit", withCode+"\nduration_seconds = 7200\nmfa = direct")+role("Hour", withCode+"\nduration_seconds = 3600"))
	for profile, want := range map[string]bool{"admin": true, "audit": false, "hour": false} {
		res, _ := d.resolve(profile, func(o *Options) { o.Mode = ModeExplain })
		if res.Outcome != OutcomeWouldUse || slices.Contains(findingCodes(res), FindingMFASessionLimit) != want {
			t.Errorf("%s: %s %v", profile, res.Outcome, findingCodes(res))
		}
	}
	d.expectCalls("")
}

// TestSSORolesAreKept: the portal is asked once, and a kept role needs no sign-in.
func TestSSORolesAreKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly
[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = eu-west-1
`)
	token, err := d.aws.SignIn("https://corp.example/start", fakeaws.SSOSignIn{})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(map[string]string{"accessToken": token.AccessToken, "expiresAt": d.clock().Add(time.Hour).UTC().Format(time.RFC3339)})
	path := filepath.Join(d.home, ".aws", "sso", "cache", cache.AWSTokenName("corp"))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	first, codes := d.found("sso")
	d.expect(codes, CodeCacheMiss, CodeCacheStored, CodeSSOFound)
	d.expectCalls("GetRoleCredentials")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second, codes := d.found("sso")
	d.expect(codes, CodeCacheHit, CodeSSOCached)
	d.expectCalls("")
	if first.Keys != second.Keys || second.Source != SourceSSO {
		t.Errorf("%v from %s, want %v", second.Keys, second.Source, first.Keys)
	}
}

// TestASessionIsKeptWhereAWSIsAway: with a few minutes left it is better than none.
func TestASessionIsKeptWhereAWSIsAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.found("dev")
	d.pass(57 * time.Minute)
	d.aws.Inject("AssumeRole", fakeaws.Fault{Reset: true, Times: -1})
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheExpiring, CodeCacheKept)
	d.expect(findingCodes(res), FindingCacheKept)
	d.pass(4 * time.Minute)
	if res, _ := d.resolve("dev"); CodeOf(res.Error) != CodeRoleUnreachable {
		t.Errorf("after its end: %v", res.Error)
	}
}

// TestAFolderThatIsNotOurs: the session is handed out all the same, and not kept.
func TestAFolderThatIsNotOurs(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	if err := os.MkdirAll(d.sessions(), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(d.sessions(), 0o777); err != nil {
		t.Fatal(err)
	}
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheNotStored)
	d.expect(findingCodes(res), FindingCacheNotStored)
	if files, _ := os.ReadDir(d.sessions()); len(files) != 0 {
		t.Errorf("written to: %v", files)
	}
}

func TestForcedRefreshPassesTheCacheOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	p := NewProvider(d.options("dev"))
	for range 2 {
		if _, err := p.Resolve(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d.expectCalls("AssumeRole")
	if _, err := p.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.expectCalls("AssumeRole")
}
