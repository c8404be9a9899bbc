package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flags are those of every command.
type flags struct {
	profile, credentialsFile, configFile, region string
	roleArn, tokenFile                           string
	mfaCode, mfaProcess                          string
	timeout, deadline                            duration
	maxRetries                                   count
	allowPlain, processTTY                       bool
	noCache, noShare, noInput                    bool
	color                                        choice
	json, mask                                   bool
	debug                                        string
}

// The groups under which the help lists flags.
const (
	groupChoose = "What to look at"
	groupMFA    = "MFA"
	groupCalls  = "Calls and child processes"
	groupOutput = "Output"
	groupOwn    = "Of this command"
)

var flagGroups = []string{groupOwn, groupChoose, groupMFA, groupCalls, groupOutput}

const groupAnnotation = "credence/group"

// register adds the flags to the root command.
func (f *flags) register(root *cobra.Command) {
	f.color = choice{value: "auto", words: []string{"auto", "always", "never"}}
	p := root.PersistentFlags()
	p.StringVarP(&f.profile, "profile", "p", "", "the `profile`, as the argument (default $AWS_PROFILE, else default)")
	p.StringVar(&f.configFile, "config-file", "", "the shared config `file` (default $AWS_CONFIG_FILE, else ~/.aws/config)")
	p.StringVar(&f.credentialsFile, "credentials-file", "", "the shared credentials `file` (default $AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials)")
	p.StringVar(&f.roleArn, "role-arn", "", "`ARN` of the role of the web identity stage (default $AWS_ROLE_ARN)")
	p.StringVar(&f.tokenFile, "web-identity-token-file", "", "the token `file` of the web identity stage (default $AWS_WEB_IDENTITY_TOKEN_FILE)")
	p.StringVar(&f.region, "region", "", "`region` of STS calls, over every other setting")
	group(p, groupChoose, "profile", "config-file", "credentials-file", "role-arn", "web-identity-token-file", "region")

	p.StringVar(&f.mfaCode, "mfa-code", "", "the MFA `code`, instead of asking for it")
	p.StringVar(&f.mfaProcess, "mfa-process", "", "a `command` that prints the MFA code (default the profile's mfa_process)")
	p.BoolVar(&f.noInput, "no-input", false, "never ask for anything")
	group(p, groupMFA, "mfa-code", "mfa-process", "no-input")

	p.Var(&f.timeout, "timeout", "limit of a container or metadata request: 1s, 400ms, or a number of ms (default 1s)")
	p.Var(&f.maxRetries, "max-retries", "how often such a request is tried again (default 0)")
	p.Var(&f.deadline, "deadline", "end after this time whatever is under way (exit code 124)")
	p.BoolVar(&f.noCache, "no-cache", false, "neither read nor write credence's own sessions")
	p.BoolVar(&f.noShare, "no-share", false, "leave other tools' caches alone")
	p.BoolVar(&f.allowPlain, "allow-plain-endpoint", false, "permit plain http to a configured STS, SSO or OIDC endpoint")
	p.BoolVar(&f.processTTY, "process-tty", false, "give a credential_process the terminal, for one that asks")
	group(p, groupCalls, "timeout", "max-retries", "deadline", "no-cache", "no-share", "allow-plain-endpoint", "process-tty")

	p.BoolVar(&f.json, "json", false, "print JSON")
	p.Var(&f.color, "color", "colour the output")
	p.BoolVar(&f.mask, "mask", false, "mask access key ids, for when others look on (default the setting output.mask)")
	p.StringVar(&f.debug, "debug", "", "write what happens to `file`, an event a line, without secrets")
	group(p, groupOutput, "json", "color", "mask", "debug")
}

// group notes the heading under which the help lists flags.
func group(set *pflag.FlagSet, name string, flags ...string) {
	for _, flag := range flags {
		_ = set.SetAnnotation(flag, groupAnnotation, []string{name})
	}
}

func groupOf(flag *pflag.Flag) string {
	if names := flag.Annotations[groupAnnotation]; len(names) > 0 {
		return names[0]
	}
	return groupOwn
}
