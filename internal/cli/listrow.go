package cli

import (
	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// The columns of a list.
const (
	colName = iota
	colKind
	colAccount
	colRole
	colRegion
	colState
	columns
)

var columnNames = [columns]string{"name", "kind", "account", "role", "region", "state"}

// row is a profile in a list; its texts are those of the files, not yet made harmless.
type row struct {
	kind                  profiles.Kind
	account, role, region string
	broken                *profiles.Finding
}

func rowOf(p *profiles.Profile) row {
	r := row{kind: p.Kind(), region: p.Get("region")}
	switch r.kind {
	case profiles.KindRole, profiles.KindWebIdentity:
		r.account, r.role = chain.RoleOfARN(p.Get("role_arn"))
	case profiles.KindSSO:
		r.account, r.role = p.Get("sso_account_id"), p.Get("sso_role_name")
	case profiles.KindBroken:
		r.broken = p.Broken()
		r.account, r.role = chain.RoleOfARN(p.Get("role_arn"))
	default:
		r.account = p.Get("aws_account_id")
	}
	return r
}

// cells are the texts of the row for people. A profile that is broken says how, in the
// place of its session.
func (r row) cells(name, session string) [columns]string {
	state := session
	if r.broken != nil {
		state, _ = wording.Finding(*r.broken)
	}
	texts := [columns]string{name, string(r.kind), r.account, r.role, r.region, state}
	for i, text := range texts {
		switch {
		case i == colName:
			texts[i] = sanitize.Quote(text)
		case i == colState && r.broken != nil:
		case text == "":
			texts[i] = "-"
		default:
			texts[i] = sanitize.Text(text)
		}
	}
	return texts
}
