package fakeaws

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	registrationLife = 90 * 24 * time.Hour
	accessLife       = time.Hour
	// coral is what the real services append to the error type; clients cut it off.
	coral = ":http://internal.amazon.com/coral/"
)

// oidcState is what the OIDC service remembers.
type oidcState struct {
	clients map[string]*oidcClient
	devices map[string]*device // by device code
	codes   map[string]*authCode
	access  map[string]*accessGrant
	refresh map[string]*family // current and spent refresh tokens alike
}

// oidcClient is a registered client. Registrations belong to a region.
type oidcClient struct {
	id, secret string
	name       string
	issuer     string
	scopes     []string
	grants     []string
	redirects  []string
	region     string
	issued     time.Time
	expires    time.Time
}

// accessGrant is an access token's meaning.
type accessGrant struct {
	startURL string
	region   string
	expires  time.Time
	family   *family
}

// family is one sign-in: all refresh tokens that came from it.
type family struct {
	client   string
	startURL string
	current  string
	revoked  bool
}

func newOIDCState() oidcState {
	return oidcState{
		clients: map[string]*oidcClient{}, devices: map[string]*device{}, codes: map[string]*authCode{},
		access: map[string]*accessGrant{}, refresh: map[string]*family{},
	}
}

// oidcCodes maps exceptions to RFC 6749 and 8628 error codes and statuses, as
// in the sso-oidc service model.
var oidcCodes = map[string]struct {
	oauth  string
	status int
}{
	"AccessDeniedException":          {"access_denied", 400},
	"AuthorizationPendingException":  {"authorization_pending", 400},
	"ExpiredTokenException":          {"expired_token", 400},
	"InternalServerException":        {"server_error", 500},
	"InvalidClientException":         {"invalid_client", 401},
	"InvalidClientMetadataException": {"invalid_client_metadata", 400},
	"InvalidGrantException":          {"invalid_grant", 400},
	"InvalidRedirectUriException":    {"invalid_redirect_uri", 400},
	"InvalidRequestException":        {"invalid_request", 400},
	"InvalidScopeException":          {"invalid_scope", 400},
	"SlowDownException":              {"slow_down", 400},
	"UnauthorizedClientException":    {"unauthorized_client", 400},
	"UnsupportedGrantTypeException":  {"unsupported_grant_type", 400},
	"InvalidRequestRegionException":  {"invalid_request", 400},
	"TooManyRequestsException":       {"slow_down", 429},
	"ServiceUnavailableException":    {"server_error", 503},
}

func oidcError(status int, exception, description string) reply {
	oauth := oidcCodes[exception].oauth
	if oauth == "" {
		oauth = "server_error"
	}
	r := jsonReply(status, map[string]string{"error": oauth, "error_description": description})
	r.set("X-Amzn-Errortype", exception+coral+"com.amazonaws.sso.oidc/")
	return r
}

func oidcRefusal(exception, description string) reply {
	return oidcError(oidcCodes[exception].status, exception, description)
}

// instance finds an Identity Center instance by start URL; a slash or "#/" at
// the end makes no difference to the service. The caller holds s.mu.
func (s *Server) sso(startURL string) *SSOInstance {
	for i := range s.world.SSO {
		if trimStart(s.world.SSO[i].StartURL) == trimStart(startURL) {
			return &s.world.SSO[i]
		}
	}
	return nil
}

func trimStart(u string) string { return strings.TrimRight(strings.TrimSuffix(u, "#/"), "/#") }

// away tells whether a request was addressed to a region that is not home.
func (i *SSOInstance) away(region string) bool {
	return region != "" && i.Region != "" && region != i.Region
}

func (s *Server) registerClient(c *call) reply {
	var in struct {
		ClientName   string   `json:"clientName"`
		ClientType   string   `json:"clientType"`
		Scopes       []string `json:"scopes"`
		GrantTypes   []string `json:"grantTypes"`
		RedirectURIs []string `json:"redirectUris"`
		IssuerURL    string   `json:"issuerUrl"`
	}
	if json.Unmarshal(c.body, &in) != nil || in.ClientName == "" {
		return oidcRefusal("InvalidRequestException", "Invalid request")
	}
	if in.ClientType != "public" {
		return oidcRefusal("InvalidClientMetadataException", "Only public client type is supported")
	}
	for _, r := range in.RedirectURIs {
		if u, err := url.Parse(r); err != nil || u.Scheme == "" {
			return oidcRefusal("InvalidRedirectUriException", "Invalid redirect uri")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	life := registrationLife
	if i := s.sso(in.IssuerURL); i != nil {
		life = orDefault(i.RegistrationTTL, life)
	} else if len(s.world.SSO) > 0 {
		life = orDefault(s.world.SSO[0].RegistrationTTL, life)
	}
	cl := s.newClient(c.now, life)
	cl.name = in.ClientName
	cl.issuer, cl.scopes, cl.grants, cl.redirects, cl.region = in.IssuerURL, in.Scopes, in.GrantTypes, in.RedirectURIs, c.region
	return jsonReply(http.StatusOK, map[string]any{
		"clientId": cl.id, "clientSecret": cl.secret,
		"clientIdIssuedAt": cl.issued.Unix(), "clientSecretExpiresAt": cl.expires.Unix(),
		"authorizationEndpoint": nil, "tokenEndpoint": nil,
	})
}

func (s *Server) newClient(now time.Time, life time.Duration) *oidcClient {
	cl := &oidcClient{
		id: randomURLText(16), secret: "eyJraWQiOiJrZXkifQ." + randomURLText(200),
		issued: now, expires: now.Add(life).Truncate(time.Second),
	}
	s.state.oidc.clients[cl.id] = cl
	return cl
}

// client checks the registration that a call names; the refusal is nil if it
// is good. The caller holds s.mu.
func (s *Server) client(c *call, id, secret string) (*oidcClient, *reply) {
	cl := s.state.oidc.clients[id]
	if cl == nil || subtle.ConstantTimeCompare([]byte(cl.secret), []byte(secret)) != 1 ||
		cl.region != "" && c.region != "" && cl.region != c.region {
		return nil, new(oidcRefusal("InvalidClientException", "Invalid client provided"))
	}
	if !c.now.Before(cl.expires) {
		return nil, new(oidcRefusal("InvalidClientException", "Client registration has expired"))
	}
	return cl, nil
}

// grant signs in: it makes an access token and, for scoped clients, a refresh
// token of the family. The caller holds s.mu.
func (s *Server) grant(c *call, i *SSOInstance, f *family, scoped bool) reply {
	life := orDefault(i.AccessTTL, accessLife)
	token := s.newAccess(i, f, c.now.Add(life))
	out := map[string]any{"accessToken": token, "tokenType": "Bearer", "expiresIn": int(life.Seconds())}
	if scoped {
		out["refreshToken"] = s.rotate(f)
	}
	return jsonReply(http.StatusOK, out)
}

func (s *Server) newAccess(i *SSOInstance, f *family, end time.Time) string {
	token := "aoaAAAAAG" + randomURLText(90)
	s.state.oidc.access[token] = &accessGrant{startURL: i.StartURL, region: i.Region, expires: end, family: f}
	return token
}

// rotate replaces the family's refresh token; the old one stays known as spent.
func (s *Server) rotate(f *family) string {
	f.current = "aorAAAAAG" + randomURLText(90)
	s.state.oidc.refresh[f.current] = f
	return f.current
}
