package wording

import "credence/chain"

func roleWords() table {
	return table{
		chain.CodeRoleFound: {
			reason: say("assumed role {roleArn|role} in {roleArn|account}", "assumed the role"),
			change: say("remove role_arn from {profile} to use its own settings"),
		},
		chain.CodeRoleCached: {
			reason: say("role {roleArn|role} in {roleArn|account}, kept from before", "the role's session, kept from before"),
			change: say("press {key:drop} to drop what is kept", "--no-cache assumes the role anew"),
		},
		chain.CodeRoleWouldAssume: {
			reason: say("would call sts:AssumeRole for {roleArn}, after asking for the MFA code of {serial|name}", "would call sts:AssumeRole for {roleArn}"),
			change: say("press {key:resolve} to do it", "without --dry-run the role is assumed"),
		},
		chain.CodeRoleRefused: {
			reason:  say("sts refused role {roleArn|role}: {message|text}", "sts refused role {roleArn|role}{?: {awsCode}?}"),
			message: say("{sourceKey} may not assume {roleArn}{? ({origin})?}: {message|text}", "sts refused to let {sourceKey} assume {roleArn}{?: {awsCode}?}", "sts refused to assume {roleArn}"),
			change:  say("allow sts:AssumeRole on the source's side and the source in the role's trust policy, with its external id and MFA conditions"),
			hints: []string{
				"set this computer's clock: it is {clockSkewSeconds|skew}",
				"correct mfa_serial of profile {profile}: it has to be a device of the user whose key {sourceKey} is{unknownDevice|silent}",
				"allow sts:AssumeRole on {roleArn} for the source, or ask for the source in the role's trust policy{denied|silent}",
				"check external_id and MFA (mfa_serial) of profile {profile} against the conditions of the role's trust policy{denied|silent}",
				"correct the keys of the source of {profile}: AWS does not know {sourceKey}, or no longer{unknownKey|silent}",
			},
		},
		chain.CodeRoleUnreachable: {
			reason:  say("sts did not answer{?: {message|text}?}"),
			message: say("sts did not answer for {roleArn}{?: {message|text}?}", "sts did not answer{?: {message|text}?}"),
			change:  say("the call needs a way to the STS endpoint of its region"),
			hints:   []string{"check the network, HTTPS_PROXY and NO_PROXY, and the region"},
		},
		chain.CodeRoleIncomplete: {
			reason: say("the answer for role {roleArn|role} holds no complete keys"),
			change: say("the role assumer has to answer with both keys"),
		},
		chain.CodeRoleNoSource: {
			reason:  say("{profile} has role_arn but no source"),
			message: say("profile {profile} has role_arn{? ({origin})?} but neither source_profile nor credential_source"),
			change:  say("add source_profile or credential_source to {profile}"),
			hints:   []string{"add source_profile = NAME below {origin}"},
		},
		chain.CodeRoleBothSources: {
			reason:  say("{profile} has source_profile and credential_source"),
			message: say("profile {profile} has both source_profile{? ({origin})?} and credential_source{? ({other|place})?}"),
			change:  say("keep one of the two"),
			hints:   []string{"delete {origin} or {other|place}"},
		},
		chain.CodeRoleBadDuration: {
			reason:  say("duration_seconds {value} is not a number"),
			message: say("duration_seconds of profile {profile} is not a number: {value}{? ({origin})?}"),
			change:  say("write seconds between 900 and 43200"),
			hints:   []string{"write a number of seconds at {origin}, such as 3600"},
		},
	}
}

func sourceWords() table {
	return table{
		chain.CodeSourceMissing: {
			reason:  say("source profile {source} of {profile} does not exist{?; closest is {nearest}?}"),
			message: say("profile {profile} names source_profile {source}{? ({origin})?}, which does not exist{?; closest is {nearest}?}"),
			change:  say("name a profile that exists, or add [profile {source}]"),
			hints:   []string{"write source_profile = {nearest|first} at {origin}", "change source_profile at {origin}, for example to one of {candidates|text} || change source_profile at {origin}, or add profile {source}", "{key:list|silent} || credence list"},
		},
		chain.CodeSourceEmpty: {
			reason:  say("source profile {source} of {profile} has no credential settings"),
			message: say("profile {profile} names source_profile {source}{? ({origin})?}, which has no credential settings{? ({sourceAt|place})?}"),
			change:  say("give {source} keys, or name another source"),
			hints:   []string{"credence why {source|sh}"},
		},
		chain.CodeSourceCycle: {
			reason:  say("source profiles go round: {path|text}", "the source profiles of {profile} go round"),
			message: say("the source profiles go round: {path|text}{? ({origin})?}", "the source profiles of {profile} go round"),
			change:  say("a profile may be its own source only where it also has static keys"),
			hints:   []string{"change source_profile at {origin}: a profile may name itself only where it also has static keys"},
		},
		chain.CodeSourceDepth: {
			reason: say("more than {limit} source profiles in a row, beginning at {profile}", "too many source profiles in a row"),
			change: say("shorten the chain of source profiles"),
			hints:  []string{"change source_profile at {origin}"},
		},
		chain.CodeCredentialSourceUnknown: {
			reason:  say("credential_source {value} is not known"),
			message: say("profile {profile} has credential_source {value}{? ({origin})?}, which is none of Environment, Ec2InstanceMetadata, EcsContainer"),
			change:  say("write Environment, Ec2InstanceMetadata or EcsContainer, in this spelling"),
			hints:   []string{"write credential_source = {nearest} at {origin} || write credential_source = Environment, Ec2InstanceMetadata or EcsContainer at {origin}"},
		},
		chain.CodeCredentialSourceEmpty: {
			reason:  say("credential_source {value} of {profile} has no credentials"),
			message: say("credential_source {value} of profile {profile}{? ({origin})?} has no credentials{?: {because|because}?}"),
			change:  say("the named source has to have credentials on this machine"),
		},
	}
}
