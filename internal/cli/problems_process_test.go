package cli

func processProfile(command string) made {
	return made{config: "[profile p]\ncredential_process = " + command + "\n"}
}

// processProblems are those of credential_process.
var processProblems = []problem{
	{
		id: "D32a", made: processProfile("/nonexistent/tool get"), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.failed",
		says: []string{"p", "config:2", "/nonexistent/tool get", "127", "ot found"},
		hint: "/nonexistent/tool", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D32b", made: processProfile(`/bin/sh -c 'echo vault is locked >&2; exit 3'`), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.failed",
		says: []string{"p", "config:2", "exit code 3", "vault is locked", "echo vault"},
		hint: "by hand", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D33a", made: processProfile("echo Welcome!"), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.not-json",
		says: []string{"p", "config:2", "no JSON", "8 bytes", "Version"},
		hint: "by hand", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D33c",
		made: processProfile(`echo '{"Version":1,"AccessKeyId":"` + keyA + `","SecretAccessKey":"` + canaryA + `","SessionToken":"` + canaryT + `","Expiration":"2020-01-01T00:00:00Z"}'`), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.expired",
		says: []string{"p", "config:2", "expired 2020-01-01 00:00 UTC"},
		hint: "by hand", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id:   "D33d",
		made: processProfile(`echo '{"Credentials":{"AccessKeyId":"` + keyA + `","SecretAccessKey":"` + canaryA + `","SessionToken":"` + canaryT + `"}}'`), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.sts-response",
		says: []string{"p", "config:2", "{Credentials{AccessKeyId, SecretAccessKey, SessionToken}}", "Version"},
		hint: "role_arn", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D34a", made: made{
			config: "[profile p]\ncredential_process = ~/bin/cp.sh\n", then: script("bin/cp.sh", `echo '{"Version":1,"AccessKeyId":"`+keyA+`","SecretAccessKey":"`+canaryA+`"}'`),
		}, args: []string{"p"},
		want: "sssf.. " + keyA, dry: "sssw.. would-use", node: keyA, cause: "process.shell-syntax",
		says: []string{"p", "config:2", "shell", "the AWS CLI and Python"},
		hint: "sh -c '~/bin/cp.sh'", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D34c", made: processProfile("aws configure export-credentials --profile p"), args: []string{"p"},
		want: "ssssss chain.no-credentials", dry: "sssw.. would-use", node: "chain.no-credentials", cause: "process.calls-itself",
		says: []string{"p", "config:2", "for ever"},
		hint: "config:2", fixed: &made{config: "[profile p]\n" + keysA}, ends: "sssf.. " + keyA,
	},
}
