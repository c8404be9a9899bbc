package chain

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
	"credence/mfa"
)

func TestOneCodeForAllRoles(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode+"\nregion = eu-west-1")+role("Audit", withCode+"\nregion = us-east-2"))
	_, codes := d.found("admin")
	d.expect(codes, CodeMFASessionNew, CodeMFAGiven, CodeRoleFound)
	d.expectCalls("GetSessionToken,AssumeRole")
	_, codes = d.found("audit")
	d.expect(codes, CodeMFASessionCached)
	d.expectCalls("AssumeRole")
	if len(d.asked) != 1 {
		t.Errorf("asked %d times", len(d.asked))
	}
	d.pass(11 * time.Hour)
	d.found("admin")
	d.expectCalls("AssumeRole")
	d.pass(time.Hour)
	d.found("admin")
	d.expectCalls("GetSessionToken,AssumeRole")
	if len(d.asked) != 2 {
		t.Errorf("asked %d times", len(d.asked))
	}
	res, _ := d.found("admin", func(o *Options) { o.MFACodeProvider = nil })
	if res.Keys.AccessKeyID == "" {
		t.Error("a kept session needs no provider")
	}
}

// TestStaticKeysWithMFA: a profile of keys and a device is a session too.
func TestStaticKeysWithMFA(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "[profile me]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\nmfa_serial = "+janeSerial+"\n"+role("Admin", withCode))
	res, codes := d.found("me")
	d.expect(codes, CodeMFASessionNew)
	if !res.Keys.HasSessionToken() || res.Source != SourceStatic {
		t.Errorf("%v from %s", res.Keys, res.Source)
	}
	d.expectCalls("GetSessionToken")
	d.found("me")
	d.expectCalls("")
	d.found("admin") // the same device and keys
	d.expectCalls("AssumeRole")
	plain, _ := d.found("me", func(o *Options) { o.Cache = nil })
	if plain.Keys.AccessKeyID != janeID {
		t.Errorf("without a cache the keys are %s", plain.Keys.AccessKeyID)
	}
	alone := newDesk(t, "[profile me]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\nmfa_serial = "+janeSerial+"\n")
	res, _ = alone.found("me", func(o *Options) { o.MFACodeProvider = nil })
	if res.Keys.AccessKeyID != janeID {
		t.Errorf("with nobody to ask the keys are %s", res.Keys.AccessKeyID)
	}
	alone.expect(findingCodes(res), FindingMFANoProvider)
	none, _ := alone.resolve("me", func(o *Options) { o.MFACodeProvider = mfa.None() })
	if CodeOf(none.Error) != CodeMFANoTerminal {
		t.Errorf("without a terminal: %v", none.Error)
	}
}

func TestARoleThatRefusesTheSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	d.aws.Inject("AssumeRole", fakeaws.Fault{Status: 403, Code: "AccessDenied", Message: "User is not authorized to perform: sts:AssumeRole"})
	res, codes := d.found("admin")
	d.expect(codes, CodeMFASessionNew, CodeRoleFound)
	d.expect(findingCodes(res), FindingMFARoleRefuses)
	d.expectCalls("GetSessionToken,AssumeRole,AssumeRole")
	if len(d.asked) != 2 {
		t.Errorf("asked %d times", len(d.asked))
	}
	_, codes = d.found("admin", func(o *Options) { o.Fresh = true })
	d.expect(codes, CodeMFADirectRemembered)
	d.expectCalls("AssumeRole")
	d.everyFileIsOf("admin")
	d.config(role("Admin", withCode+"\nmfa = session"))
	_, codes = d.found("admin", func(o *Options) { o.Fresh = true })
	d.expect(codes, CodeMFASessionCached)
	d.config(role("Admin", withCode+"\nmfa = direct"))
	_, codes = d.found("admin", func(o *Options) { o.Fresh = true })
	d.expect(codes, CodeMFADirectSetting)
	d.config(role("Admin", withCode+"\nmfa = perhaps"))
	res, _ = d.found("admin", func(o *Options) { o.Fresh = true })
	d.expect(findingCodes(res), FindingMFASetting)
}

// everyFileIsOf fails unless all that is kept, what is remembered too, is a profile's.
func (d *desk) everyFileIsOf(profile string) {
	d.t.Helper()
	s, err := NewSessions(d.options(profile))
	if err != nil {
		d.t.Fatal(err)
	}
	users := s.CacheFiles()
	items, err := d.store.List()
	if err != nil {
		d.t.Fatal(err)
	}
	for _, it := range items {
		if got := users[it.Name]; len(got) != 1 || got[0] != profile {
			d.t.Errorf("%s is of %q, not of %s", it.Kind, got, profile)
		}
	}
}

// TestARoleThatRefusesEverybody is asked once more with a code, and not remembered.
func TestARoleThatRefusesEverybody(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Nobody", withCode))
	res, _ := d.resolve("nobody")
	if CodeOf(res.Error) != CodeRoleRefused {
		t.Errorf("%v", res.Error)
	}
	d.expectCalls("GetSessionToken,AssumeRole,AssumeRole")
	_, codes := d.resolve("nobody")
	if slices.Contains(codes, string(CodeMFADirectRemembered)) {
		t.Error("remembered what did not work either")
	}
}

// TestOneCodeForARoleThatRefuses: where there is one code and the session took it, the
// end is the role's refusal and not the code's.
func TestOneCodeForARoleThatRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Nobody", withCode))
	code, _, err := d.aws.Phone(janeSerial)
	if err != nil {
		t.Fatal(err)
	}
	res, _ := d.resolve("nobody", func(o *Options) { o.MFACodeProvider = mfa.Given(code) })
	if CodeOf(res.Error) != CodeRoleRefused {
		t.Errorf("%v", res.Error)
	}
	d.expect(findingCodes(res), FindingMFARoleRefuses)
	d.expectCalls("GetSessionToken,AssumeRole")
}

// TestAnAssumerOfTheCallersGetsTheCode: the hook replaces the calls to STS, all of them.
func TestAnAssumerOfTheCallersGetsTheCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	var got RoleRequest
	d.found("admin", func(o *Options) {
		o.RoleAssumer = func(_ context.Context, _ Credentials, r RoleRequest) (Credentials, error) {
			got = r
			return Credentials{AccessKeyID: "ASIA", SecretAccessKey: NewSecret("s"), SessionToken: NewSecret("t")}, nil
		}
	})
	d.expectCalls("")
	if got.SerialNumber != janeSerial || got.TokenCode.IsEmpty() {
		t.Errorf("%+v", got)
	}
}

// TestASessionThatAWSForgot is dropped and asked for anew, once.
func TestASessionThatAWSForgot(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode)+role("Audit", withCode))
	d.found("admin")
	items, err := d.store.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		if it.Kind == cache.KindMFA {
			d.aws.Revoke(it.AccessKeyID)
		}
	}
	d.calls()
	res, codes := d.found("audit")
	d.expect(codes, CodeMFASessionCached, CodeMFASessionNew)
	d.expect(findingCodes(res), FindingMFASessionDropped)
	d.expectCalls("AssumeRole,GetSessionToken,AssumeRole")
}

// TestADeviceThatWasChanged: a session of the time before is not used.
func TestADeviceThatWasChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.found("dev")
	d.calls()
	d.config(role("Dev", withCode))
	_, codes := d.found("dev")
	d.expect(codes, CodeCacheMiss, CodeMFASessionNew)
	d.expectCalls("GetSessionToken,AssumeRole")
}

// TestManyWalksObtainOneSession: forty walks that share a folder, and one code.
func TestManyWalksObtainOneSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode)+role("Audit", withCode))
	d.store = cache.Open(cache.Options{Dir: d.sessions(), Clock: d.clock, LockWait: time.Minute})
	var all sync.WaitGroup
	for i := range 40 {
		o := d.options([]string{"admin", "audit"}[i%2])
		all.Go(func() {
			if res, err := Resolve(context.Background(), o); err != nil || res.Keys.AccessKeyID == "" {
				t.Errorf("%v", err)
			}
		})
	}
	all.Wait()
	if sessions, roles := d.aws.Count("GetSessionToken"), d.aws.Count("AssumeRole"); sessions != 1 || roles != 2 || len(d.asked) != 1 {
		t.Errorf("%d sessions and %d roles for %d codes", sessions, roles, len(d.asked))
	}
}

// TestAWrongCodeForTheSession is asked for again, and its like is not sent twice.
func TestAWrongCodeForTheSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	asked := 0
	res, codes := d.resolve("admin", func(o *Options) {
		o.MFACodeProvider = func(ctx context.Context, r mfa.Request) (string, error) {
			if asked++; asked < 3 {
				return "000000", nil
			}
			return d.phone(ctx, r)
		}
	})
	if res.Outcome != OutcomeFound || asked != 3 {
		t.Errorf("%s after %d codes: %v %v", res.Outcome, asked, res.Error, codes)
	}
	d.expectCalls("GetSessionToken,GetSessionToken,AssumeRole")
}

// TestALostAnswerIsNotRetried: the code may be spent, and is not sent again.
func TestALostAnswerIsNotRetried(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	d.aws.Inject("GetSessionToken", fakeaws.Fault{Reset: true, Late: true})
	res, _ := d.resolve("admin")
	if CodeOf(res.Error) != CodeMFASessionUnreachable || len(d.asked) != 1 {
		t.Errorf("%v after %d codes", res.Error, len(d.asked))
	}
	d.expectCalls("GetSessionToken")
}

// TestKeysThatGetNoSession give the code to the role.
func TestKeysThatGetNoSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	d.aws.Inject("GetSessionToken", fakeaws.Fault{Status: 403, Code: "AccessDenied", Message: "explicit deny"})
	res, codes := d.found("admin")
	d.expect(codes, CodeMFASessionRefused, CodeRoleFound)
	d.expect(findingCodes(res), FindingMFASessionDenied)
	d.expectCalls("GetSessionToken,AssumeRole")
}
