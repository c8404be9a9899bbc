package wording

import "credence/chain"

func chainRemarks() remarks {
	return remarks{
		chain.FindingMachineIdentity: {
			say("profile {profile} gave no credentials{? ({profileAt|place})?}: this identity is the machine's ({source}), not the profile's{?; {origin} names it?}{failed|silent}",
				"profile {profile} has no credentials{? ({profileAt|place})?}: this identity is the machine's ({source}), not the profile's{?; {origin} names it?}"),
			say("credence why {profile|sh} says what failed{failed|silent}", "export AWS_EC2_METADATA_DISABLED=true to be told instead, or give {profile} credentials"),
		},
		chain.FindingMachineNoProfile: {
			say("there is no profile {profile}{? ({origin} names it)?}: this identity is the machine's ({source})"),
			say("choose a profile that exists{key:list|silent}", "choose a profile that exists: credence list"),
		},
		chain.FindingWebIdentityNoRole: {
			say("there is a token file ({origin}) but no role: AWS_ROLE_ARN is not set"),
			say("unset AWS_WEB_IDENTITY_TOKEN_FILE, or export AWS_ROLE_ARN=ARN"),
		},
		chain.FindingWebIdentityNoToken: {
			say("there is a role ({origin}) but no token file: AWS_WEB_IDENTITY_TOKEN_FILE is not set"),
			say("unset AWS_ROLE_ARN, or export AWS_WEB_IDENTITY_TOKEN_FILE=FILE"),
		},
		chain.FindingWebIdentityFirst: {
			say("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN ({roleArn}) win over profile {profile} (AWS_PROFILE) here, in the AWS CLI, Python and Go; Node uses {profile}"),
			say("unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN"),
		},
		chain.FindingSSOAndProcess: {
			say("{profile} has SSO settings{? ({ssoAt|place})?} and a credential_process ({origin}): here, in the AWS CLI, Python and Go SSO is used, Node runs the process"),
			say("delete {origin}, unless tools without SSO need it"),
		},
		chain.FindingSSOAndStatic: {
			say("{profile} has SSO settings{? ({ssoAt|place})?} and static keys ({origin}): here, in the AWS CLI and Python SSO is used, Go and Node use the keys"),
			say("delete one of the two; the keys stand at {origin}"),
		},
		chain.FindingRoleChainedTooLong: {
			say("{profile} asks for {seconds} s ({origin}), and a role assumed with another role's session lives at most {limit} s{? ({path|text})?}: {limit} s are asked for{reduced|silent}",
				"{profile} asks for {seconds} s ({origin}), and a role assumed with another role's session lives at most {limit} s{? ({path|text})?}: AWS will refuse"),
			say("write duration_seconds = {limit} at {origin}"),
		},
		chain.FindingRoleDuration: {
			say("role {roleArn|role} allows no {seconds} s ({origin}): it was assumed for {limit} s", "the role allows no such duration: it was assumed for {limit} s"),
			say("write duration_seconds = {limit} at {origin}, or raise the role's maximum"),
		},
		chain.FindingRoleSettingIgnored: {
			say("{profile} has role_arn ({origin}), which nothing will assume: it needs exactly one of source_profile and credential_source"),
			say("correct the source of {profile}, or delete {origin}"),
		},
		chain.FindingStaticSessionToken: {
			say("{profile} has temporary keys in a file: they end without saying when"),
			say("use a role or single sign-on instead, or delete {origin} when they fail"),
		},
		chain.FindingLoginReaders: {
			say("{profile} has login_session ({origin}): AWS CLI v2, Go and Node read it in new releases, Python needs botocore[crt], Terraform and older tools do not read it"),
			say("for those: credence bridge {profile|sh}"),
		},
		chain.FindingSSOConflict: {
			say("{profile} has {key} {value} ({origin}) and its session {session} has {winner} ({winnerAt|place}), which wins here and in Node; the AWS CLI, Python and Go refuse the two"),
			say("delete {origin} and keep sso_session; older SDKs, which know no sessions, need the line"),
		},
		chain.FindingSSOSessionOnly: {
			say("{profile} has sso_session {session} without account and role: that gives a token, and no credentials", "{profile} has sso_session without account and role: that gives a token, and no credentials"),
			say("add sso_account_id and sso_role_name below {origin}"),
		},
		chain.FindingSSORegion: {
			say("sso_region{? ({origin})?} is {region}, and the sign-in on this computer was made in {tokenRegion}: in another region the token counts for nothing"),
			say("write sso_region = {tokenRegion} at {origin}, or sign in anew{?: {key:sign-in}?}", "sign in anew{?: {key:sign-in}?}"),
		},
		chain.FindingSSOSpelling: {
			say(
				"there is a sign-in to sso-session {inSession}, which has the same start URL, and {profile}{? ({origin})?} names no session",
				"there is a sign-in to {spelling} on this computer; tokens are kept by the exact text, and {profile}{? ({origin})?} looks for {session/startUrl}",
			),
			say(
				"{key:sign-in} signs in{session|silent}", "credence login {session|sh}",
				"write sso_session = {inSession} above {origin}, or sign in: {key:sign-in}", "write sso_session = {inSession} above {origin}, or sign in: credence login {profile|sh}",
				"spell sso_start_url as {spelling} at {origin}, or sign in: {key:sign-in}", "spell sso_start_url as {spelling} at {origin}, or sign in: credence login {profile|sh}",
				"sign in again",
			),
		},
		chain.FindingSSONoRefresh: {
			say("the sign-in to {session/startUrl} ends {expires|date} and its token cannot be refreshed"),
			say("{key:sign-in} signs in", "credence login {session|sh}", "credence login {profile|sh}", "sign in again"),
		},
		chain.FindingSSORefreshFailed: {
			say(
				"the sign-in service no longer accepts the refresh token{?: {message|text}?}; the token is used until it ends{?, {expires|date}?}{refused|silent}",
				"the SSO token could not be refreshed{?: {message|text}?}; it still lives and is used",
			),
			say("credence login --force {session|sh}{refused|silent}", "check the network and sso_region"),
		},
		chain.FindingLoginRefreshFailed: {
			say("the session of aws login could not be refreshed{?: {message|text}?}; it still lives and is used"),
			say("check the network"),
		},
		chain.FindingWebIdentityBlank: {
			say("the token file {path} begins or ends with a blank or a line end, which is sent along", "the token file begins or ends with a blank"),
			say("write the token without a line end"),
		},
		chain.FindingStale: {
			say("the refresh failed{?: {because|because}?}; the credentials before it still live and are used"),
			say("run the same command again"),
		},
	}
}

func requestRemarks() remarks {
	return remarks{
		chain.FindingEndpointOverride: {
			say("{service} is asked at {url}{? ({origin})?}, not at AWS's own address"),
			say("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true passes it over"),
		},
		chain.FindingProxy: {
			say("calls to {host} go through the proxy {proxy}{? ({origin})?}"),
			say(""),
		},
		chain.FindingMetadataProxy: {
			say("{variable} names a proxy: it is not used for metadata requests here, but other tools send them there"),
			say("add {host} to NO_PROXY"),
		},
		chain.FindingRegionDefault: {
			say("no region is set: {region} is used for STS, as Node does; others fail"),
			say("set AWS_REGION, or region in the profile"),
		},
		chain.FindingRegionDefaultVariable: {
			say("the region is {region} ({byVariable}) here, in Node, Go and AWS CLI v2, and {other} (AWS_DEFAULT_REGION) in Python and AWS CLI v1", "the region is {region} ({byFile|place}) here and in Node, and {other} (AWS_DEFAULT_REGION) in the AWS CLI, Python and Go", "AWS_DEFAULT_REGION is not read here; Python and the AWS CLI use it"),
			say("unset AWS_DEFAULT_REGION{region|silent}", "export AWS_REGION={other|sh}", "export AWS_REGION=\"$AWS_DEFAULT_REGION\""),
		},
		chain.FindingCLICache: {
			say("the AWS CLI keeps a session of {roleArn|role} (key {accessKeyId}), obtained {age|span} ago and good until {expires|date}, from before the shared files were changed: it uses it whatever {profile} says now ({path})"),
			say("rm {path|sh}"),
		},
		chain.FindingRegionNone: {
			say("no region is set, neither by AWS_REGION nor in profile {profile}: tools that need one fail"),
			say("export AWS_REGION=us-east-1 (or region in the profile)"),
		},
		chain.FindingClockSkew: {
			say("this computer's clock is {seconds|skew}: AWS refuses signatures that are more than 5 minutes off"),
			say("sudo timedatectl set-ntp true (a machine that slept, such as WSL2, is the usual cause)"),
		},
	}
}

func machineRemarks() remarks {
	return remarks{
		chain.FindingContainerBothURIs: {
			say("both container URI variables are set: {wins} wins", "both container URI variables are set: the relative one wins"),
			say("unset {origin}"),
		},
		chain.FindingContainerBothTokens: {
			say("the container token is set twice: {wins} wins", "the container token is set twice: the file wins"),
			say("unset {origin}"),
		},
		chain.FindingContainerHangs: {
			say("the SDK would wait for {url} for ever; here the request ends after the timeout"),
			say("unset {origin}, or start what should answer"),
		},
		chain.FindingContainerExpired: {
			say("the credentials that the container endpoint gave expired {expired|date}", "the credentials that the container endpoint gave have expired"),
			say("restart what should renew them"),
		},
		chain.FindingContainerNoToken: {
			say("the container is asked once more without its token, as Node does"),
			say("correct the token{? ({variable})?}"),
		},
		chain.FindingInstanceSilent: {
			say("waited {waited|ms} for the metadata service at {endpoint}{? ({origin})?}: this is no EC2 instance, or a container behind a hop limit of 1, or a proxy or firewall is in the way"),
			say("export AWS_EC2_METADATA_DISABLED=true (off EC2; in a container raise the hop limit of the instance to 2)"),
		},
		chain.FindingInstanceExtended: {
			say("the machine's credentials expired {expired|date}; SDKs go on using them until {until|date}", "the machine's credentials have expired; SDKs go on using them"),
			say("look at the metadata service of this machine"),
		},
		chain.FindingInstanceV1: {
			say("the metadata service gave no token ({token|text}): version 1, without one, is used", "version 1 of the metadata service is used"),
			say("require version 2 on the instance, or set AWS_EC2_METADATA_V1_DISABLED=true"),
		},
	}
}

func processRemarks() remarks {
	return remarks{
		chain.FindingProcessShell: {
			say("the command of {profile} needs a shell ({characters|text}): the AWS CLI and Python use none", "the command of {profile} reads otherwise without a shell: the AWS CLI and Python use none"),
			say("write credential_process = sh -c {command|sh} at {origin}", "wrap it at {origin}: sh -c '…'"),
		},
		chain.FindingProcessSelf: {
			say("the credential_process of {profile} asks for {profile} again, for ever"),
			say("name another profile at {origin}"),
		},
		chain.FindingProcessDuplicate: {
			say("the answer of the credential_process of {profile} has {key} twice: the last one counts"),
			say("correct the command at {origin}"),
		},
		chain.FindingProcessEmptyKey: {
			say("the credential_process of {profile} answered with an empty key, which Node takes for one"),
			say("run the command at {origin} by hand"),
		},
	}
}
