package wording

import "credence/chain"

// ofProfile ends a message about a credential_process.
const ofProfile = " of profile {profile}{? ({origin})?}"

func processWords() table {
	byHand := []string{"look at what the command of {profile} prints by hand: {command|text}"}
	const expected = "; one JSON object is expected, with Version 1, AccessKeyId, SecretAccessKey, SessionToken and Expiration"
	return table{
		chain.CodeProcessFound: {
			reason: say("credential_process of {profile} gave credentials", "credential_process gave credentials"),
			change: say("remove credential_process from {profile}"),
		},
		chain.CodeProcessWouldRun: {
			reason: say("would run {command|text}", "would run the credential_process"),
			change: say("press {key:resolve} to do it", "without --dry-run the command is run"),
		},
		chain.CodeProcessFailed: {
			reason:  say("the command was ended by a signal: {signal|text}{?: {stderr|text}?}", "the command ended with exit code {exitCode}{?: {stderr|text}?}", "the command failed{?: {stderr|text}?}"),
			message: say("credential_process"+ofProfile+" was ended by a signal: {signal|text}{?: {stderr|text}?}", "credential_process"+ofProfile+" ended with exit code {exitCode}{?: {stderr|text}?}", "credential_process"+ofProfile+" failed{?: {stderr|text}?}"),
			change:  say("the command has to end with exit code 0"),
			hints:   append([]string{"correct the path of the command at {origin}: the shell does not find it{notFound|silent}"}, byHand...),
		},
		chain.CodeProcessNotStarted: {
			reason:  say("the command could not be started{?: {error|text}?}"),
			message: say("credential_process" + ofProfile + " could not be started{?: {error|text}?}"),
			change:  say("name a command that exists and may be run"),
			hints:   []string{"correct the command at {origin}"},
		},
		chain.CodeProcessTimeout: {
			reason:  say("the command did not end within {limit|ms}", "the command did not end in time"),
			message: say("credential_process"+ofProfile+" did not end within {limit|ms}", "credential_process"+ofProfile+" did not end in time"),
			change:  say("the command has to answer in time and without asking"),
			hints:   append([]string{"give a helper that asks on the terminal one: --process-tty"}, byHand...),
		},
		chain.CodeProcessTooMuch: {
			reason:  say("the command printed more than 1 MB"),
			message: say("credential_process" + ofProfile + " printed more than 1 MB"),
			change:  say("the command has to print one JSON object"),
			hints:   byHand,
		},
		chain.CodeProcessNotJSON: {
			reason:  say("the command printed no JSON{? ({got|text})?}"),
			message: say("credential_process" + ofProfile + " printed no JSON{? ({got|text})?}" + expected),
			change:  say("the command has to print one JSON object with Version 1, AccessKeyId and SecretAccessKey"),
			hints:   byHand,
		},
		chain.CodeProcessVersion: {
			reason:  say("the command's answer has Version {version} instead of 1", "the command's answer has no Version 1{?: {got|text}?}"),
			message: say("the answer of credential_process"+ofProfile+" has Version {version} instead of 1", "the answer of credential_process"+ofProfile+" has no Version 1{?: {got|text}?}"),
			change:  say("the answer needs \"Version\": 1, a number"),
			hints:   byHand,
		},
		chain.CodeProcessIncomplete: {
			reason:  say("the command's answer lacks {missing}", "the command's answer lacks a key"),
			message: say("the answer of credential_process"+ofProfile+" lacks {missing}", "the answer of credential_process"+ofProfile+" lacks a key"),
			change:  say("the answer needs Version 1, AccessKeyId and SecretAccessKey"),
			hints:   byHand,
		},
		chain.CodeProcessExpired: {
			reason:  say("the command's credentials expired {expired|date}", "the command's credentials have expired"),
			message: say("the credentials of credential_process"+ofProfile+" expired {expired|date}", "the credentials of credential_process"+ofProfile+" have expired"),
			change:  say("the command has to give credentials that still live"),
			hints:   byHand,
		},
		chain.CodeProcessRecursion: {
			reason:  say("the command would run credence for {profile} again, for ever"),
			message: say("credential_process" + ofProfile + " would run credence for the same profile again, for ever"),
			change:  say("the command has to name another profile"),
			hints:   []string{"name another profile in the command at {origin}"},
		},
		chain.CodeProcessAbsent: {
			reason: say("{profile} has no credential_process"),
			change: say("add credential_process to {profile}"),
		},
		chain.CodeProcessSTSResponse: {
			reason:  say("the command printed an answer of sts as it is"),
			message: say("credential_process"+ofProfile+" printed an answer of sts as it is, {got|text}: keys at the top of the object and Version 1 are expected", "credential_process"+ofProfile+" printed an answer of sts as it is, with the keys under Credentials and no Version"),
			change:  say("the keys have to stand at the top of the object, with Version 1"),
			hints:   append([]string{"let the profile assume the role itself: role_arn and source_profile"}, byHand...),
		},
	}
}
