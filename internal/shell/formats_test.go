package shell_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"credence/internal/secret"
	"credence/internal/shell"
)

func changeOf(t *testing.T, secretKey string) shell.Change {
	t.Helper()
	s := session()
	s.SecretAccessKey = secret.New(secretKey)
	c, err := s.Change()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const fileLines = "AWS_ACCESS_KEY_ID=ASIAEXAMPLE\nAWS_SECRET_ACCESS_KEY=s/e+c=ret\nAWS_SESSION_TOKEN=token==\nAWS_CREDENTIAL_EXPIRATION=2030-01-02T03:04:05Z\n" +
	"AWS_ACCOUNT_ID=111122223333\nAWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n"

func TestJSON(t *testing.T) {
	t.Parallel()
	text, err := shell.JSON(changeOf(t, "s/e+c'r<=>&et"))
	var got map[string]string
	if err := errors.Join(err, json.Unmarshal([]byte(text), &got)); err != nil || got["AWS_SECRET_ACCESS_KEY"] != "s/e+c'r<=>&et" || got["AWS_REGION"] != "eu-west-1" || len(got) != 7 {
		t.Errorf("%s %v", text, err)
	}
}

func TestDotenv(t *testing.T) {
	t.Parallel()
	if text, err := shell.Dotenv(changeOf(t, "s/e+c=ret")); err != nil || text != fileLines {
		t.Errorf("%s %v", text, err)
	}
	for _, bad := range []string{"a b", "a'b", `a"b`, "a#b", "a$b", `a\b`, "a`b"} {
		if text, err := shell.Dotenv(changeOf(t, bad)); !errors.Is(err, shell.ErrUnquotable) || text != "" || strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %q %v", bad, text, err)
		}
	}
}

func TestCmd(t *testing.T) {
	t.Parallel()
	s := session()
	s.Profile = "a & b ^ | <c>"
	c, err := s.Change()
	if err != nil {
		t.Fatal(err)
	}
	text, err := shell.Cmd(c)
	if err != nil || !strings.Contains(text, "set \"CREDENCE_PROFILE=a & b ^ | <c>\"\r\n") || !strings.Contains(text, "set \"AWS_PROFILE=\"\r\n") {
		t.Errorf("%q %v", text, err)
	}
	for _, bad := range []string{`a"b`, "a%b", "a!b"} {
		if text, err := shell.Cmd(changeOf(t, bad)); !errors.Is(err, shell.ErrUnquotable) || text != "" {
			t.Errorf("%q: %q %v", bad, text, err)
		}
	}
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	lines, masks, stay := shell.GitHub(changeOf(t, "s/e+c=ret"), lookup(map[string]string{
		"AWS_PROFILE": "old", "AWS_SECURITY_TOKEN": "old", "AWS_ROLE_ARN": "", "CREDENCE_PROFILE": "old",
	}))
	if want := "AWS_SECURITY_TOKEN=\n" + fileLines; lines != want {
		t.Errorf("%s", lines)
	}
	if !slices.Equal(stay, []string{"AWS_PROFILE"}) { // empty it would stop the AWS CLI
		t.Errorf("%q", stay)
	}
	if want := "::add-mask::ASIAEXAMPLE\n::add-mask::s/e+c=ret\n::add-mask::token==\n"; masks != want {
		t.Errorf("%s", masks)
	}
	if _, masks, _ := shell.GitHub(changeOf(t, "a%0Ab"), lookup(nil)); !strings.Contains(masks, "::add-mask::a%250Ab\n") {
		t.Errorf("%s", masks)
	}
}
