package fakeaws

import (
	"crypto/subtle"
	"net/http"
)

// apiVersion is the only version of the STS query API.
const apiVersion = "2011-06-15"

// sts answers the query protocol.
func (s *Server) sts(c *call) reply {
	action := c.form.Get("Action")
	known := map[string]func(*call, principal) reply{
		"GetCallerIdentity":  s.getCallerIdentity,
		"AssumeRole":         s.assumeRole,
		"GetSessionToken":    s.getSessionToken,
		"GetFederationToken": s.getFederationToken,
	}
	run, ok := known[action]
	if action == "AssumeRoleWithWebIdentity" && c.form.Get("Version") == apiVersion {
		return s.assumeRoleWithWebIdentity(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	who, problem := s.authenticate(c)
	if problem != nil {
		return problem.reply()
	}
	if version := c.form.Get("Version"); !ok || version != apiVersion {
		return stsError(http.StatusBadRequest, "InvalidAction", "Could not find operation "+action+" for version "+orNone(version))
	}
	return run(c, who)
}

func orNone(text string) string {
	if text == "" {
		return "NO_VERSION_SPECIFIED"
	}
	return text
}

// authenticate finds out who signed a call. The caller holds s.mu.
func (s *Server) authenticate(c *call) (principal, *stsProblem) {
	sig, problem := parseSignature(c.r)
	if problem != nil {
		return principal{}, problem
	}
	who, secret, problem := s.lookUp(sig, c)
	if problem != nil {
		return principal{}, problem
	}
	if problem := sig.checkTime(c.now, s.skew); problem != nil {
		return principal{}, problem
	}
	if sig.service != "sts" {
		return principal{}, mismatch("Credential should be scoped to correct service: 'sts'. ")
	}
	if !sig.matches(c.r, c.body, secret) {
		return principal{}, mismatch("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
	}
	return who, nil
}

// lookUp finds the key that signed and checks the token that goes with it.
func (s *Server) lookUp(sig signature, c *call) (principal, string, *stsProblem) {
	if made := s.state.sessions[sig.keyID]; made != nil {
		if subtle.ConstantTimeCompare([]byte(made.SessionToken), []byte(sig.token)) != 1 {
			return principal{}, "", invalidToken()
		}
		if !c.now.Before(made.Expiration) {
			return principal{}, "", &stsProblem{http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired"}
		}
		return made.who, made.SecretAccessKey, nil
	}
	for i := range s.world.Users {
		u := &s.world.Users[i]
		for _, k := range u.Keys {
			if k.ID == sig.keyID && !k.Inactive && sig.token == "" {
				return principal{kind: kindUser, arn: u.ARN(), id: uniqueID("AIDA", u.ARN()), account: u.Account, user: u}, k.Secret, nil
			}
		}
	}
	return principal{}, "", invalidToken()
}

func (s *Server) getCallerIdentity(_ *call, who principal) reply {
	return stsReply("GetCallerIdentity", leaf("Arn", who.arn), leaf("UserId", who.id), leaf("Account", who.account))
}
