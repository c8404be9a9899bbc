package chain

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"credence/chain/cache"
	"credence/internal/fakeaws"
)

// keptFile is the only session file of a desk.
func (d *desk) keptFile() string {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join(d.sessions(), "*.json"))
	if err != nil || len(files) != 1 {
		d.t.Fatalf("%v %v", files, err)
	}
	return files[0]
}

func TestACorruptSessionIsObtainedAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.found("dev")
	if err := os.WriteFile(d.keptFile(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.calls()
	res, codes := d.found("dev", noShare)
	d.expect(codes, CodeCacheCorrupt, CodeCacheStored)
	d.expect(findingCodes(res), FindingCacheCorrupt)
	d.expectCalls("AssumeRole")
}

func TestASessionThatOthersCanReadIsReported(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.found("dev")
	if err := os.Chmod(d.keptFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheHit)
	d.expect(findingCodes(res), FindingCacheLoose)
	if info, _ := os.Stat(d.keptFile()); info.Mode().Perm() != 0o644 {
		t.Error("tightened without being asked")
	}
}

func TestALockThatSomebodyHolds(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.store = cache.Open(cache.Options{Dir: d.sessions(), Clock: d.clock, LockWait: 50 * time.Millisecond})
	d.found("dev")
	file := d.keptFile()
	holder := flock.New(file[:len(file)-len(".json")] + ".lock")
	if ok, err := holder.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	d.pass(57 * time.Minute)
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheKept)
	d.expect(findingCodes(res), FindingCacheKept)
	d.pass(time.Hour)
	res, _ = d.resolve("dev")
	if CodeOf(res.Error) != CodeCacheLocked || res.Error.Data["pid"] != strconv.Itoa(os.Getpid()) || res.Error.Data["waited"] != "50" {
		t.Errorf("%v", res.Error)
	}
	if err := holder.Unlock(); err != nil {
		t.Fatal(err)
	}
	d.found("dev")
}

// TestSomebodyElseObtainedIt between our look and our lock.
func TestSomebodyElseObtainedIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	var theirs *Result
	ours, codes := d.found("dev", noShare, func(o *Options) {
		observe := o.Observe
		o.Observe = func(e Event) {
			observe(e)
			if e.Reason.Code == CodeCacheMiss && theirs == nil {
				theirs, _ = Resolve(t.Context(), d.options("dev"))
			}
		}
	})
	d.expect(codes, CodeCacheMiss, CodeCacheWaited, CodeRoleCached)
	d.expectCalls("AssumeRole")
	if ours.Keys != theirs.Keys {
		t.Errorf("%v, want %v", ours.Keys, theirs.Keys)
	}
}

func TestAnAWSCLICacheThatIsNotSafe(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	if err := os.MkdirAll(d.cli(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(d.cli(), 0o777); err != nil {
		t.Fatal(err)
	}
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheStored, CodeCacheNotPublished)
	d.expect(findingCodes(res), FindingCacheNotPublished)
}

func TestAnAnswerWithoutKeys(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	d.aws.Inject("GetSessionToken", fakeaws.Fault{
		ContentType: "text/xml",
		Body:        `<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult></GetSessionTokenResult></GetSessionTokenResponse>`,
	})
	res, _ := d.resolve("admin")
	if CodeOf(res.Error) != CodeMFASessionIncomplete {
		t.Errorf("%v", res.Error)
	}
	items, err := d.store.List()
	if err != nil || slices.ContainsFunc(items, func(it cache.Item) bool { return it.Kind == cache.KindMFA }) {
		t.Errorf("%v %v", items, err)
	}
}
