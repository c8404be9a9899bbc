package shell_test

import (
	"testing"

	"credence/internal/secret"
	"credence/internal/shell"
)

// TestNothingIsLeftThatShadows: every variable through which some SDK or prompt would
// find another identity is gone after a switch, by keys and by name, and is back when
// the switch is taken back.
func TestNothingIsLeftThatShadows(t *testing.T) {
	t.Parallel()
	identity := []string{
		"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_CREDENTIAL_SCOPE", "AWS_ACCOUNT_ID", "AWS_CREDENTIAL_EXPIRATION",
		"AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
		"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
	}
	had := map[string]string{"HOME": "/h"}
	for _, name := range identity {
		had[name] = "old"
	}
	for name, s := range map[string]shell.Session{
		"by keys": {Profile: "p", AccessKeyID: "A", SecretAccessKey: secret.New("s")},
		"by name": {Profile: "p", ByName: true},
	} {
		now := after(t, s, had)
		for _, variable := range identity {
			if now[variable] == "old" {
				t.Errorf("%s: %s is still there", name, variable)
			}
		}
		back := mapOf(shell.Reverse(lookup(had)).Apply(list(now)))
		for variable, value := range had {
			if back[variable] != value {
				t.Errorf("%s: %s is not back", name, variable)
			}
		}
	}
}
