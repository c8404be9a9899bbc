package wording

import "credence/chain"

// signIn are the remedies of an SSO session that is not signed in.
var signIn = []string{"{key:sign-in} signs in || credence login {session|sh} || credence login {profile|sh} || credence login"}

func ssoWords() table {
	return table{
		chain.CodeSSOFound: {
			reason: say("role {role} in {account} through {session}", "role {role} in {account}", "credentials from the SSO portal"),
			change: say("remove the SSO settings from {profile} to use its other settings"),
		},
		chain.CodeSSOCached: {
			reason: say("role {role} in {account}, kept from before", "the role's session, kept from before"),
			change: say("press {key:drop} to drop what is kept", "--no-cache asks the portal anew"),
		},
		chain.CodeSSOSignedIn: {
			reason: say("signed in to {session/startUrl}", "signed in"),
		},
		chain.CodeSSONoTarget: {
			reason:  say("{profile} has no sso settings", "{name} is neither a profile nor an sso-session"),
			message: say("profile {profile} has no SSO settings to sign in with{? ({origin})?}{?; there are {sessions|text}?}", "{name} is neither a profile with SSO settings nor an sso-session{?; closest is {nearest}?}{?; there are {sessions|text}?}"),
			change:  say("name a profile with SSO settings, or an sso-session"),
			hints:   []string{"aws login --profile {awsLogin|sh} || credence login {nearest|first} || credence login {sessions|first} || {key:list|silent} || credence list"},
		},
		chain.CodeSSOWouldCall: {
			reason: say("would ask the SSO portal for role {role} in {account}", "would ask the SSO portal for credentials"),
			change: say("press {key:resolve} to do it", "without --dry-run the portal is asked"),
		},
		chain.CodeSSOWouldRefresh: {
			reason: say("would refresh the token of session {session}, then ask for role {role} in {account}", "would refresh the SSO token, then ask for credentials"),
			change: say("press {key:resolve} to do it", "without --dry-run the token is refreshed"),
		},
		chain.CodeSSONoSettings: {
			reason: say("{profile} has no sso settings", "there are no sso settings"),
			change: say("give {profile} sso_session, sso_account_id and sso_role_name", "choose a profile with SSO settings"),
		},
		chain.CodeSSONoOptions: {
			reason: say("no sso options were given"),
			change: say("this SDK's SSO stage acts on options of the caller alone"),
		},
		chain.CodeSSORoleWins: {
			reason: say("{profile} is a role with a source, which wins"),
			change: say("remove role_arn from {profile} to use its SSO settings"),
		},
		chain.CodeSSOSessionOnly: {
			reason: say("{profile} has sso_session without account and role"),
			change: say("add sso_account_id and sso_role_name to {profile}"),
		},
		chain.CodeSSOIncomplete: {
			reason:  say("sso-session {session} lacks {missing|text}{inSession|silent}", "the sso settings of {profile} lack {missing|text}", "the sso settings of {profile} are not complete"),
			message: say("sso-session {session}{? ({origin})?} lacks {missing|text}{inSession|silent}", "the SSO settings of profile {profile}{? ({origin})?} lack {missing|text}", "the SSO settings of profile {profile} are not complete"),
			change:  say("add {missing|text} to sso-session {session}{inSession|silent}", "add {missing|text} to {profile}", "complete the SSO settings of {profile}"),
			hints:   []string{"add {missing|text} below {origin}"},
		},
		chain.CodeSSOSessionMissing: {
			reason:  say("sso-session {session} does not exist{?; there are {sessions|text}?}"),
			message: say("profile {profile} names sso_session {session}{? ({origin})?}, which does not exist{?; closest is {nearest}?}{?; there are {sessions|text}?}"),
			change:  say("name a section [sso-session …] of the config file"),
			hints:   []string{"write sso_session = {nearest|first} at {origin} || change sso_session at {origin}, or add [sso-session {session}]"},
		},
		chain.CodeSSOTokenValid: {
			reason: say("signed in until {expires|date}", "signed in"),
			change: say("sign out to end it"),
		},
		chain.CodeSSOTokenMissing: {
			reason:  say("never signed in to {session/startUrl} on this computer", "not signed in"),
			message: say("not signed in to SSO session {session}{? ({origin})?}: there is no token on this computer", "not signed in to {startUrl}{? ({origin})?}: there is no token on this computer", "not signed in: there is no SSO token on this computer"),
			change:  say("sign in"),
			hints:   signIn,
		},
		chain.CodeSSOTokenCorrupt: {
			reason:  say("the token file {path|place} is corrupt", "the token file is corrupt"),
			message: say("the SSO token file {path} is corrupt{?: {missing/cause|text}?}", "the SSO token file is corrupt"),
			change:  say("sign in again: that writes the file anew"),
			hints:   signIn,
		},
		chain.CodeSSOTokenUnreadable: {
			reason:  say("the token file {path|place} cannot be read", "the token file cannot be read"),
			message: say("the SSO token file {path} cannot be read{?: {cause|text}?}", "the SSO token file cannot be read{?: {cause|text}?}"),
			change:  say("the file has to be readable"),
			hints:   []string{"ls -l {path|sh}"},
		},
		chain.CodeSSOTokenExpired: {
			reason:  say("signed out: the token expired {expires|date}", "signed out: the token has expired"),
			message: say("the sign-in to SSO session {session}{? ({origin})?} expired {expires|date}", "the sign-in to {startUrl}{? ({origin})?} expired {expires|date}", "the sign-in to {session/startUrl} has expired", "the SSO sign-in has expired"),
			change:  say("sign in again"),
			hints:   signIn,
		},
		chain.CodeSSOTokenNoRefresh: {
			reason:  say("the token, good until {expires|date}, cannot be refreshed{?: {missing|text} is not in the file?}", "the token cannot be refreshed{?: {missing|text} is not in the file?}"),
			message: say("the token of SSO session {session}, good until {expires|date}, cannot be refreshed{?: {missing|text} is not in the file?}", "the SSO token cannot be refreshed{?: {missing|text} is not in the file?}"),
			change:  say("sign in again"),
			hints:   signIn,
		},
		chain.CodeSSORefreshed: {
			reason: say("token refreshed, good until {expires|date}", "token refreshed"),
		},
		chain.CodeSSORefreshUnsaved: {
			reason:  say("the renewed token could not be written down{?: {message|text}?}"),
			message: say("the renewed SSO token could not be written to {path}{?: {message|text}?}", "the renewed SSO token could not be written down"),
			change:  say("the token's folder has to be writable"),
			hints:   []string{"ls -l {path|sh}"},
		},
		chain.CodeSSORefreshRefused: {
			reason:  say("the sign-in service no longer accepts the refresh token{?: {message|text}?}"),
			message: say("the sign-in to SSO session {session}{? ({origin})?} has ended: the service no longer accepts the refresh token{?: {message|text}?}", "the SSO sign-in has ended: the service no longer accepts the refresh token"),
			change:  say("sign in again"),
			hints:   signIn,
		},
		chain.CodeSSORefreshFailed: {
			reason:  say("the token could not be refreshed{?: {message|text}?}"),
			message: say("the token of SSO session {session} could not be refreshed{?: {message|text}?}", "the SSO token could not be refreshed{?: {message|text}?}"),
			change:  say("the refresh needs a way to the sign-in service of the session's region"),
			hints:   append([]string{"check the network and sso_region"}, signIn...),
		},
		chain.CodeSSORevoked: {
			reason:  say("signed out on the server: the portal no longer accepts the token"),
			message: say("signed out of SSO session {session}{? ({origin})?} on the server: the portal no longer accepts the token", "signed out on the server: the portal no longer accepts the token"),
			change:  say("sign in again"),
			hints:   signIn,
		},
		chain.CodeSSODenied: {
			reason:  say("role {role} in {account} is not granted to you", "the account or the role is not granted to you"),
			message: say("the SSO portal does not grant role {role} in account {account}{? ({origin})?}", "the SSO portal does not grant the account or the role"),
			change:  say("have the permission set assigned, or name another account or role"),
			hints:   []string{"check sso_account_id and sso_role_name at {origin}"},
		},
		chain.CodeSSOThrottled: {
			reason:  say("the SSO portal asks for slower requests"),
			message: say("the SSO portal kept asking for slower requests", "the SSO portal asks for slower requests"),
			change:  say("the portal answers again in a moment"),
			hints:   []string{"try again in {retryAfter} s || try again in a minute"},
		},
		chain.CodeSSOPortalFailed: {
			reason:  say("the SSO portal did not answer{?: {message|text}?}"),
			message: say("the SSO portal did not answer{?: {message|text}?}"),
			change:  say("the call needs a way to the portal of the session's region"),
			hints:   []string{"check the network and sso_region"},
		},
		chain.CodeSSOAnswerIncomplete: {
			reason: say("the portal's answer lacks {missing|text}", "the portal's answer is not complete"),
			change: say("the portal has to answer with keys, token and expiration"),
		},
	}
}
