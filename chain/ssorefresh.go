package chain

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go"
)

// FindingCacheUnlocked: the file system of a cache knows no locks.
const FindingCacheUnlocked = "cache.unlocked"

// refreshSSOToken renews a session's token under the lock of its file. The new
// token, and the refresh token that replaces the one just spent, are on disk before
// anything uses them. Failures are failed skips: whether they stop the chain depends
// on whether the old token still lives.
func (w *walk) refreshSSOToken(ctx context.Context, set ssoSettings, path string, seen ssoCache) (ssoCache, verdict) {
	c, err := w.services()
	if err != nil {
		return seen, serviceVerdict(ctx, err, CodeSSORefreshRefused, CodeSSORefreshFailed)
	}
	unlock, shared, err := lockState(ctx, path, c.lockLimit)
	switch {
	case err != nil && !w.rules.refreshWriteMayFail:
		// Where no lock can be made the renewed token could not be kept either, and
		// asking for it would spend the refresh token.
		return seen, fail(CodeSSORefreshFailed, Data{"path": path, "message": stateCause(err)}, err)
	case err == nil:
		defer unlock()
		if !shared {
			w.rec.finding(Finding{Code: FindingCacheUnlocked, Severity: SeverityWarning, Data: Data{"path": path}})
		}
	}
	token := seen
	if now, err := w.loadSSOToken(ctx, path); err == nil && !now.accessToken.IsEmpty() {
		token = now
	}
	if token.expiresAt.Sub(w.now()) > refreshWindow {
		return token, verdict{state: StateFound, reason: Reason{Code: CodeSSOTokenValid, Data: Data{
			"expires": token.expiresAt.UTC().Format(time.RFC3339),
		}}}
	}
	if !token.refreshable() {
		return seen, fail(CodeSSOTokenNoRefresh, Data{"path": path, "missing": token.refreshLacks()}, nil)
	}
	if w.shared.refreshed == nil {
		w.shared.refreshed = map[string]time.Time{}
	}
	w.shared.refreshed[path] = w.now()
	return w.exchangeRefreshToken(ctx, c, set, path, token)
}

// exchangeRefreshToken asks OIDC for a new token and writes it down.
func (w *walk) exchangeRefreshToken(ctx context.Context, c *serviceClients, set ssoSettings, path string, token ssoCache) (ssoCache, verdict) {
	t, err := c.target(serviceOIDC, set.region)
	if err != nil {
		return token, serviceVerdict(ctx, err, CodeSSORefreshRefused, CodeSSORefreshFailed)
	}
	client := c.oidc(t)
	var out *ssooidc.CreateTokenOutput
	err = c.call(ctx, serviceOIDC, func(ctx context.Context) (err error) {
		out, err = client.CreateToken(ctx, &ssooidc.CreateTokenInput{
			ClientId: &token.clientID, ClientSecret: new(token.clientSecret.Reveal()),
			GrantType: new("refresh_token"), RefreshToken: new(token.refreshToken.Reveal()),
		})
		return err
	})
	if err != nil {
		code := CodeSSORefreshFailed
		if tokenRefused(err) {
			code = CodeSSORefreshRefused
		}
		return token, fail(code, serviceData(err), err)
	}
	access := aws.ToString(out.AccessToken)
	if access == "" || out.ExpiresIn <= 0 {
		return token, fail(CodeSSOAnswerIncomplete, Data{"service": string(serviceOIDC)}, nil)
	}
	renewed := token.renewed(access, aws.ToString(out.RefreshToken), w.now().Add(time.Duration(out.ExpiresIn)*time.Second), !w.rules.refreshDropsToken)
	if err := replaceStateFile(path, renewed.object.encode()); err != nil && !w.rules.refreshWriteMayFail {
		return token, fail(CodeSSORefreshUnsaved, Data{"path": path, "message": stateCause(err)}, err)
	}
	return renewed, verdict{state: StateFound, reason: Reason{Code: CodeSSORefreshed, Data: Data{
		"path": path, "expires": renewed.expiresAt.Format(time.RFC3339),
	}}}
}

// tokenRefused reports the sign-in service's own no to a grant, which ends a session.
// An answer of a proxy or a captive portal on the way is trouble, whatever its status.
func tokenRefused(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && refusedByService(err) && oidcRefusals[api.ErrorCode()]
}

// oidcRefusals are the exceptions of CreateToken that speak about the request (service
// model of sso-oidc).
var oidcRefusals = map[string]bool{
	"AccessDeniedException": true, "ExpiredTokenException": true, "InvalidClientException": true, "InvalidGrantException": true,
	"InvalidRequestException": true, "InvalidScopeException": true, "UnauthorizedClientException": true, "UnsupportedGrantTypeException": true,
}
