package wording

import "credence/chain"

// noCode are the remedies where nobody can be asked for a code.
var noCode = []string{
	"credence use {profile|sh} asks for it on a terminal, and the session is kept for everyone who needs it",
	"give the code with --mfa-code CODE", "let a command print it: --mfa-process COMMAND, or mfa_process in the profile",
	"for tools that cannot ask: credence bridge {profile|sh}",
}

func mfaWords() table {
	return table{
		chain.CodeMFAGiven: {
			reason: say("code given"),
		},
		chain.CodeMFANoProvider: {
			reason:  say("{profile} needs an MFA code of {serial|name} and nobody can be asked", "an MFA code is needed and nobody can be asked"),
			message: say("profile {profile} needs an MFA code of {serial}{? ({origin})?}, and nobody can be asked", "an MFA code is needed, and nobody can be asked"),
			change:  say("give a code, a command that prints one, or a terminal to ask on"),
			hints:   noCode,
		},
		chain.CodeMFANoTerminal: {
			reason:  say("{profile} needs an MFA code of {serial|name} and there is no terminal to ask on", "an MFA code is needed and there is no terminal to ask on"),
			message: say("profile {profile} needs an MFA code of {serial}{? ({origin})?}, and there is no terminal to ask on", "an MFA code is needed, and there is no terminal to ask on"),
			change:  say("give a code, a command that prints one, or a terminal to ask on"),
			hints:   noCode,
		},
		chain.CodeMFACanceled: {
			reason: say("the MFA code was not given"),
			change: say("give the code when asked"),
		},
		chain.CodeMFARejected: {
			reason:  say("sts rejected the MFA code of {serial|name}", "sts rejected the MFA code"),
			message: say("sts rejected the MFA code of {serial}{? ({origin})?}: it is wrong, or was used already{?; the next one comes in {next} s?}", "sts rejected the MFA code"),
			change:  say("use a fresh code of the right device, on a machine whose clock is right"),
			hints:   []string{"wait for the next code: each is good for one call, and one session of the device serves all of its roles", "check that {serial} is the device whose codes these are"},
		},
		chain.CodeMFAReused: {
			reason:  say("this MFA code was used already", "this MFA code was used already"),
			message: say("this MFA code of {serial}{? ({origin})?} was used already: each is good for one call{?; the next one comes in {next} s?}", "this MFA code was used already"),
			change:  say("wait for the next code"),
			hints:   []string{"wait for the next code and try again: one session of the device serves all of its roles"},
		},
		chain.CodeMFAProviderErr: {
			reason:  say("no MFA code: {cause|text}", "no MFA code could be had"),
			message: say("no MFA code for {serial}: {cause|text}", "no MFA code could be had"),
			change:  say("the code has to be six digits"),
			hints:   []string{"run the mfa_process command by hand: it has to print six digits"},
		},
	}
}
