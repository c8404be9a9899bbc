package cache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"credence/internal/secret"
)

var testKey = Key{Kind: KindRole, Source: "key AKIA", RoleARN: "arn:aws:iam::111122223333:role/R", Duration: time.Hour, Region: "eu-west-1"}

const canary = "CANARY-secret-value"

func session(life time.Duration, now time.Time) Session {
	return Session{AccessKeyID: "ASIATEST", SecretAccessKey: secret.New(canary), SessionToken: secret.New(canary + "-token"), Expires: now.Add(life), AccountID: "111122223333"}
}

// bench is a store with a clock that the test moves.
type bench struct {
	*Store
	now time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: time.Now()}
	b.Store = Open(Options{Dir: filepath.Join(t.TempDir(), "credence", "sessions"), Clock: func() time.Time { return b.now }, Owner: "credence test", LockWait: 200 * time.Millisecond})
	return b
}

func (b *bench) do(t *testing.T, window time.Duration, c Session) (Result, int) {
	t.Helper()
	calls := 0
	res, err := b.Do(t.Context(), testKey, Meta{Profile: "p"}, window, func(context.Context) (Session, error) { calls++; return c, nil })
	if err != nil {
		t.Fatal(err)
	}
	return res, calls
}

func codes(ds []*Diagnostic) string {
	var list []string
	for _, d := range ds {
		list = append(list, string(d.Code))
	}
	return strings.Join(list, ",")
}

func TestEveryPartOfAKeyCounts(t *testing.T) {
	t.Parallel()
	seen := map[string]string{Key{}.ID(): "nothing"}
	v := reflect.TypeFor[Key]()
	for i := range v.NumField() {
		var k Key
		switch f := reflect.ValueOf(&k).Elem().Field(i); f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Int64:
			f.SetInt(1)
		default:
			t.Fatalf("%s is a %v", v.Field(i).Name, f.Kind())
		}
		if other, ok := seen[k.ID()]; ok {
			t.Errorf("%s does not count, or as %s does", v.Field(i).Name, other)
		}
		seen[k.ID()] = v.Field(i).Name
		if !isID(k.ID()) {
			t.Errorf("%q", k.ID())
		}
	}
	if (Key{Source: "ab", RoleARN: "c"}).ID() == (Key{Source: "a", RoleARN: "bc"}).ID() {
		t.Error("parts run into each other")
	}
}

func TestModesFromBirth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	res, _ := b.do(t, RenewalWindow, session(time.Hour, b.now))
	if !res.Stored || codes(res.Problems) != "" {
		t.Fatalf("%+v: %s", res, codes(res.Problems))
	}
	for path, want := range map[string]fs.FileMode{
		res.Entry.Path: 0o600, b.lockPath(testKey.ID()): 0o600, b.Dir(): fs.ModeDir | 0o700, filepath.Dir(b.Dir()): fs.ModeDir | 0o700,
	} {
		if info, err := os.Lstat(path); err != nil || info.Mode() != want {
			t.Errorf("%s: %v (%v), want %v", path, info.Mode(), err, want)
		}
	}
	if files, _ := os.ReadDir(b.Dir()); len(files) != 2 {
		t.Errorf("litter: %v", files)
	}
}

// TestRoundTrip: what comes back is what went in, and prints no secret.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	c := session(time.Hour, b.now)
	b.do(t, RenewalWindow, c)
	l := b.Look(testKey, RenewalWindow)
	if l.State != Hit || !l.Entry.Expires.Equal(c.Expires) {
		t.Fatalf("%+v", l)
	}
	got := l.Entry.Session
	got.Expires = c.Expires
	if got != c || l.Entry.Profile != "p" || l.Entry.Owner != "credence test" || !l.Entry.Created.Equal(b.now) || l.Entry.Age(b.now.Add(time.Minute)) != time.Minute {
		t.Errorf("%+v", l.Entry)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if s := fmt.Sprintf(verb, l.Entry) + fmt.Sprintf(verb, *l.Entry) + fmt.Sprintf(verb, l); strings.Contains(s, canary) {
			t.Errorf("%s shows the secret", verb)
		}
	}
}

// TestWindows: around the ends of the windows, on clocks that are right or not.
func TestWindows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		life, passed, window time.Duration
		want                 State
	}{
		{time.Hour, 0, RenewalWindow, Hit},
		{time.Hour, 55 * time.Minute, RenewalWindow, Hit}, // 300 s are left
		{time.Hour, 55*time.Minute + 1, RenewalWindow, Expiring},
		{time.Hour, 59 * time.Minute, RenewalWindow, Expiring}, // 60 s
		{time.Hour, time.Hour - 1, RenewalWindow, Expiring},
		{time.Hour, time.Hour, RenewalWindow, Expired}, // 0 s
		{time.Hour, 24 * time.Hour, RenewalWindow, Expired},
		{time.Hour, 45 * time.Minute, PublicationWindow, Hit}, // 900 s
		{time.Hour, 45*time.Minute + 1, PublicationWindow, Expiring},
		{15 * time.Minute, 0, PublicationWindow, Hit}, // short by nature: half of its life
		{15 * time.Minute, 8 * time.Minute, PublicationWindow, Expiring},
		{time.Hour, -time.Minute, RenewalWindow, Hit}, // clocks are put right by seconds
		{time.Hour, -time.Minute - 1, RenewalWindow, Rejected},
		{time.Hour, -24 * time.Hour, RenewalWindow, Rejected},
	} {
		b := newBench(t)
		b.do(t, RenewalWindow, session(c.life, b.now))
		b.now = b.now.Add(c.passed)
		l := b.Look(testKey, c.window)
		if l.State != c.want {
			t.Errorf("life %v, passed %v, window %v: %s, want %s", c.life, c.passed, c.window, l.State, c.want)
		}
		if c.want == Rejected && codes(l.Problems) != string(CodeFuture) {
			t.Errorf("from the future: %s", codes(l.Problems))
		}
		_, calls := b.do(t, c.window, session(time.Hour, b.now))
		if fetched := calls == 1; fetched == (c.want == Hit) {
			t.Errorf("life %v, passed %v, window %v: fetched %v", c.life, c.passed, c.window, fetched)
		}
	}
}

// TestWhatIsNotKept: sessions without an end, without a part, or over already.
func TestWhatIsNotKept(t *testing.T) {
	t.Parallel()
	for want, change := range map[Code]func(*Session, time.Time){
		CodeNoExpiry:    func(s *Session, _ time.Time) { s.Expires = time.Time{} },
		CodeCorrupt:     func(s *Session, _ time.Time) { s.SessionToken = secret.Text{} },
		CodeExpiredSoon: func(s *Session, now time.Time) { s.Expires = now },
	} {
		b := newBench(t)
		c := session(time.Hour, b.now)
		change(&c, b.now)
		res, _ := b.do(t, RenewalWindow, c)
		if res.Stored || codes(res.Problems) != string(want) || res.Entry.AccessKeyID != c.AccessKeyID {
			t.Errorf("%s: stored %v, %s", want, res.Stored, codes(res.Problems))
		}
		if l := b.Look(testKey, 0); l.State != Missing {
			t.Errorf("%s: %s is there", want, l.State)
		}
	}
}

// TestForeignContent is a miss with a word, and replaced by what belongs there.
func TestForeignContent(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := func(change func(*Entry)) string {
		e := &Entry{ID: testKey.ID(), Kind: KindRole, Session: session(time.Hour, now), Created: now}
		change(e)
		return string(encode(e))
	}
	whole := good(func(*Entry) {})
	for name, c := range map[string]struct {
		text string
		want Code
	}{
		"empty":          {"", CodeCorrupt},
		"half":           {whole[:len(whole)/2], CodeCorrupt},
		"not JSON":       {"hello", CodeCorrupt},
		"a list":         {"[]", CodeCorrupt},
		"null":           {"null", CodeCorrupt},
		"more behind it": {whole + "{}", CodeCorrupt},
		"a wrong type":   {strings.Replace(whole, `"version": 1`, `"version": "1"`, 1), CodeCorrupt},
		"no version":     {strings.Replace(whole, `"version": 1`, `"version": 0`, 1), CodeCorrupt},
		"a later one":    {strings.Replace(whole, `"version": 1`, `"version": 2`, 1), CodeVersion},
		"another key":    {good(func(e *Entry) { e.ID = Key{}.ID() }), CodeForeign},
		"an odd kind":    {good(func(e *Entry) { e.Kind = "?" }), CodeCorrupt},
		"no end":         {strings.Replace(whole, `"expires"`, `"ends"`, 1), CodeNoExpiry},
		"a bad end":      {strings.Replace(whole, `"expires": "2`, `"expires": "x`, 1), CodeCorrupt},
		"a bad start":    {strings.Replace(whole, `"created": "2`, `"created": "x`, 1), CodeCorrupt},
		"no token":       {good(func(e *Entry) { e.SessionToken = secret.Text{} }), CodeCorrupt},
		"no key id":      {good(func(e *Entry) { e.AccessKeyID = "" }), CodeCorrupt},
		"from tomorrow":  {good(func(e *Entry) { e.Created = now.Add(24 * time.Hour); e.Expires = now.Add(25 * time.Hour) }), CodeFuture},
		"too large":      {strings.Repeat(" ", maxFile+1), CodeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.now = now
			plant(t, b, c.text)
			l := b.Look(testKey, RenewalWindow)
			if l.State != Rejected || codes(l.Problems) != string(c.want) || l.Entry != nil {
				t.Errorf("%s %s, want %s", l.State, codes(l.Problems), c.want)
			}
			for _, d := range l.Problems {
				if d.Path != b.Path(testKey) || strings.Contains(d.Error(), canary) {
					t.Errorf("%v", d)
				}
			}
			if res, calls := b.do(t, RenewalWindow, session(time.Hour, now)); calls != 1 || !res.Stored {
				t.Errorf("not replaced: %+v", res)
			}
			if l := b.Look(testKey, RenewalWindow); l.State != Hit {
				t.Errorf("then %s", l.State)
			}
		})
	}
}

func plant(t *testing.T, b *bench, text string) {
	t.Helper()
	if err := os.MkdirAll(b.Dir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.Path(testKey), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestGoroutinesFetchOnce: forty of them, and one session.
func TestGoroutinesFetchOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.lockWait = 20 * time.Second
	var calls atomic.Int32
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			res, err := b.Do(t.Context(), testKey, Meta{}, RenewalWindow, func(context.Context) (Session, error) {
				calls.Add(1)
				return session(time.Hour, b.now), nil
			})
			if err != nil || res.Entry.SecretAccessKey.Reveal() != canary {
				t.Errorf("%+v %v", res, err)
			}
		})
	}
	all.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("fetched %d times", n)
	}
}

// TestAHeldLock: the holder is named, and a session that still lives is used.
func TestAHeldLock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	lock, d, err := b.lock(t.Context(), testKey.ID())
	if err != nil || d != nil {
		t.Fatal(err, d)
	}
	defer lock.release()
	_, err = b.Do(t.Context(), testKey, Meta{}, RenewalWindow, nil)
	locked, ok := errors.AsType[*LockedError](err)
	if !ok || locked.PID != os.Getpid() || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Fatalf("%v", err)
	}
	if _, err := b.put(testKey, Meta{}, session(time.Hour, b.now)); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(58 * time.Minute)
	res, err := b.Do(t.Context(), testKey, Meta{}, RenewalWindow, nil)
	if err != nil || res.How != Kept {
		t.Errorf("%+v %v", res, err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	if _, err := b.Do(ctx, testKey, Meta{}, RenewalWindow, nil); !errors.Is(err, cause) {
		t.Errorf("canceled: %v", err)
	}
}

func TestAFetchThatFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	broken := errors.New("no network")
	_, err := b.Do(t.Context(), testKey, Meta{}, RenewalWindow, func(context.Context) (Session, error) { return Session{}, broken })
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, calls := b.do(t, RenewalWindow, session(time.Hour, b.now)); calls != 1 {
		t.Error("the lock was kept")
	}
}

func TestForcedRenewal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(t, RenewalWindow, session(time.Hour, b.now))
	b.now = b.now.Add(time.Minute)
	res, err := b.Renew(t.Context(), testKey, Meta{}, RenewalWindow, true, func(context.Context) (Session, error) { return session(time.Hour, b.now), nil })
	if err != nil || res.How != Fetched {
		t.Errorf("%+v %v", res, err)
	}
	res, err = b.Renew(t.Context(), testKey, Meta{}, RenewalWindow, false, nil)
	if err != nil || res.How != Waited {
		t.Errorf("%+v %v", res, err)
	}
}

func TestMarkers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	k := Key{Kind: KindMarker, RoleARN: "r"}
	if b.Marked(k) {
		t.Error("marked before")
	}
	if err := b.Mark(k, Meta{Profile: "p"}); err != nil || !b.Marked(k) {
		t.Errorf("not marked: %v", err)
	}
	b.now = b.now.Add(markerLife)
	if b.Marked(k) {
		t.Error("marked for ever")
	}
	if ok, err := b.Drop(k); !ok || err != nil {
		t.Error(ok, err)
	}
	if ok, err := b.Drop(k); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	home := func() (string, error) { return "/home/j", nil }
	for want, env := range map[string]map[string]string{
		"/c/sessions":                      {"CREDENCE_HOME": "/c", "XDG_CACHE_HOME": "/x"},
		"/x/credence/sessions":             {"XDG_CACHE_HOME": "/x"},
		"/home/j/.cache/credence/sessions": {"XDG_CACHE_HOME": "relative"},
	} {
		got, err := Folder(func(n string) (string, bool) { v, ok := env[n]; return v, ok }, home)
		if err != nil || got != want {
			t.Errorf("%v: %s %v, want %s", env, got, err, want)
		}
	}
	lost := errors.New("no home")
	if _, err := Folder(func(string) (string, bool) { return "", false }, func() (string, error) { return "", lost }); !errors.Is(err, lost) {
		t.Error(err)
	}
}
