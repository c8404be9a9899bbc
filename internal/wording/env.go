package wording

import "credence/chain"

func envWords() table {
	return table{
		chain.CodeEnvFound: {
			reason: say("both key variables are set"),
			change: say("unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile, to pass them over"),
		},
		chain.CodeEnvProfileNamed: {
			reason: say("a profile is named ({selectedBy})", "a profile is named"),
			change: say("the key variables count where no profile is named"),
		},
		chain.CodeEnvUnset: {
			reason: say("the key variables are not set"),
			change: say("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
		},
		chain.CodeEnvHalfPair: {
			reason: say("{set} is set without {missing}", "only one of the two key variables is set"),
			change: say("set {missing} too, or unset {set}", "set both key variables, or neither"),
		},
	}
}
