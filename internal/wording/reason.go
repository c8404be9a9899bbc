package wording

import (
	"strings"
	"sync"

	"credence/chain"
)

// entry is how one code is put into words.
type entry struct {
	reason  phrase   // one line of a row
	message phrase   // as an error; the reason where there is none
	change  phrase   // what would change it, for a detail view
	hints   []string // remedies; one whose blanks cannot be filled is left out
}

// table holds the entries of one family of codes.
type table map[chain.Code]entry

// families are the tables by what stands before the dot of a code. A table is made
// when it is first asked for, so that a command that never words anything does not
// pay for it.
var families = map[string]func() table{
	"chain": sync.OnceValue(walkWords), "endpoint": sync.OnceValue(requestWords), "ca-bundle": sync.OnceValue(requestWords),
	"request": sync.OnceValue(requestWords), "region": sync.OnceValue(requestWords), "identity": sync.OnceValue(requestWords),
	"env": sync.OnceValue(envWords), "profile": sync.OnceValue(profileWords), "static": sync.OnceValue(profileWords),
	"role": sync.OnceValue(roleWords), "source-profile": sync.OnceValue(sourceWords), "credential-source": sync.OnceValue(sourceWords),
	"cache": sync.OnceValue(cacheWords), "mfa-session": sync.OnceValue(mfaSessionWords),
	"mfa": sync.OnceValue(mfaWords), "process": sync.OnceValue(processWords), "web-identity": sync.OnceValue(webIdentityWords),
	"sso": sync.OnceValue(ssoWords), "login": sync.OnceValue(loginWords), "signin": sync.OnceValue(signInWords),
	"console": sync.OnceValue(consoleWords), "federation": sync.OnceValue(federationWords),
	"container": sync.OnceValue(containerWords), "instance": sync.OnceValue(instanceWords),
}

func lookup(code chain.Code) (entry, bool) {
	family, _, _ := strings.Cut(string(code), ".")
	words, ok := families[family]
	if !ok {
		return entry{}, false
	}
	e, ok := words()[code]
	return e, ok
}

func (v Voice) facts(r chain.Reason) facts { return facts{voice: v, data: r.Data, origin: r.Origin} }

// Reason says in one line why a stage or step ended as it did, on the command line.
func Reason(r chain.Reason) string { return Voice{}.Reason(r) }

// Reason says in one line why a stage or step ended as it did.
func (v Voice) Reason(r chain.Reason) string {
	if r.Code == "" {
		return ""
	}
	if e, ok := lookup(r.Code); ok {
		return e.reason.fill(v.facts(r))
	}
	return apply("", string(r.Code))
}

// reasonAsError is the wording of a reason that ended a walk.
func (v Voice) reasonAsError(r chain.Reason) string {
	if e, ok := lookup(r.Code); ok && e.message != nil {
		return e.message.fill(v.facts(r))
	}
	return v.Reason(r)
}
