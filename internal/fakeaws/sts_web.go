package fakeaws

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// claims are the parts of an OIDC token that STS looks at.
type claims struct {
	Iss string   `json:"iss"`
	Sub string   `json:"sub"`
	Aud audience `json:"aud"`
	Exp float64  `json:"exp"`
	Nbf float64  `json:"nbf"`
}

// audience is a string or a list of them (RFC 7519 section 4.1.3).
type audience []string

// UnmarshalJSON implements json.Unmarshaler.
func (a *audience) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// noKey is AWS's answer where an issuer's keys cannot be had or do not fit.
const noKey = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"

func (s *Server) assumeRoleWithWebIdentity(c *call) reply {
	v := &validator{c: c}
	arn, name := v.text("RoleArn", true), v.text("RoleSessionName", true)
	token := v.text("WebIdentityToken", true)
	asked := v.seconds(leastDuration, mostDuration)
	if p := v.problem(); p != nil {
		return p.reply()
	}
	issuer, said, p := s.checkWebToken(c, token)
	if p != nil {
		return p.reply()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	role := s.role(arn)
	if role == nil || !role.Web.accepts(s, issuer, said) {
		return denied("Not authorized to perform sts:AssumeRoleWithWebIdentity").reply()
	}
	length, p := role.length(asked, principal{})
	if p != nil {
		return p.reply()
	}
	who, err := rolePrincipal(kindRole, arn, name)
	if err != nil {
		return invalidInput(arn + " is invalid").reply()
	}
	made := s.issue(who, c.now.Add(length))
	host := strings.TrimPrefix(strings.TrimPrefix(said.Iss, "https://"), "http://")
	return stsReply("AssumeRoleWithWebIdentity",
		leaf("SubjectFromWebIdentityToken", said.Sub),
		leaf("Audience", strings.Join(said.Aud, ",")),
		assumedRoleUser(who), credentialsNode(made.Credentials),
		leaf("Provider", "arn:aws:iam::"+who.account+":oidc-provider/"+host))
}

// checkWebToken verifies a token against the issuer that it names.
func (s *Server) checkWebToken(c *call, text string) (Issuer, claims, *stsProblem) {
	var said claims
	token, err := parseJWT(text)
	if err != nil || json.Unmarshal(token.payload, &said) != nil {
		return Issuer{}, said, idpProblem("InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
	}
	issuer, ok := s.findIssuer(said.Iss)
	if !ok {
		return Issuer{}, said, idpProblem("InvalidIdentityToken", "No OpenIDConnect provider found in your account for "+said.Iss)
	}
	if len(issuer.Audiences) > 0 && !slices.ContainsFunc(said.Aud, func(a string) bool { return slices.Contains(issuer.Audiences, a) }) {
		return issuer, said, idpProblem("InvalidIdentityToken", "Incorrect token audience")
	}
	keys, err := s.keySet(c.r.Context(), issuer)
	if err != nil {
		return issuer, said, idpProblem("InvalidIdentityToken", noKey)
	}
	if !slices.ContainsFunc(keys, func(k jwk) bool { return signedBy(token, k) }) {
		return issuer, said, idpProblem("InvalidIdentityToken", noKey)
	}
	if end := time.Unix(int64(said.Exp), 0); !c.now.Before(end) {
		return issuer, said, idpProblem("ExpiredTokenException", fmt.Sprintf("Token expired: current date/time %d must be before the expiration date/time %d", c.now.Unix(), end.Unix()))
	}
	return issuer, said, nil
}

// signedBy tries one key of a set; a key with another id than the token's is
// not tried.
func signedBy(t *jwt, k jwk) bool {
	if t.header.Kid != "" && k.Kid != "" && t.header.Kid != k.Kid {
		return false
	}
	key, err := k.public()
	return err == nil && t.verify(key) == nil
}

func (s *Server) findIssuer(address string) (Issuer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.world.Issuers {
		if s.issuerURL(i) == strings.TrimSuffix(address, "/") {
			return i, true
		}
	}
	return Issuer{}, false
}

// accepts evaluates the conditions of the trust policy. The caller holds s.mu.
func (w *WebTrust) accepts(s *Server, i Issuer, said claims) bool {
	if w == nil {
		return false
	}
	return (w.Issuer == "" || w.Issuer == i.Name || strings.TrimSuffix(w.Issuer, "/") == s.issuerURL(i)) &&
		(w.Subject == "" || w.Subject == said.Sub) &&
		(w.Audience == "" || slices.Contains(said.Aud, w.Audience))
}
