package fakeaws

import (
	"encoding/json"
	"time"
)

// Grant types of CreateToken.
const (
	grantDevice  = "urn:ietf:params:oauth:grant-type:device_code"
	grantRefresh = "refresh_token"
	grantCode    = "authorization_code"
)

type tokenRequest struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	GrantType    string `json:"grantType"`
	DeviceCode   string `json:"deviceCode"`
	Code         string `json:"code"`
	CodeVerifier string `json:"codeVerifier"`
	RedirectURI  string `json:"redirectUri"`
	RefreshToken string `json:"refreshToken"`
}

func (s *Server) createToken(c *call) reply {
	var in tokenRequest
	if json.Unmarshal(c.body, &in) != nil || in.ClientID == "" || in.GrantType == "" {
		return oidcRefusal("InvalidRequestException", "Invalid request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cl, refusal := s.client(c, in.ClientID, in.ClientSecret)
	if refusal != nil {
		return *refusal
	}
	switch in.GrantType {
	case grantDevice:
		return s.tokenForDevice(c, cl, in)
	case grantCode:
		return s.tokenForCode(c, cl, in)
	case grantRefresh:
		return s.tokenForRefresh(c, cl, in)
	default:
		return oidcRefusal("UnsupportedGrantTypeException", "Unsupported grant type")
	}
}

// tokenForRefresh rotates: each refresh token works once. One that is used
// again ends the whole sign-in (RFC 9700 section 4.14.2).
func (s *Server) tokenForRefresh(c *call, cl *oidcClient, in tokenRequest) reply {
	f := s.state.oidc.refresh[in.RefreshToken]
	if f != nil && f.current != in.RefreshToken {
		f.revoked = true
	}
	if f == nil || f.revoked || f.client != cl.id {
		return oidcRefusal("InvalidGrantException", "Invalid refresh token provided")
	}
	i := s.sso(f.startURL)
	if i == nil || i.away(c.region) {
		return oidcRefusal("InvalidGrantException", "Invalid refresh token provided")
	}
	return s.grant(c, i, f, true)
}

// SSOToken is a sign-in as a token cache file holds it.
type SSOToken struct {
	StartURL              string
	Region                string
	AccessToken           string
	ExpiresAt             time.Time
	RefreshToken          string
	ClientID              string
	ClientSecret          string
	RegistrationExpiresAt time.Time
}

// SSOSignIn says how an earlier sign-in stands today.
type SSOSignIn struct {
	// Life of the access token from now on; 0 means the instance's, negative
	// makes one that has expired.
	Life time.Duration
	// RegistrationLife of the client from now on; 0 means 90 days.
	RegistrationLife time.Duration
	// Legacy signs in without scopes: no refresh token.
	Legacy bool
}

// SignIn makes a sign-in at an instance as if the user had done it before.
func (s *Server) SignIn(startURL string, how SSOSignIn) (SSOToken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.sso(startURL)
	if i == nil {
		return SSOToken{}, errNoInstance(startURL)
	}
	now := s.clock()
	cl := s.newClient(now, orDefault(how.RegistrationLife, registrationLife))
	cl.region, cl.issuer = i.Region, i.StartURL
	f := &family{client: cl.id, startURL: i.StartURL}
	end := now.Add(orDefault(how.Life, orDefault(i.AccessTTL, accessLife))).Truncate(time.Second)
	t := SSOToken{
		StartURL: i.StartURL, Region: i.Region, AccessToken: s.newAccess(i, f, end), ExpiresAt: end,
		ClientID: cl.id, ClientSecret: cl.secret, RegistrationExpiresAt: cl.expires,
	}
	if !how.Legacy {
		cl.scopes = []string{"sso:account:access"}
		t.RefreshToken = s.rotate(f)
	}
	return t, nil
}

// SignOut ends the sign-in behind an access token on the server's side, as an
// administrator would: portal calls answer 401 and refreshes invalid_grant.
func (s *Server) SignOut(accessToken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signOut(accessToken)
}

func (s *Server) signOut(accessToken string) {
	g := s.state.oidc.access[accessToken]
	if g == nil {
		return
	}
	g.family.revoked = true
	for token, other := range s.state.oidc.access {
		if other.family == g.family {
			delete(s.state.oidc.access, token)
		}
	}
}
