package chain

import (
	"slices"
	"strings"

	"credence/profiles"
)

// SSOTarget is what a person signs in to: an sso-session, or the start URL of a
// profile in the legacy form.
type SSOTarget struct {
	Session  string // empty for the legacy form
	StartURL string
	Region   string   // of the sign-in service and the portal
	Scopes   []string // sso_registration_scopes; nil where the session has none
	Profile  string   // that led here, and whose settings for services count; empty where a session was named
	Origin   Origin   // of the key or section that names it
	RegionAt Origin   // of sso_region
}

// Name is what the token's file is named after, and what people call it: the session
// or, in the legacy form, the start URL.
func (t SSOTarget) Name() string {
	if t.Session != "" {
		return t.Session
	}
	return t.StartURL
}

// Data are the target's facts for a Reason.
func (t SSOTarget) Data() Data {
	d := Data{"startUrl": redactURL(t.StartURL), "region": t.Region}
	if t.Session != "" {
		d["session"] = t.Session
	}
	if t.Profile != "" {
		d["profile"] = t.Profile
	}
	return d
}

func (s ssoSettings) target() SSOTarget {
	return SSOTarget{s.session, s.startURL, s.region.Value, s.scopes, s.profile, s.at, s.region.Origin}
}

// scopesOf are the registration scopes of a session, separated by commas (AWS CLI,
// parse_sso_registration_scopes); nil where the key is not there.
func scopesOf(section *profiles.Section) []string {
	v, ok := section.Value("sso_registration_scopes")
	if !ok {
		return nil
	}
	scopes := []string{}
	for scope := range strings.SplitSeq(v.Text(), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// Target is what a name stands for: the sso-session of that name or, where there is
// none, the session or start URL of the profile, or of the profile that it takes its
// credentials from (source_profile). An empty name is the chosen profile. The error is
// an *Error.
func (s *SSO) Target(name string) (SSOTarget, error) {
	files, section, named := s.w.files, (*profiles.Section)(nil), false
	if name == "" {
		name = s.w.profile.Name
	} else {
		section, named = files.SSOSession(name)
	}
	p, ok := s.sourceOf(name)
	switch {
	case ok && hasSSOSettings(p) && (!named || p.Get("sso_session") == name):
		return s.w.profileTarget(files, p)
	case named:
		return s.w.sessionTarget(section, Origin{})
	}
	data := Data{"name": name}
	var names []string
	for _, t := range s.Targets() {
		names = append(names, t.Name())
	}
	if len(names) > 0 {
		data["sessions"] = strings.Join(names[:min(len(names), sessionsNamed)], ", ")
	}
	if p, ok := files.Profile(name); ok {
		data["profile"] = name
		if p.Has("login_session") {
			data["awsLogin"] = name
		}
		return SSOTarget{}, &Error{Reason: Reason{Code: CodeSSONoTarget, Data: data, Origin: new(firstPlace(p.Origins()))}}
	}
	if near := slices.Concat(files.NearestSession(name), files.Nearest(name)); len(near) > 0 {
		data["nearest"] = strings.Join(near[:1], ", ")
	}
	return SSOTarget{}, &Error{Reason: Reason{Code: CodeSSONoTarget, Data: data}}
}

// sourceOf is the profile at the end of a profile's chain of sources.
func (s *SSO) sourceOf(name string) (p *profiles.Profile, ok bool) {
	for seen := map[string]bool{}; !seen[name]; {
		seen[name] = true
		if p, ok = s.w.files.Profile(name); !ok || !hasRoleWithSource(p) || p.Get("source_profile") == "" {
			break
		}
		name = p.Get("source_profile")
	}
	return p, ok
}

// UsedBy are the profiles whose credentials come from a target's sign-in, its own and
// those of roles on top.
func (s *SSO) UsedBy(t SSOTarget) []string {
	var names []string
	for p := range s.w.files.Profiles() {
		source, ok := s.sourceOf(p.Name())
		if !ok || !hasSSOSettings(source) {
			continue
		}
		if session := source.Get("sso_session"); session == t.Session && (session != "" || source.Get("sso_start_url") == t.StartURL) {
			names = append(names, p.Name())
		}
	}
	return names
}

// firstPlace is the first of the places where something stands.
func firstPlace(all []Origin) Origin {
	if len(all) == 0 {
		return Origin{}
	}
	return all[0]
}

// profileTarget is the target of a profile with SSO settings, account and role or not.
func (w *walk) profileTarget(files *profiles.Files, p *profiles.Profile) (SSOTarget, error) {
	if session := p.Get("sso_session"); session != "" {
		at := keyOrigin(p, "sso_session")
		section, ok := files.SSOSession(session)
		if !ok {
			set := ssoSettings{profile: p.Name(), session: session}
			return SSOTarget{}, &Error{Reason: Reason{Code: CodeSSOSessionMissing, Data: w.missingSession(files, set), Origin: &at}}
		}
		t, err := w.sessionTarget(section, at)
		t.Profile = p.Name()
		return t, err
	}
	region, _ := p.Value("sso_region")
	t := SSOTarget{
		StartURL: p.Get("sso_start_url"), Region: region.Text(), Profile: p.Name(), Origin: keyOrigin(p, "sso_start_url"), RegionAt: region.Origin,
	}
	return t, t.complete(firstOrigin(p, ssoKeys))
}

func (w *walk) sessionTarget(section *profiles.Section, at Origin) (SSOTarget, error) {
	url, _ := section.Value("sso_start_url")
	region, _ := section.Value("sso_region")
	if at.Kind == "" {
		at = firstPlace(section.Origins())
	}
	t := SSOTarget{
		Session: section.Name(), StartURL: url.Text(), Region: region.Text(), Scopes: scopesOf(section), Origin: at, RegionAt: region.Origin,
	}
	return t, t.complete(firstPlace(section.Origins()))
}

// complete is the error of settings that one cannot sign in with, and which stand at the
// place; nil if one can.
func (t SSOTarget) complete(at Origin) error {
	var missing []string
	if t.StartURL == "" {
		missing = append(missing, "sso_start_url")
	}
	if t.Region == "" {
		missing = append(missing, "sso_region")
	}
	if len(missing) == 0 {
		return nil
	}
	data := t.Data()
	data["missing"] = strings.Join(missing, ", ")
	if t.Session != "" {
		data["inSession"] = "true"
	}
	return &Error{Reason: Reason{Code: CodeSSOIncomplete, Origin: &at, Data: data}}
}

// Targets are all that one can sign in to, each once: sessions first, then the start
// URLs of legacy profiles, in the order of the files. What is not complete is left out.
func (s *SSO) Targets() []SSOTarget {
	var all []SSOTarget
	for section := range s.w.files.SSOSessions() {
		if t, err := s.w.sessionTarget(section, Origin{}); err == nil {
			all = append(all, t)
		}
	}
	for p := range s.w.files.Profiles() {
		if p.Get("sso_session") != "" || p.Get("sso_start_url") == "" {
			continue
		}
		t, err := s.w.profileTarget(s.w.files, p)
		if err == nil && !slices.ContainsFunc(all, func(o SSOTarget) bool { return o.Session == "" && o.StartURL == t.StartURL }) {
			all = append(all, t)
		}
	}
	return all
}
