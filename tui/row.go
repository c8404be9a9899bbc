package tui

import (
	"strings"
	"unicode/utf8"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/profiles"
)

// target is what a chain is walked for: a profile that is named, or what the
// environment gives without naming one.
type target struct {
	ambient bool
	name    string // of the profile, as the files have it
}

// ambientName is how the row without a profile is called.
const ambientName = "ambient"

// label is the name of the target for the screen.
func (t target) label() string {
	if t.ambient {
		return ambientName
	}
	return sanitize.Quote(t.name)
}

// row is a profile in the list, or the ambient one.
type row struct {
	target
	shown  string // the name, fit for the screen
	read   bool   // the details below are those of the files
	detail detail
}

// detail is what the files say of a profile, fit for the screen.
type detail struct {
	place
	kind   profiles.Kind
	what   string // the kind, and what tells it apart: "role mfa", "sso corp"
	region string
	mfa    bool
	broken bool // the chain says why
}

// place is what a profile is searched and grouped by besides its name. It is read of
// all profiles, and so without looking at those that a profile leads to.
type place struct {
	account string
	role    string
	session string // sso-session
	signIn  string // what the sign-in is for: the SSO session, a start URL, a login session
}

// placeOfProfile reads what a profile is searched by.
func placeOfProfile(p *profiles.Profile) place {
	at := place{session: sanitize.Text(p.Get("sso_session"))}
	arn, account, role := p.Get("role_arn"), p.Get("sso_account_id"), p.Get("sso_role_name")
	sourced := p.Get("source_profile")+p.Get("credential_source") != ""
	switch {
	case arn != "" && (sourced || account+role == ""):
		at.account, at.role = roleParts(arn)
	case account+role != "":
		at.account, at.role = sanitize.Text(account), sanitize.Text(role)
	default:
		at.account = sanitize.Text(p.Get("aws_account_id"))
	}
	if arn == "" || !sourced {
		at.signIn = signInOf(p, at.session)
	}
	return at
}

// signInOf is what has to be signed in to before the profile gives anything.
func signInOf(p *profiles.Profile, session string) string {
	url := p.Get("sso_start_url")
	switch {
	case p.Get("sso_account_id") == "" || p.Get("sso_role_name") == "" || session+url == "":
		if p.Get("aws_access_key_id") != "" {
			return ""
		}
		return p.Get("login_session")
	case session != "":
		return session
	}
	return url
}

func rowOf(name string) row {
	t := target{name: name}
	if plainName(name) {
		return row{target: t, shown: name}
	}
	return row{target: t, shown: t.label()}
}

// plainName reports whether a name can be shown as it is: nearly all can.
func plainName(name string) bool {
	for i := range len(name) {
		if name[i] <= ' ' || name[i] >= 0x7f {
			return false
		}
	}
	return name != ""
}

// detailOf reads what a row shows of a profile.
func detailOf(p *profiles.Profile) detail {
	d := detail{
		place: placeOfProfile(p), kind: p.Kind(), region: sanitize.Text(p.Get("region")), mfa: p.Get("mfa_serial") != "" && p.Get("role_arn") != "",
	}
	like := d.kind
	if d.kind == profiles.KindBroken {
		d.broken = true // p.Broken would compare its names with all others
		like = meantKind(p)
	}
	d.what = whatOf(like, d)
	return d
}

// whatOf is the kind in words, with what tells it apart.
func whatOf(kind profiles.Kind, d detail) string {
	what := strings.ReplaceAll(string(kind), "-", " ")
	switch {
	case kind == profiles.KindNone:
		return "no keys"
	case kind == profiles.KindSSO && d.session != "":
		return what + " " + d.session
	case d.mfa:
		return what + " mfa"
	}
	return what
}

// meantKind is what a broken profile was to be.
func meantKind(p *profiles.Profile) profiles.Kind {
	switch {
	case p.Get("web_identity_token_file") != "":
		return profiles.KindWebIdentity
	case p.Get("role_arn") != "":
		return profiles.KindRole
	case p.Get("sso_session")+p.Get("sso_start_url")+p.Get("sso_account_id")+p.Get("sso_role_name") != "":
		return profiles.KindSSO
	}
	return profiles.KindStatic
}

// roleParts are account and role name of a role's ARN, fit for the screen.
func roleParts(arn string) (account, role string) {
	account, role = chain.RoleOfARN(arn)
	return sanitize.Text(account), sanitize.Text(role)
}

// searched is what the filter looks at besides the name.
func (p *place) searched() string {
	if *p == (place{}) {
		return ""
	}
	return searchedID(p.account) + " " + p.role + " " + p.session
}

// searchedID is an account id as the filter looks at it: who types it as it stands there
// finds it too.
func searchedID(account string) string {
	if shown := portal.GroupedID(account); shown != account {
		return account + " " + shown
	}
	return account
}

// litID are the letters of an account id as it stands on the screen, of those of
// searchedID that a query matched, and how long that is.
func litID(id string, lit map[int]bool) (shown map[int]bool, length int) {
	at, grouped := utf8.RuneCountInString(id), portal.GroupedID(id)
	if grouped == id {
		return lit, at
	}
	shown = map[int]bool{}
	for n := range lit {
		switch {
		case n < at:
			shown[n+n/4] = true // behind the hyphens
		case n > at:
			shown[n-at-1] = true
		}
	}
	return shown, at + 1 + len(grouped)
}

// shownLit are the letters of account, role and session as they stand on the screen, of
// those of searched that a query matched.
func (p *place) shownLit(lit map[int]bool) (account, role, session map[int]bool) {
	role, session = map[int]bool{}, map[int]bool{}
	account, at := litID(p.account, lit)
	afterRole := at + 1 + utf8.RuneCountInString(p.role)
	for n := range lit {
		role[n-at-1] = true
		session[n-afterRole-1] = true
	}
	return account, role, session
}
