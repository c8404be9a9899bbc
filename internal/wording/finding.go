package wording

import (
	"strings"
	"sync"

	"credence/profiles"
)

// remark is how a finding is put into words: what is true, and what to do about it.
type remark struct{ message, hint phrase }

type remarks map[string]remark

// findingFamilies are the remarks by what stands before the dot of a code.
var findingFamilies = map[string]func() remarks{
	"env": sync.OnceValue(envRemarks), "identity": sync.OnceValue(chainRemarks), "web-identity": sync.OnceValue(chainRemarks),
	"sso": sync.OnceValue(chainRemarks), "role": sync.OnceValue(chainRemarks), "static": sync.OnceValue(chainRemarks),
	"login": sync.OnceValue(chainRemarks), "cli-cache": sync.OnceValue(requestRemarks), "provider": sync.OnceValue(chainRemarks),
	"endpoint": sync.OnceValue(requestRemarks), "request": sync.OnceValue(requestRemarks), "metadata": sync.OnceValue(requestRemarks),
	"region": sync.OnceValue(requestRemarks), "clock": sync.OnceValue(requestRemarks), "cache": sync.OnceValue(cacheRemarks), "mfa-session": sync.OnceValue(mfaSessionRemarks),
	"container": sync.OnceValue(machineRemarks), "instance": sync.OnceValue(machineRemarks), "process": sync.OnceValue(processRemarks),
	"file": sync.OnceValue(fileRemarks), "section": sync.OnceValue(sectionRemarks), "line": sync.OnceValue(lineRemarks),
	"key": sync.OnceValue(lineRemarks), "value": sync.OnceValue(lineRemarks), "profile": sync.OnceValue(profileRemarks),
}

func lookupFinding(code string) (remark, bool) {
	family, _, _ := strings.Cut(code, ".")
	words, ok := findingFamilies[family]
	if !ok {
		return remark{}, false
	}
	r, ok := words()[code]
	return r, ok
}

// Finding says what a finding means, and what to do about it, on the command line.
func Finding(f profiles.Finding) (message, hint string) { return Voice{}.Finding(f) }

// Finding says what a finding means, and what to do about it; the hint is empty
// where there is nothing to do.
func (v Voice) Finding(f profiles.Finding) (message, hint string) {
	r, ok := lookupFinding(f.Code)
	if !ok {
		return fact(f.Code), ""
	}
	facts := facts{voice: v, data: f.Data, origin: &f.Origin}
	return r.message.fill(facts), r.hint.fill(facts)
}
