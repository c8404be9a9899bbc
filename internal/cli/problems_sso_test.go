package cli

import (
	"testing"

	"credence/internal/fakeaws"
)

const ssoProfile = "[profile s]\nsso_session = corp\n" + ssoX

const corpToken = ".aws/sso/cache/" + corpSum + ".json"

// ssoProblems are those of IAM Identity Center.
var ssoProblems = []problem{
	{
		id: "D26", made: made{config: ssoProfile + corp}, args: []string{"s"},
		want: "se.... sso.token-missing", node: "sso.token-missing", cause: "sso.token-missing",
		says: []string{"not signed in", "corp", "config:2", "on this computer"},
		hint: "credence login corp", fixed: &made{config: "[profile s]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D27a", made: made{config: ssoProfile + corp, files: map[string]string{corpToken: `{"accessToken":"` + canaryT + `","expiresAt":"2020-01-01T00:00:00Z"}`}}, args: []string{"s"},
		want: "se.... sso.token-expired", node: "sso.token-expired", cause: "sso.token-expired",
		says: []string{"corp", "expired 2020-01-01 00:00 UTC", "config:2"},
		hint: "credence login corp", fixed: &made{config: "[profile s]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D27c", made: made{config: ssoProfile + corp}, args: []string{"s"}, aws: func(_ *testing.T, s *fakeaws.Server) map[string]string {
			s.Inject("GetRoleCredentials", fakeaws.Fault{Times: -1, Status: 401, Code: "UnauthorizedException", Message: "Session token not found or invalid"})
			return map[string]string{corpToken: `{"accessToken":"` + canaryT + `","expiresAt":"2099-01-01T00:00:00Z"}`}
		},
		want: "se.... sso.revoked", dry: "sw.... would-use", node: "sso.revoked", cause: "sso.revoked",
		says: []string{"signed out", "corp", "on the server", "config:2"},
		hint: "credence login corp", fixed: &made{config: "[profile s]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D27d", made: made{config: ssoProfile + corp, files: map[string]string{corpToken: `{`}}, args: []string{"s"},
		want: "se.... sso.token-corrupt", node: "sso.token-corrupt", cause: "sso.token-corrupt",
		says: []string{corpToken, "corrupt"},
		hint: "credence login corp", fixed: &made{config: "[profile s]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D28", made: made{config: "[profile s]\nsso_session = corp\nsso_start_url = https://OTHER.awsapps.com/start\nsso_region = eu-west-1\n" + ssoX + corp}, args: []string{"s"},
		want: "se.... sso.token-missing", node: "sso.token-missing", cause: "sso.conflict",
		says: []string{"https://OTHER.awsapps.com/start", "config:3", "config:9", "config:4", "config:10", "older"},
		hint: "delete config:3", fixed: &made{config: ssoProfile + corp}, ends: "se.... sso.token-missing",
	},
	{
		id: "D29a", made: made{config: "[profile s]\nsso_session = corpp\n" + ssoX + corp}, args: []string{"s"},
		want: "se.... sso.session-missing", node: "sso.session-missing", cause: "sso.session-missing",
		says: []string{"corpp", "config:2", "does not exist", "closest is corp"},
		hint: "write sso_session = corp at config:2", fixed: &made{config: ssoProfile + corp}, ends: "se.... sso.token-missing",
	},
	{
		id: "D29c", made: made{config: "[profile s]\nsso_session = corp\nsso_account_id = 111111111111\nregion = us-east-1\n" + corp}, args: []string{"s"},
		want: "se.... sso.incomplete", node: "sso.incomplete", cause: "sso.incomplete",
		says: []string{"s", "config:2", "sso_role_name"},
		hint: "add sso_role_name", fixed: &made{config: ssoProfile + corp}, ends: "se.... sso.token-missing",
	},
	{
		id: "D29d", made: made{config: "[profile s]\nsso_session = corp\nregion = us-east-1\n" + corp}, args: []string{"s"},
		want: "ssssss chain.no-credentials", node: "sso.incomplete", cause: "sso.session-only",
		says: []string{"s", "config:2", "sso_account_id", "sso_role_name"},
		hint: "add sso_account_id and sso_role_name", fixed: &made{config: ssoProfile + corp}, ends: "se.... sso.token-missing",
	},
	{
		id:   "D31",
		made: made{config: ssoProfile + "[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n", env: []string{"AWS_ENDPOINT_URL_SSO=$SERVER/region/eu-west-1", "AWS_ENDPOINT_URL_SSO_OIDC=$SERVER/region/eu-west-1"}},
		args: []string{"s"}, aws: signedIn(-1),
		want: "se.... sso.refresh-refused", dry: "sw.... would-use", node: "sso.refresh-refused", cause: "sso.refresh-refused",
		says:  []string{"corp", "sso_region", "eu-west-1", "config:8", "us-east-1"},
		hint:  "write sso_region = us-east-1 at config:8",
		fixed: &made{config: ssoProfile + corp, env: []string{"AWS_ENDPOINT_URL_SSO=$SERVER", "AWS_ENDPOINT_URL_SSO_OIDC=$SERVER"}}, ends: "sf.... sso",
	},
}
