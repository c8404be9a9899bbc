package signin

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"

	"credence/chain"
)

// grants are those of a registration for the authorization code flow (AWS CLI,
// SSOTokenFetcherAuth).
var grants = []string{"authorization_code", "refresh_token"}

// registration is this program's name at the sign-in service: a kept one, or a new one
// that is kept. Names and fields are the AWS CLI's, so that both share them. fresh
// leaves the kept one alone.
func (r *run) registration(ctx context.Context, client *ssooidc.Client, method Method, fresh bool) (chain.SSORegistration, bool, error) {
	named, scopes := r.target.Scopes, r.target.Scopes
	if r.target.Session != "" && len(scopes) == 0 {
		scopes = []string{chain.AccessScope}
		if method == ByDevice {
			// The CLI's device flow asks for no scope here: its registration is another.
			named = scopes
		}
	}
	if !fresh {
		if kept, ok := r.desk.Registration(ctx, r.target, named, method == ByBrowser); ok {
			return kept, true, nil
		}
	}
	in := &ssooidc.RegisterClientInput{ClientName: new(r.clientName()), ClientType: new("public"), Scopes: scopes}
	if method == ByBrowser {
		in.GrantTypes, in.RedirectUris, in.IssuerUrl = grants, []string{redirect("127.0.0.1")}, &r.target.StartURL
	}
	var out *ssooidc.RegisterClientOutput
	if err := r.call(ctx, func(ctx context.Context) (err error) {
		out, err = client.RegisterClient(ctx, in)
		return err
	}); err != nil {
		return chain.SSORegistration{}, false, err
	}
	made := chain.SSORegistration{
		ClientID: aws.ToString(out.ClientId), ClientSecret: chain.NewSecret(aws.ToString(out.ClientSecret)),
		Expires: time.Unix(out.ClientSecretExpiresAt, 0), Scopes: scopes, GrantTypes: in.GrantTypes,
	}
	if made.ClientID == "" || made.ClientSecret.IsEmpty() || out.ClientSecretExpiresAt == 0 {
		return made, false, incomplete("clientId, clientSecret and clientSecretExpiresAt")
	}
	// One that cannot be kept costs another call the next time, no more.
	_ = r.desk.KeepRegistration(ctx, r.target, named, made)
	return made, false, nil
}

// clientName is the AWS CLI's, so that an administrator sees one program.
func (r *run) clientName() string {
	if r.target.Session != "" {
		return "botocore-client-" + r.target.Session
	}
	return "botocore-client-" + strconv.FormatInt(r.desk.Now().Unix(), 10)
}

// unknownClient reports that the service does not know the registration, or no longer.
func unknownClient(err error) bool {
	_, invalid := errors.AsType[*types.InvalidClientException](err)
	_, unauthorized := errors.AsType[*types.UnauthorizedClientException](err)
	return invalid || unauthorized
}

// grantOf is what a token answer gave.
func (r *run) grantOf(out *ssooidc.CreateTokenOutput, reg chain.SSORegistration) (chain.SSOGrant, error) {
	if aws.ToString(out.AccessToken) == "" || out.ExpiresIn <= 0 {
		return chain.SSOGrant{}, incomplete("accessToken and expiresIn")
	}
	return chain.SSOGrant{
		AccessToken: chain.NewSecret(*out.AccessToken), RefreshToken: chain.NewSecret(aws.ToString(out.RefreshToken)),
		Expires: r.expiry(out.ExpiresIn), Registration: reg,
	}, nil
}
