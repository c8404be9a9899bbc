//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// A credentials file that exists and cannot be read is told apart from one that is
// not there: every SDK takes it for absent in silence.
func TestUnreadableFile(t *testing.T) {
	t.Parallel()
	at := home(t, ".aws/credentials", "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n")
	if err := os.Chmod(filepath.Join(at, ".aws", "credentials"), 0); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "why")
	cmd.Env = environment(at)
	if os.Geteuid() == 0 { // root reads everything: be somebody else
		for _, dir := range []string{at, filepath.Join(at, ".aws"), filepath.Dir(at), filepath.Dir(filepath.Dir(at)), filepath.Dir(binary)} {
			if strings.HasPrefix(dir, os.TempDir()+"/") {
				if err := os.Chmod(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("exit code %d, %v: %s", code, err, out)
	}
	if !strings.Contains(string(out), "credentials") || !strings.Contains(string(out), "read") || !strings.Contains(string(out), "sudo") {
		t.Errorf("does not say that the file cannot be read, nor how to mend it: %s", out)
	}
}

// A file system that knows no locks is said (cache.unlocked), and the token is
// refreshed all the same.
func TestNoLocks(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{SSO: []fakeaws.SSOInstance{{
		StartURL: "https://corp.example/start", Region: "eu-west-1",
		Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Roles: []string{"ReadOnly"}}},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	token, err := aws.SignIn("https://corp.example/start", fakeaws.SSOSignIn{Life: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	const sha1OfCorp = "ee0bfd2552fbd840c02cc48b6e823320543c450f"
	at := home(t,
		".aws/config", "[profile s]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n"+
			"[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n",
		".aws/sso/cache/"+sha1OfCorp+".json", `{"accessToken":"`+token.AccessToken+`","expiresAt":"`+token.ExpiresAt.UTC().Format(time.RFC3339)+
			`","refreshToken":"`+token.RefreshToken+`","clientId":"`+token.ClientID+`","clientSecret":"`+token.ClientSecret+
			`","registrationExpiresAt":"`+token.RegistrationExpiresAt.UTC().Format(time.RFC3339)+`"}`)
	cmd := exec.Command(strace, "-f", "-o", os.DevNull, "-e", "inject=flock:error=ENOLCK", binary, "why", "s", "--json", "--no-cache")
	cmd.Env = environment(at)
	for k, v := range aws.Env() {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"cache.unlocked"`) || !strings.Contains(string(out), `"sso.refreshed"`) {
		t.Errorf("%v: %s", err, out)
	}
}
