package shell_test

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
	"credence/internal/shell"
)

func session() shell.Session {
	return shell.Session{
		Profile: "it's $(touch x) `y` \\ \"q\"", AccessKeyID: "ASIAEXAMPLE", SecretAccessKey: secret.New("s/e+c'r=et"),
		SessionToken: secret.New("token=="), AccountID: "111122223333", Region: "eu-west-1",
		Expiration: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC),
	}
}

// TestPOSIXInAShell: a real shell has exactly this identity afterwards, whatever it
// had before.
func TestPOSIXInAShell(t *testing.T) {
	t.Parallel()
	text, err := shell.POSIX(session())
	if err != nil {
		t.Fatal(err)
	}
	for _, sh := range []string{"sh", "bash", "dash"} {
		path, err := exec.LookPath(sh)
		if err != nil {
			continue
		}
		cmd := exec.Command(path, "-c", "set -eu\n"+text+"env")
		cmd.Env = []string{
			"PATH=/usr/bin:/bin", "AWS_PROFILE=other", "AWS_SECURITY_TOKEN=old", "AWS_ROLE_ARN=r", "AWS_WEB_IDENTITY_TOKEN_FILE=f",
			"AWS_CONTAINER_CREDENTIALS_FULL_URI=u", "AWS_ACCESS_KEY_ID=old", "AWS_CREDENTIAL_SCOPE=s",
		}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", sh, err, out)
		}
		var got []string
		for line := range strings.Lines(string(out)) {
			if strings.HasPrefix(line, "AWS_") || strings.HasPrefix(line, "CREDENCE_") {
				got = append(got, strings.TrimSpace(line))
			}
		}
		slices.Sort(got)
		want := []string{
			"AWS_ACCESS_KEY_ID=ASIAEXAMPLE", "AWS_ACCOUNT_ID=111122223333", "AWS_CREDENTIAL_EXPIRATION=2030-01-02T03:04:05Z",
			"AWS_DEFAULT_REGION=eu-west-1", "AWS_REGION=eu-west-1", "AWS_SECRET_ACCESS_KEY=s/e+c'r=et", "AWS_SESSION_TOKEN=token==",
			"CREDENCE_PROFILE=it's $(touch x) `y` \\ \"q\"",
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", sh, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestPOSIXOfLongTermKeys: what belonged to the session before goes.
func TestPOSIXOfLongTermKeys(t *testing.T) {
	t.Parallel()
	text, err := shell.POSIX(shell.Session{AccessKeyID: "AKIA", SecretAccessKey: secret.New("s")})
	if err != nil {
		t.Fatal(err)
	}
	unset, _, _ := strings.Cut(text, "\n")
	for _, name := range []string{"AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "CREDENCE_PROFILE", "AWS_PROFILE"} {
		if !strings.Contains(unset+" ", " "+name+" ") {
			t.Errorf("%s stays: %s", name, unset)
		}
	}
	if strings.Contains(text, "REGION") {
		t.Errorf("the region is touched: %s", text)
	}
}

func TestPOSIXRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"a\nb", "a\x00b", "a\rb"} {
		s := session()
		s.Profile = bad
		if text, err := shell.POSIX(s); !errors.Is(err, shell.ErrUnprintable) || text != "" {
			t.Errorf("%q: %q, %v", bad, text, err)
		}
		s = session()
		s.SessionToken = secret.New(bad)
		if text, err := shell.POSIX(s); !errors.Is(err, shell.ErrUnprintable) || text != "" || strings.Contains(err.Error(), "a") && strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %q, %v", bad, text, err)
		}
	}
	if _, err := shell.POSIX(shell.Session{AccessKeyID: "AKIA"}); !errors.Is(err, shell.ErrIncomplete) {
		t.Errorf("%v", err)
	}
}
