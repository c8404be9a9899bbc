package chain

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
)

// ssoCredentials exchanges the token for the role's credentials at the portal.
func (w *walk) ssoCredentials(ctx context.Context, set ssoSettings, token Secret) verdict {
	c, err := w.services()
	if err != nil {
		return serviceVerdict(ctx, err, CodeSSOPortalFailed, CodeSSOPortalFailed)
	}
	t, err := c.target(serviceSSO, set.region)
	if err != nil {
		return serviceVerdict(ctx, err, CodeSSOPortalFailed, CodeSSOPortalFailed)
	}
	client := c.portal(t)
	var out *sso.GetRoleCredentialsOutput
	err = c.call(ctx, serviceSSO, func(ctx context.Context) (err error) {
		out, err = client.GetRoleCredentials(ctx, &sso.GetRoleCredentialsInput{
			AccountId: &set.account, RoleName: &set.role, AccessToken: new(token.Reveal()),
		})
		return err
	})
	if err != nil {
		v := serviceVerdict(ctx, err, portalCode(err), CodeSSOPortalFailed).at(set.at)
		v = v.withAll(set.data())
		return v
	}
	r := out.RoleCredentials
	if r == nil || aws.ToString(r.AccessKeyId) == "" || aws.ToString(r.SecretAccessKey) == "" || aws.ToString(r.SessionToken) == "" || r.Expiration == 0 {
		return stop(CodeSSOAnswerIncomplete, set.data(), nil).with("service", string(serviceSSO)).at(set.at)
	}
	creds := Credentials{
		AccessKeyID: *r.AccessKeyId, SecretAccessKey: NewSecret(*r.SecretAccessKey), SessionToken: NewSecret(*r.SessionToken),
		Expiration: time.UnixMilli(r.Expiration).UTC(),
	}
	if w.rules.ssoGivesAccount {
		creds.AccountID = set.account
	}
	return found(CodeSSOFound, SourceSSO, creds, set.data()).at(set.at)
}

// portalCode tells the portal's refusals apart: of the token, or of the role.
func portalCode(err error) Code {
	r := responseOf(err)
	switch {
	case r == nil:
		return CodeSSOPortalFailed
	case r.StatusCode == http.StatusUnauthorized:
		return CodeSSORevoked
	case r.StatusCode == http.StatusForbidden, r.StatusCode == http.StatusNotFound:
		return CodeSSODenied
	}
	return CodeSSOPortalFailed
}
