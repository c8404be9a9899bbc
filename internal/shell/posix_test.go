package shell_test

import (
	"errors"
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

// posixText is a session as text for sh.
func posixText(t *testing.T, s shell.Session) (string, error) {
	t.Helper()
	change, err := s.Change()
	if err != nil {
		return "", err
	}
	sh, ok := shell.ByName("sh")
	if !ok {
		t.Fatal("there is no sh")
	}
	return sh.Assign(change)
}

// TestPOSIXOfLongTermKeys: what belonged to the session before goes.
func TestPOSIXOfLongTermKeys(t *testing.T) {
	t.Parallel()
	text, err := posixText(t, shell.Session{AccessKeyID: "AKIA", SecretAccessKey: secret.New("s")})
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
		if text, err := posixText(t, s); !errors.Is(err, shell.ErrUnprintable) || text != "" {
			t.Errorf("%q: %q, %v", bad, text, err)
		}
		s = session()
		s.SessionToken = secret.New(bad)
		if text, err := posixText(t, s); !errors.Is(err, shell.ErrUnprintable) || text != "" || strings.Contains(err.Error(), "a") && strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %q, %v", bad, text, err)
		}
	}
	if _, err := posixText(t, shell.Session{AccessKeyID: "AKIA"}); !errors.Is(err, shell.ErrIncomplete) {
		t.Errorf("%v", err)
	}
}
