package chain

import (
	"errors"
	"strings"

	"credence/profiles"
)

// ssoSettings are what is needed to ask for an SSO role's credentials.
type ssoSettings struct {
	profile  string
	session  string // empty for the legacy form
	startURL string
	region   Region
	account  string
	role     string
	at       Origin // of the session's or the start URL's key

	scopes []string // of the session; nil where it has none
}

// cacheName is what the token's file is named after: the session or, in the legacy
// form, the start URL, each exactly as written.
func (s ssoSettings) cacheName() string {
	if s.session != "" {
		return s.session
	}
	return s.startURL
}

func (s ssoSettings) data() Data {
	d := Data{"profile": s.profile, "account": s.account, "role": s.role, "region": s.region.Value, "startUrl": redactURL(s.startURL)}
	if s.session != "" {
		d["session"] = s.session
	}
	return d
}

// ssoSettings reads the profile and its session.
func (w *walk) ssoSettings(files *profiles.Files, p *profiles.Profile) (ssoSettings, verdict) {
	for _, key := range ssoKeys {
		w.lookKey(p, key)
	}
	region, _ := p.Value("sso_region")
	set := ssoSettings{
		profile: p.Name(), session: p.Get("sso_session"), startURL: p.Get("sso_start_url"), account: p.Get("sso_account_id"),
		role: p.Get("sso_role_name"), region: Region{region.Text(), region.Origin}, at: keyOrigin(p, "sso_start_url"),
	}
	if set.session != "" {
		set.at = keyOrigin(p, "sso_session")
		section, ok := files.SSOSession(set.session)
		if !ok {
			return set, stop(CodeSSOSessionMissing, w.missingSession(files, set), nil).at(set.at)
		}
		w.useSession(&set, p, section)
		// What the session lacks the profile cannot give.
		if e, lacks := errors.AsType[*Error](set.target().complete(firstPlace(section.Origins()))); lacks {
			return set, stop(e.Code, e.Data, nil).at(*e.Origin)
		}
	}
	var missing []string
	for i, v := range []string{set.startURL, set.region.Value, set.account, set.role} {
		if v == "" {
			missing = append(missing, []string{"sso_start_url", "sso_region", "sso_account_id", "sso_role_name"}[i])
		}
	}
	if len(missing) == 0 {
		return set, verdict{}
	}
	data := set.data()
	data["missing"] = strings.Join(missing, ", ")
	v := stop(CodeSSOIncomplete, data, nil)
	if set.at.Kind == "" {
		set.at = firstOrigin(p, ssoKeys)
	}
	return set, v.at(set.at)
}

// useSession takes start URL and region from the session, whatever the profile says.
func (w *walk) useSession(set *ssoSettings, p *profiles.Profile, section *profiles.Section) {
	url, _ := section.Value("sso_start_url")
	region, _ := section.Value("sso_region")
	set.startURL, set.region = url.Text(), Region{region.Text(), region.Origin}
	set.scopes = scopesOf(section)
	for key, winner := range map[string]profiles.Value{"sso_start_url": url, "sso_region": region} {
		if winner.Text() != "" {
			w.noteKey(winner, "sso-session "+set.session, key)
		}
	}
	for _, key := range []string{"sso_start_url", "sso_region"} {
		own, ok := p.Value(key)
		winner, _ := section.Value(key)
		if !ok || own.Text() == winner.Text() {
			continue
		}
		w.rec.finding(Finding{
			Code: FindingSSOConflict, Severity: SeverityWarning, Origin: own.Origin, Data: Data{
				"profile": set.profile, "session": set.session, "key": key,
				"value": redactURL(own.Text()), "winner": redactURL(winner.Text()), "winnerAt": place(winner.Origin),
			},
		})
	}
}

// sessionsNamed is how many sessions are named where another one does not exist.
const sessionsNamed = 5

func (w *walk) missingSession(files *profiles.Files, set ssoSettings) Data {
	data := Data{"profile": set.profile, "session": set.session}
	var names []string
	for s := range files.SSOSessions() {
		names = append(names, s.Name())
	}
	if len(names) > 0 {
		data["sessions"] = strings.Join(names[:min(len(names), sessionsNamed)], ", ")
	}
	if near := files.NearestSession(set.session); len(near) > 0 {
		data["nearest"] = strings.Join(near, ", ")
	}
	return data
}

func firstOrigin(p *profiles.Profile, keys []string) Origin {
	for _, key := range keys {
		if p.Has(key) {
			return keyOrigin(p, key)
		}
	}
	return Origin{}
}
