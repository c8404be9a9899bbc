package chain

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"credence/chain/cache"
)

// TestSignedOut: whether an SSO profile, or one of `aws login`, needs a sign-in.
func TestSignedOut(t *testing.T) {
	t.Parallel()
	const account = "sso_account_id = 111122223333\nsso_role_name = ReadOnly\n"
	const keys = `, "clientId": "c", "clientSecret": "s", "refreshToken": "r"`
	d := newDesk(t, "[profile sso]\nsso_session = corp\n"+account+"[profile same]\nsso_session = corp\n"+account+
		"[profile token-only]\nsso_session = corp\n[profile legacy]\nsso_start_url = https://x/start\nsso_region = eu-west-1\n"+account+
		"[profile login]\nlogin_session = arn:aws:sts::111122223333:assumed-role/A/a\n"+role("Dev", fromBase)+
		"[sso-session corp]\nsso_start_url = https://corp/start\nsso_region = eu-west-1\n")
	write := func(path, text string) {
		t.Helper()
		path = filepath.Join(d.home, ".aws", path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	token := func(left time.Duration, more string) string {
		return `{"accessToken": "t", "expiresAt": "` + d.clock().Add(left).UTC().Format(time.RFC3339) + `"` + more + `}`
	}
	corp, legacy := filepath.Join("sso/cache", cache.AWSTokenName("corp")), filepath.Join("sso/cache", cache.AWSTokenName("https://x/start"))
	for _, c := range []struct {
		name  string
		files map[string]string
		want  map[string]bool
	}{
		{"no files", nil, map[string]bool{"sso": true, "same": true, "legacy": true, "login": true, "token-only": false, "dev": false, "base": false, "absent": false}},
		{"live", map[string]string{corp: token(time.Hour, ""), legacy: token(time.Hour, "")}, map[string]bool{"sso": false, "same": false, "legacy": false}},
		{"ended", map[string]string{corp: token(-time.Hour, ""), legacy: token(-time.Hour, keys)}, map[string]bool{"sso": true, "legacy": true}},
		{"ended, and can be refreshed", map[string]string{corp: token(-time.Hour, keys)}, map[string]bool{"sso": false}},
		{"broken", map[string]string{corp: "{", legacy: `{"accessToken": "t"}`}, map[string]bool{"sso": true, "legacy": false}},
		{"signed in", map[string]string{filepath.Join("login/cache", cache.AWSLoginName("arn:aws:sts::111122223333:assumed-role/A/a")): "{}"}, map[string]bool{"login": false}},
	} {
		for path, text := range c.files {
			write(path, text)
		}
		s, err := NewSessions(d.options("dev"))
		if err != nil {
			t.Fatal(err)
		}
		for profile, want := range c.want {
			if got := s.SignedOut(t.Context(), profile); got != want {
				t.Errorf("%s: %s is signed out: %v", c.name, profile, got)
			}
		}
	}
}

// TestProblemsOfTheFolder: a folder that others may open is told, one that is right or
// not there is not.
func TestProblemsOfTheFolder(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	problems := func() []Finding {
		s, err := NewSessions(d.options("dev"))
		if err != nil {
			t.Fatal(err)
		}
		return s.Problems()
	}
	if got := problems(); len(got) != 0 {
		t.Errorf("nothing there: %v", got)
	}
	d.found("dev")
	if got := problems(); len(got) != 0 {
		t.Errorf("of our own: %v", got)
	}
	if runtime.GOOS == "windows" {
		return // there are no modes
	}
	if err := os.Chmod(d.sessions(), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := problems(); len(got) != 1 || got[0].Code != FindingCacheFolder || got[0].Data["path"] != d.sessions() || got[0].Data["problem"] != string(cache.CodeLoose) {
		t.Errorf("open to others: %v", got)
	}
}

// TestWhoseTheStepsOfAChainAre: the session of a role on the way to another's is that
// other's where it is of use to it alone, and its own profile's where it serves both.
func TestWhoseTheStepsOfAChainAre(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"": "chained", "\nregion = eu-west-1": "dev"} {
		d := newDesk(t, role("Dev", fromBase+"\nregion = eu-west-1")+role("Chained", "source_profile = dev"+region))
		d.found("chained")
		s, err := NewSessions(d.options("chained"))
		if err != nil {
			t.Fatal(err)
		}
		users := s.CacheFiles()
		items, err := d.store.List()
		if err != nil || len(items) != 2 {
			t.Fatalf("%v %v", items, err)
		}
		for _, it := range items {
			whose := want
			if it.RoleARN == iam+"Chained" {
				whose = "chained"
			}
			if got := users[it.Name]; len(got) != 1 || got[0] != whose {
				t.Errorf("%q: %s is of %v, not of %s", region, it.RoleARN, got, whose)
			}
		}
	}
}
