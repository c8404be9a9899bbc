package stored_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/sealed"
	"credence/internal/secret"
	"credence/internal/stored"
)

// vault seals with an age identity made for the test.
type vault struct{ *sealed.Vault }

func (v vault) Seal(ctx context.Context, kind, bound string, plain []byte) ([]byte, error) {
	return v.Vault.Seal(ctx, sealed.Kind(kind), bound, plain)
}

func (v vault) Open(ctx context.Context, kind, bound string, box []byte) ([]byte, error) {
	return v.Vault.Open(ctx, sealed.Kind(kind), bound, box)
}

func safe(t *testing.T) (*stored.Safe, string) {
	t.Helper()
	dir := t.TempDir()
	identity := filepath.Join(dir, "id.txt")
	if _, err := sealed.EnsureIdentity(identity); err != nil {
		t.Fatal(err)
	}
	return stored.Open(dir, vault{sealed.New(sealed.Options{Dir: dir, Identity: identity})}, nil), dir
}

func keys(profile string) stored.Keys {
	return stored.Keys{Profile: profile, AccessKeyID: "AKIASTORED0000000001", SecretAccessKey: secret.New("long-term-secret"), From: "/aws/credentials"}
}

func TestSafe(t *testing.T) {
	t.Parallel()
	s, dir := safe(t)
	for _, name := range []string{"prod", "../../etc/passwd", "a/b", "", "CON", strings.Repeat("long", 200), "ünï"} {
		if err := s.Put(t.Context(), "age", keys(name)); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		got, err := s.Get(t.Context(), name)
		if err != nil || got != keys(name) {
			t.Errorf("%q: %+v, %v", name, got, err)
		}
		if filepath.Dir(s.Path(name)) != filepath.Join(dir, "keys") {
			t.Errorf("%q lies in %s", name, s.Path(name))
		}
		info, err := os.Stat(s.Path(name))
		text, _ := os.ReadFile(s.Path(name))
		if err != nil || info.Mode().Perm() != 0o600 || strings.Contains(string(text), "long-term-secret") {
			t.Errorf("%q: %v, %v", name, info, err)
		}
	}
	items, err := s.List()
	if err != nil || len(items) != 7 || items[0].Profile != "" || items[0].Sealer != "age" || items[0].AccessKeyID != keys("").AccessKeyID {
		t.Errorf("%+v, %v", items, err)
	}
	if gone, err := s.Remove("prod"); !gone || err != nil {
		t.Errorf("%v, %v", gone, err)
	}
	if _, err := s.Get(t.Context(), "prod"); !errors.Is(err, stored.ErrNone) {
		t.Errorf("after removal: %v", err)
	}
	if left, _ := filepath.Glob(strings.TrimSuffix(s.Path("prod"), ".json") + "*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSafeRefuses(t *testing.T) {
	t.Parallel()
	s, _ := safe(t)
	if err := s.Put(t.Context(), "", keys("prod")); !errors.Is(err, stored.ErrPlain) {
		t.Errorf("plain files: %v", err)
	}
	if err := s.Put(t.Context(), "age", stored.Keys{Profile: "prod", AccessKeyID: "AKIA"}); !errors.Is(err, stored.ErrDamaged) {
		t.Errorf("without a secret: %v", err)
	}
	if err := s.Put(t.Context(), "keyring", keys("prod")); err == nil {
		t.Error("a vault without a keyring sealed with it")
	}
	if items, err := s.List(); len(items) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", items, err)
	}
	if err := s.Put(t.Context(), "age", keys("prod")); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.Path("prod"))
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"AKIASTORED0000000001": "AKIAOTHERS0000000001", `"profile": "prod"`: `"profile": "dev"`, `"from": "/aws`: `"from": "/tmp`,
		`"version": 1`: `"version": 2`, `"sealer": "age"`: `"sealer": ""`, "{": "", `"sealed": "`: `"sealed": "AAAA`,
	} {
		if err := os.WriteFile(s.Path("prod"), []byte(strings.Replace(string(whole), from, to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if k, err := s.Get(t.Context(), "prod"); err == nil || !k.SecretAccessKey.IsEmpty() {
			t.Errorf("%s: opened", to)
		}
	}
	if items, _ := s.List(); len(items) != 1 {
		t.Errorf("%+v", items)
	}
}

func TestReseal(t *testing.T) {
	t.Parallel()
	s, _ := safe(t)
	if err := s.Put(t.Context(), "age", keys("prod")); err != nil {
		t.Fatal(err)
	}
	if changed, err := s.Reseal(t.Context(), "prod", "age"); changed || err != nil {
		t.Errorf("the same: %v, %v", changed, err)
	}
	if _, err := s.Reseal(t.Context(), "prod", ""); !errors.Is(err, stored.ErrPlain) {
		t.Errorf("plain: %v", err)
	}
	if changed, err := s.Reseal(t.Context(), "prod", "keyring"); changed || err == nil {
		t.Errorf("to what there is not: %v, %v", changed, err)
	}
	if got, err := s.Get(t.Context(), "prod"); err != nil || got != keys("prod") {
		t.Errorf("the keys were lost: %v", err)
	}
}
