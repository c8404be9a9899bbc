package wording

import "credence/chain"

// cacheWords are those of sessions that outlive the process.
func cacheWords() table {
	return table{
		chain.CodeCacheHit: {
			reason: say("a kept session, {left|left} left", "a kept session"),
			change: say("press {key:drop} to drop what is kept", "--no-cache obtains a new one"),
		},
		chain.CodeCacheMiss: {
			reason: say("no session is kept"),
			change: say("the next session that is obtained is kept"),
		},
		chain.CodeCacheExpiring: {
			reason: say("the kept session has only {left|left} left", "the kept session ends soon"),
			change: say("it is renewed"),
		},
		chain.CodeCacheExpired: {
			reason: say("the kept session ended {expires|date}", "the kept session has ended"),
			change: say("it is obtained anew"),
		},
		chain.CodeCacheCorrupt: {
			reason: say("the kept session is not used: {problem|problem}", "the kept session is not used"),
			change: say("the file is written anew with the next session"),
		},
		chain.CodeCacheSealed: {
			reason: say("the kept session could not be opened{?: {cause|text}?}"),
			change: say("what holds the key of the sealed store has to be reachable and unlocked"),
		},
		chain.CodeCacheUnverified: {
			reason: say("the AWS CLI's session may be another source's"),
			change: say("it is used where the shared files alone decide the source and have not changed since"),
		},
		chain.CodeCacheWaited: {
			reason: say("another program obtained it meanwhile"),
		},
		chain.CodeCacheKept: {
			reason: say("could not be renewed; the kept session lives for {left|left}", "could not be renewed; the kept session still lives"),
		},
		chain.CodeCacheNotNeeded: {
			reason: say("not needed"),
		},
		chain.CodeCacheStored: {
			reason: say("kept until {expires|date}", "kept"),
		},
		chain.CodeCacheNotStored: {
			reason: say("the session could not be kept: {problem|problem}{? ({cause|text})?}", "the session could not be kept"),
			change: say("the folder of the sessions has to be writable"),
		},
		chain.CodeCacheUnsealed: {
			reason: say("the session is not kept{?: {cause|text}?}"),
			change: say("what holds the key of the sealed store has to be reachable and unlocked"),
		},
		chain.CodeCachePublished: {
			reason: say("given to the AWS CLI's cache"),
		},
		chain.CodeCacheNotPublished: {
			reason: say("not given to the AWS CLI's cache: {problem|problem}{? ({cause|text})?}", "not given to the AWS CLI's cache{?: {why|text}?}"),
			change: say("the AWS CLI's cache has to be writable, and hold nothing that lives longer"),
		},
		chain.CodeCacheLocked: {
			reason: say("another program holds the lock of this session", "another program holds the lock of this session"),
			message: say(
				"process {pid} has been obtaining this session for {waited|ms}: it may be waiting for a code of {serial|name}",
				"another program (process {pid}) has held the lock of this session for {waited|ms}", "another program holds the lock {path}", "another program holds the lock of this session",
			),
			change: say("the other program has to end, or let go"),
			hints: []string{
				"give process {pid} its code, or leave its prompt: ps -o tty,args -p {pid} shows where{serial|silent} || look at process {pid}, or pass the store over: --no-cache || pass the store over: --no-cache",
				"pass the store over, with another code: --no-cache{serial|silent}",
			},
		},
	}
}

func mfaSessionWords() table {
	return table{
		chain.CodeMFASessionNew: {
			reason: say("a session with MFA until {expires|date} for all roles of the device", "a session with MFA"),
		},
		chain.CodeMFASessionCached: {
			reason: say("the device's session is kept, {left|left} left", "the device's session is kept"),
		},
		chain.CodeMFASessionWouldGet: {
			reason: say("would call sts:GetSessionToken, after asking for the MFA code of {serial|name}", "would call sts:GetSessionToken"),
			change: say("press {key:resolve} to do it", "without --dry-run the code is asked for"),
		},
		chain.CodeMFASessionRefused: {
			reason:  say("sts gives {accessKeyId} no session{?: {message|text}?}", "sts gives these keys no session{?: {message|text}?}"),
			message: say("sts gives {accessKeyId} no session with MFA for {serial}{? ({origin})?}{?: {message|text}?}", "sts gives these keys no session with MFA{?: {message|text}?}"),
			change:  say("the keys, the device and the clock have to be right; mfa = direct gives the code to the role itself"),
			hints: []string{
				"set this computer's clock: it is {clockSkewSeconds|skew}",
				"correct mfa_serial of profile {profile}: it has to be a device of the user whose key {accessKeyId} is{unknownDevice|silent}",
				"correct the keys: AWS does not know {accessKeyId}, or no longer{unknownKey|silent}",
				"write mfa = direct in profile {profile}: the code then goes to role {roleArn|role}{denied|silent}",
				"ask for sts:GetSessionToken to be allowed{denied|silent}",
			},
		},
		chain.CodeMFASessionUnreachable: {
			reason: say("sts did not answer{?: {message|text}?}"),
			change: say("the call needs a way to the STS endpoint of its region"),
			hints:  []string{"check the network, HTTPS_PROXY and NO_PROXY, and the region"},
		},
		chain.CodeMFASessionIncomplete: {
			reason: say("the answer for the session with MFA holds no complete keys"),
		},
		chain.CodeMFADirectSetting: {
			reason: say("{profile} says mfa = direct: the code goes to the role", "the code goes to the role"),
			change: say("delete mfa = direct to let all roles of the device share one code"),
		},
		chain.CodeMFADirectRemembered: {
			reason: say("this role refused the shared session before: the code goes to the role"),
			change: say("mfa = session in {profile} insists on the shared session"),
		},
	}
}
