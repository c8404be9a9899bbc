package chain

import (
	"context"
	"time"

	"credence/chain/cache"
	"credence/profiles"
)

// Sessions tells which kept sessions are which profiles', for lists and prompts. It
// reads the shared files once and then a file or two a profile, and sends and writes
// nothing. It is for one goroutine.
type Sessions struct {
	w      *walk
	tokens map[string]bool // by SSO session or start URL: signed out
}

// Kept is the session that is kept for a profile.
type Kept struct {
	ID      string // of the store's entry; empty for the AWS CLI's
	Path    string
	Tool    cache.Tool
	Kind    cache.Kind
	State   cache.State // hit, expiring or expired
	Expires time.Time
	Account string
	KeyID   string // access key id
}

// NewSessions looks with these options: Cache, files, environment and clock count. The
// error is a home folder that cannot be found.
func NewSessions(opts Options) (*Sessions, error) {
	opts.Mode, opts.Observe, opts.Fresh = ModeExplain, nil, false
	w := newWalk(opts, &session{})
	w.rec = &recorder{clock: w.opts.Clock, stage: &openEnd{}}
	if _, err := w.sharedFiles(); err != nil {
		return nil, err
	}
	return &Sessions{w: w}, nil
}

// Files are the shared files that were read.
func (s *Sessions) Files() *profiles.Files { return s.w.files }

// Of is the session that resolving the profile would start from; not ok where there
// is none.
func (s *Sessions) Of(ctx context.Context, profile string) (Kept, bool) {
	p, ok := s.w.files.Profile(profile)
	if !ok || s.w.store() == nil {
		return Kept{}, false
	}
	k, key, ok := s.place(p)
	if !ok {
		return Kept{}, false
	}
	var own Kept
	look := s.w.store().Look(key, s.w.minLife())
	if e := look.Entry; e != nil {
		own = Kept{e.ID, e.Path, cache.ToolCredence, e.Kind, look.State, e.Expires, e.Account, e.AccessKeyID}
	}
	if look.Alive() || k == nil {
		return own, look.Entry != nil
	}
	creds, ok := s.w.lookShared(ctx, k)
	if !ok {
		return own, look.Entry != nil
	}
	return Kept{
		Path: k.share.cli.Path(k.share.name), Tool: cache.ToolAWSCLI, Kind: cache.KindRole, State: cache.Hit,
		Expires: creds.Expiration, Account: creds.AccountID, KeyID: creds.AccessKeyID,
	}, true
}

// place is where the profile's session is kept, by the form that the chain would use.
func (s *Sessions) place(p *profiles.Profile) (*keptSession, cache.Key, bool) {
	s.w.roleRegion = "" // each profile is a walk of its own
	s.w.profile = ProfileChoice{Name: p.Name(), SelectedBy: SelectedByArgument}
	switch {
	case hasRoleWithSource(p):
		if k := s.w.roleSession(p, &trail{}); k != nil {
			return k, k.key, true
		}
	case hasSSOSettings(p) && !hasSessionOnly(p):
		set, v := s.w.ssoSettings(s.w.files, p)
		if k := s.w.ssoRoleSession(set); v.state == "" && k != nil {
			return k, k.key, true
		}
	case hasStaticKeys(p) && p.Get("mfa_serial") != "" && p.Get("mfa") != "direct":
		keys := Credentials{AccessKeyID: p.Get("aws_access_key_id")}
		return nil, s.w.mfaKey(keys, p.Get("mfa_serial")), true
	}
	return nil, cache.Key{}, false
}

// device are the keys of the session that the profile's role shares with the others of
// its MFA device, and of the mark that the role refuses it.
func (s *Sessions) device(p *profiles.Profile) (session, refused cache.Key, ok bool) {
	serial := p.Get("mfa_serial")
	if serial == "" || !hasRoleWithSource(p) || p.Get("mfa") == "direct" {
		return session, refused, false
	}
	source, ok := s.w.files.Profile(p.Get("source_profile"))
	if !ok || hasRoleWithSource(source) || !hasStaticKeys(source) || source.Get("aws_session_token") != "" {
		return session, refused, false
	}
	keys := Credentials{AccessKeyID: source.Get("aws_access_key_id")}
	req := RoleRequest{SerialNumber: serial, RoleArn: p.Get("role_arn"), ExternalID: p.Get("external_id")}
	return s.w.mfaKey(keys, serial), s.w.markerKey(keys, req), true
}

// CacheFiles maps the names of cache files, credence's and other tools', to the
// profiles that would use them. The session of a role that is but a step of others on
// the way to theirs, for it is asked for in their region, is those'.
func (s *Sessions) CacheFiles() map[string][]string {
	users, through := map[string][]string{}, map[string][]string{}
	add := func(name string, p *profiles.Profile) { users[name] = append(users[name], p.Name()) }
	for p := range s.w.files.Profiles() {
		if k, key, ok := s.place(p); ok {
			add(key.ID()+".json", p)
			if k != nil {
				for _, id := range k.via {
					through[id+".json"] = append(through[id+".json"], p.Name())
				}
			}
		}
		if session, refused, ok := s.device(p); ok {
			add(session.ID()+".json", p)
			if p.Get("mfa") == "" {
				add(refused.ID()+".json", p)
			}
		}
		if role, ok := awsRole(p); ok && hasRoleWithSource(p) && p.Kind() != profiles.KindBroken {
			if name, err := role.Name(); err == nil {
				add(name, p)
			}
		}
		if session := p.Get("login_session"); session != "" {
			add(cache.AWSLoginName(session), p)
		}
		session, url := p.Get("sso_session"), p.Get("sso_start_url")
		if session == "" && url == "" {
			continue
		}
		if account, role := p.Get("sso_account_id"), p.Get("sso_role_name"); account != "" && role != "" {
			add(cache.AWSSSOName(session, url, account, role), p)
		}
		if session != "" {
			url = session
		}
		add(cache.AWSTokenName(url), p)
	}
	for name, profiles := range through {
		if len(users[name]) == 0 {
			users[name] = profiles
		}
	}
	return users
}
