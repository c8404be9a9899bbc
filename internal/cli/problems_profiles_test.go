package cli

// profileProblems are those whose cause is how a profile is put together.
var profileProblems = []problem{
	{
		id: "D18a", made: made{config: "[profile work]\n" + keysA, credentials: "[work]\n" + keysB, env: []string{"AWS_PROFILE=work"}},
		want: "sssf.. " + keyB, node: keyB, cause: "key.hidden",
		says: []string{"work", "aws_access_key_id", "config:2", "credentials:2", "wins"},
		hint: "delete config:2", fixed: &made{config: "[profile work]\nregion = eu-west-1\n"}, ends: "sssf.. " + keyB,
	},
	{
		id: "D18c", made: made{config: "[profile work]\ncredential_process = echo x\n", credentials: "[work]\n" + keysB, env: []string{"AWS_PROFILE=work"}},
		want: "sssf.. " + keyB, node: keyB, cause: "profile.several-kinds",
		says: []string{"work", "static", "process", "config:2", "credentials:2"},
		hint: "delete", fixed: &made{config: "[profile work]\nregion = eu-west-1\n"}, ends: "sssf.. " + keyB,
	},
	{
		id:   "D18d",
		made: made{config: "[profile work]\n" + roleR + "source_profile = base\nregion = us-east-1\n", credentials: "[work]\n" + keysB + "[base]\n" + keysA, env: []string{"AWS_PROFILE=work"}},
		aws:  quiet,
		want: "sssf.. assume-role", dry: "sssw.. would-use", node: "assume-role", cause: "profile.several-kinds",
		says: []string{"work", "role", "static", "config:2", "credentials:2"},
		hint: "delete", fixed: &made{credentials: "[base]\n" + keysA}, ends: "sssf.. assume-role",
	},
	{
		id: "D43", made: made{config: "[profile r]\nregion = eu-west-1\n", env: append([]string{"AWS_PROFILE=r"}, metadata...)}, aws: instance,
		want: "sssssf instance", dry: "sssssu unknown", node: "instance", cause: "identity.machine",
		says: []string{"r has no credentials", "config:1", "the machine's", "AWS_PROFILE"},
		hint: "AWS_EC2_METADATA_DISABLED=true", fixed: &made{env: []string{"AWS_PROFILE=" + unset, "AWS_EC2_METADATA_DISABLED=true"}, credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D43-default", made: made{config: "[profile r]\nregion = eu-west-1\n", env: append([]string{"AWS_PROFILE=default"}, metadata...)}, aws: instance,
		want: "sssssf instance", dry: "sssssu unknown", node: "instance", cause: "identity.machine-profile-missing",
		says: []string{"no profile default", "the machine's"},
		hint: "credence list", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D45",
		made: made{credentials: bothA, env: []string{"AWS_PROFILE=work", "AWS_WEB_IDENTITY_TOKEN_FILE=$HOME/token", "AWS_ROLE_ARN=arn:aws:iam::222222222222:role/R", "AWS_REGION=us-east-1"}},
		aws:  webToken,
		want: "ssf... web-identity", dry: "ssw... would-use", node: keyB, cause: "web-identity.before-profile",
		says: []string{"AWS_WEB_IDENTITY_TOKEN_FILE", "work", "the AWS CLI, Python and Go", "Node", "arn:aws:iam::222222222222:role/R", "AWS_ROLE_ARN"},
		hint: "unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN", fixed: &made{env: []string{"AWS_WEB_IDENTITY_TOKEN_FILE=" + unset, "AWS_ROLE_ARN=" + unset}}, ends: "sssf.. " + keyB,
	},
	{
		id:   "D45-missing",
		made: made{credentials: bothA, env: []string{"AWS_PROFILE=work", "AWS_WEB_IDENTITY_TOKEN_FILE=/nope/token", "AWS_ROLE_ARN=arn:aws:iam::222222222222:role/R"}},
		want: "sse... web-identity.token-unreadable", node: keyB, cause: "web-identity.token-unreadable",
		says: []string{"AWS_WEB_IDENTITY_TOKEN_FILE", "/nope/token", "no such file"},
		hint: "unset AWS_WEB_IDENTITY_TOKEN_FILE", fixed: &made{env: []string{"AWS_WEB_IDENTITY_TOKEN_FILE=" + unset, "AWS_ROLE_ARN=" + unset}}, ends: "sssf.. " + keyB,
	},
	{
		id:   "D45-role",
		made: made{credentials: bothA, files: map[string]string{"token": "x"}, env: []string{"AWS_PROFILE=work", "AWS_WEB_IDENTITY_TOKEN_FILE=$HOME/token"}},
		want: "sssf.. " + keyB, node: keyB, cause: "web-identity.no-role",
		says: []string{"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"},
		hint: "unset AWS_WEB_IDENTITY_TOKEN_FILE", fixed: &made{env: []string{"AWS_WEB_IDENTITY_TOKEN_FILE=" + unset}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D46", made: made{config: "[profile l]\nlogin_session = arn:aws:iam::111111111111:user/me\n"}, args: []string{"l"},
		want: "ssse.. login.missing", node: "login.missing", cause: "login.readers",
		says: []string{"l", "login_session", "config:2", "Go", "botocore[crt]", "Terraform"},
		hint: "aws login --profile l", fixed: &made{config: "[profile l]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D48",
		made: made{config: "[profile h]\nsso_session = corp\n" + ssoX + "credential_process = echo x\n" + corp}, args: []string{"h"},
		want: "se.... sso.token-missing", node: "chain.no-credentials", cause: "sso.and-process",
		says: []string{"h", "SSO", "credential_process", "config:2", "config:6", "Node", "corp"},
		hint: "credence login corp", fixed: &made{config: "[profile h]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D51", made: made{credentials: "[b]\nmfa_serial = " + mfaMe + "\n" + keysB + codeCommand}, args: []string{"b"}, aws: codeInFile,
		want: "sssf.. static", dry: "sssw.. would-use", node: keyB, cause: "profile.mfa-unused",
		says: []string{"b", "mfa_serial", "credentials:2", "without MFA", "role_arn", "no SDK", "a session with MFA until"},
		hint: "aws sts get-session-token", fixed: &made{credentials: "[b]\n" + keysB}, ends: "sssf.. " + keyB,
	},
	{
		id: "D51-as-sdks", made: made{credentials: "[b]\nmfa_serial = " + mfaMe + "\n" + keysB}, args: []string{"b", "--no-cache"},
		want: "sssf.. " + keyB, node: keyB, cause: "profile.mfa-unused",
		says: []string{"b", "mfa_serial", "credentials:2", "without MFA", "role_arn"},
		hint: "aws sts get-session-token", fixed: &made{credentials: "[b]\n" + keysB}, ends: "sssf.. " + keyB,
	},
	{
		id: "D51-nobody", made: made{credentials: "[b]\nmfa_serial = " + mfaMe + "\n" + keysB}, args: []string{"b"},
		want: "ssse.. mfa.not-interactive", dry: "sssw.. would-use", node: keyB, cause: "profile.mfa-unused",
		says: []string{"b", mfaMe, "credentials:2", "no terminal", "without MFA"},
		hint: "--mfa-code", fixed: &made{credentials: "[b]\n" + keysB}, ends: "sssf.. " + keyB,
	},
}
