package fakeaws

import (
	"net/http"
	"strings"
	"time"
)

const (
	// chainLimit caps a role that temporary credentials assume.
	chainLimit = time.Hour
	// defaultDuration is DurationSeconds when not given.
	defaultDuration = time.Hour
	leastDuration   = 900
	mostDuration    = 43200
)

func (s *Server) assumeRole(c *call, who principal) reply {
	v := &validator{c: c}
	arn := v.text("RoleArn", true)
	name := v.text("RoleSessionName", true)
	external := v.text("ExternalId", false)
	serial, code := v.text("SerialNumber", false), v.text("TokenCode", false)
	asked := v.seconds(leastDuration, mostDuration)
	if p := v.problem(); p != nil {
		return p.reply()
	}
	if _, _, resource, ok := arnParts(arn); !ok || !strings.HasPrefix(resource, "role/") {
		return invalidInput(arn + " is invalid").reply()
	}
	mfa, p := s.checkMFA(c, who, serial, code)
	if p != nil {
		return p.reply()
	}
	role := s.role(arn)
	if role == nil || !role.trusts(who) || role.RequireMFA && !mfa || role.ExternalID != "" && role.ExternalID != external {
		return denied("User: " + who.arn + " is not authorized to perform: sts:AssumeRole on resource: " + arn).reply()
	}
	length, p := role.length(asked, who)
	if p != nil {
		return p.reply()
	}
	assumed, err := rolePrincipal(kindRole, arn, name)
	if err != nil {
		return invalidInput(arn + " is invalid").reply()
	}
	made := s.issue(assumed, c.now.Add(length))
	made.chained = who.kind == kindRole || who.kind == kindUserSession || who.kind == kindFederated
	return stsReply("AssumeRole", assumedRoleUser(assumed), credentialsNode(made.Credentials))
}

func assumedRoleUser(p principal) node {
	return branch("AssumedRoleUser", leaf("AssumedRoleId", p.id), leaf("Arn", p.arn))
}

// role finds a role of the world. The caller holds s.mu.
func (s *Server) role(arn string) *Role {
	for i := range s.world.Roles {
		if s.world.Roles[i].ARN == arn {
			return &s.world.Roles[i]
		}
	}
	return nil
}

// trusts evaluates the principals of the trust policy.
func (r *Role) trusts(who principal) bool {
	for _, t := range r.Trusted {
		switch {
		case t == "*", t == who.arn, t == who.account, t == who.role && t != "":
			return true
		case who.user != nil && t == who.user.ARN():
			return true
		case strings.HasSuffix(t, ":root"):
			if _, account, _, ok := arnParts(t); ok && account == who.account {
				return true
			}
		}
	}
	return false
}

// length settles the life of a session of the role. Credentials of a user
// session count as chaining as those of a role do (seen in
// github.com/mmmorris1975/aws-runas#11 and coinbase/assume-role#24); those of
// an instance do not ("Role chaining" in the IAM user guide).
func (r *Role) length(asked time.Duration, who principal) (time.Duration, *stsProblem) {
	if asked == 0 {
		return defaultDuration, nil
	}
	chained := who.kind == kindRole || who.kind == kindUserSession || who.kind == kindFederated
	if chained && asked > chainLimit {
		return 0, invalidInput("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	}
	if asked > max(r.MaxDuration, time.Hour) {
		return 0, invalidInput("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return asked, nil
}

const (
	leastSession = 900
	mostSession  = 129600
	// defaultSession is how long GetSessionToken and GetFederationToken last.
	defaultSession = 12 * time.Hour
)

func (s *Server) getSessionToken(c *call, who principal) reply {
	if who.kind != kindUser {
		return denied("Cannot call GetSessionToken with session credentials").reply()
	}
	v := &validator{c: c}
	serial, code := v.text("SerialNumber", false), v.text("TokenCode", false)
	length := v.seconds(leastSession, mostSession)
	if p := v.problem(); p != nil {
		return p.reply()
	}
	mfa, p := s.checkMFA(c, who, serial, code)
	if p != nil {
		return p.reply()
	}
	who.kind, who.mfa = kindUserSession, mfa
	made := s.issue(who, c.now.Add(orDefault(length, defaultSession)))
	return stsReply("GetSessionToken", credentialsNode(made.Credentials))
}

func (s *Server) getFederationToken(c *call, who principal) reply {
	if who.kind != kindUser {
		return denied("Cannot call GetFederationToken with session credentials").reply()
	}
	v := &validator{c: c}
	name := v.text("Name", true)
	length := v.seconds(leastSession, mostSession)
	if p := v.problem(); p != nil {
		return p.reply()
	}
	fed := principal{
		kind: kindFederated, account: who.account,
		arn: "arn:aws:sts::" + who.account + ":federated-user/" + name,
		id:  who.account + ":" + name,
	}
	made := s.issue(fed, c.now.Add(orDefault(length, defaultSession)))
	return stsReply("GetFederationToken", credentialsNode(made.Credentials),
		branch("FederatedUser", leaf("Arn", fed.arn), leaf("FederatedUserId", fed.id)),
		leaf("PackedPolicySize", "0"))
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

func idpProblem(code, message string) *stsProblem {
	return &stsProblem{http.StatusBadRequest, code, message}
}
