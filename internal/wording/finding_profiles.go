package wording

import "credence/profiles"

func profileRemarks() remarks {
	return remarks{
		profiles.CodeProfileHalfPair: {
			say("{profile} has {set} ({origin}) without {missing}: the AWS CLI and Python stop there, Go and Node go on"),
			say("add {missing} below {origin}"),
		},
		profiles.CodeProfileMixedPair: {
			say("the two keys of {profile} come from two files ({origin} and {path|place}:{line}): Node mixes them, the AWS CLI, Python and Go refuse"),
			say("put both keys into one file"),
		},
		profiles.CodeProfileSeveral: {
			say("{profile} has several kinds of credentials, {where|text}: {used|word} counts in every SDK{agreed|silent}", "{profile} has several kinds of credentials, {where|text}: {used|word} counts here"),
			say("delete what is not meant"),
		},
		profiles.CodeProfileTwoSources: {
			say("{profile} has source_profile and credential_source: the AWS CLI, Python and Go refuse it"),
			say("delete one of the two ({origin})"),
		},
		profiles.CodeProfileNoSource: {
			say("{profile} has role_arn ({origin}) with neither source_profile nor credential_source"),
			say("add source_profile = NAME below {origin}"),
		},
		profiles.CodeProfileCredentialSource: {
			say("{profile} has credential_source {value} ({origin}), which is none of {valid|text}", "{profile} has a credential_source that there is not ({origin})"),
			say("write {nearest} at {origin}", "write one of {valid|text} at {origin}"),
		},
		profiles.CodeProfileSourceMissing: {
			say("{profile} names source_profile {source} ({origin}), which does not exist{?; closest is {nearest}?}"),
			say("write {nearest} at {origin}, or add the profile", "name a profile that exists at {origin}"),
		},
		profiles.CodeProfileSourceEmpty: {
			say("{profile} names source_profile {source} ({origin}), which has no credential settings"),
			say("give {source} credentials, or name another source at {origin}"),
		},
		profiles.CodeProfileSourceBroken: {
			say("{profile} names source_profile {source} ({origin}), which is broken"),
			say("credence why {source|sh} --dry-run"),
		},
		profiles.CodeProfileSourceCycle: {
			say("the source profiles of {profile} go round: {path|text} ({origin})", "the source profiles of {profile} go round"),
			say("name another source at {origin}"),
		},
		profiles.CodeProfileSourceDepth: {
			say("{profile} has more than {limit} source profiles in a row"),
			say("shorten the chain"),
		},
		profiles.CodeProfileWebIdentity: {
			say("{profile} has web_identity_token_file ({origin}) without role_arn"),
			say("add role_arn below {origin}"),
		},
		profiles.CodeProfileSSOIncomplete: {
			say("the SSO settings of {profile} ({origin}) lack {missing|text}", "the SSO settings of {profile} are not complete"),
			say("add {missing|text}", "complete them"),
		},
		profiles.CodeProfileSSOSessionMissing: {
			say("{profile} names sso_session {session} ({origin}), which does not exist{?; closest is {nearest}?}"),
			say("write {nearest} at {origin}", "add [sso-session {session}]"),
		},
		profiles.CodeProfileSSOSessionOnly: {
			say("{profile} has sso_session {session} without account and role: that gives a token, and no credentials"),
			say("add sso_account_id and sso_role_name below {origin}"),
		},
		profiles.CodeProfileSSODisagrees: {
			say("{profile} has {key} {value} ({origin}) and its sso-session {session} has {sessionValue} ({path|place}:{line}): some SDKs refuse the two", "{profile} and its sso-session {session} differ in {key}: some SDKs refuse the two"),
			say("delete {origin}, unless older tools need it"),
		},
		profiles.CodeProfileMFAUnused: {
			say("{profile} has mfa_serial ({origin}) without role_arn: no SDK asks for a code there, and calls with its keys run without MFA; credence gets a session"),
			say("credence exec {profile|sh} -- CMD gives a session with MFA to a program, as aws sts get-session-token --serial-number {serial|sh} does", "use it with role_arn, or delete {origin}"),
		},
	}
}
