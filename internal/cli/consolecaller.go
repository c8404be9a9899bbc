package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
)

// consoleCaller is as whom the console is opened.
type consoleCaller struct {
	keys     chain.Credentials // what the federation endpoint gets
	arn      string            // empty where nobody had to ask
	duration time.Duration     // to ask the endpoint for; 0: as long as the keys
	federate bool              // the keys are a federated session of a user
}

// end is when the console session ends; zero where that is not known.
func (c consoleCaller) end(now time.Time) time.Time {
	if c.duration > 0 {
		return now.Add(c.duration)
	}
	return c.keys.Expiration
}

// allPermitted is the policy of a federated session: what it may do is what this and
// the user's own policies permit, and without a policy it is nothing.
const allPermitted = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// consoleCaller finds out what kind of credentials these are, and makes those that the
// console takes of them.
func (a *app) consoleCaller(ctx context.Context, opts chain.Options, res *chain.Result, want consoleWish) (consoleCaller, error) {
	c := consoleCaller{keys: res.Keys, duration: want.duration}
	longTerm := !res.Keys.HasSessionToken()
	if longTerm || !ofRole(res.Source) || res.Region.Value == "" {
		who, err := chain.CallerIdentity(ctx, opts, res.Keys, res.Region.Value)
		switch {
		case err == nil:
			c.arn = who.Arn
		case longTerm || !ofRole(res.Source):
			return c, err
		}
	}
	switch {
	case strings.HasSuffix(c.arn, ":root"):
		return c, &hintedError{errors.New("these are the keys of the account's root user, and no console session is made from them"),
			[]string{"delete the root user's access keys: no task needs them"}}
	case longTerm:
		return a.federated(ctx, opts, res, c)
	case strings.Contains(c.arn, ":user/"):
		return c, &hintedError{fmt.Errorf("the console takes no session of a user, and these credentials are one of %s", sanitize.Text(lastOf(c.arn))),
			[]string{"use a profile with a role, or with the user's long-term keys"}}
	case c.duration > mostConsole:
		return c, usage(errors.New("the console session of a role lasts 12 hours at most"), "--duration 12h")
	case c.duration > 0 && chained(&res.Trace):
		return c, usage(errors.New("the role is assumed with the session of another role, and AWS gives such console sessions no duration of their own"),
			"leave out --duration: the session lasts as long as the role's")
	}
	return c, nil
}

// federated exchanges long-term keys for a session that the console takes.
func (a *app) federated(ctx context.Context, opts chain.Options, res *chain.Result, c consoleCaller) (consoleCaller, error) {
	r := chain.FederationRequest{Name: federatedName(c.arn), Policy: allPermitted, Duration: c.duration}
	keys, err := chain.FederationToken(ctx, opts, res.Keys, res.Region.Value, r)
	if err != nil {
		return c, err
	}
	c.keys, c.duration, c.federate = keys, 0, true // the endpoint refuses a duration for these
	return c, nil
}

// federatedName is the user's name as sts:GetFederationToken takes it: 2 to 32
// characters of [\w+=,.@-].
func federatedName(arn string) string {
	name := strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_+=,.@-", r)) {
			return r
		}
		return '-'
	}, lastOf(arn))
	if len(name) < 2 {
		name = "user-" + name
	}
	return name[:min(len(name), 32)]
}

// lastOf is the last part of an ARN: a user's name, the name of a role's session.
func lastOf(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }

// ofRole reports that credentials of this source are always those of a role.
func ofRole(s chain.Source) bool {
	switch s {
	case chain.SourceSSO, chain.SourceAssumeRole, chain.SourceWebIdentity, chain.SourceContainer, chain.SourceInstance:
		return true
	}
	return false
}

// chained reports that the last role was assumed with the session of another one (IAM
// User Guide, "Role chaining"): an earlier step assumed a role, or got one.
func chained(t *chain.Trace) bool {
	hops := map[int]bool{}
	var count func(steps []*chain.StepTrace)
	count = func(steps []*chain.StepTrace) {
		for _, s := range steps {
			if s.Kind == chain.StepAssumeRole || s.Kind == chain.StepSource && (s.Source == chain.SourceSSO || s.Source == chain.SourceWebIdentity) {
				hops[s.Hop] = true
			}
			count(s.Steps)
		}
	}
	for _, s := range t.Stages {
		if s.State == chain.StateFound && s.Kind == chain.KindSharedFiles {
			count(s.Steps)
		}
	}
	return len(hops) > 1
}
