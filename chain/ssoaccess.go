package chain

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"

	"credence/chain/cache"
	"credence/profiles"
)

// SSO gives programs that sign people in and out what the chain knows: the settings,
// the services' clients, the files of tokens and client registrations. It is for one
// goroutine at a time. Close lets go of its connections.
type SSO struct{ w *walk }

// NewSSO reads the shared files. The error is a home folder that cannot be found.
func NewSSO(opts Options) (*SSO, error) {
	opts.Mode, opts.Observe, opts.SignIn = ModeResolve, nil, nil
	w := newWalk(opts, &session{})
	w.quiet()
	if _, err := w.sharedFiles(); err != nil {
		return nil, err
	}
	return &SSO{w}, nil
}

// quiet gives the walk a record that nobody reads.
func (w *walk) quiet() { w.rec = &recorder{clock: w.opts.Clock, stage: &openEnd{}} }

// Close lets go of open connections.
func (s *SSO) Close() {
	if s.w.clients != nil {
		s.w.clients.closeIdle()
	}
}

// Files are the shared files that were read.
func (s *SSO) Files() *profiles.Files { return s.w.files }

// Now is the time of the clock.
func (s *SSO) Now() time.Time { return s.w.now() }

// target is where a service of the target is, and as whom it is called.
func (s *SSO) target(at service, t SSOTarget) (*serviceClients, target, error) {
	if t.Profile != "" {
		s.w.profile = ProfileChoice{Name: t.Profile, SelectedBy: SelectedByArgument}
	}
	c, err := s.w.services()
	if err != nil {
		return nil, target{}, err
	}
	to, err := c.target(at, Region{t.Region, t.RegionAt})
	return c, to, err
}

// OIDC is a client of the sign-in service, with the endpoint, proxy, CA bundle and
// retries that the settings name. Calls go through Call. The error is an *Error.
func (s *SSO) OIDC(t SSOTarget) (*ssooidc.Client, error) {
	c, to, err := s.target(serviceOIDC, t)
	if err != nil {
		return nil, err
	}
	return c.oidc(to), nil
}

func (c *serviceClients) oidc(t target) *ssooidc.Client {
	return ssooidc.New(ssooidc.Options{
		Region: t.region, BaseEndpoint: t.base, HTTPClient: c, Retryer: c.retryer(false),
		EndpointOptions: ssooidc.EndpointResolverOptions{UseFIPSEndpoint: t.fips, UseDualStackEndpoint: t.dual},
	})
}

// Portal is a client of the portal. The error is an *Error.
func (s *SSO) Portal(t SSOTarget) (*sso.Client, error) {
	c, to, err := s.target(serviceSSO, t)
	if err != nil {
		return nil, err
	}
	return c.portal(to), nil
}

func (c *serviceClients) portal(t target) *sso.Client {
	return sso.New(sso.Options{
		Region: t.region, BaseEndpoint: t.base, HTTPClient: c, Retryer: c.retryer(false),
		EndpointOptions: sso.EndpointResolverOptions{UseFIPSEndpoint: t.fips, UseDualStackEndpoint: t.dual},
	})
}

// OIDCAddress is where the sign-in service is, by the settings or by AWS's rules,
// without the path of an operation. The error is an *Error.
func (s *SSO) OIDCAddress(ctx context.Context, t SSOTarget) (*url.URL, error) {
	_, to, err := s.target(serviceOIDC, t)
	if err != nil {
		return nil, err
	}
	found, err := ssooidc.NewDefaultEndpointResolverV2().ResolveEndpoint(ctx, ssooidc.EndpointParameters{
		Region: &to.region, Endpoint: to.base,
		UseFIPS: new(to.fips == aws.FIPSEndpointStateEnabled), UseDualStack: new(to.dual == aws.DualStackEndpointStateEnabled),
	})
	if err != nil {
		return nil, &Error{Reason: Reason{Code: CodeRegionInvalid, Data: Data{"region": t.Region, "service": string(serviceOIDC)}}, Err: err}
	}
	return &found.URI, nil
}

// Call makes one call of a client within its limit (30 s). The error is an *Error:
// refused where the service said no, unreachable where no answer came. The service's
// own error is in its tree.
func (s *SSO) Call(ctx context.Context, refused, unreachable Code, f func(context.Context) error) error {
	err := s.w.clients.call(ctx, serviceOIDC, f)
	if err == nil {
		return nil
	}
	v := serviceVerdict(ctx, err, refused, unreachable)
	return &Error{Reason: v.reason, Err: v.err}
}

// Accepted asks the portal whether it takes the token. Without an answer the error is
// an *Error.
func (s *SSO) Accepted(ctx context.Context, t SSOTarget, token Secret) (bool, error) {
	client, err := s.Portal(t)
	if err != nil {
		return false, err
	}
	err = s.Call(ctx, CodeSSOPortalFailed, CodeSSOPortalFailed, func(ctx context.Context) error {
		_, err := client.ListAccounts(ctx, &sso.ListAccountsInput{AccessToken: new(token.Reveal()), MaxResults: new(int32(1))})
		return err
	})
	switch {
	case err == nil:
		return true, nil
	case portalCode(err) == CodeSSORevoked:
		return false, nil
	case refusedByService(err): // it knows the token, and refuses the question
		return true, nil
	}
	return false, err
}

// Revoke ends the sign-in behind a token on the server (sso:Logout). ended is false
// where the server had ended it before. The error is an *Error.
func (s *SSO) Revoke(ctx context.Context, t SSOTarget, token Secret) (ended bool, err error) {
	client, err := s.Portal(t)
	if err != nil {
		return false, err
	}
	err = s.Call(ctx, CodeSSOPortalFailed, CodeSSOPortalFailed, func(ctx context.Context) error {
		_, err := client.Logout(ctx, &sso.LogoutInput{AccessToken: new(token.Reveal())})
		return err
	})
	if err != nil && portalCode(err) == CodeSSORevoked {
		return false, nil
	}
	return err == nil, err
}

// folder is where tokens and registrations lie.
func (s *SSO) folder() (string, error) {
	home, err := s.w.home()
	if err != nil {
		return "", fmt.Errorf("find the home folder: %w", err)
	}
	return filepath.Join(home, ".aws", "sso", "cache"), nil
}

// TokenPath is the file of a target's token.
func (s *SSO) TokenPath(t SSOTarget) (string, error) {
	folder, err := s.folder()
	return filepath.Join(folder, cache.AWSTokenName(t.Name())), err
}
