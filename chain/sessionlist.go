package chain

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"credence/chain/cache"
	"credence/profiles"
)

// All are the sessions that are kept, by profile: what Of says of each. The folders
// are listed once, and only the profiles that something in them can belong to are
// looked up, so that a list of ten thousand costs little more than reading the files.
func (s *Sessions) All(ctx context.Context) map[string]Kept {
	return s.amongst(ctx, (*profiles.Files).Profiles)
}

// AllPassing is All for a program that stays open: of the profiles that are read for it
// only those with a session stay in memory.
func (s *Sessions) AllPassing(ctx context.Context) map[string]Kept {
	return s.amongst(ctx, (*profiles.Files).Passing)
}

func (s *Sessions) amongst(ctx context.Context, which func(*profiles.Files) iter.Seq[*profiles.Profile]) map[string]Kept {
	if s.w.store() == nil {
		return nil
	}
	about := s.whatIsKept()
	if about.empty() {
		return nil
	}
	all := map[string]Kept{}
	for p := range which(s.w.files) {
		if ctx.Err() != nil {
			break
		}
		if !about.mayBeOf(p) {
			continue
		}
		if kept, ok := s.Of(ctx, p.Name()); ok {
			all[p.Name()] = kept
		}
	}
	return all
}

// keptAbout is what the entries of the caches are about, for ruling profiles out.
type keptAbout struct {
	roles   map[string]bool    // ARNs of assumed roles
	sso     map[[2]string]bool // account and role name of SSO roles
	devices map[string]bool    // serials of MFA sessions
	shared  map[string]bool    // names of files in the AWS CLI's cache
}

func (k keptAbout) empty() bool { return len(k.roles)+len(k.sso)+len(k.devices)+len(k.shared) == 0 }

// mayBeOf is false for a profile that nothing can belong to.
func (k keptAbout) mayBeOf(p *profiles.Profile) bool {
	if arn := p.Get("role_arn"); arn != "" {
		if k.roles[arn] {
			return true
		}
		if role, ok := awsRole(p); ok && len(k.shared) > 0 {
			if name, err := role.Name(); err == nil && k.shared[name] {
				return true
			}
		}
	}
	if len(k.sso) > 0 && k.sso[[2]string{p.Get("sso_account_id"), p.Get("sso_role_name")}] {
		return true
	}
	return len(k.devices) > 0 && k.devices[p.Get("mfa_serial")]
}

// whatIsKept lists both folders. One that cannot be read holds nothing here.
func (s *Sessions) whatIsKept() keptAbout {
	k := keptAbout{map[string]bool{}, map[[2]string]bool{}, map[string]bool{}, map[string]bool{}}
	items, _ := s.w.store().List()
	s.w.listed = &items
	for _, it := range items {
		switch it.Kind {
		case cache.KindRole:
			k.roles[it.RoleARN] = true
		case cache.KindSSO:
			k.sso[[2]string{it.Account, it.RoleName}] = true
		case cache.KindMFA:
			k.devices[it.MFASerial] = true
		}
	}
	home, err := s.w.home()
	if err != nil || s.w.opts.NoShare {
		return k
	}
	entries, _ := os.ReadDir(filepath.Join(home, ".aws", "cli", "cache"))
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			k.shared[e.Name()] = true
		}
	}
	return k
}

// SignedOut reports whether a profile needs a sign-in before it gives credentials: its
// SSO token, or its `aws login` session, is not there, or has ended for good. One file
// a session is read, whatever the number of its profiles.
func (s *Sessions) SignedOut(ctx context.Context, profile string) bool {
	p, ok := s.w.files.Profile(profile)
	if !ok || hasRoleWithSource(p) {
		return false
	}
	switch {
	case hasSSOSettings(p):
		if name := p.Get("sso_session"); name != "" && !hasSessionOnly(p) {
			return s.signedOut(ctx, name, true)
		}
		if name := p.Get("sso_start_url"); name != "" {
			return s.signedOut(ctx, name, false)
		}
	case !hasStaticKeys(p) && p.Get("login_session") != "":
		path, err := s.w.loginCachePath(p.Get("login_session"))
		if err != nil {
			return false
		}
		_, err = os.Lstat(path)
		return os.IsNotExist(err)
	}
	return false
}

// signedOut judges the token of a session, which can be refreshed, or of a start URL.
func (s *Sessions) signedOut(ctx context.Context, name string, session bool) bool {
	if out, known := s.tokens[name]; known {
		return out
	}
	out := false
	if path, err := s.w.ssoCachePath(name); err == nil {
		token, err := s.w.loadSSOToken(ctx, path)
		ended := !token.expiresAt.After(s.w.now())
		if !session && token.expiresAt.IsZero() {
			ended = false // counts as live, as in Node
		}
		out = err != nil || token.accessToken.IsEmpty() || ended && !(session && token.refreshable())
	}
	if s.tokens == nil {
		s.tokens = map[string]bool{}
	}
	s.tokens[name] = out
	return out
}

// Problems are what is wrong with the folder of the store: another user's, a link, or
// open to others.
func (s *Sessions) Problems() []Finding {
	if s.w.store() == nil {
		return nil
	}
	var all []Finding
	for _, d := range s.w.store().FolderProblems() {
		all = append(all, Finding{Code: FindingCacheFolder, Severity: SeverityWarning, Data: problemData(d)})
	}
	return all
}
