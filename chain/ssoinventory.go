package chain

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
)

// CodeSSOThrottled: the portal asks for slower requests.
const CodeSSOThrottled Code = "sso.throttled"

// portalPage is how many entries one answer of the portal has at most (IAM Identity
// Center portal API, ListAccounts: 100).
const portalPage = 100

// PortalAccount is an account that a sign-in may use.
type PortalAccount struct{ ID, Name, Email string }

// Inventory reads what a sign-in may use, page by page. Unlike SSO it may be used by
// several goroutines at once. Its errors are *Error: sso.throttled where the portal asks
// for patience (the fact "retryAfter" says how many seconds, if it does), sso.revoked
// where it does not take the token, sso.denied, sso.portal-failed.
type Inventory struct {
	client  *sso.Client
	clients *serviceClients
	token   Secret
	data    Data
	at      Origin
}

// Inventory opens the portal of a target with its token.
func (s *SSO) Inventory(t SSOTarget, token SSOToken) (*Inventory, error) {
	c, to, err := s.target(serviceSSO, t)
	if err != nil {
		return nil, err
	}
	own := &inventoryHTTP{c.transport, func() {}}
	if shared, ok := c.transport.(*http.Transport); ok && s.w.opts.HTTP == nil {
		wide := shared.Clone()
		wide.MaxIdleConnsPerHost = inventoryConnections
		own.transport, own.close = wide, wide.CloseIdleConnections
	}
	return &Inventory{
		clients: c, token: token.AccessToken, data: t.Data(), at: t.Origin,
		client: sso.New(sso.Options{
			Region: to.region, BaseEndpoint: to.base, HTTPClient: own, Retryer: patient{c.retryer(false)},
			EndpointOptions: sso.EndpointResolverOptions{UseFIPSEndpoint: to.fips, UseDualStackEndpoint: to.dual},
		}),
	}, nil
}

// inventoryConnections are kept open between requests.
const inventoryConnections = 16

// inventoryHTTP sends requests without a record of them: there may be hundreds, at the
// same time.
type inventoryHTTP struct {
	transport http.RoundTripper
	close     func()
}

func (h *inventoryHTTP) Do(r *http.Request) (*http.Response, error) {
	resp, err := h.transport.RoundTrip(r)
	if err == nil {
		resp.Body = wholeBody(resp.Body)
	}
	return resp, err
}

// patient leaves throttling to the caller, who sees all requests and not only one.
type patient struct{ aws.Retryer }

func (p patient) IsErrorRetryable(err error) bool {
	return !throttled(err) && p.Retryer.IsErrorRetryable(err)
}

func throttled(err error) bool {
	r := responseOf(err)
	return r != nil && r.StatusCode == http.StatusTooManyRequests
}

// Close lets go of open connections.
func (i *Inventory) Close() {
	if h, ok := i.client.Options().HTTPClient.(*inventoryHTTP); ok {
		h.close()
	}
}

// Accounts is a page of the accounts. next is empty at first, and after the last page.
func (i *Inventory) Accounts(ctx context.Context, next string) (page []PortalAccount, following string, err error) {
	in := &sso.ListAccountsInput{AccessToken: new(i.token.Reveal()), MaxResults: new(int32(portalPage)), NextToken: pageToken(next)}
	err = i.call(ctx, nil, func(ctx context.Context) error {
		out, err := i.client.ListAccounts(ctx, in)
		if err != nil {
			return err
		}
		for _, a := range out.AccountList {
			page = append(page, PortalAccount{aws.ToString(a.AccountId), aws.ToString(a.AccountName), aws.ToString(a.EmailAddress)})
		}
		following = aws.ToString(out.NextToken)
		return nil
	})
	return page, following, err
}

// Roles is a page of the roles in an account, by name.
func (i *Inventory) Roles(ctx context.Context, account, next string) (page []string, following string, err error) {
	in := &sso.ListAccountRolesInput{AccessToken: new(i.token.Reveal()), AccountId: &account, MaxResults: new(int32(portalPage)), NextToken: pageToken(next)}
	err = i.call(ctx, Data{"account": account}, func(ctx context.Context) error {
		out, err := i.client.ListAccountRoles(ctx, in)
		if err != nil {
			return err
		}
		for _, r := range out.RoleList {
			page = append(page, aws.ToString(r.RoleName))
		}
		following = aws.ToString(out.NextToken)
		return nil
	})
	return page, following, err
}

func pageToken(next string) *string {
	if next == "" {
		return nil
	}
	return &next
}

// call makes one call within its limit.
func (i *Inventory) call(ctx context.Context, more Data, f func(context.Context) error) error {
	err := i.clients.call(ctx, serviceSSO, f)
	if err == nil {
		return nil
	}
	code := portalCode(err)
	if throttled(err) {
		code = CodeSSOThrottled
	}
	v := serviceVerdict(ctx, err, code, CodeSSOPortalFailed).at(i.at).withAll(i.data).withAll(more)
	if after, ok := retryAfter(err); ok && code == CodeSSOThrottled {
		v = v.with("retryAfter", strconv.Itoa(int(after/time.Second)))
	}
	return &Error{Reason: v.reason, Err: v.err}
}

// RoleCredentials are those of a role that the sign-in may use: the kept session, which
// profiles of the same role share, or new ones. The error is an *Error.
func (s *SSO) RoleCredentials(ctx context.Context, t SSOTarget, account, role string) (Credentials, error) {
	if _, _, err := s.target(serviceSSO, t); err != nil {
		return Credentials{}, err
	}
	set := ssoSettings{
		profile: t.Profile, session: t.Session, startURL: t.StartURL, region: Region{t.Region, t.RegionAt},
		account: account, role: role, at: t.Origin, scopes: t.Scopes,
	}
	s.w.quiet()
	k := s.w.ssoRoleSession(set)
	if k != nil {
		k.meta.Profile = "" // the one whose settings count is not whose session it is
	}
	v := s.w.kept(ctx, k, func(ctx context.Context) verdict { return s.w.askPortal(ctx, set) })
	if v.state != StateFound {
		return Credentials{}, &Error{Reason: v.reason, Err: v.err}
	}
	return v.creds, nil
}
