package wording

import "credence/chain"

func envRemarks() remarks {
	return remarks{
		chain.FindingEnvKeysIgnored: {
			say("AWS_ACCESS_KEY_ID{? ({accessKeyId})?} is set and ignored here and in Node, because {profile} is named; the AWS CLI, Python, Go and Terraform use it unless the profile is their argument"),
			say("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"),
		},
		chain.FindingEnvHalfPair: {
			say("{origin} is set without {missing}: {refusedBy|sdks} stop there, Go and Node go on", "{origin} is set without {missing}: every SDK passes it over"),
			say("unset {origin}"),
		},
		chain.FindingEnvInvisible: {
			say("{variable} ends in a carriage return{?: {value}?}{windows|silent}; a .env file with Windows line ends is the usual cause",
				"{variable} begins or ends with what cannot be seen{?: {value}?}"),
			say("export {variable}={trimmed|sh}", `export {variable}="$(printf %s "${variable}" | tr -d '[:space:]')"`),
		},
		chain.FindingEnvEmptyProfile: {
			say("AWS_PROFILE is set and empty: the AWS CLI and Python look for a profile without a name, others use default"),
			say("unset AWS_PROFILE"),
		},
		chain.FindingEnvTwoProfiles: {
			say("AWS_PROFILE is {profile} and AWS_DEFAULT_PROFILE is {other}: Python and AWS CLI v1 use {other}, the others {profile}"),
			say("unset AWS_DEFAULT_PROFILE"),
		},
		chain.FindingEnvDefaultProfile: {
			say("AWS_DEFAULT_PROFILE is {other}, which is not read here; the AWS CLI, Python, Go and Ruby use it"),
			say("export AWS_PROFILE={other|sh}"),
		},
		chain.FindingEnvExpired: {
			say("the keys in the environment{? ({accessKeyId})?} expired {expired|date}, {age|span} ago, and still shadow {profile} in tools that prefer them: those fail",
				"the keys in the environment{? ({accessKeyId})?} expired {expired|date}, {age|span} ago, and are still in force: AWS will refuse them", "the keys in the environment have expired"),
			say("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION"),
		},
		chain.FindingEnvTokenLongTerm: {
			say("AWS_SESSION_TOKEN is set beside {accessKeyId}, a long-term key that takes no token: AWS will refuse the two together"),
			say("unset AWS_SESSION_TOKEN"),
		},
		chain.FindingEnvSecurityToken: {
			say("the session token stands only in AWS_SECURITY_TOKEN, which Python and the AWS CLI alone read"),
			say(`export AWS_SESSION_TOKEN="$AWS_SECURITY_TOKEN"`),
		},
	}
}
