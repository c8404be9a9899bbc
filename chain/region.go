package chain

import (
	"credence/profiles"
)

// The findings about the region.
const (
	FindingRegionDefault         = "region.default"          // no region is set: us-east-1 is used, as in Node
	FindingRegionDefaultVariable = "region.default-variable" // AWS_DEFAULT_REGION says something that is not read
	FindingRegionNone            = "region.none"             // credentials, and no region anywhere
)

// fallbackRegion is where STS is called when nobody says where.
const fallbackRegion = "us-east-1"

// stsRegion is the region of STS calls for the credentials of p, the outermost
// profile; nil where no profile asks for them (web identity). The order is that of
// getDefaultRoleAssumer in the Node SDK.
func (w *walk) stsRegion(p *profiles.Profile) Region {
	if r := w.opts.Region; r != nil && *r != "" {
		return Region{*r, profiles.OptionOrigin("region")}
	}
	if p != nil {
		if r := regionOf(p); r.Value != "" {
			return r
		}
	}
	if v := w.env("AWS_REGION"); v != "" {
		return Region{v, variableOrigin("AWS_REGION")}
	}
	if s := w.settingsProfile(); s != nil {
		if r := regionOf(s); r.Value != "" {
			return r
		}
	}
	w.rec.finding(Finding{
		Code: FindingRegionDefault, Severity: SeverityWarning, Origin: profiles.DefaultOrigin(),
		Data: Data{"region": fallbackRegion},
	})
	return Region{fallbackRegion, profiles.DefaultOrigin()}
}

func regionOf(p *profiles.Profile) Region {
	v, _ := p.Value("region")
	return Region{v.Text(), v.Origin}
}

// effectiveRegion is the region that a program with these settings would work in:
// the option, AWS_REGION or the chosen profile's. Files that nobody opened stay
// closed.
func (w *walk) effectiveRegion() Region {
	r := w.chosenRegion()
	other := w.env("AWS_DEFAULT_REGION")
	if other != "" && other != r.Value {
		data := Data{"region": r.Value, "other": other}
		switch r.Origin.Kind {
		case profiles.OriginVariable:
			data["byVariable"] = r.Origin.Name
		case profiles.OriginFile:
			data["byFile"] = place(r.Origin)
		}
		w.variableFinding(FindingRegionDefaultVariable, SeverityWarning, "AWS_DEFAULT_REGION", data)
	}
	return r
}

// noteNoRegion says that credentials alone will not do. Files that nobody opened may
// have a region.
func (w *walk) noteNoRegion(res *Result) {
	usable := res.Outcome == OutcomeFound || res.Outcome == OutcomeWouldUse
	if !usable || res.Region.Value != "" || w.files == nil || w.env("AWS_DEFAULT_REGION") != "" || w.rec.reported(FindingRegionDefault) {
		return
	}
	w.rec.finding(Finding{Code: FindingRegionNone, Severity: SeverityInfo, Origin: profiles.DefaultOrigin(), Data: Data{"profile": w.profile.Name}})
}

func (w *walk) chosenRegion() Region {
	if r := w.opts.Region; r != nil && *r != "" {
		return Region{*r, profiles.OptionOrigin("region")}
	}
	if v := w.env("AWS_REGION"); v != "" {
		return Region{v, variableOrigin("AWS_REGION")}
	}
	if w.files != nil {
		if p, ok := w.files.Profile(w.profile.Name); ok {
			return regionOf(p)
		}
	}
	return Region{}
}

// validRegion reports whether a region can stand in a host name: what does not
// would send the request, or part of it, somewhere else.
func validRegion(region string) bool {
	if region == "" || len(region) > 63 || region[0] == '-' || region[len(region)-1] == '-' {
		return false
	}
	for _, c := range []byte(region) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
