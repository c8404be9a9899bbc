package wording

import "credence/chain"

func webIdentityWords() table {
	return table{
		chain.CodeWebIdentityFound: {
			reason: say("assumed role {roleArn|role} in {roleArn|account} with a web identity token", "assumed the role with a web identity token"),
			change: say("unset AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN to pass them over"),
		},
		chain.CodeWebIdentityWouldCall: {
			reason: say("would call sts:AssumeRoleWithWebIdentity for {roleArn}", "would call sts:AssumeRoleWithWebIdentity"),
			change: say("press {key:resolve} to do it", "without --dry-run the role is assumed"),
		},
		chain.CodeWebIdentityUnset: {
			reason: say("AWS_WEB_IDENTITY_TOKEN_FILE is not set"),
			change: say("set AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN"),
		},
		chain.CodeWebIdentityNamed: {
			reason: say("a profile is named ({selectedBy})", "a profile is named"),
			change: say("the web identity variables count where no profile is given as argument"),
		},
		chain.CodeWebIdentityNoRole: {
			reason:  say("{profile} has web_identity_token_file but no role_arn", "there is a token file but no role: AWS_ROLE_ARN is not set"),
			message: say("profile {profile} has web_identity_token_file{? ({origin})?} but no role_arn", "there is a token file{? ({origin})?} but no role: AWS_ROLE_ARN is not set"),
			change:  say("name the role"),
			hints:   []string{"add role_arn to profile {profile} || unset AWS_WEB_IDENTITY_TOKEN_FILE, or export AWS_ROLE_ARN=ARN"},
		},
		chain.CodeWebIdentityNoToken: {
			reason: say("there is a role but no token file: AWS_WEB_IDENTITY_TOKEN_FILE is not set"),
			change: say("set AWS_WEB_IDENTITY_TOKEN_FILE"),
		},
		chain.CodeWebIdentityUnreadable: {
			reason:  say("the token file {path} cannot be read{?: {cause|text}?}", "the token file cannot be read{?: {cause|text}?}"),
			message: say("the web identity token file {path} cannot be read{?: {cause|text}?}{? ({origin})?}", "the web identity token file cannot be read{?: {cause|text}?}"),
			change:  say("the file has to exist and be readable"),
			hints:   []string{"ls -l {path|sh}", "unset AWS_WEB_IDENTITY_TOKEN_FILE"},
		},
		chain.CodeWebIdentityRefused: {
			reason:  say("sts refused role {roleArn|role}: {message|text}", "sts refused the web identity token{?: {awsCode}?}"),
			message: say("sts refused the web identity token for {roleArn}: {message|text}", "sts refused the web identity token{? for {roleArn}?}"),
			change:  say("the token has to be alive and its issuer trusted by the role"),
			hints:   []string{"check the age of the token file and the trust policy of {roleArn}"},
		},
		chain.CodeWebIdentityUnreachable: {
			reason:  say("sts did not answer{?: {message|text}?}"),
			message: say("sts did not answer for {roleArn}{?: {message|text}?}", "sts did not answer{?: {message|text}?}"),
			change:  say("the call needs a way to the STS endpoint of its region"),
			hints:   []string{"check the network, HTTPS_PROXY and NO_PROXY, and the region"},
		},
	}
}
