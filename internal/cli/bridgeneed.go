package cli

import (
	"credence/internal/sanitize"
	"credence/profiles"
)

// bridgeNeed says whether a profile needs a bridge, and why.
type bridgeNeed struct {
	needed bool
	why    string
	code   bool // somebody has to give an MFA code now and then
}

// needOf looks at a profile and the sources that it leads to.
func needOf(files *profiles.Files, p *profiles.Profile) bridgeNeed {
	name := sanitize.Quote(p.Name())
	start, code := p, p.Get("mfa_serial") != "" && p.Kind() == profiles.KindRole
	for range profiles.MaxSourceDepth {
		next, ok := files.Profile(start.Get("source_profile"))
		if start.Kind() != profiles.KindRole || !ok || next == start {
			break
		}
		start = next
		code = code || start.Kind() == profiles.KindRole && start.Get("mfa_serial") != ""
	}
	from := ""
	if start != p {
		from = ", by its source " + sanitize.Quote(start.Name()) + ","
	}
	switch kind := start.Kind(); {
	case code:
		return bridgeNeed{true, name + " asks for an MFA code, and Terraform, Node, Go and most other tools cannot ask for one", true}
	case kind == profiles.KindStatic && p == start && p.Get("mfa_serial") != "":
		return bridgeNeed{true, name + " has an mfa_serial beside its keys: the SDKs pass it over and use the keys without MFA", true}
	case kind == profiles.KindLogin:
		return bridgeNeed{true, name + from + " is a session of aws login, which only the newest SDKs read and Terraform does not", false}
	case kind == profiles.KindSSO:
		return bridgeNeed{true, name + from + " signs in through IAM Identity Center, which older SDKs and some tools cannot", false}
	case !profiles.IsPortableName(p.Name()):
		return bridgeNeed{true, name + " is a name that not every SDK can read, whatever stands under it", false}
	case kind == profiles.KindProcess && p == start:
		return bridgeNeed{false, name + " has a credential_process, which is all that a bridge would have: it needs none", false}
	}
	return bridgeNeed{false, name + " is read by every SDK as it is: it needs no bridge", false}
}
