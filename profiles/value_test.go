package profiles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestIsSecretKey(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{
		"aws_secret_access_key": true, "aws_session_token": true, "aws_security_token": true,
		"AWS_SECRET_ACCESS_KEY": true, "aws_secret_key": true, "aws_secert_access_key": true, "secret_key": true,
		"aws_sesion_token": true, "export AWS_SESSION_TOKEN": true, "x_password": true, "proxy_passphrase": true,
		"github_token": true, "client_secret": true,
		"aws_access_key_id": false, "web_identity_token_file": false, "region": false, "role_arn": false,
		"sso_start_url": false, "secret_name": false, "token_url": false, "x_security_group": false, "": false,
	} {
		if got := IsSecretKey(key); got != want {
			t.Errorf("%q: %v, want %v", key, got, want)
		}
	}
}

// No way of printing anything of this package shows a secret.
func TestNothingPrintsSecrets(t *testing.T) {
	t.Parallel()
	const secret = "hushhush"
	f := load(t, Documented, "[sso-session s]\nclient_secret = "+secret+"\n[profile p]\nblock =\n  password = "+secret+"\n", "[p]\naws_access_key_id = AKIA\naws_secret_access_key = "+secret+"\naws_session_token = "+secret+"\n")
	p, _ := f.Profile("p")
	session, _ := f.SSOSession("s")
	value, _ := p.Value("aws_secret_access_key")
	block, _ := p.Value("block")
	for _, one := range []any{f, *f.Config(), f.Config(), p, session, value, &value, block, []Value{value}, map[string]Value{"": value}, f.Lint()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if text := fmt.Sprintf(verb, one); strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("%s of %T shows it: %s", verb, one, text)
			}
		}
		encoded, err := json.Marshal(one)
		if err == nil && bytes.Contains(encoded, []byte(secret)) {
			t.Errorf("JSON of %T shows it: %s", one, encoded)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", one)
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log of %T shows it: %s", one, log.String())
		}
	}
	if value.Text() != "***" || !value.IsSecret() || value.Secret().Reveal() != secret || p.Get("aws_secret_access_key") != secret {
		t.Error("the secret is lost or not masked")
	}
	if id, _ := p.Value("aws_access_key_id"); id.Text() != "AKIA" || fmt.Sprint(id) != "AKIA" {
		t.Errorf("the key id is masked: %v", id)
	}
}
