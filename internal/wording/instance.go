package wording

import "credence/chain"

func instanceWords() table {
	return table{
		chain.CodeInstanceFound: {
			reason: say("role {role} of this machine", "credentials of this machine"),
			change: say("set AWS_EC2_METADATA_DISABLED=true to pass it over"),
		},
		chain.CodeInstanceUnknown: {
			reason: say("only a request to {endpoint/url} can tell", "only a request to the metadata service can tell"),
			change: say("press {key:resolve} to do it", "without --dry-run the metadata service is asked"),
		},
		chain.CodeInstanceDisabled: {
			reason: say("{variable} disables it", "AWS_EC2_METADATA_DISABLED is set"),
			change: say("unset AWS_EC2_METADATA_DISABLED"),
		},
		chain.CodeInstanceContainer: {
			reason: say("{variable} rules it out", "a container URI variable rules it out"),
			change: say("the metadata service is asked where no container URI variable is set"),
		},
		chain.CodeInstanceBadMode: {
			reason:  say("endpoint mode {value} is neither IPv4 nor IPv6"),
			message: say("the metadata endpoint mode {value} is neither IPv4 nor IPv6{? ({origin})?}"),
			change:  say("write IPv4 or IPv6"),
			hints:   []string{"write IPv4 or IPv6 for {origin}"},
		},
		chain.CodeInstanceBadEndpoint: {
			reason:  say("metadata endpoint {endpoint} is not an http URI"),
			message: say("the metadata endpoint {endpoint} is not an http URI{? ({origin})?}"),
			change:  say("write a whole http URI"),
			hints:   []string{"correct or unset {origin}"},
		},
		chain.CodeInstanceTimeout: {
			reason:  say("{endpoint/url} did not answer within {timeout|ms}", "{endpoint/url} did not answer in time", "the metadata service did not answer in time"),
			message: say("the metadata service at {endpoint/url} did not answer within {timeout|ms}: no EC2 instance, a hop limit of 1 in a container, or a firewall", "the metadata service did not answer in time"),
			change:  say("off EC2, AWS_EC2_METADATA_DISABLED=true saves the wait"),
			hints:   []string{"export AWS_EC2_METADATA_DISABLED=true"},
		},
		chain.CodeInstanceUnreachable: {
			reason:  say("{endpoint/url} cannot be reached{?: {error|text}?}", "the metadata service cannot be reached{?: {error|text}?}"),
			message: say("the metadata service at {endpoint/url} cannot be reached{?: {error|text}?}", "the metadata service cannot be reached"),
			change:  say("the metadata service is there on EC2 instances alone"),
		},
		chain.CodeInstanceNoToken: {
			reason: say("the metadata service refused a token ({status})", "the metadata service gave a token with a {fault|word}", "the metadata service gave no token"),
			change: say("the metadata service has to give a session token"),
		},
		chain.CodeInstanceV1Disabled: {
			reason: say("the metadata service gave no token ({token|text}), and {by|place} disables version 1", "the metadata service gave no token, and version 1 is disabled"),
			change: say("allow version 1, or an instance that gives tokens"),
		},
		chain.CodeInstanceNoRole: {
			reason: say("this machine has no role"),
			change: say("attach an instance profile"),
		},
		chain.CodeInstanceBadRole: {
			reason: say("the metadata service named no usable role{?: {role}?}"),
			change: say("attach an instance profile"),
		},
		chain.CodeInstanceStatus: {
			reason: say("the metadata service answered {status}", "the metadata service answered with an error"),
			change: say("the metadata service has to answer 200"),
		},
		chain.CodeInstanceNotJSON: {
			reason: say("the metadata service answered no JSON"),
			change: say("something else may answer at this address"),
		},
		chain.CodeInstanceIncomplete: {
			reason: say("the metadata answer lacks {missing|text}{?: {message|text}?}", "the metadata answer is not complete"),
			change: say("the answer needs AccessKeyId, SecretAccessKey, Token and Expiration"),
		},
		chain.CodeInstanceTooLarge: {
			reason: say("the metadata answer is larger than 1 MB"),
			change: say("something else may answer at this address"),
		},
		chain.CodeInstanceMetaRequest: {
			reason: say("answered"),
		},
	}
}
