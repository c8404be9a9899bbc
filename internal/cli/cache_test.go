package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
)

// keptWorld is a world in which the sessions of admin and audit are kept: an MFA
// session, two roles, and their copies in the AWS CLI's cache.
func keptWorld(t *testing.T) (*World, *fakeaws.Server, func(time.Duration)) {
	t.Helper()
	now := time.Now().Truncate(time.Second)
	w, server := awsWorld(t, func() time.Time { return now })
	w.Clock = func() time.Time { return now }
	w.Prompt = phoneOf(server, nil)
	config := filepath.Join(w.home(), ".aws", "config")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	more := "[profile ops]\nmfa_serial = " + phone + "\nsource_profile = default\nregion = eu-west-1\nrole_arn = " + recordedRole + "\nrole_session_name = ops\n"
	if err := os.WriteFile(config, append(text, more...), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, profile := range []string{"admin", "ops"} {
		if r := w.run(t.Context(), "process", profile, "--tty"); r.code != ExitOK {
			t.Fatalf("%+v", r)
		}
	}
	return w, server, func(d time.Duration) { now = now.Add(d) }
}

func (w *World) home() string { home, _ := w.Env.Lookup("HOME"); return home }

func TestCacheList(t *testing.T) {
	t.Parallel()
	w, _, pass := keptWorld(t)
	pass(12 * time.Minute)
	r := w.run(t.Context(), "cache", "list")
	for _, row := range []string{
		"ops       role         credence        222233334444  12 min  48 min\n", "admin +1  mfa session  credence        111122223333  12 min  12 h\n",
		"ops       role         aws-cli (copy)  222233334444  1", // the age is that of the file, by the real clock
	} {
		if !strings.Contains(r.out, row) {
			t.Errorf("no %q in\n%s", row, r.out)
		}
	}
	if n := strings.Count(r.out, "\n"); r.code != ExitOK || n != 5 || r.errors != "" {
		t.Errorf("%d rows: %+v", n, r)
	}
	if r = w.run(t.Context(), "cache", "list", "admin"); strings.Count(r.out, "\n") != 3 || strings.Contains(r.out, "ops") {
		t.Errorf("of admin: %s", r.out)
	}
	r = w.run(t.Context(), "cache", "list", "--paths")
	if !strings.Contains(r.out, "\n  ~/.cache/credence/sessions/") || !strings.Contains(r.out, "\n  ~/.aws/cli/cache/") {
		t.Errorf("no paths: %s", r.out)
	}
	if r = w.run(t.Context(), "cache", "list", "nobody"); r.code != ExitUsage || !strings.Contains(r.errors, "there is no profile nobody") {
		t.Errorf("%+v", r)
	}
	w.StdoutTerminal, w.Width = true, 60
	r = w.run(t.Context(), "cache", "list", "--color", "never")
	for line := range strings.Lines(r.out) {
		if width(strings.TrimSuffix(line, "\n")) > 60 {
			t.Errorf("wider than 60: %q", line)
		}
	}
	if !strings.HasPrefix(r.out, "profile ") {
		t.Errorf("no head: %s", r.out)
	}
}

func TestCacheListJSON(t *testing.T) {
	t.Parallel()
	w, _, pass := keptWorld(t)
	pass(2 * time.Hour)
	r := w.run(t.Context(), "cache", "list", "--json")
	var report cacheReport
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || len(report.Entries) != 5 || report.Version != 1 {
		t.Fatalf("%v: %+v", err, r)
	}
	for _, e := range report.Entries {
		if e.Kind == cache.KindRole && (e.State != cache.Expired || *e.LeftMs != -3600000 || e.AgeMs < 7100000 || e.Role == "" || e.Account != "222233334444" || len(e.Profiles) != 1) {
			t.Errorf("%+v", e)
		}
		if e.Kind == cache.KindMFA && (e.State != cache.Hit || e.MFASerial != phone || !slices.Equal(e.Profiles, []string{"admin", "ops"})) {
			t.Errorf("%+v", e)
		}
	}
	if secrets := storedSecrets(t, w); len(secrets) != 6 || slices.ContainsFunc(secrets, func(s string) bool { return strings.Contains(r.out, s) }) {
		t.Errorf("of %d secrets some are shown: %s", len(secrets), r.out)
	}
}

// storedSecrets are those in credence's store.
func storedSecrets(t *testing.T, w *World) []string {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(w.home(), ".cache", "credence", "sessions", "*.json"))
	var secrets []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var entry map[string]any
		if err := json.Unmarshal(text, &entry); err != nil {
			t.Fatal(err)
		}
		for key, value := range entry {
			if s, ok := value.(string); ok && (strings.Contains(strings.ToLower(key), "secret") || strings.Contains(strings.ToLower(key), "token")) {
				secrets = append(secrets, s)
			}
		}
	}
	return secrets
}

// TestCacheTroubles: damaged files, loose modes and folders are told, with a remedy.
func TestCacheTroubles(t *testing.T) {
	t.Parallel()
	w, _, _ := keptWorld(t)
	folder := filepath.Join(w.home(), ".cache", "credence", "sessions")
	paths, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	for i, change := range []func(string) error{
		func(path string) error { return os.Chmod(path, 0o644) },
		func(path string) error { return os.WriteFile(path, []byte("{"), 0o600) },
		func(path string) error { return errorsOf(os.Remove(path), os.Symlink("/etc/passwd", path)) },
	} {
		if err := change(paths[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	r := w.run(t.Context(), "cache", "list")
	for _, want := range []string{
		"warning  others may read the kept session " + paths[0], "chmod 600 " + paths[0], "it is damaged", "rm " + paths[1], "it is a symbolic link", "chmod 700 " + folder,
	} {
		if !strings.Contains(r.errors, want) {
			t.Errorf("no %q in\n%s", want, r.errors)
		}
	}
	if strings.Count(r.out, "not used") != 2 {
		t.Errorf("%s", r.out)
	}
	if r = w.run(t.Context(), "cache", "clear", "--all"); r.code != ExitOK {
		t.Errorf("%+v", r)
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("%d files are left: %v", len(left), left)
	}
	if _, err := os.Stat("/etc/passwd"); err != nil {
		t.Error(err)
	}
}

func errorsOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestCacheClear(t *testing.T) {
	t.Parallel()
	w, server, pass := keptWorld(t)
	if r := w.run(t.Context(), "cache", "clear"); r.code != ExitUsage || !strings.Contains(r.errors, "credence cache clear --all") {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "cache", "clear", "admin", "--all"); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}
	files := func() int {
		n := 0
		for _, pattern := range []string{".cache/credence/sessions/*.json", ".aws/cli/cache/*.json"} {
			found, _ := filepath.Glob(filepath.Join(w.home(), pattern))
			n += len(found)
		}
		return n
	}
	if r := w.run(t.Context(), "cache", "clear", "--all", "--dry-run"); r.code != ExitOK || strings.Count(r.out, "would remove  ") != 5 || files() != 5 {
		t.Errorf("%d files: %+v", files(), r)
	}
	r := w.run(t.Context(), "cache", "clear", "admin")
	if r.code != ExitOK || strings.Count(r.out, "removed  admin  role  ") != 2 || files() != 3 || !strings.Contains(r.errors, "1 MFA session that other profiles share stays: --mfa") {
		t.Errorf("%d files: %+v", files(), r)
	}
	if r = w.run(t.Context(), "cache", "clear", "admin"); r.code != ExitOK || r.out != "" || !strings.HasPrefix(r.errors, "Nothing to remove.\n") {
		t.Errorf("%+v", r)
	}
	if r = w.run(t.Context(), "cache", "clear", "admin", "--mfa", "--json"); r.code != ExitOK || !strings.Contains(r.out, `"kind": "mfa-session"`) || files() != 2 {
		t.Errorf("%d files: %+v", files(), r)
	}
	if r = w.run(t.Context(), "cache", "clear", "--expired"); r.out != "" || files() != 2 {
		t.Errorf("%d files: %+v", files(), r)
	}
	pass(2 * time.Hour)
	if r = w.run(t.Context(), "cache", "clear", "--expired", "--no-share"); strings.Count(r.out, "removed") != 1 || files() != 1 {
		t.Errorf("%d files: %+v", files(), r)
	}
	// The copy without its original is the AWS CLI's.
	if r = w.run(t.Context(), "cache", "clear", "--expired"); r.out != "" || !strings.Contains(r.errors, "1 session of the AWS CLI's own stays: --others") || files() != 1 {
		t.Errorf("%d files: %+v", files(), r)
	}
	if r = w.run(t.Context(), "cache", "clear", "--expired", "--others"); r.code != ExitOK || files() != 0 {
		t.Errorf("%d files: %+v", files(), r)
	}
	r = w.run(t.Context(), "cache", "list")
	if r.code != ExitOK || r.out != "" || !strings.Contains(r.errors, "No session is kept. credence use PROFILE") {
		t.Errorf("%+v", r)
	}
	server.ResetRequests()
	if w.run(t.Context(), "cache", "list"); len(server.Requests()) != 0 {
		t.Errorf("%d requests", len(server.Requests()))
	}
}

// TestSignInsStay: no clear ends one.
func TestSignInsStay(t *testing.T) {
	t.Parallel()
	w := world(t, "[profile s]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n[sso-session corp]\nsso_start_url = https://x/start\nsso_region = eu-west-1\n", "")
	path := filepath.Join(w.home(), ".aws", "sso", "cache", cache.AWSTokenName("corp"))
	if err := errorsOf(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(`{"accessToken": "x", "expiresAt": "2020-01-01T00:00:00Z"}`), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--all", "--others"}, {"--expired", "--others"}, {"s", "--others", "--mfa"}} {
		r := w.run(t.Context(), append([]string{"cache", "clear"}, args...)...)
		if _, err := os.Stat(path); err != nil || r.code != ExitOK || !strings.Contains(r.errors, "1 sign-in stays: credence logout ends it") {
			t.Errorf("%v: %v %+v", args, err, r)
		}
	}
	if r := w.run(t.Context(), "list"); !strings.Contains(r.out, "signed out") {
		t.Errorf("%+v", r)
	}
}

// TestListSessions: the list shows what is kept, without a request.
func TestListSessions(t *testing.T) {
	t.Parallel()
	w, server, pass := keptWorld(t)
	server.ResetRequests()
	for _, c := range []struct {
		after       time.Duration
		state, text string
	}{{0, "valid", "valid 60 min, until "}, {56 * time.Minute, "expiring", "expiring 4 min, until "}, {5 * time.Minute, "expired", "expired\n"}} {
		pass(c.after)
		if r := w.run(t.Context(), "list"); !strings.Contains(r.out, c.text) {
			t.Errorf("%s: %+v", c.state, r)
		}
		r := w.run(t.Context(), "list", "--json")
		var list struct {
			Profiles []struct {
				Name    string
				Session struct {
					State      string
					Expiration *time.Time
				}
			}
		}
		if err := json.Unmarshal([]byte(r.out), &list); err != nil {
			t.Fatal(err)
		}
		for _, p := range list.Profiles {
			switch p.Name {
			case "admin", "ops":
				if p.Session.State != c.state || p.Session.Expiration == nil {
					t.Errorf("%s: %+v", c.state, p)
				}
			default:
				if p.Session.State != "none" || p.Session.Expiration != nil {
					t.Errorf("%s: %+v", c.state, p)
				}
			}
		}
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
	if r := w.run(t.Context(), "list", "--as", "node"); strings.Contains(r.out, "expired") {
		t.Errorf("another SDK's list has our sessions: %s", r.out)
	}
}

// TestSessionsInASwitchedShell: what use would find is listed, whatever region the shell
// has from the profile that it is on.
func TestSessionsInASwitchedShell(t *testing.T) {
	t.Parallel()
	w, _, _ := keptWorld(t)
	config := filepath.Join(w.home(), ".aws", "config")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, append(text, "[profile nowhere]\nmfa_serial = "+phone+"\nsource_profile = default\nrole_arn = "+recordedRole+"\nrole_session_name = nowhere\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t.Context(), "use", "nowhere", "--shell", "bash"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	w.Env = environment(append(w.Env.List(), "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1", "CREDENCE_BEFORE=AWS_DEFAULT_REGION=&AWS_REGION=", "CREDENCE_PROFILE=ops")...)
	for _, args := range [][]string{{"list"}, {"cache", "list"}} {
		r := w.run(t.Context(), args...)
		valid := false
		for line := range strings.Lines(r.out) {
			valid = valid || strings.HasPrefix(line, "nowhere") && strings.Contains(line, "60 min")
		}
		if !valid || strings.Contains(r.out, "was nowhere") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
