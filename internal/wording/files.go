package wording

import "credence/chain"

func profileWords() table {
	return table{
		chain.CodeProfileMissing: {
			reason:  say("no profile {profile} in either file{?; closest is {nearest}?}"),
			message: say("no profile {profile} in either shared file{? ({selectedBy|var} names it)?}{?; closest is {nearest}?}{? ({nearestAt|place})?}{?; names are case-sensitive{nearest|silent}?}"),
			change:  say("name a profile that exists (names are case-sensitive), or add this one"),
			hints:   []string{"export {selectedBy|var}={nearest|first} || unset {selectedBy|var} || credence why {nearest|first}", "{key:list|silent} || credence list"},
		},
		chain.CodeDefaultMissing: {
			reason: say("there is no profile default"),
			change: say("name a profile, or add [default]"),
		},
		chain.CodeProfileEmpty: {
			reason: say("{profile} has no credential settings{? ({origin})?}"),
			change: say("give {profile} keys, a role with a source, SSO settings or a credential_process"),
		},
		chain.CodeStaticFound: {
			reason: say("static keys of {profile}"),
			change: say("remove the keys from {profile} to use its other settings"),
		},
		chain.CodeStaticHalfPair: {
			reason:  say("{profile} has {set} without {missing}"),
			message: say("profile {profile} has {set} without {missing}{? ({origin})?}"),
			change:  say("add {missing} to {profile}"),
			hints:   []string{"add {missing} below {origin}"},
		},
	}
}
