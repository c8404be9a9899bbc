// Package portal is the inventory of an IAM Identity Center sign-in: the accounts and
// roles that it may use, and the profiles that are made of them. It knows no terminal.
package portal

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"credence/chain"
)

// Account is an account and the roles that the sign-in may use in it.
type Account struct {
	chain.PortalAccount
	Roles []string // names of permission sets, sorted
}

// Role is one role in one account.
type Role struct {
	Account chain.PortalAccount
	Name    string
}

// Roles are all roles of the accounts, in their order.
func Roles(accounts []Account) []Role {
	var all []Role
	for _, a := range accounts {
		for _, name := range a.Roles {
			all = append(all, Role{a.PortalAccount, name})
		}
	}
	return all
}

// sortAccounts sorts by name, then by id; accounts without a name come last.
func sortAccounts(accounts []Account) {
	slices.SortFunc(accounts, func(a, b Account) int {
		return cmp.Or(
			cmp.Compare(noName(a), noName(b)),
			cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

func noName(a Account) int {
	if a.Name == "" {
		return 1
	}
	return 0
}

// Filter keeps what holds every word of the text, in any case: in the name, the id or
// the email address of the account, or the name of the role. An account that holds them
// all keeps all its roles. An id may be written in groups of four.
func Filter(accounts []Account, text string) []Account {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return accounts
	}
	var kept []Account
	for _, a := range accounts {
		about := strings.ToLower(a.Name + "\n" + a.ID + "\n" + GroupedID(a.ID) + "\n" + a.Email)
		if holds(about, words) {
			kept = append(kept, a)
			continue
		}
		roles := slices.DeleteFunc(slices.Clone(a.Roles), func(r string) bool { return !holds(about+"\n"+strings.ToLower(r), words) })
		if len(roles) > 0 {
			kept = append(kept, Account{a.PortalAccount, roles})
		}
	}
	return kept
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// GroupedID is an account id in groups of four, as AWS prints it in its console:
// 1111-2222-3333. Any other text stays as it is.
func GroupedID(id string) string {
	if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
		return id
	}
	return id[:4] + "-" + id[4:8] + "-" + id[8:]
}

// ByNumber is the role that "ID/ROLE" names, without an inventory: whether there is one
// the portal says. It is not ok where the account is not an id of twelve digits, in
// groups of four or not, or the role's name is none.
func ByNumber(wanted string) (r Role, ok bool) {
	id, name, _ := strings.Cut(wanted, "/")
	if plain := strings.ReplaceAll(id, "-", ""); GroupedID(plain) == id {
		id = plain
	}
	r = Role{chain.PortalAccount{ID: id}, name}
	return r, unwritable(r) == ""
}

// Why Find finds nothing.
var (
	ErrNoRole    = errors.New("no such role")
	ErrAmbiguous = errors.New("several accounts have that name and role")
)

// Find is the role that "ACCOUNT/ROLE" names: an account by its id or its exact name,
// and a role by its name, both in any case if nothing fits exactly. The error is
// ErrNoRole or ErrAmbiguous; near are then what may have been meant, as ID/ROLE.
func Find(accounts []Account, wanted string) (r Role, near []string, err error) {
	account, name := wanted, ""
	if i := strings.LastIndex(wanted, "/"); i >= 0 {
		account, name = wanted[:i], wanted[i+1:]
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		var found []Role
		for _, candidate := range Roles(accounts) {
			a := candidate.Account
			if same(candidate.Name, name) && (same(a.Name, account) || a.ID == account || GroupedID(a.ID) == account) {
				found = append(found, candidate)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil, nil
		default:
			return Role{}, references(found), ErrAmbiguous
		}
	}
	return Role{}, references(Roles(Filter(accounts, account))), ErrNoRole
}

// mostNear is how many roles are named where another one does not exist.
const mostNear = 5

func references(roles []Role) []string {
	var all []string
	for _, r := range roles[:min(len(roles), mostNear)] {
		all = append(all, r.Account.ID+"/"+r.Name)
	}
	return all
}
