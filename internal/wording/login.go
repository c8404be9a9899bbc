package wording

import "credence/chain"

// loginAgain is the remedy of a sign-in session that has ended.
var loginAgain = []string{"aws login --profile {profile|sh}"}

func loginWords() table {
	return table{
		chain.CodeLoginFound: {
			reason: say("session of aws login for {session|name}", "session of aws login"),
			change: say("remove login_session from {profile}"),
		},
		chain.CodeLoginRefreshed: {
			reason: say("session of aws login refreshed{?, good until {expires|date}?}"),
		},
		chain.CodeLoginWouldRefresh: {
			reason: say("would refresh the session of aws login"),
			change: say("press {key:resolve} to do it", "without --dry-run it is refreshed"),
		},
		chain.CodeLoginMissing: {
			reason:  say("not signed in with aws login"),
			message: say("profile {profile} has login_session{? ({origin})?}, and there is no session of aws login on this computer", "there is no session of aws login on this computer"),
			change:  say("sign in"),
			hints:   loginAgain,
		},
		chain.CodeLoginCorrupt: {
			reason:  say("the session file {path|place} is corrupt", "the session file of aws login is corrupt"),
			message: say("the session file {path} of aws login is corrupt{?: {missing/cause|text}?}", "the session file of aws login is corrupt"),
			change:  say("sign in again: that writes the file anew"),
			hints:   loginAgain,
		},
		chain.CodeLoginExpired: {
			reason: say("the session of aws login has expired"),
			change: say("sign in again"),
			hints:  loginAgain,
		},
		chain.CodeLoginUserChanged: {
			reason: say("the user's password was changed since aws login"),
			change: say("sign in again"),
			hints:  loginAgain,
		},
		chain.CodeLoginNoPermission: {
			reason:  say("the user may not refresh sessions of aws login"),
			message: say("the user may not refresh sessions of aws login: signin:CreateOAuth2Token is not allowed"),
			change:  say("allow signin:CreateOAuth2Token"),
			hints:   []string{"ask for the policy SignInLocalDevelopmentAccess"},
		},
		chain.CodeLoginRefused: {
			reason: say("the sign-in service refused{?: {message|text}?}"),
			change: say("sign in again"),
			hints:  loginAgain,
		},
		chain.CodeLoginRefreshFailed: {
			reason: say("the session of aws login could not be refreshed{?: {message|text}?}"),
			change: say("the refresh needs a way to the sign-in service"),
			hints:  append([]string{"check the network{service|silent}"}, loginAgain...),
		},
	}
}
