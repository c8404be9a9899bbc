package cache

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
)

// keep puts a session under a key of its own.
func (b *bench) keep(t *testing.T, kind Kind, profile string, life time.Duration) *Entry {
	t.Helper()
	c := session(life, b.now)
	c.AccessKeyID = "ASIA" + profile
	e, err := b.put(Key{Kind: kind, Source: profile}, Meta{Profile: profile, SSO: "corp"}, c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func names(items []Item) string {
	var list []string
	for _, it := range items {
		list = append(list, string(it.Tool)+" "+string(it.Kind)+" "+it.Profile+" "+string(it.State)+" "+codes(it.Problems))
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

func TestList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if items, err := b.List(); err != nil || len(items) != 0 {
		t.Errorf("of nothing: %v %v", items, err)
	}
	b.keep(t, KindRole, "long", time.Hour)
	b.now = b.now.Add(time.Second)
	b.keep(t, KindMFA, "ending", 2*time.Minute)
	b.now = b.now.Add(90 * time.Second)
	loose := b.keep(t, KindSSO, "loose", time.Hour)
	if err := os.Chmod(loose.Path, 0o644); err != nil {
		t.Fatal(err)
	}
	plant(t, b, "junk")
	if err := os.WriteFile(filepath.Join(b.Dir(), "notes.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	items, err := b.List()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{"credence mfa-session ending expiring ", "credence role long hit ", "credence sso-role loose hit loose-mode", "credence unknown  rejected corrupt"}, "\n")
	if got := names(items); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if items[0].Profile != "loose" {
		t.Errorf("the newest is %s", items[0].Profile)
	}
}

func TestOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	aws := filepath.Join(t.TempDir(), ".aws")
	write := func(path, text string, mode os.FileMode) {
		t.Helper()
		at := filepath.Join(aws, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(text), mode)); err != nil {
			t.Fatal(err)
		}
	}
	own := b.keep(t, KindRole, "mine", time.Hour)
	copied := published(time.Hour, b.now)
	copied.AccessKeyID = own.AccessKeyID
	write("cli/cache/a.json", string(encodeAWS(&copied)), 0o600)
	write("cli/cache/b.json", string(encodeAWS(new(published(time.Hour, b.now)))), 0o640)
	write("cli/cache/c.json", string(encodeAWS(new(published(14*time.Minute, b.now)))), 0o600)
	write("cli/cache/d.json", "{", 0o600)
	write("cli/cache/e.json", `{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": "T", "Expiration": "2020-01-02T03:04:05Z"}}`, 0o600)
	write("sso/cache/t.json", `{"accessToken": "`+canary+`", "expiresAt": "`+b.now.Add(time.Hour).UTC().Format(time.RFC3339)+`", "startUrl": "https://s"}`, 0o600)
	write("sso/cache/r.json", `{"clientId": "x", "clientSecret": "`+canary+`", "expiresAt": "2020-01-01T00:00:00UTC"}`, 0o600)
	write("login/cache/l.json", canary, 0o644)
	items, err := b.List()
	if err != nil {
		t.Fatal(err)
	}
	others := Others(t.Context(), aws, b.clock, items)
	want := strings.Join([]string{
		"aws-cli role  expiring ", "aws-cli role  hit loose-mode", "aws-cli sso-role  expired ", "aws-cli unknown  rejected corrupt",
		"aws-login login  hit loose-mode", "aws-sso sso-registration  expired ", "aws-sso sso-token  hit ", "credence-copy role mine hit ",
	}, "\n")
	if got := names(others); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for _, it := range others {
		err := ClearOther(it, aws)
		if _, statErr := os.Stat(it.Path); (statErr == nil) != (it.Tool == ToolAWSLogin) || (err != nil) != (it.Tool == ToolAWSLogin) {
			t.Errorf("%s of %s: %v %v", it.Name, it.Tool, err, statErr)
		}
	}
}

func TestClear(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	aws := filepath.Join(t.TempDir(), ".aws")
	cli := NewAWSCLI(filepath.Join(aws, "cli", "cache"), b.clock)
	a, other := b.keep(t, KindRole, "a", time.Hour), b.keep(t, KindSSO, "other", time.Hour)
	ours, theirs := published(time.Hour, b.now), published(time.Hour, b.now)
	ours.AccessKeyID, theirs.AccessKeyID = a.AccessKeyID, "ASIATHEIRS"
	theirs.SecretAccessKey = secret.New("x")
	for name, e := range map[string]AWSEntry{"ours.json": ours, "theirs.json": theirs} {
		if p, err := cli.Publish(t.Context(), name, testKey.RoleARN, e); p != Published {
			t.Fatal(p, err)
		}
	}
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }
	removed, err := b.Clear(t.Context(), Filter{Profile: "a"}, cli)
	if err != nil || len(removed) != 2 || there(a.Path) || !there(other.Path) || there(cli.Path("ours.json")) || !there(cli.Path("theirs.json")) {
		t.Errorf("by profile: %s %v", names(removed), err)
	}
	for _, f := range []Filter{{Profile: "a"}, {ID: a.ID}, {Kind: KindMFA}, {SSO: "x"}, {Profile: "other", Kind: KindRole}} {
		if removed, err := b.Clear(t.Context(), f, cli); err != nil || len(removed) != 0 {
			t.Errorf("%+v: %s %v", f, names(removed), err)
		}
	}
	if removed, err := b.Clear(t.Context(), Filter{ID: other.ID, Kind: KindSSO, SSO: "corp"}, nil); err != nil || len(removed) != 1 {
		t.Errorf("by all: %s %v", names(removed), err)
	}
	b.keep(t, KindRole, "again", time.Hour)
	plant(t, b, "junk")
	held, _, err := b.lock(t.Context(), Key{Source: "busy"}.ID())
	if err != nil {
		t.Fatal(err)
	}
	free, _, err := b.lock(t.Context(), Key{Source: "free"}.ID())
	if err != nil {
		t.Fatal(err)
	}
	free.release()
	if removed, err := b.Clear(t.Context(), Filter{}, cli); err != nil || len(removed) != 2 {
		t.Errorf("all: %s %v", names(removed), err)
	}
	files, err := os.ReadDir(b.Dir())
	if err != nil || len(files) != 1 || files[0].Name() != (Key{Source: "busy"}.ID()+".lock") {
		t.Errorf("left: %v %v", files, err)
	}
	held.release()
	if !there(cli.Path("theirs.json")) {
		t.Error("the CLI's own went too")
	}
}

// TestClearOfWhatIsRejected: the copy of an entry goes with it, whatever is wrong with
// the entry by then.
func TestClearOfWhatIsRejected(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(b *bench, text string) string{
		"of the future":  func(b *bench, text string) string { b.now = b.now.Add(-24 * time.Hour); return text },
		"newer format":   func(_ *bench, text string) string { return strings.Replace(text, `"version": 1`, `"version": 9`, 1) },
		"cut off":        func(_ *bench, text string) string { return text[:strings.Index(text, `"secretAccessKey"`)+30] },
		"without an end": func(_ *bench, text string) string { return strings.Replace(text, `"expires"`, `"expirez"`, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			cli := NewAWSCLI(filepath.Join(t.TempDir(), ".aws", "cli", "cache"), b.clock)
			own := b.keep(t, KindRole, "OFAPROFILEOFOURS", time.Hour)
			ours, theirs := published(time.Hour, b.now), published(time.Hour, b.now)
			ours.AccessKeyID, theirs.AccessKeyID = own.AccessKeyID, "ASIATHEIRS"
			for name, e := range map[string]AWSEntry{"ours.json": ours, "theirs.json": theirs} {
				if p, err := cli.Publish(t.Context(), name, testKey.RoleARN, e); p != Published {
					t.Fatal(p, err)
				}
			}
			text, err := os.ReadFile(own.Path)
			if err == nil {
				err = os.WriteFile(own.Path, []byte(spoil(b, string(text))), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			if items, err := b.List(); err != nil || len(items) != 1 || items[0].State != Rejected {
				t.Fatalf("%s %v", names(items), err)
			}
			removed, err := b.Clear(t.Context(), Filter{}, cli)
			if err != nil || len(removed) != 2 {
				t.Errorf("%s %v", names(removed), err)
			}
			left, err := os.ReadDir(filepath.Dir(cli.Path("x")))
			if err != nil || len(left) != 1 || left[0].Name() != "theirs.json" {
				t.Errorf("left: %v %v", left, err)
			}
		})
	}
}

func TestLogins(t *testing.T) {
	t.Parallel()
	b, dir := newBench(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "l.json"), []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := names(Logins(t.Context(), dir, b.clock)); got != "aws-login login  hit " {
		t.Errorf("%s", got)
	}
	if items := Logins(t.Context(), filepath.Join(dir, "nowhere"), b.clock); items != nil {
		t.Errorf("%s", names(items))
	}
}
