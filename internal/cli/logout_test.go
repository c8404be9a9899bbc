package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/shell"
)

const otherSession = "[profile other]\nsso_session = other\nsso_account_id = 111122223333\nsso_role_name = Admin\n" +
	"[sso-session other]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"

// twiceSignedIn is a World that is signed in to corp and to other.
func twiceSignedIn(t *testing.T, variables ...string) (*World, *fakeaws.Server) {
	t.Helper()
	w, _, aws := deskWorld(t, loginConfig+otherSession, variables...)
	w.Browser = clerk{"allow", true}
	for _, name := range []string{"corp", "other"} {
		if r := w.run(t.Context(), "login", name); r.code != ExitOK {
			t.Fatalf("%+v", r)
		}
	}
	return w, aws
}

func awsFiles(t *testing.T, w *World) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(w.env("HOME"), ".aws/sso/cache/*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		names = append(names, filepath.Base(file))
	}
	return names
}

// TestLogoutRemovesItsRegistrationAlone: the program's name at the sign-in service goes
// with the sign-in, those of others stay, and so does nothing that a killed program left.
func TestLogoutRemovesItsRegistrationAlone(t *testing.T) {
	t.Parallel()
	w, _ := twiceSignedIn(t)
	if names := awsFiles(t, w); len(names) != 4 {
		t.Fatalf("%v", names)
	}
	litter := filepath.Join(w.env("HOME"), filepath.Dir(corpTokenFile), "."+filepath.Base(corpTokenFile)+".KILLED.tmp")
	if err := os.WriteFile(litter, []byte("a token"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run(t.Context(), "logout", "corp", "--color", "never")
	if r.code != ExitOK || strings.Count(r.errors, "removed  client registration") != 1 || len(awsFiles(t, w)) != 2 {
		t.Errorf("%+v, left %v", r, awsFiles(t, w))
	}
	if _, err := os.Stat(litter); err == nil {
		t.Error("what a killed program left is there")
	}
	if r := w.run(t.Context(), "login", "other", "--color", "never"); !strings.Contains(r.errors, "already signed in to other") {
		t.Errorf("%+v", r)
	}
}

// TestLogoutRemovesWhatKilledProcessesLeft: half-written files hold the same secrets as
// whole ones, also where there is no whole one.
func TestLogoutRemovesWhatKilledProcessesLeft(t *testing.T) {
	t.Parallel()
	w, _ := twiceSignedIn(t)
	home := w.env("HOME")
	litter := func(path string) string {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(home, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, path), []byte("a secret"), 0o600); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(home, path)
	}
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }
	sso := filepath.Dir(corpTokenFile)
	var registration string
	for _, name := range awsFiles(t, w) {
		if text, err := os.ReadFile(filepath.Join(home, sso, name)); err == nil && !strings.Contains(string(text), "accessToken") {
			registration = name // of either: they differ by the session's name alone
		}
	}
	ours := []string{
		litter(sso + "/." + filepath.Base(corpTokenFile) + ".KILLED.tmp"),
		litter(".cache/credence/sessions/.credence-KILLED.tmp"), litter(".aws/cli/cache/.credence-KILLED.tmp"),
	}
	otherOne, stranger := litter(sso+"/."+registration+".KILLED.tmp"), litter(".aws/cli/cache/tmpx1y2z3")
	if err := os.Remove(filepath.Join(home, corpTokenFile)); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t.Context(), "logout", "corp"); r.code != ExitOK {
		t.Errorf("%+v", r)
	}
	for _, path := range ours {
		if there(path) {
			t.Errorf("%s is left", path)
		}
	}
	if r := w.run(t.Context(), "logout", "--all"); r.code != ExitOK || there(otherOne) || !there(stranger) {
		t.Errorf("%+v, of another sign-in %v, another tool's %v", r, there(otherOne), there(stranger))
	}
}

// TestLogoutRemovesSessionsOfRolesWithoutAProfile: and those of profiles that are not
// there any more.
func TestLogoutRemovesSessionsOfRolesWithoutAProfile(t *testing.T) {
	t.Parallel()
	w, _ := portalWorld(t, hostileAccounts...)
	for _, role := range []string{"dev/Admin", "corp:dev/Read"} {
		if r := w.run(t.Context(), "use", role, "--shell", "bash"); r.code != ExitOK {
			t.Fatalf("%+v", r)
		}
	}
	if r := w.run(t.Context(), "cache", "list"); !strings.HasPrefix(r.out, "corp:111122223333/Read") {
		t.Errorf("%+v", r)
	}
	r := w.run(t.Context(), "logout", "corp", "--color", "never")
	kept, _ := filepath.Glob(filepath.Join(w.env("HOME"), ".cache/credence/sessions/*.json"))
	if r.code != ExitOK || strings.Count(r.errors, "removed  role session of corp:111122223333/") != 2 || !strings.Contains(r.errors, "work until") || len(kept) != 0 {
		t.Errorf("%+v, left %v", r, kept)
	}
}

// TestLogoutAndTheShell: only a shell that is on an identity of the sign-in leaves it.
func TestLogoutAndTheShell(t *testing.T) {
	t.Parallel()
	on := func(profile string) string {
		return shell.State{Now: &shell.Memory{Profile: profile}, Was: &shell.Memory{}}.String()
	}
	for _, c := range []struct {
		name, profile string
		args          []string
		leaves        bool
		words         string
	}{
		{"the hook, on a profile of it", "s", []string{"--shell", "bash", "--state", on("s")}, true, "  left     s: this shell is as it was"},
		{"the hook, on a role on top", "hop", []string{"--shell", "fish", "--state", on("hop")}, true, "  left     hop"},
		{"the hook, on a role without a profile", "corp:dev/Admin", []string{"--shell", "bash", "--state", on("corp:dev/Admin")}, true, "left     corp:dev/Admin"},
		{"the hook, on another sign-in", "other", []string{"--shell", "bash", "--state", on("other")}, false, ""},
		{"the hook, on a role of another sign-in", "other:dev/Admin", []string{"--shell", "bash", "--state", on("other:dev/Admin")}, false, ""},
		{"the hook, never switched", "s", []string{"--shell", "bash", "--state", ""}, false, "was started with the session of s, and still holds it: exit"},
		{"no hook", "s", nil, false, "still holds the session of s: credence use --off"},
		{"eval", "s", []string{"--shell", "zsh"}, true, "left     s"},
		{"eval on another", "other", []string{"--shell", "zsh"}, false, ""},
		{"no identity", "", []string{"--shell", "zsh"}, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, _ := twiceSignedIn(t, "CREDENCE_PROFILE="+c.profile)
			r := w.run(t.Context(), append([]string{"logout", "corp", "--color", "never"}, c.args...)...)
			if r.code != ExitOK || (r.out != "") != c.leaves || !strings.Contains(r.errors, c.words) {
				t.Errorf("%+v", r)
			}
			if told := strings.Contains(r.errors, "this shell"); told != (c.words != "") || c.leaves && strings.Contains(r.errors, "still holds") {
				t.Errorf("%+v", r)
			}
		})
	}
}

// TestLogoutOfAShellWithoutTheServer: the hook evaluates only what a command printed
// that succeeded, and the shell has to leave all the same.
func TestLogoutOfAShellWithoutTheServer(t *testing.T) {
	t.Parallel()
	state := shell.State{Now: &shell.Memory{Profile: "s"}, Was: &shell.Memory{}}.String()
	w, aws := twiceSignedIn(t, "CREDENCE_PROFILE=s")
	aws.Inject("Logout", fakeaws.Fault{Times: -1, Status: http.StatusBadRequest, Code: "InvalidRequestException"})
	r := w.run(t.Context(), "logout", "corp", "--color", "never", "--shell", "bash", "--state", state)
	if r.code != ExitOK || r.out == "" || !strings.Contains(r.errors, "✗ corp  NOT signed out on the server") {
		t.Errorf("%+v", r)
	}
	r = w.run(t.Context(), "logout", "other", "--color", "never", "--shell", "bash", "--state", state)
	if r.code != ExitError || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// TestLogoutOfAShellWithAKeptSession: the key in the variables tells whose it is, where
// the profile is not there any more.
func TestLogoutOfAShellWithAKeptSession(t *testing.T) {
	t.Parallel()
	w, _ := portalWorld(t, hostileAccounts...)
	r := w.run(t.Context(), "use", "dev/Admin", "--shell", "bash")
	_, rest, _ := strings.Cut(r.out, "AWS_ACCESS_KEY_ID='")
	key, _, _ := strings.Cut(rest, "'")
	if r.code != ExitOK || !strings.HasPrefix(key, "ASIA") {
		t.Fatalf("%+v", r)
	}
	env := append(w.Env.List(), "CREDENCE_PROFILE=gone", "AWS_ACCESS_KEY_ID="+key, "AWS_CREDENTIAL_EXPIRATION="+time.Now().Format(time.RFC3339))
	w.Env = environmentOf(env)
	if r := w.run(t.Context(), "logout", "corp", "--color", "never"); r.code != ExitOK || !strings.Contains(r.errors, "still holds the session of gone") {
		t.Errorf("%+v", r)
	}
}
