package chain

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"credence/chain/cache"
)

// SSOToken is a token as it lies on disk.
type SSOToken struct {
	AccessToken Secret
	Expires     time.Time // zero where the file does not say
	StartURL    string    // where it was made; not every writer says
	Region      string
	Refreshable bool // a session's, with all that a refresh needs
	Path        string
}

// SSORegistration is a client registration (AWS CLI, BaseSSOTokenFetcher): the
// program's own name at the sign-in service.
type SSORegistration struct {
	ClientID     string
	ClientSecret Secret
	Expires      time.Time
	Scopes       []string
	GrantTypes   []string // empty for the device flow
}

// SSOGrant is what a sign-in gave.
type SSOGrant struct {
	AccessToken  Secret
	RefreshToken Secret // empty where none was given
	Expires      time.Time
	Registration SSORegistration
}

// Stored is the token on disk, as it is: nothing is refreshed. The error is an *Error
// (sso.token-missing, -corrupt, -unreadable).
func (s *SSO) Stored(ctx context.Context, t SSOTarget) (SSOToken, error) {
	path, err := s.TokenPath(t)
	if err != nil {
		return SSOToken{}, err
	}
	return s.StoredIn(ctx, t, path)
}

// StoredIn is the token in a file of the folder, whoever's it is. The target is for the
// error alone.
func (s *SSO) StoredIn(ctx context.Context, t SSOTarget, path string) (SSOToken, error) {
	token, err := s.w.loadSSOToken(ctx, path)
	data := t.Data()
	data["path"] = path
	if err == nil && token.accessToken.IsEmpty() {
		data["missing"] = "accessToken"
		return SSOToken{Path: path}, &Error{Reason: Reason{Code: CodeSSOTokenCorrupt, Data: data, Origin: &t.Origin}}
	}
	if err != nil {
		data["cause"] = stateCause(err)
		code := CodeSSOTokenUnreadable
		switch {
		case errors.Is(err, fs.ErrNotExist):
			code = CodeSSOTokenMissing
		case errors.Is(err, errStateCorrupt):
			code = CodeSSOTokenCorrupt
		}
		return SSOToken{Path: path}, &Error{Reason: Reason{Code: code, Data: data, Origin: &t.Origin}, Err: err}
	}
	return token.public(t, path), nil
}

func (c ssoCache) public(t SSOTarget, path string) SSOToken {
	return SSOToken{c.accessToken, c.expiresAt, c.object.text("startUrl"), c.region, t.Session != "" && c.refreshable(), path}
}

// Token is a token to use: the stored one, refreshed where that is due (under the lock
// of its file, the rotated refresh token on disk first). The error is an *Error whose
// code says what is wrong; NeedsSignIn tells which of them a sign-in does away with.
func (s *SSO) Token(ctx context.Context, t SSOTarget) (SSOToken, error) {
	if _, _, err := s.target(serviceOIDC, t); err != nil {
		return SSOToken{}, err
	}
	path, err := s.TokenPath(t)
	if err != nil {
		return SSOToken{}, err
	}
	set := ssoSettings{profile: t.Profile, session: t.Session, startURL: t.StartURL, region: Region{t.Region, t.RegionAt}, at: t.Origin, scopes: t.Scopes}
	s.w.quiet()
	token, v := s.w.tokenStep(ctx, set, path)
	if v.state != StateFound {
		return SSOToken{Path: path}, &Error{Reason: v.reason, Err: v.err}
	}
	return token.public(t, path), nil
}

// Place reports whether a sign-in can be kept: a person is not asked for one that
// cannot. The error is an *Error (signin.no-place).
func (s *SSO) Place(ctx context.Context, t SSOTarget) error {
	path, err := s.TokenPath(t)
	if err != nil {
		return err
	}
	err = s.locked(ctx, path, func() error {
		if info, err := os.Lstat(path); err == nil && info.IsDir() {
			return errIsFolder
		}
		return nil
	})
	if err == nil || errors.Is(err, errStateLocked) { // who holds the lock can write
		return nil
	}
	return s.unkept(ctx, t, CodeSignInNoPlace, path, err)
}

var errIsFolder = errors.New("a folder is in its place")

// Keep writes a sign-in where the AWS CLI and the SDKs look: under the lock of the
// file, in one step, 0600, with the CLI's fields and whatever else the file held. The
// error is an *Error (signin.unsaved).
func (s *SSO) Keep(ctx context.Context, t SSOTarget, g SSOGrant) (SSOToken, error) {
	path, err := s.TokenPath(t)
	if err != nil {
		return SSOToken{}, err
	}
	var token ssoCache
	err = s.locked(ctx, path, func() error {
		if old, err := s.w.loadSSOToken(ctx, path); err == nil {
			token.object = old.object.clone()
		}
		stamp := func(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
		for _, m := range [][2]string{
			{"startUrl", t.StartURL}, {"region", t.Region}, {"accessToken", g.AccessToken.Reveal()}, {"expiresAt", stamp(g.Expires)},
			{"clientId", g.Registration.ClientID}, {"clientSecret", g.Registration.ClientSecret.Reveal()},
			{"registrationExpiresAt", stamp(g.Registration.Expires)},
		} {
			token.object.setText(m[0], m[1])
		}
		token.object.drop("refreshToken") // the old one belongs to another sign-in
		if !g.RefreshToken.IsEmpty() {
			token.object.setText("refreshToken", g.RefreshToken.Reveal())
		}
		return replaceStateFile(path, token.object.encode())
	})
	if err != nil {
		return SSOToken{Path: path}, s.unkept(ctx, t, CodeSignInUnsaved, path, err)
	}
	kept, err := parseSSOCache(token.object.encode())
	return kept.public(t, path), err
}

func (s *SSO) unkept(ctx context.Context, t SSOTarget, code Code, path string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	data := t.Data()
	data["path"], data["message"] = path, stateCause(err)
	return &Error{Reason: Reason{Code: code, Data: data}, Err: err}
}

// locked does something with a file of the folder while nobody else of us does.
func (s *SSO) locked(ctx context.Context, path string, do func() error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	unlock, _, err := lockState(ctx, path, lockLimit)
	if err != nil {
		return err
	}
	defer unlock()
	return do()
}

// registrationLeft is what a registration must have left to be used (AWS CLI,
// _EXPIRY_WINDOW).
const registrationLeft = 15 * time.Minute

// AccessScope is what a registration asks for where the session names no scopes (AWS
// CLI, SSOTokenFetcherAuth). With a scope the service gives a refresh token, so that the
// sign-in lasts.
const AccessScope = "sso:account:access"

// RegistrationNames are the names of the files in which client registrations for the
// target may lie, the AWS CLI's and ours.
func (t SSOTarget) RegistrationNames() []string {
	var names []string
	for _, scopes := range [][]string{t.Scopes, nil, {AccessScope}} {
		if name := cache.AWSRegistrationName(t.Region, t.Session, t.StartURL, scopes); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Registration is the kept registration with these scopes, for the authorization code
// flow or the device flow: one of the other is no good. It is not ok where there is
// none that lives.
func (s *SSO) Registration(ctx context.Context, t SSOTarget, scopes []string, codeFlow bool) (r SSORegistration, ok bool) {
	folder, err := s.folder()
	if err != nil {
		return r, false
	}
	_, err = readCache(ctx, filepath.Join(folder, cache.AWSRegistrationName(t.Region, t.Session, t.StartURL, scopes)), func(data []byte) error {
		o, err := parseCacheObject(data)
		if err != nil {
			return err
		}
		r = SSORegistration{ClientID: o.text("clientId"), ClientSecret: NewSecret(o.text("clientSecret")), Scopes: o.texts("scopes"), GrantTypes: o.texts("grantTypes")}
		r.Expires, err = parseTime(o.text("expiresAt"))
		return err
	})
	forCode := slices.Contains(r.GrantTypes, "authorization_code")
	return r, err == nil && r.ClientID != "" && !r.ClientSecret.IsEmpty() && forCode == codeFlow && r.Expires.Sub(s.w.now()) > registrationLeft
}

// texts is a member that is a list of strings; nil where it is something else.
func (o *cacheObject) texts(name string) (list []string) {
	if i := o.at(name); i >= 0 {
		_ = json.Unmarshal(o.members[i].value, &list)
	}
	return list
}

// setTexts sets a member to a list of strings; an empty one is left out.
func (o *cacheObject) setTexts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	text, _ := json.Marshal(list) // texts always encode
	o.put(name, text)
}

// KeepRegistration writes a registration where the AWS CLI keeps its own. scopes are
// those that its file is named after. A failure costs a registration the next time.
func (s *SSO) KeepRegistration(ctx context.Context, t SSOTarget, scopes []string, r SSORegistration) error {
	folder, err := s.folder()
	if err != nil {
		return err
	}
	var o cacheObject
	o.setText("clientId", r.ClientID)
	o.setText("clientSecret", r.ClientSecret.Reveal())
	o.setText("expiresAt", r.Expires.UTC().Truncate(time.Second).Format(time.RFC3339))
	o.setTexts("scopes", r.Scopes)
	o.setTexts("grantTypes", r.GrantTypes)
	path := filepath.Join(folder, cache.AWSRegistrationName(t.Region, t.Session, t.StartURL, scopes))
	return s.locked(ctx, path, func() error { return replaceStateFile(path, o.encode()) })
}

// Sweep removes what killed processes left half-written of the files in the folder that
// are meant: it holds tokens.
func (s *SSO) Sweep(ctx context.Context, meant func(name string) bool) {
	folder, err := s.folder()
	if err != nil {
		return
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return // no folder, nothing in it
	}
	for _, e := range entries {
		name, isTemp := tempOf(e.Name())
		if !isTemp || !meant(name) {
			continue
		}
		path := filepath.Join(folder, name)
		_ = s.locked(ctx, path, func() error { sweepTemps(path, 0); return nil })
	}
}

// Forget removes a target's token file under its lock, and tells whether there was one.
func (s *SSO) Forget(ctx context.Context, t SSOTarget) (removed bool, err error) {
	path, err := s.TokenPath(t)
	if err != nil {
		return false, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	err = s.locked(ctx, path, func() error {
		sweepTemps(path, 0)
		return os.Remove(path)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
