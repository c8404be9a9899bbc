package chain

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"credence/profiles"
)

// loginSession is the `aws login` session of one profile, on its way through the
// source.
type loginSession struct {
	profile *profiles.Profile
	arn     string
	path    string
	at      Origin
}

func (s loginSession) data() Data {
	return Data{"profile": s.profile.Name(), "session": s.arn, "path": s.path}
}

// loginSource gives the credentials in the cache of `aws login`, renewed where that
// is due (LoginCredentialsFetcher of the Node SDK).
func (w *walk) loginSource(ctx context.Context, p *profiles.Profile) verdict {
	s := loginSession{profile: p, arn: w.lookKey(p, "login_session"), at: keyOrigin(p, "login_session")}
	path, err := w.loginCachePath(s.arn)
	if err != nil {
		return fail(CodeNoHome, nil, err)
	}
	s.path = path
	var cache loginCache
	v := w.step(ctx, Step{Kind: StepToken, Profile: p.Name(), Source: SourceLogin}, func(ctx context.Context) verdict {
		var v verdict
		cache, v = w.readLogin(ctx, s)
		return v
	})
	if v.state != StateFound {
		return v
	}
	if cache.expiresAt.Sub(w.now()) > refreshWindow {
		return found(CodeLoginFound, SourceLogin, cache.credentials(), s.data()).at(s.at)
	}
	data := s.data()
	data["expires"] = cache.expiresAt.UTC().Format(time.RFC3339)
	if w.explain {
		if v := w.servicesReady(serviceSignin); v.state != "" {
			return v
		}
		return wouldUse(CodeLoginWouldRefresh, SourceLogin, data).at(s.at)
	}
	return w.renewLogin(ctx, s, cache)
}

// readLogin reads and judges the cache file.
func (w *walk) readLogin(ctx context.Context, s loginSession) (loginCache, verdict) {
	cache, err := w.loadLogin(ctx, s.path)
	data := s.data()
	if err != nil {
		data["cause"] = stateCause(err)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return cache, stop(CodeLoginMissing, data, err).at(s.at)
	case err != nil:
		return cache, stop(CodeLoginCorrupt, data, err).at(s.at)
	case cache.missing != "":
		return cache, stop(CodeLoginCorrupt, data, nil).with("missing", cache.missing).at(s.at)
	}
	data["expires"] = cache.expiresAt.UTC().Format(time.RFC3339)
	return cache, verdict{state: StateFound, reason: Reason{Code: CodeLoginFound, Data: data}}
}

func (w *walk) loadLogin(ctx context.Context, path string) (cache loginCache, err error) {
	info, err := readCache(ctx, path, func(data []byte) (err error) {
		cache, err = parseLoginCache(data)
		return err
	})
	w.lookCache(path, info, err, cache.expiresAt)
	return cache, err
}
