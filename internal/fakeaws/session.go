package fakeaws

import (
	"fmt"
	"time"
)

// kind says what sort of principal signs a call.
type kind int

const (
	kindUser kind = iota
	kindUserSession
	kindFederated
	kindRole
	kindInstance
)

// principal is who signs a call.
type principal struct {
	kind    kind
	arn     string
	id      string // UserId
	account string
	role    string // ARN of the role behind a role session
	mfa     bool   // aws:MultiFactorAuthPresent
	user    *User  // the IAM user behind it, nil for roles
}

// session is a set of temporary credentials that the server has issued.
type session struct {
	Credentials
	who     principal
	chained bool // a role's, assumed with temporary credentials
}

// Credentials are temporary credentials issued by the server; they work in
// signed calls until they expire.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
	Expiration      time.Time
	// ARN is the session's identity as GetCallerIdentity tells it.
	ARN string
}

// issue makes a session. The caller holds s.mu.
func (s *Server) issue(who principal, end time.Time) *session {
	made := &session{who: who, Credentials: Credentials{
		AccessKeyID: newKeyID(), SecretAccessKey: newSecret(), SessionToken: newSessionToken(),
		Expiration: end.UTC().Truncate(time.Second), ARN: who.arn,
	}}
	s.state.sessions[made.AccessKeyID] = made
	return made
}

// rolePrincipal is the identity of a session of a role.
func rolePrincipal(k kind, roleARN, sessionName string) (principal, error) {
	partition, account, resource, ok := arnParts(roleARN)
	if !ok {
		return principal{}, fmt.Errorf("role %q is no arn", roleARN)
	}
	return principal{
		kind:    k,
		arn:     fmt.Sprintf("arn:%s:sts::%s:assumed-role/%s/%s", partition, account, roleName(resource), sessionName),
		id:      uniqueID("AROA", roleARN) + ":" + sessionName,
		account: account,
		role:    roleARN,
	}, nil
}

// IssueRole makes a session of a role as if somebody had just assumed it: what
// a credential helper or a cache file would hold. A negative life yields
// credentials that have expired. The role need not be in the world.
func (s *Server) IssueRole(roleARN, sessionName string, life time.Duration) (Credentials, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, err := rolePrincipal(kindRole, roleARN, sessionName)
	if err != nil {
		return Credentials{}, err
	}
	return s.issue(who, s.clock().Add(life)).Credentials, nil
}

// Revoke makes temporary credentials unusable at once (as a deleted role or a
// revoked session would be): signed calls answer InvalidClientTokenId.
func (s *Server) Revoke(accessKeyID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.state.sessions, accessKeyID)
}
