package wording

import "credence/chain"

func cacheRemarks() remarks {
	return remarks{
		chain.FindingCacheUnlocked: {
			say("{path} could not be locked: another program may refresh it at the same time", "a cache file could not be locked"),
			say("ls -ld {path|sh}", "look at the permissions of its folder"),
		},
		chain.FindingCacheCorrupt: {
			say("the kept session {path} is not used{? ({problem|word})?}{?: {cause|text}?}", "a kept session is not used"),
			say("rm {path|sh}", "delete the file"),
		},
		chain.FindingCacheLoose: {
			say("others may read the kept session {path}", "others may read a kept session"),
			say("chmod 600 {path|sh}", "chmod 600 the file"),
		},
		chain.FindingCacheNotStored: {
			say("the session could not be kept in {path}{?: {cause|text}?}", "the session could not be kept"),
			say("ls -ld {path|sh}", "look at the permissions of its folder"),
		},
		chain.FindingCacheNotPublished: {
			say("the session could not be given to the AWS CLI's cache ({path}){?: {cause|text}?}", "the session could not be given to the AWS CLI's cache"),
			say("ls -ld {path|sh}, or leave it alone: --no-share", "leave it alone: --no-share"),
		},
		chain.FindingCacheKept: {
			say("the session could not be renewed{? ({because|because})?}; the kept one still lives for {left|left} and is used", "the session could not be renewed; the kept one still lives and is used"),
			say("run the same command again"),
		},
	}
}

func mfaSessionRemarks() remarks {
	return remarks{
		chain.FindingMFASetting: {
			say("mfa = {value} at {origin} is neither session nor direct", "the key mfa at {origin} is neither session nor direct"),
			say("write session or direct at {origin}, or delete it"),
		},
		chain.FindingMFANoProvider: {
			say("{profile} has an MFA device, and nobody can be asked for a code: its keys are used without MFA"),
			say("give the code with --mfa-code CODE"),
		},
		chain.FindingMFARoleRefuses: {
			say("role {roleArn|role} refuses the session that the roles of {serial|name} share: it was given a code of its own", "the role refuses the session that the roles of the device share: it was given a code of its own"),
			say("write mfa = direct in profile {profile}"),
		},
		chain.FindingMFASessionDenied: {
			say("the keys of {profile} get no session with MFA{?: {message|text}?}; the code goes to the role itself", "the keys get no session with MFA; the code goes to the role itself"),
			say("write mfa = direct in profile {profile}", "write mfa = direct in the profile"),
		},
		chain.FindingMFASessionDropped: {
			say("AWS no longer knows the session that was kept for {serial|name}: it was dropped", "AWS no longer knows the session that was kept: it was dropped"),
			say("give a new code when asked"),
		},
	}
}
