package cache

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
)

// turned is a sealer that anybody can see through: it turns bytes over and appends
// what they are bound to.
type turned struct {
	kind    string
	refuse  error
	opened  int
	profile string // seals the sessions of this profile alone; "": of all
}

func (s *turned) Kind(profile string) (string, error) {
	if s.profile != "" && s.profile != profile {
		return "", s.refuse
	}
	return s.kind, s.refuse
}

func (s *turned) Seal(_ context.Context, _, bound string, plain []byte) ([]byte, error) {
	if s.refuse != nil {
		return nil, s.refuse
	}
	return append(turn(plain), bound...), nil
}

func (s *turned) Open(_ context.Context, _, bound string, sealed []byte) ([]byte, error) {
	s.opened++
	if s.refuse != nil {
		return nil, s.refuse
	}
	plain, ok := bytes.CutSuffix(sealed, []byte(bound))
	if !ok {
		return nil, errors.New("bound to something else")
	}
	return turn(plain), nil
}

func turn(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = ^c
	}
	return out
}

// sealing is a store with a sealer, and a key and session to put into it.
func sealing(t *testing.T, dir string, seal Sealer) (*Store, Key, Session) {
	t.Helper()
	clock := func() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 678, time.UTC) }
	return Open(Options{Dir: dir, Clock: clock, Seal: seal}),
		Key{Kind: KindRole, RoleARN: "arn:aws:iam::111122223333:role/Admin"},
		Session{
			AccessKeyID: "ASIASEALED", SecretAccessKey: secret.New("the-secret-key"), SessionToken: secret.New("the-session-token"),
			Expires: clock().Add(time.Hour), AccountID: "111122223333",
		}
}

func TestSealedEntry(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "sessions")
	seal := &turned{kind: "keyring"}
	s, k, c := sealing(t, dir, seal)
	meta := Meta{Profile: "prod \xff", Source: "base"}
	if _, err := s.keep(t.Context(), k, meta, c); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.Path(k))
	if err != nil || bytes.Contains(text, []byte("the-secret-key")) || bytes.Contains(text, []byte("the-session-token")) {
		t.Fatalf("%s, %v", text, err)
	}
	look := s.Look(k, 0)
	if look.State != Hit || !look.Entry.Sealed() || !look.Entry.SecretAccessKey.IsEmpty() || look.Entry.AccessKeyID != "ASIASEALED" || seal.opened != 0 {
		t.Errorf("a look opens nothing: %+v, opened %d", look, seal.opened)
	}
	read := s.Read(t.Context(), s.Look(k, 0))
	if read.State != Hit || read.Entry.Session != c {
		t.Errorf("read: %+v", read)
	}
	res, err := s.Do(t.Context(), k, meta, 0, func(context.Context) (Session, error) { return c, errors.New("not asked") })
	if err != nil || res.How != FromCache || res.Entry.Session != c {
		t.Errorf("do: %+v, %v", res, err)
	}
	items, err := s.List()
	if err != nil || len(items) != 1 || items[0].Sealer != "keyring" || items[0].State != Hit {
		t.Errorf("list: %+v, %v", items, err)
	}
}

// TestSealedTrouble: what cannot be opened is a miss that says why, and is replaced by
// nothing that is not sealed.
func TestSealedTrouble(t *testing.T) {
	t.Parallel()
	locked := errors.New("it is locked")
	for name, c := range map[string]struct {
		seal  Sealer
		cause string
		kept  bool
	}{
		"locked":           {&turned{kind: "keyring", refuse: locked}, "it is locked", false},
		"no sealer":        {nil, "keyring", false},
		"plain by setting": {&turned{}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "sessions")
			s, k, session := sealing(t, dir, &turned{kind: "keyring"})
			if _, err := s.put(k, Meta{}, session); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(s.Path(k))
			if err != nil {
				t.Fatal(err)
			}
			s, k, session = sealing(t, dir, c.seal)
			if l := s.Read(t.Context(), s.Look(k, 0)); c.cause != "" &&
				(l.State != Rejected || l.Entry != nil || l.Problems[0].Code != CodeSealed || l.Problems[0].Cause() != c.cause) {
				t.Errorf("read: %+v %v", l, l.Problems)
			}
			res, err := s.Renew(t.Context(), k, Meta{}, 0, true, func(context.Context) (Session, error) { return session, nil })
			if err != nil || res.Stored || len(res.Problems) == 0 || res.Problems[len(res.Problems)-1].Code != CodeSealed {
				t.Errorf("renew: %+v, %v", res, err)
			}
			if after, _ := os.ReadFile(s.Path(k)); !bytes.Equal(before, after) {
				t.Errorf("the sealed entry was replaced by %s", after)
			}
		})
	}
}

func TestSealedEdits(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "sessions")
	seal := &turned{kind: "keyring"}
	s, k, c := sealing(t, dir, seal)
	if _, err := s.put(k, Meta{Profile: "prod"}, c); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.Path(k))
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		`"accessKeyId": "ASIASEALED"`: `"accessKeyId": "ASIAOTHERS"`,
		`"expires": "2030`:            `"expires": "2031`,
		`"profile": "prod"`:           `"profile": "dev"`,
		`"sealer": "keyring"`:         `"sealer": "age"`,
		`"version": 1`:                `"version": 2`,
		`"sealed": "`:                 `"secretAccessKey": "x", "sealed": "`,
		`"sealed":`:                   `"unsealed":`,
	} {
		edited := strings.Replace(string(whole), from, to, 1)
		if edited == string(whole) {
			t.Fatalf("nothing was edited for %s", from)
		}
		if err := os.WriteFile(s.Path(k), []byte(edited), 0o600); err != nil {
			t.Fatal(err)
		}
		if l := s.Read(t.Context(), s.Look(k, 0)); l.State != Rejected || l.Entry != nil {
			t.Errorf("%s: %+v", to, l)
		}
	}
}

func TestReseal(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "sessions")
	s, k, c := sealing(t, dir, &turned{kind: "keyring"})
	if _, err := s.put(k, Meta{}, c); err != nil {
		t.Fatal(err)
	}
	if err := s.Mark(Key{Kind: KindMarker}, Meta{}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"keyring", "", "", "age", "keyring", ""} {
		was := s.Look(k, 0).Entry.Sealer
		changed, err := s.Reseal(t.Context(), k.ID(), kind)
		if err != nil || changed != (was != kind) {
			t.Errorf("%q to %q: %v, %v", was, kind, changed, err)
		}
		if l := s.Read(t.Context(), s.Look(k, 0)); l.State != Hit || l.Entry.Session != c || l.Entry.Sealer != kind {
			t.Errorf("as %q: %+v", kind, l)
		}
	}
	if changed, err := s.Reseal(t.Context(), Key{Kind: KindMarker}.ID(), "age"); changed || err != nil {
		t.Errorf("a marker: %v, %v", changed, err)
	}
	before, _ := os.ReadFile(s.Path(k))
	broken, _, _ := sealing(t, dir, &turned{kind: "age", refuse: errors.New("no")})
	if changed, err := broken.Reseal(t.Context(), k.ID(), "age"); changed || err == nil {
		t.Errorf("%v, %v", changed, err)
	}
	if after, _ := os.ReadFile(s.Path(k)); !bytes.Equal(before, after) {
		t.Error("the entry changed although it could not be sealed")
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		seal Sealer
		want bool
	}{{nil, true}, {&turned{}, true}, {&turned{kind: "age"}, false}, {&turned{refuse: errors.New("no")}, false}, {&turned{kind: "age", profile: "other"}, true}} {
		if got := Open(Options{Seal: c.seal}).Plain("prod"); got != c.want {
			t.Errorf("%+v: %v", c.seal, got)
		}
	}
}
