package chain

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"credence/profiles"
)

// The codes of the findings that a walk makes; those about the shared files
// themselves are in package profiles.
const (
	FindingEnvKeysIgnored     = "env.keys-ignored"       // both keys are set, and a profile is named
	FindingEnvHalfPair        = "env.half-pair"          // one key variable without the other: botocore stops there
	FindingEnvInvisible       = "env.invisible"          // a value ends or begins with a blank or a line break
	FindingEnvEmptyProfile    = "env.empty-profile"      // AWS_PROFILE is set and empty
	FindingEnvTwoProfiles     = "env.two-profiles"       // AWS_PROFILE and AWS_DEFAULT_PROFILE differ
	FindingEnvDefaultProfile  = "env.default-profile"    // only AWS_DEFAULT_PROFILE is set, which Node does not read
	FindingEnvExpired         = "env.expired"            // the keys in the environment have expired
	FindingEnvTokenLongTerm   = "env.token-of-other-key" // a session token beside a long-term key
	FindingEnvSecurityToken   = "env.security-token"     // the token stands only in the old variable
	FindingMachineIdentity    = "identity.machine"       // a profile was named, and the machine's identity answered
	FindingMachineNoProfile   = "identity.machine-profile-missing"
	FindingWebIdentityFirst   = "web-identity.before-profile" // the variables win over AWS_PROFILE
	FindingWebIdentityNoRole  = "web-identity.no-role"
	FindingWebIdentityNoToken = "web-identity.no-token-file"
	FindingSSOAndProcess      = "sso.and-process"
	FindingSSOAndStatic       = "sso.and-static"
	FindingRoleChainedTooLong = "role.chained-duration" // more than an hour asked of a chained role
	FindingRoleSettingIgnored = "role.settings-ignored" // role_arn that nothing will assume
	FindingStaticSessionToken = "static.session-token"  // temporary keys in the credentials file
	FindingLoginReaders       = "login.readers"         // login_session is read by new releases alone
	FindingStale              = "provider.stale"        // the refresh failed; the old credentials still live
)

// Severities, as in package profiles.
const (
	SeverityError   = profiles.SeverityError
	SeverityWarning = profiles.SeverityWarning
	SeverityInfo    = profiles.SeverityInfo
)

func variableOrigin(name string) Origin { return profiles.VariableOrigin(name) }

func (w *walk) variableFinding(code string, s Severity, variable string, data Data) {
	w.rec.finding(Finding{Code: code, Severity: s, Origin: variableOrigin(variable), Data: data})
}

// environmentFindings are the true things about the credential variables.
func (w *walk) environmentFindings(id, key string) {
	off := w.rules.environmentOff.holds(w.profile)
	switch {
	case id != "" && key != "" && off:
		w.variableFinding(FindingEnvKeysIgnored, SeverityInfo, "AWS_ACCESS_KEY_ID", Data{"profile": w.profile.Name, "accessKeyId": id})
	case id != "" && key == "":
		w.variableFinding(FindingEnvHalfPair, SeverityWarning, "AWS_ACCESS_KEY_ID", Data{"missing": "AWS_SECRET_ACCESS_KEY", "refusedBy": "botocore"})
	case id == "" && key != "":
		w.variableFinding(FindingEnvHalfPair, SeverityInfo, "AWS_SECRET_ACCESS_KEY", Data{"missing": "AWS_ACCESS_KEY_ID"})
	}
	for _, name := range []string{"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"} {
		w.invisibleFinding(name)
	}
	w.profileVariableFindings()
	if id != "" && key != "" {
		w.environmentSessionFindings(id)
	}
}

// invisibleFinding reports a value that does not end where it seems to.
func (w *walk) invisibleFinding(name string) {
	v := w.env(name)
	trimmed := strings.TrimFunc(v, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	if v == trimmed {
		return
	}
	data := Data{"variable": name}
	if strings.HasSuffix(v, "\r") {
		data["windows"] = "true"
	}
	if !secretVariables[name] {
		data["value"], data["trimmed"] = v, trimmed
	}
	w.variableFinding(FindingEnvInvisible, SeverityWarning, name, data)
}

func (w *walk) profileVariableFindings() {
	named, set := w.opts.Env.Lookup("AWS_PROFILE")
	other := w.env("AWS_DEFAULT_PROFILE")
	switch {
	case set && named == "":
		w.variableFinding(FindingEnvEmptyProfile, SeverityWarning, "AWS_PROFILE", nil)
	case other != "" && named != "" && other != named:
		w.variableFinding(FindingEnvTwoProfiles, SeverityWarning, "AWS_DEFAULT_PROFILE", Data{"profile": named, "other": other})
	}
	if other != "" && named == "" && !w.profile.Explicit() {
		w.variableFinding(FindingEnvDefaultProfile, SeverityWarning, "AWS_DEFAULT_PROFILE", Data{"other": other})
	}
}

// environmentSessionFindings look at the session token and its end. The keys count
// whether or not a profile is named: other SDKs use them all the same.
func (w *walk) environmentSessionFindings(id string) {
	token, old := w.env("AWS_SESSION_TOKEN"), w.env("AWS_SECURITY_TOKEN")
	longTerm := strings.HasPrefix(id, "AKIA")
	switch {
	case longTerm && token != "":
		w.variableFinding(FindingEnvTokenLongTerm, SeverityWarning, "AWS_SESSION_TOKEN", Data{"accessKeyId": id})
	case token == "" && old != "":
		w.variableFinding(FindingEnvSecurityToken, SeverityWarning, "AWS_SECURITY_TOKEN", nil)
	}
	end, err := parseTime(w.env("AWS_CREDENTIAL_EXPIRATION"))
	if err == nil && !end.After(w.now()) {
		data := Data{"expired": end.Format(time.RFC3339), "age": wholeSeconds(w.now().Sub(end)), "accessKeyId": id}
		if w.profile.Named() {
			data["profile"] = w.profile.Name
		}
		w.variableFinding(FindingEnvExpired, SeverityWarning, "AWS_CREDENTIAL_EXPIRATION", data)
	}
}

// wholeSeconds is a duration in whole seconds, for data.
func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// toldOfSSO are findings about an SSO profile that the walk tells in its own words,
// with what it makes of them.
var toldOfSSO = []string{profiles.CodeProfileSSODisagrees, profiles.CodeProfileSSOSessionOnly, profiles.CodeProfileSeveral}

// noteProfile reports, once, the true things about the chosen profile and the
// sections that were meant for it.
func (w *walk) noteProfile(files *profiles.Files, p *profiles.Profile) {
	if w.noted {
		return
	}
	w.noted = true
	sso := hasSSOSettings(p) && !hasRoleWithSource(p)
	for _, f := range files.ProfileFindings(p.Name()) {
		if !sso || !slices.Contains(toldOfSSO, f.Code) {
			w.rec.finding(f)
		}
	}
	add := func(code string, s Severity, key string, data Data) {
		data["profile"] = p.Name()
		w.rec.finding(Finding{Code: code, Severity: s, Origin: keyOrigin(p, key), Data: data})
	}
	if sso && p.Has("credential_process") {
		add(FindingSSOAndProcess, SeverityInfo, "credential_process", Data{"ssoAt": place(firstOrigin(p, ssoKeys))})
	}
	if sso && hasStaticKeys(p) {
		add(FindingSSOAndStatic, SeverityWarning, "aws_access_key_id", Data{"ssoAt": place(firstOrigin(p, ssoKeys))})
	}
	if p.Has("role_arn") && !hasRoleWithSource(p) && !hasWebIdentity(p) {
		add(FindingRoleSettingIgnored, SeverityWarning, "role_arn", Data{})
	}
	if p.Has("login_session") {
		add(FindingLoginReaders, SeverityInfo, "login_session", Data{})
	}
}

// chainedDuration is the duration to ask for. A role assumed with a role's session
// lives an hour at most (IAM User Guide, "Role chaining"): more is refused, which is
// said beforehand. Where sessions are kept an hour is asked for instead; without a
// store a walk does as the SDKs do.
func (w *walk) chainedDuration(p *profiles.Profile, req RoleRequest, source verdict) time.Duration {
	if source.source != SourceAssumeRole && source.source != SourceWebIdentity || req.Duration <= reducedDuration {
		return req.Duration
	}
	data := Data{"profile": p.Name(), "seconds": wholeSeconds(req.Duration), "limit": wholeSeconds(reducedDuration), "path": w.sourceTrail(p)}
	duration := req.Duration
	if w.store() != nil {
		duration, data["reduced"] = reducedDuration, "true"
	}
	w.rec.finding(Finding{Code: FindingRoleChainedTooLong, Severity: SeverityWarning, Origin: keyOrigin(p, "duration_seconds"), Data: data})
	return duration
}

// closingFindings are those that only the end of the walk can tell.
func (w *walk) closingFindings(res *Result) {
	machine := res.Source == SourceContainer || res.Source == SourceInstance
	if !machine || res.Outcome == OutcomeError || !w.profile.Named() || res.Stage == "shared-files" {
		return
	}
	code, data := FindingMachineIdentity, Data{"profile": w.profile.Name, "source": string(res.Source)}
	if w.files != nil {
		if p, ok := w.files.Profile(w.profile.Name); !ok {
			code = FindingMachineNoProfile
		} else if at := p.Origins(); len(at) > 0 {
			data["profileAt"] = place(at[0])
		}
	}
	if w.failed {
		data["failed"] = "yes"
	}
	w.rec.finding(Finding{
		Code: code, Severity: SeverityWarning, Origin: w.profileOrigin(), Data: data,
	})
}
