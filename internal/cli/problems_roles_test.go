package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// roleProblems are those of assuming a role.
var roleProblems = []problem{
	{
		id: "D19", made: made{config: "[profile role]\n" + roleR + "source_profile = nope\n[profile nopes]\n", credentials: bothA}, args: []string{"role"},
		want: "ssse.. source-profile.missing", node: "chain.no-credentials", cause: "source-profile.missing",
		says: []string{"role", "nope", "config:3", "does not exist", "nopes", "default, work"},
		hint: "source_profile at config:3", fixed: &made{config: "[profile role]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D19-empty", made: made{config: "[profile role]\n" + roleR + "source_profile = base\n[profile base]\nregion = eu-west-1\n"}, args: []string{"role"},
		want: "ssse.. source-profile.empty", node: "chain.no-credentials", cause: "source-profile.empty",
		says: []string{"role", "base", "config:3", "config:4", "no credential settings"},
		hint: "base", fixed: &made{config: "[profile role]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D20", made: made{config: "[profile a]\n" + roleR + "source_profile = b\n[profile b]\n" + roleR + "source_profile = a\n"}, args: []string{"a"},
		want: "ssse.. source-profile.cycle", node: "chain.no-credentials", cause: "source-profile.cycle",
		says: []string{"a → b → a", "config:6", "static keys"},
		hint: "source_profile at config:6", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D22", made: made{config: "[profile a]\n" + roleR + "source_profile = b\ncredential_source = Environment\n", credentials: "[b]\n" + keysB}, args: []string{"a"},
		want: "ssse.. role.both-sources", node: "chain.no-credentials", cause: "role.both-sources",
		says: []string{"source_profile", "config:3", "credential_source", "config:4"},
		hint: "delete config:3 or config:4", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D22-spelling", made: made{config: "[profile a]\n" + roleR + "credential_source = Ec2Instance\n"}, args: []string{"a"},
		want: "ssse.. credential-source.unknown", node: "chain.no-credentials", cause: "credential-source.unknown",
		says: []string{"Ec2Instance", "config:3", "Environment, Ec2InstanceMetadata, EcsContainer"},
		hint: "Ec2InstanceMetadata at config:3", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D23", made: made{config: "[profile a]\n" + roleR + "source_profile = b\nmfa_serial = " + mfaMe + "\nregion = us-east-1\n", credentials: "[b]\n" + keysB}, args: []string{"a"},
		want: "ssse.. mfa.not-interactive", dry: "sssw.. would-use", node: "mfa.not-interactive", cause: "mfa.not-interactive",
		says: []string{"a", mfaMe, "config:4", "no terminal"},
		hint: "--mfa-code", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D24",
		made: made{config: "[profile a]\n" + roleR + "source_profile = b\nmfa_serial = " + mfaMe + "\nregion = us-east-1\n", credentials: "[b]\n" + keysB}, args: []string{"a", "--mfa-code", "123456"},
		aws: func(_ *testing.T, s *fakeaws.Server) map[string]string {
			s.Inject("AssumeRole", fakeaws.Fault{Times: -1, Status: 403, Code: "AccessDenied", Message: "MultiFactorAuthentication failed with invalid MFA one time pass code. "})
			s.Inject("GetSessionToken", fakeaws.Fault{Times: -1, Status: 403, Code: "AccessDenied", Message: "MultiFactorAuthentication failed with invalid MFA one time pass code. "})
			return nil
		},
		want: "ssse.. mfa.rejected", dry: "sssw.. would-use", node: "mfa.rejected", cause: "mfa.rejected",
		says: []string{mfaMe, "config:4", "used", "the next one comes in"},
		hint: "one session", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D24-serial",
		made: made{config: "[profile a]\n" + roleR + "source_profile = b\nmfa_serial = arn:aws:iam::111111111111:mfa/you\nregion = us-east-1\n", credentials: "[b]\n" + keysB}, args: []string{"a", "--mfa-code", "123456"},
		aws:  quiet,
		want: "ssse.. mfa-session.refused", dry: "sssw.. would-use", node: "role.refused", cause: "mfa-session.refused",
		says: []string{"config:4", "arn:aws:iam::111111111111:mfa/you", keyB},
		hint: "correct mfa_serial of profile a", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D24-serial-direct",
		made: made{config: "[profile a]\n" + roleR + "source_profile = b\nmfa_serial = arn:aws:iam::111111111111:mfa/you\nregion = us-east-1\n", credentials: "[b]\n" + keysB},
		args: []string{"a", "--mfa-code", "123456", "--no-cache"},
		aws:  quiet,
		want: "ssse.. role.refused", dry: "sssw.. would-use", node: "role.refused", cause: "role.refused",
		says: []string{"config:2"},
		hint: "mfa_serial", fixed: &made{config: "[profile a]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D25",
		made: made{config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n[profile c]\nrole_arn = arn:aws:iam::222222222222:role/S\nsource_profile = a\nduration_seconds = 7200\nregion = us-east-1\n", credentials: "[b]\n" + keysB},
		args: []string{"c"}, aws: quiet,
		want: "sssf.. assume-role", dry: "sssw.. would-use", node: "role.refused", cause: "role.chained-duration",
		says:  []string{"c", "7200", "3600", "config:8", "c → a → b", "3600 s are asked for"},
		hint:  "duration_seconds = 3600 at config:8",
		fixed: &made{config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n[profile c]\nrole_arn = arn:aws:iam::222222222222:role/S\nsource_profile = a\nduration_seconds = 3600\nregion = us-east-1\n"}, ends: "sssf.. assume-role",
	},
	{
		id:   "D25-as-sdks",
		made: made{config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n[profile c]\nrole_arn = arn:aws:iam::222222222222:role/S\nsource_profile = a\nduration_seconds = 7200\nregion = us-east-1\n", credentials: "[b]\n" + keysB},
		args: []string{"c", "--no-cache"}, aws: quiet,
		want: "ssse.. role.refused", dry: "sssw.. would-use", node: "role.refused", cause: "role.chained-duration",
		says:  []string{"c", "7200", "3600", "config:8", "c → a → b", "AWS will refuse"},
		hint:  "duration_seconds = 3600 at config:8",
		fixed: &made{config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n[profile c]\nrole_arn = arn:aws:iam::222222222222:role/S\nsource_profile = a\nduration_seconds = 3600\nregion = us-east-1\n"}, ends: "sssf.. assume-role",
	},
	{
		id:   "D49",
		made: made{config: "[profile a]\nrole_arn = arn:aws:iam::222222222222:role/deny\nsource_profile = b\nregion = us-east-1\n", credentials: "[b]\n" + keysB},
		args: []string{"a"}, aws: quiet,
		want: "ssse.. role.refused", dry: "sssw.. would-use", node: "role.refused", cause: "role.refused",
		says: []string{"role/deny", "user/me", "config:2", "b", "trust policy", "external_id", "MFA"},
		hint: "sts:AssumeRole", fixed: &made{config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n"}, ends: "sssf.. assume-role",
	},
	{
		id: "D24-reused",
		made: made{
			config: "[profile a]\n" + roleR + "source_profile = b\n" + codeFile + "[profile c]\n" + roleR + "source_profile = a\n" + codeFile, credentials: "[b]\n" + keysB,
		},
		args: []string{"c"}, aws: codeInFile,
		want: "ssse.. mfa.reused", dry: "sssw.. would-use", node: "mfa.reused", cause: "mfa.reused",
		says:  []string{mfaMe, "config:10", "used already", "the next one comes in"},
		hint:  "one session of the device serves all of its roles",
		fixed: &made{config: "[profile c]\n" + roleR + "source_profile = b\n" + codeFile}, ends: "sssf.. assume-role",
	},
	{
		id: "D52",
		made: made{
			config: "[profile a]\n" + roleR + "source_profile = b\nregion = us-east-1\n", credentials: "[b]\n" + keysB,
			files: map[string]string{cliCacheR: cliSession}, then: func(t *testing.T, home string) {
				path, old := filepath.Join(home, cliCacheR), time.Now().Add(-10*time.Minute)
				text := strings.Replace(cliSession, "$END", old.Add(time.Hour).UTC().Format(time.RFC3339), 1)
				if err := errorsOf(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, old, old)); err != nil {
					t.Fatal(err)
				}
			},
		},
		args: []string{"a"}, aws: quiet,
		want: "sssf.. assume-role", dry: "sssw.. would-use", node: "assume-role", cause: "cli-cache.entry",
		says: []string{"ASIASTALEAAAAAAAAAAA", "10 min ago", cliCacheR, "a"},
		hint: "rm ", fixed: &made{files: map[string]string{cliCacheR: unset}, then: func(*testing.T, string) {}}, ends: "sssf.. assume-role",
	},
}

// cliCacheR is where the AWS CLI keeps the session of role R: the SHA-1 of
// {"RoleArn": "arn:aws:iam::222222222222:role/R"}. What is in it is cliSession.
const (
	cliCacheR  = ".aws/cli/cache/0c788b0dd5f46424edd2bd3998d91459fbeced05.json"
	cliSession = `{"Credentials": {"AccessKeyId": "ASIASTALEAAAAAAAAAAA", "SecretAccessKey": "` + canaryA + `", "SessionToken": "` + canaryT +
		`", "Expiration": "$END", "AccountId": "222222222222"}, "AssumedRoleUser": {"AssumedRoleId": "AROAX:s", "Arn": "arn:aws:sts::222222222222:assumed-role/R/s"}}`
)

// codeFile are the settings of a role whose codes come from a file, where codeInFile
// has put one that is good.
const (
	codeFile    = "mfa_serial = " + mfaMe + "\n" + codeCommand
	codeCommand = "mfa_process = cat $HOME/code\nregion = us-east-1\n"
)

func codeInFile(t *testing.T, s *fakeaws.Server) map[string]string {
	code, _, err := s.Phone(mfaMe)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"code": code}
}

// quiet is the AWS of the corpus as it is.
func quiet(*testing.T, *fakeaws.Server) map[string]string { return nil }
