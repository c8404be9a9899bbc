package wording

import "credence/chain"

func cacheRemarks() remarks {
	return remarks{
		chain.FindingCacheUnlocked: {
			say("{path} could not be locked{? ({cause|text})?}: another program may refresh it at the same time", "a cache file could not be locked"),
			say("df {path|sh} shows whose disk it is on; CREDENCE_HOME=FOLDER keeps credence's sessions on another", "look at the disk that its folder is on"),
		},
		chain.FindingCacheCorrupt: {
			say("the kept session {path} is not used: {problem|problem}{? ({cause|text})?}", "a kept session is not used"),
			say("set this computer's clock: sudo timedatectl set-ntp true{clock|silent}", "rm {path|sh}", "delete the file"),
		},
		chain.FindingCacheFolder: {
			say("the folder of the sessions, {path}, is not as it should be: {problem|problem}{? ({cause|text})?}", "the folder of the sessions is not as it should be"),
			say("make it a folder of your own that nobody else may open: chmod 700 {path|sh}", "chmod 700 the folder"),
		},
		chain.FindingCacheLoose: {
			say("others may read the kept session {path}", "others may read a kept session"),
			say("chmod 600 {path|sh}", "chmod 600 the file"),
		},
		chain.FindingCacheNotStored: {
			say("the session could not be kept in {path}: {problem|problem}{? ({cause|text})?}", "the session could not be kept"),
			say("run it as user {owner}, or with a home of your own (sudo -H)", "set this computer's clock: sudo timedatectl set-ntp true{clock|silent}",
				"ls -ld {path|sh}", "look at the permissions of its folder"),
		},
		chain.FindingCacheNotPublished: {
			say("the session could not be given to the AWS CLI's cache, {path}: {problem|problem}{? ({cause|text})?}", "the session could not be given to the AWS CLI's cache"),
			say("run it as user {owner}, or with a home of your own (sudo -H)", "ls -ld {path|sh}, or leave it alone: --no-share", "leave it alone: --no-share"),
		},
		chain.FindingCacheSealed: {
			say("a kept session could not be opened{?: {cause|text}?}"),
			say("credence store status"),
		},
		chain.FindingCacheUnsealed: {
			say("the session is not kept{?: {cause|text}?}", "the session is not kept"),
			say("credence store status"),
		},
		chain.FindingCacheKept: {
			say("the session could not be renewed{? ({because|because})?}; the kept one still lives for {left|left} and is used", "the session could not be renewed; the kept one still lives and is used"),
			say("run the same command again"),
		},
	}
}

func mfaSessionRemarks() remarks {
	return remarks{
		chain.FindingMFASessionLimit: {
			say("{profile} asks for {seconds} s{? ({origin})?}, and a role assumed with the session that a code gave to all roles of its device lives at most {limit} s",
				"a role assumed with the session that a code gave to all roles of its device lives at most an hour"),
			say("write duration_seconds = {limit} at {origin}, or mfa = direct for a code of its own", "for a code of its own: mfa = direct in the profile"),
		},
		chain.FindingMFASetting: {
			say("mfa = {value} at {origin} is neither session nor direct", "the key mfa at {origin} is neither session nor direct"),
			say("write session or direct at {origin}, or delete it"),
		},
		chain.FindingMFANoProvider: {
			say("{profile} has an MFA device, and nobody can be asked for a code: its keys are used without MFA"),
			say("give the code with --mfa-code CODE"),
		},
		chain.FindingMFARoleRefuses: {
			say("role {roleArn|role} refuses the session that the roles of {serial|name} share: a code of its own is tried", "the role refuses the session that the roles of the device share: a code of its own is tried"),
			say("where that is so by its trust policy, write mfa = direct in profile {profile}"),
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
