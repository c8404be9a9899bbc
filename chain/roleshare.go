package chain

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"credence/chain/cache"
	"credence/profiles"
)

// sharedRole is the place of a role in the AWS CLI's cache.
type sharedRole struct {
	cli     *cache.AWSCLI
	name    string
	profile *profiles.Profile
	asker   asker
	role    cache.AWSRole
}

// assumedUser is what STS said of the last role that was assumed.
type assumedUser struct{ accessKeyID, arn, id string }

// sharedRole is nil where the AWS CLI would not have written the same entry for the
// profile: it would read it otherwise, from other files, or not at all.
func (w *walk) sharedRole(p *profiles.Profile, who asker) *sharedRole {
	if w.opts.NoShare || w.opts.ConfigFilepath != nil || w.opts.Filepath != nil || p.Has("web_identity_token_file") {
		return nil
	}
	home, err := w.home()
	if err != nil {
		return nil
	}
	role, ok := awsRole(p)
	if !ok {
		return nil
	}
	name, err := role.Name()
	if err != nil {
		return nil
	}
	return &sharedRole{
		cli: cache.NewAWSCLI(filepath.Join(home, ".aws", "cli", "cache"), w.opts.Clock), name: name, profile: p, asker: who, role: role,
	}
}

// awsRole are the arguments that the AWS CLI makes of a profile. Where it would read
// them otherwise than we do it is not ok: it drops durations with more than digits.
func awsRole(p *profiles.Profile) (cache.AWSRole, bool) {
	role := cache.AWSRole{
		RoleARN: p.Get("role_arn"), SessionName: p.Get("role_session_name"), ExternalID: p.Get("external_id"), MFASerial: p.Get("mfa_serial"),
	}
	if text := p.Get("duration_seconds"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || strings.TrimLeft(text, "0123456789") != "" {
			return role, false
		}
		role.Duration = &n
	}
	return role, true
}

// lookShared looks in the AWS CLI's cache. The source of a role is not in the name of
// its file, so that an entry counts only where it must come from the same source: the
// shared files alone decide the source, they have not changed since the entry was
// written, no other profile with another source shares the file, the entry's ARN is the
// role's, and it is not a copy of what we keep under another key.
func (w *walk) lookShared(ctx context.Context, k *keptSession) (creds Credentials, ok bool) {
	s := k.share
	if s == nil || !s.asker.fixed {
		return creds, false
	}
	if _, err := os.Lstat(s.cli.Path(s.name)); err != nil {
		return creds, false // no step for what is not there
	}
	v := w.step(ctx, k.step, func(ctx context.Context) verdict {
		e, loose, err := s.cli.Read(ctx, s.name)
		look := cache.Look{Path: s.cli.Path(s.name), State: cache.Rejected}
		if loose != nil {
			look.Problems = append(look.Problems, loose)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			look.State = cache.Missing
		case err != nil:
			d, _ := errors.AsType[*cache.Diagnostic](err)
			if d == nil {
				return skip(CodeCacheMiss, Data{"path": look.Path})
			}
			look.Problems = append(look.Problems, d)
		default:
			look.Entry = &cache.Entry{Session: e.Session, Created: e.Modified}
			look.State = awsState(e.Expires.Sub(w.now()))
		}
		w.noteLook(look)
		v := w.lookVerdict(look).with("tool", string(cache.ToolAWSCLI))
		if v.state != StateFound {
			return v
		}
		if why := w.unverified(s, e); why != "" {
			return skip(CodeCacheUnverified, Data{"path": look.Path, "why": why, "tool": string(cache.ToolAWSCLI)})
		}
		creds = credentialsOf(e.Session)
		if creds.AccountID == "" {
			creds.AccountID = AccountOfARN(e.AssumedRoleARN)
		}
		return v
	})
	return creds, v.state == StateFound
}

// awsState: the CLI itself asks anew with 15 minutes left.
func awsState(left time.Duration) cache.State {
	switch {
	case left <= 0:
		return cache.Expired
	case left <= cache.PublicationWindow:
		return cache.Expiring
	}
	return cache.Hit
}

// unverified says why an entry may be that of another source; "" where it cannot.
func (w *walk) unverified(s *sharedRole, e *cache.AWSEntry) string {
	if !e.IsRole(s.role.RoleARN, s.role.SessionName) {
		return "role"
	}
	// What we published ourselves is known better: under its own key it was no hit.
	if own, err := w.ownSessions(); err != nil || slices.ContainsFunc(own, func(it cache.Item) bool { return it.AccessKeyID == e.AccessKeyID }) {
		return "key"
	}
	files, err := w.sharedFiles()
	if err != nil {
		return "files"
	}
	for _, f := range []*profiles.File{files.Config(), files.Credentials()} {
		if !f.ModTime.IsZero() && !f.ModTime.Before(e.Modified) {
			return "files"
		}
	}
	shared := ""
	w.quietly(func() {
		for p := range files.Profiles() {
			if p.Name() == s.profile.Name() || p.Get("role_arn") != s.role.RoleARN || !hasRoleWithSource(p) {
				continue
			}
			role, ok := awsRole(p)
			if name, err := role.Name(); !ok || err != nil || name != s.name {
				continue
			}
			if _, who, ok := w.roleKey(p, &trail{}); !ok || who.key != s.asker.key {
				shared = "source"
				return
			}
		}
	})
	return shared
}

// ownSessions is what is in the store.
func (w *walk) ownSessions() ([]cache.Item, error) {
	if w.listed != nil {
		return *w.listed, nil
	}
	return w.store().List()
}

// publish puts a new session where the AWS CLI looks for it.
func (w *walk) publish(ctx context.Context, k *keptSession, creds Credentials) {
	s := k.share
	if s == nil || w.assumed.accessKeyID != creds.AccessKeyID {
		return // a session from elsewhere, such as a copy of the CLI's own
	}
	w.step(ctx, k.step, func(ctx context.Context) verdict {
		data := Data{"path": s.cli.Path(s.name), "tool": string(cache.ToolAWSCLI)}
		if !w.store().Plain(k.meta.Profile) {
			data["why"] = "it holds plain files only"
			return skip(CodeCacheNotPublished, data)
		}
		what, err := s.cli.Publish(ctx, s.name, s.role.RoleARN, cache.AWSEntry{
			Session: sessionOf(creds), AssumedRoleARN: w.assumed.arn, AssumedRoleID: w.assumed.id,
		})
		w.rec.add(Evidence{Kind: EvidenceCache, Path: s.cli.Path(s.name), State: string(what), Expires: creds.Expiration})
		if what == cache.Published {
			return verdict{state: StateFound, reason: Reason{Code: CodeCachePublished, Data: data}}
		}
		data["why"] = string(what)
		d, _ := errors.AsType[*cache.Diagnostic](err)
		if d == nil {
			return skip(CodeCacheNotPublished, data)
		}
		maps.Copy(data, problemData(d))
		w.rec.finding(Finding{Code: FindingCacheNotPublished, Severity: SeverityWarning, Data: data})
		return fail(CodeCacheNotPublished, data, d)
	})
}
