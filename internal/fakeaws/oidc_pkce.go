package fakeaws

import (
	"crypto/sha256"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// codeLife is how long an authorization code can be redeemed.
const codeLife = 5 * time.Minute

// authCode is an authorization code with its PKCE challenge (RFC 7636).
type authCode struct {
	client    string
	startURL  string
	redirect  string
	challenge string
	expires   time.Time
}

// authorize is the authorization endpoint: a page with an Allow button, then a
// redirect to the program's loopback listener.
func (s *Server) authorize(c *call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	get := c.form.Get
	cl := s.state.oidc.clients[get("client_id")]
	if cl == nil || !c.now.Before(cl.expires) {
		return badAuthorize("the client is not registered")
	}
	redirect := get("redirect_uri")
	if !slices.ContainsFunc(cl.redirects, func(r string) bool { return sameRedirect(r, redirect) }) {
		return badAuthorize("the redirect uri is not registered")
	}
	if get("response_type") != "code" || get("code_challenge") == "" || get("code_challenge_method") != "S256" || !slices.Contains(cl.grants, grantCode) {
		return badAuthorize("the request is not an authorization code request with an S256 challenge")
	}
	i := s.sso(cl.issuer)
	if i == nil || i.away(c.region) {
		return badAuthorize("the issuer has no identity center instance in this region")
	}
	switch {
	case i.AutoAuthorize || c.r.Method == http.MethodPost && get("action") == "allow":
		code := randomURLText(48)
		s.state.oidc.codes[code] = &authCode{
			client: cl.id, startURL: i.StartURL, redirect: redirect,
			challenge: get("code_challenge"), expires: c.now.Add(codeLife),
		}
		return sendTo(redirect, map[string]string{"code": code, "state": get("state")})
	case c.r.Method == http.MethodPost:
		return sendTo(redirect, map[string]string{"error": "access_denied", "state": get("state")})
	default:
		return showPage(http.StatusOK, pageData{
			Title: "Sign in to the sample AWS", Text: cl.name + " asks for access to the AWS accounts of " + i.user() + ".", Ask: true,
		})
	}
}

func badAuthorize(text string) reply {
	return showPage(http.StatusBadRequest, pageData{Title: "Invalid request", Text: text})
}

func sendTo(redirect string, add map[string]string) reply {
	r := reply{status: http.StatusFound}
	r.set("Location", withQuery(redirect, add))
	return r
}

// sameRedirect compares redirect URIs; on loopback the port is free (RFC 8252
// section 7.3).
func sameRedirect(registered, given string) bool {
	a, err1 := url.Parse(registered)
	b, err2 := url.Parse(given)
	if err1 != nil || err2 != nil || a.Scheme != b.Scheme || a.Path != b.Path || a.Hostname() != b.Hostname() {
		return false
	}
	ip := net.ParseIP(a.Hostname())
	return a.Port() == b.Port() || a.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Server) tokenForCode(c *call, cl *oidcClient, in tokenRequest) reply {
	code := s.state.oidc.codes[in.Code]
	delete(s.state.oidc.codes, in.Code)
	sum := sha256.Sum256([]byte(in.CodeVerifier))
	if code == nil || code.client != cl.id || code.redirect != in.RedirectURI || !c.now.Before(code.expires) ||
		code.challenge != b64.EncodeToString(sum[:]) {
		return oidcRefusal("InvalidGrantException", "Invalid grant provided")
	}
	i := s.sso(code.startURL)
	if i == nil {
		return oidcRefusal("InvalidGrantException", "Invalid grant provided")
	}
	return s.grant(c, i, &family{client: cl.id, startURL: i.StartURL}, len(cl.scopes) > 0)
}
