package wording

import "credence/chain"

func consoleWords() table {
	return table{
		chain.CodeConsoleNoEndpoint: {
			reason: say("no sign-in address of the console is known for partition {partition}", "no sign-in address of the console is known"),
			hints:  []string{"set AWS_ENDPOINT_URL_SIGNIN to the address of its sign-in service"},
		},
		chain.CodeConsoleRefused: {
			reason: say("{url} refused to open a console session of {seconds} s (status {status})", "{url} refused the credentials (status {status})", "the console refused the credentials"),
			hints: []string{
				"leave out --duration: a longer session is for roles that long-term keys assumed, up to the role's maximum session duration (here {seconds} s)" +
					" || credence whoami: only a role's or a federated user's credentials open the console",
			},
		},
		chain.CodeConsoleUnreachable: {
			reason: say("{url} did not answer{?: {message|text}?}", "the console's sign-in service did not answer{?: {message|text}?}"),
			hints:  []string{"check the network, HTTPS_PROXY and NO_PROXY"},
		},
		chain.CodeConsoleAnswer: {
			reason: say("{url} answered without a sign-in token", "the console's sign-in service answered without a sign-in token"),
			hints:  []string{"check for a proxy in between: HTTPS_PROXY and NO_PROXY"},
		},
	}
}

func federationWords() table {
	return table{
		chain.CodeFederationRefused: {
			reason: say("sts refused a console session for {accessKeyId}: {message|text}", "sts refused a console session{?: {awsCode}?}"),
			hints: []string{
				"set this computer's clock: it is {clockSkewSeconds|skew}",
				"allow sts:GetFederationToken on the user {name}, or use a profile with a role{denied|silent}",
				"correct the keys: AWS does not know {accessKeyId}, or no longer{unknownKey|silent}",
			},
		},
		chain.CodeFederationUnreachable: {
			reason: say("sts did not answer{?: {message|text}?}"),
			hints:  []string{"check the network, HTTPS_PROXY and NO_PROXY, and the region"},
		},
		chain.CodeFederationIncomplete: {
			reason: say("the answer of sts for user {name} holds no complete keys", "the answer of sts holds no complete keys"),
		},
	}
}
