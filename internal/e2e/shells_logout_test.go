//go:build unix

package e2e

import (
	"crypto/sha1" //nolint:gosec // SDKs name token files by SHA-1
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// portalShell is a home that is signed in to corp and to other, with a profile of each.
func portalShell(t *testing.T) (at string, aws *fakeaws.Server, env []string) {
	t.Helper()
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{SSO: []fakeaws.SSOInstance{{
		StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1",
		Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Name: "dev", Roles: []string{"Admin"}}},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	files := []string{".aws/config", ""}
	for _, name := range []string{"corp", "other"} {
		files[1] += "[profile of-" + name + "]\nsso_session = " + name + "\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n" +
			"[sso-session " + name + "]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
		token, err := aws.SignIn("https://corp.awsapps.com/start", fakeaws.SSOSignIn{Life: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(map[string]string{
			"startUrl": token.StartURL, "region": token.Region, "accessToken": token.AccessToken, "expiresAt": token.ExpiresAt.UTC().Format(time.RFC3339),
		})
		if err != nil {
			t.Fatal(err)
		}
		sum := sha1.Sum([]byte(name)) //nolint:gosec // as above
		files = append(files, ".aws/sso/cache/"+hex.EncodeToString(sum[:])+".json", string(text))
	}
	at = home(t, files...)
	env = environment(at, "TERM=dumb", "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"))
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	return at, aws, env
}

// TestLogoutLeavesTheShell: through the hook the exported session goes with the sign-in,
// also where the server cannot be told; one of another sign-in stays.
func TestLogoutLeavesTheShell(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, aws, env := portalShell(t)
		aws.Inject("Logout", fakeaws.Fault{Times: -1, Status: 400, Code: "InvalidRequestException"})
		r := s.run(t, at, env, "", "credence use of-corp", "credence logout other", ">stays", "credence logout corp", ">gone")
		is(t, r.variables(t, "stays"), "of-corp", "eu-west-1")
		if gone := r.variables(t, "gone"); len(gone) != 0 {
			t.Errorf("still there: %q", gone)
		}
		for _, want := range []string{"other  NOT signed out on the server", "corp  NOT signed out on the server", "left     of-corp: this shell is as it was before"} {
			if !strings.Contains(r.errors, want) {
				t.Errorf("%q is not said:\n%s", want, r.errors)
			}
		}
	})
}
