package portal

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"credence/chain"
	"credence/profiles"
)

// ManagedKey marks the profiles that credence has made and may remove again; SDKs and
// the AWS CLI pass over keys that they do not know. ManagedBy is its value.
const (
	ManagedKey = "credence_managed"
	ManagedBy  = "accounts"
)

// Entry is a profile of a plan and the role that it is for.
type Entry struct {
	Profile string
	Role    Role
	Detail  string // Unwritable: what is wrong; Held: the profile that needs it
}

// Plan is what has to change in the config file so that the roles have profiles.
type Plan struct {
	Add        []Entry // new profiles
	Region     []Entry // ours, which have no region and get the one asked for
	Remove     []Entry // ours, whose role the sign-in may no longer use
	Kept       []Entry // that are there already, ours or not
	Held       []Entry // ours and gone, but another profile needs them
	Unwritable []Entry // roles whose names cannot stand in the file
	target     chain.SSOTarget
	region     string
}

// Wish is what profiles are wanted.
type Wish struct {
	Target   chain.SSOTarget
	Chosen   []Role // that get profiles
	All      []Role // that the sign-in may use: what is not here is gone
	Template Template
	Region   string // of new profiles; empty: none is written
	Prune    bool   // remove what is gone
}

// ErrNothingLeft says that pruning would remove every profile because the portal lists
// nothing: more likely a mistake than the truth.
var ErrNothingLeft = errors.New("the portal lists no role at all")

// NewPlan compares the wish with the files. It changes nothing.
func NewPlan(files *profiles.Files, w Wish) (Plan, error) {
	p := Plan{target: w.Target, region: w.Region}
	if w.Prune && len(w.All) == 0 {
		return p, ErrNothingLeft
	}
	there := existing(files, w.Target)
	names := &namer{given: map[string]bool{}, session: w.Target.Session, taken: func(name string) bool { _, ok := files.Profile(name); return ok }}
	for _, r := range w.Chosen {
		if mine := there[key(r.Account.ID, r.Name)]; len(mine) > 0 {
			for _, profile := range mine {
				e := Entry{Profile: profile.Name(), Role: r}
				if managed(profile) && w.Region != "" && !profile.Has("region") {
					p.Region = append(p.Region, e)
				} else {
					p.Kept = append(p.Kept, e)
				}
			}
			continue
		}
		if problem := unwritable(r); problem != "" {
			p.Unwritable = append(p.Unwritable, Entry{Role: r, Detail: problem})
			continue
		}
		p.Add = append(p.Add, Entry{Profile: names.name(w.Template, r), Role: r})
	}
	if w.Prune {
		p.prune(files, there, w.All)
	}
	return p, nil
}

// prune finds the profiles of ours whose role is gone.
func (p *Plan) prune(files *profiles.Files, there map[string][]*profiles.Profile, all []Role) {
	usable := map[string]bool{}
	for _, r := range all {
		usable[key(r.Account.ID, r.Name)] = true
	}
	for _, k := range slices.Sorted(maps.Keys(there)) {
		if usable[k] {
			continue
		}
		account, role, _ := strings.Cut(k, "/")
		for _, profile := range there[k] {
			if !managed(profile) {
				continue
			}
			e := Entry{Profile: profile.Name(), Role: Role{chain.PortalAccount{ID: account}, role}}
			if e.Detail = dependent(files, profile.Name()); e.Detail != "" {
				p.Held = append(p.Held, e)
				continue
			}
			p.Remove = append(p.Remove, e)
		}
	}
}

// dependent is a profile that has this one as its source; empty where there is none.
func dependent(files *profiles.Files, name string) string {
	for other := range files.Profiles() {
		if other.Get("source_profile") == name && other.Name() != name {
			return other.Name()
		}
	}
	return ""
}

// existing are the profiles of the target by account and role.
func existing(files *profiles.Files, t chain.SSOTarget) map[string][]*profiles.Profile {
	found := map[string][]*profiles.Profile{}
	for p := range files.Profiles() {
		if session := p.Get("sso_session"); session != t.Session || session == "" && p.Get("sso_start_url") != t.StartURL {
			continue
		}
		if account, role := p.Get("sso_account_id"), p.Get("sso_role_name"); account != "" && role != "" && p.Get("role_arn") == "" {
			found[key(account, role)] = append(found[key(account, role)], p)
		}
	}
	return found
}

// ProfilesOf are the names of the profiles that use a role, as "ID/ROLE".
func ProfilesOf(files *profiles.Files, t chain.SSOTarget) map[string][]string {
	names := map[string][]string{}
	for k, list := range existing(files, t) {
		for _, p := range list {
			names[k] = append(names[k], p.Name())
		}
	}
	return names
}

func key(account, role string) string { return account + "/" + role }

func managed(p *profiles.Profile) bool { return p.Get(ManagedKey) == ManagedBy }

// What account ids and names of permission sets are made of (IAM Identity Center API,
// AccountAssignment and PermissionSet).
var (
	accountPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{12}$`) })
	rolePattern    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w+=,.@-]{1,64}$`) })
)

// unwritable is what is wrong with a role whose settings must not go into a file.
func unwritable(r Role) string {
	switch {
	case !accountPattern().MatchString(r.Account.ID):
		return "the account id is not twelve digits"
	case !rolePattern().MatchString(r.Name):
		return "the role's name is none that IAM Identity Center permits"
	}
	return ""
}

// Empty reports that nothing has to change.
func (p Plan) Empty() bool { return len(p.Add)+len(p.Region)+len(p.Remove) == 0 }

// Edit makes the changes in an edit of the config file; nothing is written. The error is
// a *profiles.EditError.
func (p Plan) Edit(e *profiles.Edit) error {
	for _, entry := range p.Remove {
		if err := e.Remove(profiles.SectionRef{Kind: profiles.SectionProfile, Name: entry.Profile}); err != nil {
			return err
		}
	}
	for _, entry := range p.Region {
		if err := e.Set(profiles.SectionRef{Kind: profiles.SectionProfile, Name: entry.Profile}, "region", p.region); err != nil {
			return err
		}
	}
	for _, entry := range p.Add {
		if err := e.Add(profiles.SectionRef{Kind: profiles.SectionProfile, Name: entry.Profile}, "", p.settings(entry.Role)...); err != nil {
			return err
		}
	}
	return nil
}

func (p Plan) settings(r Role) []profiles.Setting {
	settings := []profiles.Setting{{Key: "sso_session", Value: p.target.Session}}
	if p.target.Session == "" {
		settings = []profiles.Setting{{Key: "sso_start_url", Value: p.target.StartURL}, {Key: "sso_region", Value: p.target.Region}}
	}
	settings = append(settings, profiles.Setting{Key: "sso_account_id", Value: r.Account.ID}, profiles.Setting{Key: "sso_role_name", Value: r.Name})
	if p.region != "" {
		settings = append(settings, profiles.Setting{Key: "region", Value: p.region})
	}
	return append(settings, profiles.Setting{Key: ManagedKey, Value: ManagedBy})
}
