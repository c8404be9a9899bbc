package cli

// environmentProblems are those whose cause is a variable.
var environmentProblems = []problem{
	{
		id: "D1", made: made{},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "chain.no-credentials",
		says: []string{"every stage was looked at", "the key variables are not set", "AWS_WEB_IDENTITY_TOKEN_FILE is not set", "there is no profile default"},
		hint: "aws configure sso", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D2", made: made{credentials: bothA, env: []string{"AWS_PROFILE=wrok"}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "profile.missing",
		says: []string{"wrok", "AWS_PROFILE names it", "closest is work", "credentials:4", "case-sensitive"},
		hint: "export AWS_PROFILE=work", fixed: &made{env: []string{"AWS_PROFILE=work"}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D2-case", made: made{credentials: bothA, env: []string{"AWS_PROFILE=Work"}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "profile.missing",
		says: []string{"Work", "AWS_PROFILE names it", "closest is work", "credentials:4", "case-sensitive"},
		hint: "export AWS_PROFILE=work", fixed: &made{env: []string{"AWS_PROFILE=work"}}, ends: "sssf.. " + keyB,
	},
	{
		id:   "D2-keys",
		made: made{credentials: bothA, env: []string{"AWS_PROFILE=wrok", "AWS_ACCESS_KEY_ID=" + keyA, "AWS_SECRET_ACCESS_KEY=" + canaryA}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "profile.missing",
		says: []string{"AWS_PROFILE names it", "closest is work", "credentials:4", "AWS_ACCESS_KEY_ID"},
		hint: "export AWS_PROFILE=work", fixed: &made{env: []string{"AWS_PROFILE=work"}}, ends: "sssf.. " + keyB,
	},
	{
		id:   "D3",
		made: made{credentials: bothA, env: []string{"AWS_PROFILE=work", "AWS_ACCESS_KEY_ID=" + keyA, "AWS_SECRET_ACCESS_KEY=" + canaryA}},
		want: "sssf.. " + keyB, node: keyB, cause: "env.keys-ignored",
		says: []string{"AWS_ACCESS_KEY_ID", "the AWS CLI, Python, Go", "Terraform", "Node", "work", keyA},
		hint: "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", fixed: &made{env: []string{"AWS_ACCESS_KEY_ID=" + unset, "AWS_SECRET_ACCESS_KEY=" + unset}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D4", made: made{credentials: bothA, env: []string{"AWS_PROFILE=work "}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "env.invisible",
		says: []string{"work␠", "AWS_PROFILE", "closest is work", "credentials:4"},
		hint: "export AWS_PROFILE=work", fixed: &made{env: []string{"AWS_PROFILE=work"}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D4-cr", made: made{credentials: bothA, env: []string{"AWS_PROFILE=work\r"}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "env.invisible",
		says: []string{"work␍", "AWS_PROFILE", "closest is work", "credentials:4", "Windows line end"},
		hint: "export AWS_PROFILE=work", fixed: &made{env: []string{"AWS_PROFILE=work"}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D5", made: made{credentials: bothA, env: []string{"AWS_PROFILE="}},
		want: "sssf.. " + keyA, node: keyA, cause: "env.empty-profile",
		says: []string{"AWS_PROFILE is set and empty", "the AWS CLI and Python", "default"},
		hint: "unset AWS_PROFILE", fixed: &made{env: []string{"AWS_PROFILE=" + unset}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D10", made: made{env: []string{"AWS_ACCESS_KEY_ID=" + keyA + "\r", "AWS_SECRET_ACCESS_KEY=" + canaryA + "\r"}},
		want: "f..... " + keyA + "\r", node: keyA + "\r", cause: "env.invisible",
		says: []string{keyA + "␍", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", ".env file with Windows line ends"},
		hint: "export AWS_ACCESS_KEY_ID=" + keyA, fixed: &made{env: []string{"AWS_ACCESS_KEY_ID=" + keyA, "AWS_SECRET_ACCESS_KEY=" + canaryA}}, ends: "f..... " + keyA,
	},
	{
		id: "D11", made: made{credentials: bothA, env: []string{"AWS_ACCESS_KEY_ID=" + keyA}},
		want: "sssf.. " + keyA, node: keyA, cause: "env.half-pair",
		says: []string{"AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY", "the AWS CLI and Python stop there", "Go and Node go on"},
		hint: "unset AWS_ACCESS_KEY_ID", fixed: &made{env: []string{"AWS_ACCESS_KEY_ID=" + unset}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D11-secret", made: made{credentials: bothA, env: []string{"AWS_SECRET_ACCESS_KEY=" + canaryA}},
		want: "sssf.. " + keyA, node: keyA, cause: "env.half-pair",
		says: []string{"AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID", "every SDK passes it over"},
		hint: "unset AWS_SECRET_ACCESS_KEY", fixed: &made{env: []string{"AWS_SECRET_ACCESS_KEY=" + unset}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D38-none", made: made{credentials: bothA},
		want: "sssf.. " + keyA, node: keyA, cause: "region.none",
		says: []string{"no region is set"},
		hint: "export AWS_REGION=", fixed: &made{env: []string{"AWS_REGION=eu-west-1"}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D38-two", made: made{credentials: bothA, env: []string{"AWS_REGION=eu-west-3", "AWS_DEFAULT_REGION=us-west-2"}},
		want: "sssf.. " + keyA, node: keyA, cause: "region.default-variable",
		says: []string{"AWS_DEFAULT_REGION", "us-west-2", "Python and AWS CLI v1", "AWS_REGION", "eu-west-3", "AWS CLI v2", "Go"},
		hint: "unset AWS_DEFAULT_REGION", fixed: &made{env: []string{"AWS_DEFAULT_REGION=" + unset}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D38-file", made: made{credentials: bothA + "region = eu-north-1\n", env: []string{"AWS_PROFILE=work", "AWS_DEFAULT_REGION=us-west-2"}},
		want: "sssf.. " + keyB, node: keyB, cause: "region.default-variable",
		says: []string{"eu-north-1 (credentials:7)", "us-west-2 (AWS_DEFAULT_REGION)", "the AWS CLI, Python and Go"},
		hint: "unset AWS_DEFAULT_REGION", fixed: &made{env: []string{"AWS_DEFAULT_REGION=" + unset}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D39",
		made: made{credentials: bothA, env: []string{
			"AWS_ACCESS_KEY_ID=ASIAEXPIREDAAAAAAAAA", "AWS_SECRET_ACCESS_KEY=" + canaryA, "AWS_SESSION_TOKEN=" + canaryT,
			"AWS_CREDENTIAL_EXPIRATION=2020-01-01T00:00:00Z", "AWS_PROFILE=work",
		}},
		want: "sssf.. " + keyB, node: keyB, cause: "env.expired",
		says: []string{"expired 2020-01-01 00:00 UTC", "10 years ago", "ASIAEXPIREDAAAAAAAAA", "shadow", "work"},
		hint: "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION",
		fixed: &made{env: []string{
			"AWS_ACCESS_KEY_ID=" + unset, "AWS_SECRET_ACCESS_KEY=" + unset, "AWS_SESSION_TOKEN=" + unset, "AWS_CREDENTIAL_EXPIRATION=" + unset,
		}}, ends: "sssf.. " + keyB,
	},
	{
		id: "D40", made: made{env: []string{"AWS_ACCESS_KEY_ID=" + keyA, "AWS_SECRET_ACCESS_KEY=" + canaryA, "AWS_SESSION_TOKEN=" + canaryT}},
		want: "f..... " + keyA, node: keyA, cause: "env.token-of-other-key",
		says: []string{"AWS_SESSION_TOKEN", keyA, "takes no token"},
		hint: "unset AWS_SESSION_TOKEN", fixed: &made{env: []string{"AWS_SESSION_TOKEN=" + unset}}, ends: "f..... " + keyA,
	},
	{
		id: "D40-old", made: made{env: []string{"AWS_ACCESS_KEY_ID=ASIAGOODAAAAAAAAAAAA", "AWS_SECRET_ACCESS_KEY=" + canaryA, "AWS_SECURITY_TOKEN=" + canaryT}},
		want: "f..... environment", node: "environment", cause: "env.security-token",
		says: []string{"AWS_SECURITY_TOKEN", "Python and the AWS CLI"},
		hint: `export AWS_SESSION_TOKEN="$AWS_SECURITY_TOKEN"`, fixed: &made{env: []string{"AWS_SESSION_TOKEN=" + canaryT}}, ends: "f..... environment",
	},
	{
		id: "D47", made: made{credentials: bothA, env: []string{"AWS_PROFILE=work", "AWS_DEFAULT_PROFILE=default"}},
		want: "sssf.. " + keyB, node: keyB, cause: "env.two-profiles",
		says: []string{"AWS_PROFILE is work", "AWS_DEFAULT_PROFILE is default", "Python and AWS CLI v1 use default"},
		hint: "unset AWS_DEFAULT_PROFILE", fixed: &made{env: []string{"AWS_DEFAULT_PROFILE=" + unset}}, ends: "sssf.. " + keyB,
	},
}
