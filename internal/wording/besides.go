package wording

import (
	"slices"
	"strings"

	"credence/chain"
	"credence/profiles"
)

// Besides are the findings that say more than the error does.
func Besides(findings []chain.Finding, e *chain.Error) []chain.Finding {
	if e == nil || e.Origin == nil {
		return findings
	}
	same := sameNews[e.Code]
	return slices.DeleteFunc(slices.Clone(findings), func(f chain.Finding) bool {
		return f.Origin == *e.Origin && strings.HasPrefix(f.Code, "profile.") && f.Code != profiles.CodeProfileMFAUnused ||
			slices.Contains(same, f.Code)
	})
}

// sameNews are the findings that say what an error says.
var sameNews = map[chain.Code][]string{
	chain.CodeRoleBothSources:         {profiles.CodeProfileTwoSources, chain.FindingRoleSettingIgnored},
	chain.CodeRoleNoSource:            {profiles.CodeProfileNoSource, chain.FindingRoleSettingIgnored},
	chain.CodeCredentialSourceUnknown: {profiles.CodeProfileCredentialSource},
	chain.CodeStaticHalfPair:          {profiles.CodeProfileHalfPair},
	chain.CodeSourceMissing:           {profiles.CodeProfileSourceMissing},
	chain.CodeSourceCycle:             {profiles.CodeProfileSourceCycle},
	chain.CodeSSOIncomplete:           {profiles.CodeProfileSSOIncomplete},
	chain.CodeSSOSessionMissing:       {profiles.CodeProfileSSOSessionMissing},
}
