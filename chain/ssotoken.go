package chain

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// The findings about SSO tokens that are used although something is wrong.
const (
	FindingSSONoRefresh     = "sso.token-no-refresh" // near its end, and it cannot be refreshed
	FindingSSORefreshFailed = "sso.refresh-failed"   // the refresh failed; the token still lives
)

// refreshWindow is what a token must have left to be used as it is (token-providers
// of the Node SDK); refreshThrottle is how long a failed refresh is not repeated.
const (
	refreshWindow   = 5 * time.Minute
	refreshThrottle = 30 * time.Second
)

// ssoToken finds the bearer token. An empty verdict means that there is one.
func (w *walk) ssoToken(ctx context.Context, set ssoSettings) (Secret, verdict) {
	path, err := w.ssoCachePath(set.cacheName())
	if err != nil {
		return Secret{}, fail(CodeNoHome, nil, err)
	}
	token, v := w.tokenStep(ctx, set, path)
	if v.state != StateFound {
		end, signedIn := w.offerSignIn(ctx, set, v)
		if !signedIn || end.state != "" {
			return Secret{}, end
		}
		token, v = w.tokenStep(ctx, set, path)
	}
	if v.state == StateFound {
		return token.accessToken, verdict{}
	}
	return Secret{}, v
}

func (w *walk) tokenStep(ctx context.Context, set ssoSettings, path string) (token ssoCache, v verdict) {
	v = w.step(ctx, Step{Kind: StepToken, Profile: set.profile, Source: SourceSSO}, func(ctx context.Context) verdict {
		var v verdict
		token, v = w.readSSOToken(ctx, set, path)
		return v
	})
	return token, v
}

// readSSOToken looks at the cached token, and refreshes it where that is due.
func (w *walk) readSSOToken(ctx context.Context, set ssoSettings, path string) (ssoCache, verdict) {
	token, err := w.loadSSOToken(ctx, path)
	data := Data{"profile": set.profile, "session": set.session, "startUrl": redactURL(set.startURL), "path": path}
	if err != nil {
		data["cause"] = stateCause(err)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.noteSpelling(ctx, set)
		return token, stop(CodeSSOTokenMissing, data, err).at(set.at)
	case errors.Is(err, errStateCorrupt):
		return token, stop(CodeSSOTokenCorrupt, data, err).at(set.at)
	case err != nil:
		return token, stop(CodeSSOTokenUnreadable, data, err).at(set.at)
	case token.accessToken.IsEmpty():
		return token, stop(CodeSSOTokenCorrupt, data, nil).with("missing", "accessToken").at(set.at)
	case set.session != "" && token.expiresAt.IsZero():
		return token, stop(CodeSSOTokenCorrupt, data, nil).with("missing", "expiresAt").at(set.at)
	}
	w.tokenRegionFinding(set, path, token)
	left := token.expiresAt.Sub(w.now())
	if !token.expiresAt.IsZero() {
		data["expires"] = token.expiresAt.UTC().Format(time.RFC3339)
	}
	valid := verdict{state: StateFound, reason: Reason{Code: CodeSSOTokenValid, Data: data}}
	if set.session == "" {
		// Never refreshed by anyone; one without an end counts as live, as in Node.
		if !token.expiresAt.IsZero() && left <= 0 {
			return token, stop(CodeSSOTokenExpired, data, nil).at(set.at)
		}
		return token, valid
	}
	if left > refreshWindow {
		return token, valid
	}
	return w.renewSSOToken(ctx, set, path, token, data)
}

// renewSSOToken decides what becomes of a session's token near or past its end.
func (w *walk) renewSSOToken(ctx context.Context, set ssoSettings, path string, token ssoCache, data Data) (ssoCache, verdict) {
	alive := token.expiresAt.After(w.now())
	valid := verdict{state: StateFound, reason: Reason{Code: CodeSSOTokenValid, Data: data}}
	expired := stop(CodeSSOTokenExpired, data, nil).at(set.at)
	if last, tried := w.shared.refreshed[path]; tried && w.now().Sub(last) < refreshThrottle {
		if alive {
			return token, valid
		}
		return token, expired
	}
	if !token.refreshable() {
		switch {
		case !alive:
			return token, expired
		case w.rules.refreshNeedsNoneAlive:
			return token, stop(CodeSSOTokenNoRefresh, data, nil).at(set.at)
		}
		w.rec.finding(Finding{Code: FindingSSONoRefresh, Severity: SeverityWarning, Origin: set.at, Data: data})
		return token, valid
	}
	if w.explain {
		if v := w.servicesReady(serviceOIDC); v.state != "" {
			return token, v
		}
		return token, wouldUse(CodeSSOWouldRefresh, SourceSSO, data).at(set.at)
	}
	var renewed ssoCache
	v := w.step(ctx, Step{Kind: StepRefresh, Profile: set.profile, Source: SourceSSO}, func(ctx context.Context) verdict {
		var v verdict
		renewed, v = w.refreshSSOToken(ctx, set, path, token)
		return v.withAll(data).withAll(v.reason.Data) // what the refresh says of a fact counts
	})
	switch {
	case v.state == StateFound:
		return renewed, verdict{state: StateFound, reason: Reason{Code: CodeSSOTokenValid, Data: v.reason.Data}}
	case v.state == StateCanceled || !alive:
		v.failed = false
		if v.state == StateSkipped {
			v.state = StateErrored
		}
		return token, v.at(set.at)
	}
	finding := FindingSSORefreshFailed
	switch v.reason.Code {
	case CodeSSORefreshRefused:
		v = v.with("refused", "true")
	case CodeSSOTokenNoRefresh:
		finding = FindingSSONoRefresh
	}
	w.rec.finding(Finding{Code: finding, Severity: SeverityWarning, Origin: set.at, Data: v.reason.Data})
	return token, valid
}

// tokenRegionFinding: a token is good in the region it was made in alone, so that one
// from elsewhere says what sso_region should be. The services answer as if it had ended.
func (w *walk) tokenRegionFinding(set ssoSettings, path string, token ssoCache) {
	if token.region == "" || token.region == set.region.Value || !validRegion(token.region) {
		return
	}
	w.rec.finding(Finding{
		Code: FindingSSORegion, Severity: SeverityWarning, Origin: set.region.Origin, Data: Data{
			"profile": set.profile, "session": set.session, "region": set.region.Value, "tokenRegion": token.region, "path": path,
		},
	})
}

// loadSSOToken reads the cache file and records it.
func (w *walk) loadSSOToken(ctx context.Context, path string) (token ssoCache, err error) {
	info, err := readCache(ctx, path, func(data []byte) (err error) {
		token, err = parseSSOCache(data)
		return err
	})
	w.lookCache(path, info, err, token.expiresAt)
	return token, err
}
