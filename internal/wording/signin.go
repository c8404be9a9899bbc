package wording

import "credence/chain"

// signInAgain begins a sign-in anew.
var signInAgain = []string{"{key:sign-in} signs in || credence login {session|sh} || credence login {profile|sh} || credence login"}

func signInWords() table {
	return table{
		chain.CodeSignInDeclined: {
			reason: say("not now"),
			change: say("agree to it, or press {key:sign-in}", "answer yes, or sign in with credence login {session|sh}", "sign in with credence login"),
		},
		chain.CodeSignInDenied: {
			reason:  say("refused on the sign-in page"),
			message: say("the sign-in to {session/startUrl} was refused on the page{?: {message|text}?}", "the sign-in was refused on the page"),
			change:  say("sign in again, and allow it on the page"),
			hints:   signInAgain,
		},
		chain.CodeSignInExpired: {
			reason:  say("nobody confirmed in time"),
			message: say("the sign-in to {session/startUrl} was not confirmed in time", "the sign-in was not confirmed in time"),
			change:  say("sign in again"),
			hints:   signInAgain,
		},
		chain.CodeSignInAddress: {
			reason:  say("the sign-in service named an address that is not AWS's: {url|text}", "the sign-in service named an address that is not AWS's"),
			message: say("the sign-in service named the address {url|text}, which is not AWS's in {region}: it was not opened", "the sign-in service named an address that is not AWS's: it was not opened"),
			change:  say("check sso_region and sso_start_url"),
			hints:   []string{"check sso_region and sso_start_url at {origin} || check sso_region and sso_start_url"},
		},
		chain.CodeSignInRefused: {
			reason:  say("the sign-in service refused{?: {message|text}?}"),
			message: say("the sign-in service in {region} refused for {startUrl}{?: {message|text}?}", "the sign-in service refused{?: {message|text}?}"),
			change:  say("check sso_region and sso_start_url"),
			hints:   []string{"check sso_start_url and sso_region (now {region}) at {origin} || check sso_start_url and sso_region (now {region})"},
		},
		chain.CodeSignInUnreachable: {
			reason:  say("the sign-in service did not answer{?: {message|text}?}"),
			message: say("the sign-in service in {region} did not answer{?: {message|text}?}", "the sign-in service did not answer{?: {message|text}?}"),
			change:  say("the sign-in needs a way to the service in the session's region"),
			hints:   []string{"check the network and sso_region (now {region}) || check the network and sso_region"},
		},
		chain.CodeSignInIncomplete: {
			reason: say("the sign-in service's answer lacks {missing|text}", "the sign-in service's answer is not complete"),
			change: say("try again"),
		},
		chain.CodeSignInNoListener: {
			reason:  say("no port of this computer can be listened on{?: {message|text}?}"),
			message: say("no port of this computer can be listened on for the browser's answer{?: {message|text}?}"),
			change:  say("sign in with a device code, which needs no port"),
			hints:   []string{"{key:sign-in} signs in || credence login --device {session|sh} || credence login --device"},
		},
		chain.CodeSignInNoPlace: {
			reason:  say("the token could not be kept{?: {message|text}?}"),
			message: say("nobody is asked to sign in: the token could not be written to {path}{?: {message|text}?}", "nobody is asked to sign in: the token could not be written down{?: {message|text}?}"),
			change:  say("the token's folder has to be writable"),
			hints:   []string{"ls -ld ~/.aws/sso/cache"},
		},
		chain.CodeSignInUnsaved: {
			reason:  say("signed in, and the token could not be written down{?: {message|text}?}"),
			message: say("signed in, and the token could not be written to {path}{?: {message|text}?}", "signed in, and the token could not be written down{?: {message|text}?}"),
			change:  say("the token's folder has to be writable"),
			hints:   []string{"ls -ld ~/.aws/sso/cache"},
		},
	}
}
