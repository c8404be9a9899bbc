package cache

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestClocksThatJump: whatever the clock did, no session is handed out that has ended
// by it, or that it says was obtained tomorrow; and what is obtained then is kept.
func TestClocksThatJump(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, life := range []time.Duration{15 * time.Minute, time.Hour, 12 * time.Hour} {
		for _, jump := range []time.Duration{-365 * day, -day, -time.Hour, -2 * time.Minute, -30 * time.Second, 0, time.Minute, time.Hour, day, 365 * day} {
			b := newBench(t)
			cli := NewAWSCLI(filepath.Join(t.TempDir(), "cache"), b.clock)
			b.do(t, RenewalWindow, session(life, b.now))
			if p, err := cli.Publish(t.Context(), "x.json", testKey.RoleARN, published(life, b.now)); err != nil || p != Published && life > PublicationWindow {
				t.Fatal(p, err)
			}
			b.now = b.now.Add(jump)
			usable := jump >= -futureTolerance && life-jump > 0
			look := b.Look(testKey, RenewalWindow)
			if look.Alive() != usable {
				t.Errorf("life %v, jump %v: %s", life, jump, look.State)
			}
			if items, err := b.List(); err != nil || len(items) != 1 || (items[0].State == Hit || items[0].State == Expiring) != usable {
				t.Errorf("life %v, jump %v: listed %+v %v", life, jump, items, err)
			}
			if life > PublicationWindow {
				e, _, err := cli.Read(t.Context(), "x.json")
				if alive := err == nil && e.Expires.After(b.now); alive != usable {
					t.Errorf("life %v, jump %v: the AWS CLI's: %v", life, jump, err)
				}
				// The CLI's is replaced where the clock denies it, and else only by a longer one.
				again := published(life, b.now)
				again.AccessKeyID = "ASIAAGAIN"
				want := Published
				if usable && jump < 0 {
					want = KeptLonger
				}
				if p, err := cli.Publish(t.Context(), "x.json", testKey.RoleARN, again); p != want || err != nil {
					t.Errorf("life %v, jump %v: then %s %v", life, jump, p, err)
				}
			}
			if res, calls := b.do(t, 0, session(time.Hour, b.now)); (calls == 0) != usable || calls == 1 && !res.Stored {
				t.Errorf("life %v, jump %v: %d calls, %+v", life, jump, calls, res)
			}
		}
	}
}

// TestAFileOfTheAWSCLIWithAnImpossibleEnd: its time of writing may be lost, as in a copy.
func TestAFileOfTheAWSCLIWithAnImpossibleEnd(t *testing.T) {
	t.Parallel()
	a, now := newAWSBench(t)
	for life, want := range map[time.Duration]bool{12 * time.Hour: true, 12*time.Hour + 2*time.Minute: false, 25 * time.Hour: false} {
		if err := a.folder.replace("x.json", encodeAWS(new(published(life, now)))); err != nil {
			t.Fatal(err)
		}
		_, _, err := a.Read(t.Context(), "x.json")
		if d, _ := errors.AsType[*Diagnostic](err); (err == nil) != want || !want && d.Code != CodeFuture {
			t.Errorf("%v: %v", life, err)
		}
	}
}

// TestClearingWhatIsFromTheFuture: a clock that was set back keeps nobody from
// removing what was published before.
func TestClearingWhatIsFromTheFuture(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	aws := t.TempDir()
	cli := NewAWSCLI(filepath.Join(aws, "cli", "cache"), b.clock)
	own := b.keep(t, KindRole, "p", time.Hour)
	e := published(time.Hour, b.now)
	e.AccessKeyID = own.AccessKeyID
	if p, err := cli.Publish(t.Context(), "x.json", testKey.RoleARN, e); p != Published {
		t.Fatal(p, err)
	}
	b.now = b.now.Add(-24 * time.Hour)
	others := Others(t.Context(), aws, b.clock, nil)
	if len(others) != 1 || others[0].State != Rejected || codes(others[0].Problems) != string(CodeFuture) {
		t.Errorf("%+v", others)
	}
	if ok, err := cli.Withdraw(t.Context(), "x.json", own.AccessKeyID); !ok || err != nil {
		t.Error(ok, err)
	}
	removed, err := b.Clear(t.Context(), Filter{}, cli)
	if err != nil || !slices.ContainsFunc(removed, func(it Item) bool { return it.Tool == ToolCredence }) {
		t.Errorf("%v %v", removed, err)
	}
	if l := b.Look(testKey, 0); l.State != Missing || len(l.Problems) > 0 {
		t.Errorf("%+v", l)
	}
	if _, _, err := cli.Read(t.Context(), "x.json"); err == nil || errors.As(err, new(*Diagnostic)) {
		t.Error(err)
	}
}
