package cli

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/settings"
)

// TestRolesWithoutAProfile: every command that takes a profile for its credentials takes
// a role of the sign-in, too.
func TestRolesWithoutAProfile(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	for _, c := range []struct {
		args []string
		code int
		out  string
	}{
		{[]string{"env", "dev/Admin", "--format", "sh"}, ExitOK, "export CREDENCE_PROFILE='dev/Admin'\n"},
		{[]string{"env", "corp:1111-2222-3333/Read", "--format", "dotenv"}, ExitOK, "AWS_ACCOUNT_ID=111122223333\n"},
		{[]string{"process", "corp:111122223333/Admin"}, ExitOK, `{"Version":1,"AccessKeyId":"ASIA`},
		{[]string{"whoami", "dev/admin", "--region", "eu-west-1"}, ExitOK, "assumed-role/AWSReservedSSO_Admin_"},
		{[]string{"exec", "dev/Admin", "--", "sh", "-c", "echo $CREDENCE_PROFILE $AWS_ACCOUNT_ID"}, ExitOK, "dev/Admin 111122223333\n"},
		{[]string{"process", "dev/Nobody"}, ExitUsage, ""},
		{[]string{"process", "111122223333/Nobody"}, ExitUsage, ""},
		{[]string{"process", "nobody"}, ExitError, ""},
	} {
		w.Replace = nil
		r := w.run(t.Context(), c.args...)
		if r.code != c.code || !strings.Contains(r.out, c.out) || c.code != ExitOK && (r.out != "" || !strings.Contains(r.errors, "hint: ")) {
			t.Errorf("%v: %+v", c.args, r)
		}
	}
	server.ResetRequests()
	if r := w.run(t.Context(), "process", "111122223333/Read"); r.code != ExitOK || server.Count("") != 0 {
		t.Errorf("a kept session of an account by its id: %d requests, %+v", server.Count(""), r)
	}
	at, err := settings.Locate(w.Env.Lookup, w.env("HOME"))
	if err != nil {
		t.Fatal(err)
	}
	if s, err := settings.ReadState(at.State); err != nil || len(s.Recents) != 0 {
		t.Errorf("counted as a profile: %+v, %v", s, err)
	}
}

// TestRolesWithoutASignIn: where nobody can be asked it is one clear line, and code 4.
func TestRolesWithoutASignIn(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	token := signInTo(t, w, server, corpStart, "corp")
	server.SignOut(token.AccessToken)
	for _, role := range []string{"dev/Admin", "111122223333/Admin"} {
		r := w.run(t.Context(), "process", role)
		if r.code != ExitInput || r.out != "" || strings.Count(r.errors, "\n") != 1 || !strings.Contains(r.errors, "hint: credence login corp") {
			t.Errorf("%s: %+v", role, r)
		}
	}
}

// TestRolesNamedNearlyAsAProfile: a slip in a profile's name is said, and not only that a
// sign-in is missing which the profile may not need.
func TestRolesNamedNearlyAsAProfile(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	appendFile(t, w, ".aws/config", "[profile team/prod]\nregion = eu-west-1\n")
	token := signInTo(t, w, server, corpStart, "corp")
	const near = "the nearest profile is team/prod"
	if r := w.run(t.Context(), "process", "team/prd"); r.code != ExitUsage || !strings.Contains(r.errors, near) {
		t.Errorf("signed in: %+v", r)
	}
	server.SignOut(token.AccessToken)
	for _, args := range [][]string{{"process", "team/prd"}, {"use", "team/prd", "--shell", "bash"}, {"exec", "team/prd", "--", "true"}} {
		r := w.run(t.Context(), args...)
		if r.code != ExitInput || !strings.Contains(r.errors, near) || !strings.Contains(r.errors, "hint: credence login corp") {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := w.run(t.Context(), "process", "dev/Admin"); strings.Contains(r.errors, "nearest") {
		t.Errorf("a role: %+v", r)
	}
	desk, k, _ := deskWorld(t, loginConfig+"[profile team/prod]\nregion = eu-west-1\n")
	k.keys <- "n"
	if r := desk.run(t.Context(), "use", "team/prd", "--shell", "bash", "--color", "never"); !strings.Contains(k.text(), "sign in to corp now?") ||
		strings.Index(r.errors, "credence: there is no profile team/prd; "+near) != 0 || strings.Count(r.errors, near) != 2 {
		t.Errorf("asked %q: %+v", k.text(), r)
	}
}

// TestServerRenewsARoleWithoutAProfile: as it renews a profile's session.
func TestServerRenewsARoleWithoutAProfile(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	ahead := time.Duration(0)
	w.Clock = func() time.Time { return time.Now().Add(ahead) }
	x, k := serving(t, w, "dev/Admin")
	first := k.first.Keys.AccessKeyID
	ahead = time.Until(k.first.Keys.Expiration) - time.Minute
	res, err := k.Resolve(t.Context())
	if err != nil || res.Keys.AccessKeyID == first || res.Profile.Name != "dev/Admin" {
		t.Errorf("%v: %+v", err, res)
	}
	server.Inject("GetRoleCredentials", fakeaws.Fault{Status: http.StatusForbidden, Code: "ForbiddenException", Times: -1})
	ahead += 2 * time.Hour
	if _, err := k.Resolve(t.Context()); err == nil || strings.Contains(x.explain(err), "reported") {
		t.Errorf("%v: %s", err, x.explain(err))
	}
}
