package fakeaws

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	loginAccessLife = 15 * time.Minute
	loginLife       = 12 * time.Hour
	// sameDevice is the client id of `aws login` in a browser on this machine.
	sameDevice = "arn:aws:signin:::devtools/same-device"
)

// loginSession is one `aws login`.
type loginSession struct {
	arn     string
	client  string
	refresh string
	key     *ecdsa.PublicKey
	ends    time.Time
	refusal string // an OAuth2ErrorCode that every refresh is answered with
	who     principal
}

// Login is an `aws login` as its cache file holds it.
type Login struct {
	// ARN is the login_session of the profile.
	ARN          string
	AccountID    string
	ClientID     string
	RefreshToken string
	// DPoPKey is the P-256 private key in SEC 1 PEM ("EC PRIVATE KEY").
	DPoPKey string
	// Credentials are the access part.
	Credentials Credentials
}

// LoginOptions says how an earlier `aws login` stands today.
type LoginOptions struct {
	// Life of the credentials from now on; 0 means 15 minutes, negative makes
	// some that have expired.
	Life time.Duration
	// SessionLife is how long refreshes work; 0 means 12 hours.
	SessionLife time.Duration
	// Refusal answers each refresh with AccessDeniedException and this error:
	// TOKEN_EXPIRED, USER_CREDENTIALS_CHANGED or INSUFFICIENT_PERMISSIONS.
	Refusal string
}

// NewLogin signs an identity (the ARN of a user, or of an assumed-role session)
// in as `aws login` does.
func (s *Server) NewLogin(arn string, o LoginOptions) (Login, error) {
	_, account, _, ok := arnParts(arn)
	if !ok {
		return Login{}, fmt.Errorf("login session %q is no arn", arn)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Login{}, fmt.Errorf("login key: %w", err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return Login{}, fmt.Errorf("login key: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock()
	l := &loginSession{
		arn: arn, client: sameDevice, key: &key.PublicKey, refusal: o.Refusal,
		ends: now.Add(orDefault(o.SessionLife, loginLife)),
		who:  loginPrincipal(arn, account),
	}
	s.rotateLogin(l)
	made := s.issue(l.who, now.Add(orDefault(o.Life, loginAccessLife)))
	return Login{
		ARN: arn, AccountID: account, ClientID: l.client, RefreshToken: l.refresh, Credentials: made.Credentials,
		DPoPKey: string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})),
	}, nil
}

// loginPrincipal is the identity of a sign-in: a user, or a role session.
func loginPrincipal(arn, account string) principal {
	p := principal{kind: kindUserSession, arn: arn, id: uniqueID("AIDA", arn), account: account}
	if _, _, resource, _ := arnParts(arn); strings.HasPrefix(resource, "assumed-role/") {
		p.kind, p.id = kindRole, uniqueID("AROA", arn)+":"+roleName(resource)
	}
	return p
}

func (s *Server) rotateLogin(l *loginSession) {
	if l.refresh != "" {
		delete(s.state.logins, l.refresh)
		s.state.spent[l.refresh] = true
	}
	l.refresh = "aolAAAAAG" + randomURLText(120)
	s.state.logins[l.refresh] = l
}

// signinCodes are the OAuth2ErrorCode values that go with an exception of the
// sign-in service model.
var signinCodes = map[string]string{
	"TooManyRequestsError": "INVALID_REQUEST", "InternalServerException": "server_error",
	"ValidationException": "INVALID_REQUEST", "AccessDeniedException": "TOKEN_EXPIRED",
}

// signinError words an error of the sign-in service. As code it takes an
// exception, or an OAuth2ErrorCode, which makes it an AccessDeniedException.
func signinError(status int, code, message string) reply {
	exception, oauth := code, signinCodes[code]
	if oauth == "" {
		exception, oauth = "AccessDeniedException", code
	}
	r := jsonReply(status, map[string]string{"error": oauth, "message": message})
	r.set("X-Amzn-Errortype", exception)
	return r
}

func signinDenied(oauth, message string) reply {
	return signinError(http.StatusForbidden, oauth, message)
}

// signinToken is CreateOAuth2Token with a refresh token: the sender proves the
// key of the login with DPoP (RFC 9449).
func (s *Server) signinToken(c *call) reply {
	var in struct {
		ClientID     string `json:"clientId"`
		GrantType    string `json:"grantType"`
		RefreshToken string `json:"refreshToken"`
	}
	if json.Unmarshal(c.body, &in) != nil || in.ClientID == "" || in.GrantType != grantRefresh || in.RefreshToken == "" {
		return signinError(http.StatusBadRequest, "ValidationException", "The request is not valid")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.checkProof(c)
	if err != nil {
		return signinError(http.StatusBadRequest, "ValidationException", "The DPoP proof is not valid: "+err.Error())
	}
	l := s.state.logins[in.RefreshToken]
	switch {
	case l == nil || l.client != in.ClientID || !c.now.Before(l.ends):
		return signinDenied("TOKEN_EXPIRED", "The refresh token has expired or has been used before")
	case l.refusal != "":
		return signinDenied(l.refusal, "The session cannot be refreshed")
	case !l.key.Equal(key):
		return signinError(http.StatusBadRequest, "ValidationException", "The DPoP proof is not valid: it is not signed by the key of the session")
	}
	s.rotateLogin(l)
	made := s.issue(l.who, c.now.Add(loginAccessLife))
	return jsonReply(http.StatusOK, map[string]any{
		"accessToken": map[string]string{
			"accessKeyId": made.AccessKeyID, "secretAccessKey": made.SecretAccessKey, "sessionToken": made.SessionToken,
		},
		"tokenType": "aws_sigv4", "expiresIn": int(loginAccessLife.Seconds()), "refreshToken": l.refresh,
	})
}
