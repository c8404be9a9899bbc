package fakeaws_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

func portal(address string) *sso.Client {
	return sso.New(sso.Options{Region: "eu-west-1", BaseEndpoint: &address, Retryer: aws.NopRetryer{}})
}

func oidc(address string) *ssooidc.Client {
	return ssooidc.New(ssooidc.Options{Region: "eu-west-1", BaseEndpoint: &address, Retryer: aws.NopRetryer{}})
}

func signIn(t *testing.T, s *fakeaws.Server, how fakeaws.SSOSignIn) fakeaws.SSOToken {
	t.Helper()
	token, err := s.SignIn(startURL+"/#/", how)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func roleCreds(token, account, role string) *sso.GetRoleCredentialsInput {
	return &sso.GetRoleCredentialsInput{AccessToken: &token, AccountId: &account, RoleName: &role}
}

func TestPortal(t *testing.T) {
	t.Parallel()
	s := start(t)
	token := signIn(t, s, fakeaws.SSOSignIn{}).AccessToken
	out, err := portal(s.URL()).GetRoleCredentials(t.Context(), roleCreds(token, account, "Admin"))
	if err != nil {
		t.Fatal(err)
	}
	c := out.RoleCredentials
	who, err := stsFor(s, static(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(*who.Arn, "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_") || !strings.HasSuffix(*who.Arn, "/jane") {
		t.Fatal(*who.Arn)
	}
	if left := time.Until(time.UnixMilli(c.Expiration)); left < 59*time.Minute || left > time.Hour {
		t.Fatalf("lives %v", left)
	}
}

func TestPortalLists(t *testing.T) {
	t.Parallel()
	s := start(t)
	token := signIn(t, s, fakeaws.SSOSignIn{}).AccessToken
	var names []string
	pages := sso.NewListAccountsPaginator(portal(s.URL()), &sso.ListAccountsInput{AccessToken: &token, MaxResults: new(int32(1))})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page.AccountList {
			names = append(names, *a.AccountName)
		}
	}
	if strings.Join(names, " ") != "dev prod" || s.Count("ListAccounts") != 2 {
		t.Fatalf("%v in %d pages", names, s.Count("ListAccounts"))
	}
	roles, err := portal(s.URL()).ListAccountRoles(t.Context(), &sso.ListAccountRolesInput{AccessToken: &token, AccountId: new(account)})
	if err != nil || len(roles.RoleList) != 2 || *roles.RoleList[1].RoleName != "Read" {
		t.Fatalf("%+v %v", roles, err)
	}
	_, err = portal(s.URL()).ListAccountRoles(t.Context(), &sso.ListAccountRolesInput{AccessToken: &token, AccountId: new("999999999999")})
	wantError(t, err, "ResourceNotFoundException", "")
}

func TestPortalRefusals(t *testing.T) {
	t.Parallel()
	s := start(t)
	live := signIn(t, s, fakeaws.SSOSignIn{}).AccessToken
	expired := signIn(t, s, fakeaws.SSOSignIn{Life: -time.Second}).AccessToken
	gone := signIn(t, s, fakeaws.SSOSignIn{}).AccessToken
	s.SignOut(gone)
	for name, tc := range map[string]struct{ address, token, account, role, code, message string }{
		"junk token":   {s.URL(), "junk", account, "Admin", "UnauthorizedException", "Session token not found or invalid"},
		"expired":      {s.URL(), expired, account, "Admin", "UnauthorizedException", "Session token"},
		"signed out":   {s.URL(), gone, account, "Admin", "UnauthorizedException", "Session token"},
		"wrong region": {s.RegionURL("us-east-1"), live, account, "Admin", "UnauthorizedException", "Session token"},
		"other role":   {s.URL(), live, other, "Admin", "ForbiddenException", "No access"},
		"no account":   {s.URL(), live, "999999999999", "Admin", "ForbiddenException", "No access"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := portal(tc.address).GetRoleCredentials(context.Background(), roleCreds(tc.token, tc.account, tc.role))
			wantError(t, err, tc.code, tc.message)
		})
	}
	t.Run("logout", func(t *testing.T) {
		t.Parallel()
		token := signIn(t, s, fakeaws.SSOSignIn{}).AccessToken
		if _, err := portal(s.URL()).Logout(context.Background(), &sso.LogoutInput{AccessToken: &token}); err != nil {
			t.Fatal(err)
		}
		_, err := portal(s.URL()).GetRoleCredentials(context.Background(), roleCreds(token, account, "Admin"))
		wantError(t, err, "UnauthorizedException", "")
	})
}

// register makes a client of the scoped, device-flow kind.
func register(t *testing.T, client *ssooidc.Client, change func(*ssooidc.RegisterClientInput)) *ssooidc.RegisterClientOutput {
	t.Helper()
	in := &ssooidc.RegisterClientInput{ClientName: new("test"), ClientType: new("public"), Scopes: []string{"sso:account:access"}}
	if change != nil {
		change(in)
	}
	out, err := client.RegisterClient(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDeviceFlow(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, withClock(c))
	client := oidc(s.URL())
	reg := register(t, client, nil)
	auth, err := client.StartDeviceAuthorization(t.Context(), &ssooidc.StartDeviceAuthorizationInput{ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: new(startURL)})
	if err != nil {
		t.Fatal(err)
	}
	if auth.Interval != 1 || auth.ExpiresIn != 600 || !strings.HasSuffix(*auth.VerificationUriComplete, "?user_code="+*auth.UserCode) {
		t.Fatalf("%+v", auth)
	}
	poll := func() (*ssooidc.CreateTokenOutput, error) {
		return client.CreateToken(t.Context(), &ssooidc.CreateTokenInput{
			ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, DeviceCode: auth.DeviceCode,
			GrantType: new("urn:ietf:params:oauth:grant-type:device_code"),
		})
	}
	_, err = poll()
	wantError(t, err, "AuthorizationPendingException", "")
	_, err = poll() // at once: too fast, and the interval grows to 6 s
	wantError(t, err, "SlowDownException", "")
	c.add(2 * time.Second)
	_, err = poll()
	wantError(t, err, "SlowDownException", "")
	c.add(20 * time.Second)
	_, err = poll()
	wantError(t, err, "AuthorizationPendingException", "")
	if status, body, _ := send(t, "GET", *auth.VerificationUriComplete, nil, ""); status != 200 || !strings.Contains(body, "Allow") {
		t.Fatalf("%d %s", status, body)
	}
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	if status, body, _ := send(t, "POST", *auth.VerificationUri, form, "action=allow&user_code="+*auth.UserCode); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	c.add(20 * time.Second)
	out, err := poll()
	if err != nil {
		t.Fatal(err)
	}
	if out.ExpiresIn != 3600 || *out.TokenType != "Bearer" || out.RefreshToken == nil {
		t.Fatalf("%+v", out)
	}
	if _, err := portal(s.URL()).ListAccounts(t.Context(), &sso.ListAccountsInput{AccessToken: out.AccessToken}); err != nil {
		t.Fatal(err)
	}
	c.add(20 * time.Second)
	_, err = poll()
	wantError(t, err, "InvalidGrantException", "")
}

func TestDeviceFlowEndings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		then func(*testing.T, *fakeaws.Server, *clock, string)
		code string
	}{
		"denied":  {func(t *testing.T, s *fakeaws.Server, _ *clock, code string) { must(t, s.DenyDevice(code)) }, "AccessDeniedException"},
		"expired": {func(_ *testing.T, _ *fakeaws.Server, c *clock, _ string) { c.add(10 * time.Minute) }, "ExpiredTokenException"},
		"allowed": {func(t *testing.T, s *fakeaws.Server, _ *clock, code string) { must(t, s.ApproveDevice(code)) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			s := start(t, withClock(c))
			client := oidc(s.URL())
			reg := register(t, client, func(in *ssooidc.RegisterClientInput) { in.Scopes = nil })
			auth, err := client.StartDeviceAuthorization(t.Context(), &ssooidc.StartDeviceAuthorizationInput{ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: new(startURL)})
			if err != nil {
				t.Fatal(err)
			}
			tc.then(t, s, c, *auth.UserCode)
			out, err := client.CreateToken(t.Context(), &ssooidc.CreateTokenInput{
				ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, DeviceCode: auth.DeviceCode, GrantType: new("urn:ietf:params:oauth:grant-type:device_code"),
			})
			if tc.code != "" {
				wantError(t, err, tc.code, "")
				return
			}
			if err != nil || out.RefreshToken != nil {
				t.Fatalf("an unscoped client gets no refresh token: %+v %v", out, err)
			}
			if s.ApproveDevice(*auth.UserCode) == nil {
				t.Fatal("a code can be approved twice")
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refresh(t *testing.T, address string, from fakeaws.SSOToken, token string) (*ssooidc.CreateTokenOutput, error) {
	t.Helper()
	return oidc(address).CreateToken(t.Context(), &ssooidc.CreateTokenInput{
		ClientId: &from.ClientID, ClientSecret: &from.ClientSecret, RefreshToken: &token, GrantType: new("refresh_token"),
	})
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	s := start(t)
	from := signIn(t, s, fakeaws.SSOSignIn{})
	one, err := refresh(t, s.URL(), from, from.RefreshToken)
	must(t, err)
	two, err := refresh(t, s.URL(), from, *one.RefreshToken)
	must(t, err)
	_, err = refresh(t, s.URL(), from, *one.RefreshToken)
	wantError(t, err, "InvalidGrantException", "")
	_, err = refresh(t, s.URL(), from, *two.RefreshToken) // reuse has ended the sign-in
	wantError(t, err, "InvalidGrantException", "")
}

func TestRefreshRefusals(t *testing.T) {
	t.Parallel()
	s := start(t)
	good := signIn(t, s, fakeaws.SSOSignIn{})
	stale := signIn(t, s, fakeaws.SSOSignIn{RegistrationLife: -time.Second})
	gone := signIn(t, s, fakeaws.SSOSignIn{})
	s.SignOut(gone.AccessToken)
	_, err := refresh(t, s.URL(), stale, stale.RefreshToken)
	wantError(t, err, "InvalidClientException", "")
	_, err = refresh(t, s.URL(), gone, gone.RefreshToken)
	wantError(t, err, "InvalidGrantException", "")
	_, err = refresh(t, s.URL(), gone, good.RefreshToken)
	wantError(t, err, "InvalidGrantException", "")
	_, err = refresh(t, s.RegionURL("us-east-1"), good, good.RefreshToken)
	wantError(t, err, "InvalidClientException", "")
	good.ClientSecret += "x"
	_, err = refresh(t, s.URL(), good, good.RefreshToken)
	wantError(t, err, "InvalidClientException", "")
}

func TestWrongRegionSignIn(t *testing.T) {
	t.Parallel()
	s := start(t)
	client := oidc(s.RegionURL("us-east-1"))
	reg := register(t, client, nil)
	_, err := client.StartDeviceAuthorization(t.Context(), &ssooidc.StartDeviceAuthorizationInput{ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: new(startURL)})
	wantError(t, err, "InvalidRequestException", "")
}
