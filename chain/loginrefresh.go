package chain

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/signin/types"
	"github.com/aws/smithy-go/middleware"
)

// FindingLoginRefreshFailed: the session could not be renewed; it still lives.
const FindingLoginRefreshFailed = "login.refresh-failed"

// renewLogin refreshes the session. A refusal stops the chain; other trouble leaves
// the old credentials while they live, and is skipped over after that.
func (w *walk) renewLogin(ctx context.Context, s loginSession, cache loginCache) verdict {
	var renewed loginCache
	v := w.step(ctx, Step{Kind: StepRefresh, Profile: s.profile.Name(), Source: SourceLogin}, func(ctx context.Context) verdict {
		var v verdict
		renewed, v = w.refreshLogin(ctx, s, cache)
		v = v.withAll(s.data())
		return v
	})
	switch {
	case v.state == StateFound:
		return found(v.reason.Code, SourceLogin, renewed.credentials(), s.data()).at(s.at)
	case v.state != StateSkipped || !cache.expiresAt.After(w.now()):
		if v.reason.Origin == nil {
			v = v.at(s.at)
		}
		return v
	}
	w.rec.finding(Finding{Code: FindingLoginRefreshFailed, Severity: SeverityWarning, Origin: s.at, Data: v.reason.Data})
	return found(CodeLoginFound, SourceLogin, cache.credentials(), s.data()).at(s.at)
}

// refreshLogin renews the session under the lock of its file; what it spends and
// gets is on disk before it is used.
func (w *walk) refreshLogin(ctx context.Context, s loginSession, seen loginCache) (loginCache, verdict) {
	c, err := w.services()
	if err != nil {
		return seen, serviceVerdict(ctx, err, CodeLoginRefused, CodeLoginRefreshFailed)
	}
	unlock, shared, err := lockState(ctx, s.path, c.lockLimit)
	if err != nil {
		return seen, fail(CodeLoginRefreshFailed, Data{"message": stateCause(err)}, err)
	}
	defer unlock()
	if !shared {
		w.rec.finding(Finding{Code: FindingCacheUnlocked, Severity: SeverityWarning, Data: Data{"path": s.path}})
	}
	cache := seen
	if now, err := w.loadLogin(ctx, s.path); err == nil && now.missing == "" {
		// Somebody else may have renewed it; a file that ended meanwhile is no reason
		// to give up what still lives.
		if now.expiresAt.After(w.now()) || !seen.expiresAt.After(w.now()) {
			cache = now
		}
	}
	if cache.expiresAt.Sub(w.now()) > refreshWindow {
		return cache, verdict{state: StateFound, reason: Reason{Code: CodeLoginFound}}
	}
	out, v := w.callSignin(ctx, c, s, cache)
	if v.state != "" {
		return cache, v
	}
	renewed, err := cache.renewed(out, w.now())
	if err != nil {
		return cache, fail(CodeLoginRefreshFailed, Data{"message": err.Error()}, err)
	}
	if err := replaceStateFile(s.path, renewed.object.encode()); err != nil {
		return cache, fail(CodeLoginRefreshFailed, Data{"message": stateCause(err)}, err)
	}
	return renewed, verdict{state: StateFound, reason: Reason{Code: CodeLoginRefreshed}}
}

// callSignin sends the refresh token with a proof that we hold the session's key.
func (w *walk) callSignin(ctx context.Context, c *serviceClients, s loginSession, cache loginCache) (*types.CreateOAuth2TokenResponseBody, verdict) {
	region := w.stsRegion(s.profile)
	if cache.signInRegion != "" {
		region = Region{Value: cache.signInRegion}
	}
	t, err := c.target(serviceSignin, region)
	if err != nil {
		return nil, serviceVerdict(ctx, err, CodeLoginRefused, CodeLoginRefreshFailed)
	}
	client := signin.New(signin.Options{
		Region: t.region, BaseEndpoint: t.base, HTTPClient: c, Retryer: c.retryer(false),
		EndpointOptions: signin.EndpointResolverOptions{UseFIPSEndpoint: t.fips, UseDualStackEndpoint: t.dual},
		APIOptions: []func(*middleware.Stack) error{func(stack *middleware.Stack) error {
			return stack.Finalize.Add(&proveKey{key: cache.dpopKey, now: w.now}, middleware.After)
		}},
	})
	var out *signin.CreateOAuth2TokenOutput
	err = c.call(ctx, serviceSignin, func(ctx context.Context) (err error) {
		out, err = client.CreateOAuth2Token(ctx, &signin.CreateOAuth2TokenInput{TokenInput: &types.CreateOAuth2TokenRequestBody{
			ClientId: &cache.clientID, GrantType: new("refresh_token"), RefreshToken: new(cache.refreshToken.Reveal()),
		}})
		return err
	})
	if err == nil && out.TokenOutput == nil {
		err = errAnswerIncomplete
	}
	if err == nil {
		return out.TokenOutput, verdict{}
	}
	if denied, ok := errors.AsType[*types.AccessDeniedException](err); ok {
		return nil, stop(deniedCode(denied), serviceData(err), err).with("error", string(denied.Error_)).with("message", aws.ToString(denied.Message)).at(s.at)
	}
	return nil, fail(CodeLoginRefreshFailed, serviceData(err), err)
}

func deniedCode(denied *types.AccessDeniedException) Code {
	switch denied.Error_ {
	case types.OAuth2ErrorCodeTokenExpired:
		return CodeLoginExpired
	case types.OAuth2ErrorCodeUserCredentialsChanged:
		return CodeLoginUserChanged
	case types.OAuth2ErrorCodeInsufficientPermissions:
		return CodeLoginNoPermission
	}
	return CodeLoginRefused
}
