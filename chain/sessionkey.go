package chain

import (
	"context"
	"slices"
	"strings"

	"credence/chain/cache"
	"credence/profiles"
)

// asker is who would ask for a session, as far as the configuration tells: nothing
// is resolved to find out.
type asker struct {
	key   string   // for a cache key
	words string   // for people
	fixed bool     // the shared files alone decide it, not this shell or this machine
	steps []Step   // that resolving it would take, base first
	kept  []string // the IDs of the sessions of roles that it would be reached through
}

// quietly runs f without a trace: what it looks at will be looked at again, or need
// not be.
func (w *walk) quietly(f func()) {
	rec, region := w.rec, w.roleRegion
	w.rec = &recorder{clock: rec.clock, stage: &openEnd{}}
	defer func() { w.rec, w.roleRegion = rec, region }()
	f()
}

// roleKey is the cache key of a profile's role. It is not ok where the configuration
// is not whole: resolving it says why.
func (w *walk) roleKey(p *profiles.Profile, t *trail) (key cache.Key, who asker, ok bool) {
	req, v := w.roleRequest(p)
	if v.state != "" {
		return key, who, false
	}
	if name := p.Get("source_profile"); name != "" {
		who, ok = w.askerOf(p, name, t)
	} else {
		who, ok = w.namedAsker(p, t.hop())
	}
	endpoint, known := w.endpointOf(serviceSTS)
	if !ok || !known {
		return key, who, false
	}
	who.steps = append(who.steps, Step{Kind: StepAssumeRole, Hop: t.hop(), Profile: p.Name(), RoleArn: req.RoleArn, Serial: req.SerialNumber})
	return cache.Key{
		Kind: cache.KindRole, Source: who.key, RoleARN: req.RoleArn, SessionName: p.Get("role_session_name"), ExternalID: req.ExternalID,
		MFASerial: req.SerialNumber, Duration: req.Duration, Region: req.Region, Partition: PartitionOfARN(req.RoleArn), Endpoint: endpoint,
	}, who, true
}

// askerOf is the asker that a source profile is.
func (w *walk) askerOf(p *profiles.Profile, name string, t *trail) (asker, bool) {
	next := t.to(p.Name(), name)
	if limit := w.rules.maxSourceDepth; slices.Contains(t.visited, name) || limit > 0 && next.hop() > limit {
		return asker{}, false
	}
	files, err := w.sharedFiles()
	if err != nil {
		return asker{}, false
	}
	source, ok := files.Profile(name)
	if !ok {
		return asker{}, false
	}
	for _, f := range w.rules.sourceForms {
		if !f.matches(source) {
			continue
		}
		switch {
		case f.source != SourceAssumeRole:
			return w.plainAsker(files, source, f.source, next.hop())
		case !hasRoleWithSource(source):
			return w.namedAsker(source, next.hop())
		}
		key, who, ok := w.roleKey(source, next)
		who.key, who.words, who.kept = "role "+key.ID(), "role "+key.RoleARN, append(who.kept, key.ID())
		return who, ok
	}
	return asker{}, false
}

// plainAsker is a profile that is no role.
func (w *walk) plainAsker(files *profiles.Files, p *profiles.Profile, source Source, hop int) (asker, bool) {
	step := Step{Kind: StepSource, Hop: hop, Profile: p.Name(), Source: source}
	who := asker{fixed: true}
	switch source {
	case SourceStatic:
		who.key = "key " + p.Get("aws_access_key_id")
		who.words = p.Get("aws_access_key_id") + " of " + p.Name()
	case SourceSSO:
		set, v := w.ssoSettings(files, p)
		key, ok := w.ssoKey(set)
		if v.state != "" || !ok {
			return asker{}, false
		}
		who.key, who.words = "sso "+key.ID(), "sso "+set.cacheName()
	case SourceProcess:
		who.key, who.words = "process "+p.Get(keyCredentialProcess), "credential_process of "+p.Name()
	case SourceLogin:
		who.key, who.words = "login "+p.Get("login_session"), "aws login of "+p.Name()
	case SourceWebIdentity:
		step.RoleArn = p.Get("role_arn")
		who.key = strings.Join([]string{"web-identity", step.RoleArn, p.Get("web_identity_token_file"), p.Get("role_session_name")}, "\n")
		who.words = "web identity of " + p.Name()
	default:
		return asker{}, false
	}
	who.steps = []Step{step}
	return who, true
}

// namedAsker is what credential_source names.
func (w *walk) namedAsker(p *profiles.Profile, hop int) (asker, bool) {
	step := Step{Kind: StepSource, Hop: hop, Profile: p.Name()}
	who := asker{}
	switch p.Get("credential_source") {
	case "Environment":
		id := w.env("AWS_ACCESS_KEY_ID")
		if id == "" || w.env("AWS_SECRET_ACCESS_KEY") == "" {
			return who, false
		}
		step.Source, who.key, who.words = SourceEnvironment, "key "+id, id+" of the environment"
	case "Ec2InstanceMetadata":
		step.Source, who.key, who.words = SourceInstance, "instance "+w.env("AWS_EC2_METADATA_SERVICE_ENDPOINT"), "this machine"
	case "EcsContainer":
		at := w.env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") + "\n" + w.env("AWS_CONTAINER_CREDENTIALS_FULL_URI")
		step.Source, who.key, who.words = SourceContainer, "container "+at, "the container"
	default:
		return who, false
	}
	who.steps = []Step{step}
	return who, true
}

// ssoKey is the cache key of an SSO role.
func (w *walk) ssoKey(set ssoSettings) (cache.Key, bool) {
	endpoint, ok := w.endpointOf(serviceSSO)
	source := "session " + set.session
	if set.session == "" {
		source = "legacy"
	}
	return cache.Key{
		Kind: cache.KindSSO, Source: source + "\n" + set.startURL, Account: set.account, RoleName: set.role,
		Region: set.region.Value, Endpoint: endpoint,
	}, ok
}

// endpointOf is what is configured about the address of a service, as a text.
func (w *walk) endpointOf(s service) (string, bool) {
	e, err := w.configuredEndpoint(s)
	if err != nil {
		return "", false
	}
	p := w.settingsProfile()
	if on, _ := w.setting(p, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"); switchedOn(on) {
		e.url += " fips"
	}
	if on, _ := w.setting(p, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"); switchedOn(on) {
		e.url += " dualstack"
	}
	return e.url, true
}

// roleSession is the place of a profile's role in the store; nil where none is kept.
func (w *walk) roleSession(p *profiles.Profile, t *trail) *keptSession {
	if w.store() == nil || w.opts.RoleAssumer != nil {
		return nil
	}
	var k *keptSession
	w.quietly(func() {
		key, who, ok := w.roleKey(p, t)
		if !ok {
			return
		}
		k = &keptSession{
			key: key, via: who.kept, spared: who.steps, source: SourceAssumeRole, code: CodeRoleCached,
			data: Data{"profile": p.Name(), "roleArn": key.RoleARN}, at: keyOrigin(p, "role_arn"),
			meta: cache.Meta{
				Profile: p.Name(), RoleARN: key.RoleARN, Account: AccountOfARN(key.RoleARN), Source: who.words, MFASerial: key.MFASerial,
			},
			step:  Step{Kind: StepCache, Hop: t.hop(), Profile: p.Name(), RoleArn: key.RoleARN},
			share: w.sharedRole(p, who),
		}
	})
	return k
}

// ssoRoleSession is the same for the credentials of an SSO role.
func (w *walk) ssoRoleSession(set ssoSettings) *keptSession {
	if w.store() == nil {
		return nil
	}
	var k *keptSession
	w.quietly(func() {
		if key, ok := w.ssoKey(set); ok {
			k = &keptSession{
				key: key, source: SourceSSO, code: CodeSSOCached, data: set.data(), at: set.at,
				meta: cache.Meta{Profile: set.profile, RoleName: set.role, Account: set.account, Source: "sso " + set.cacheName(), SSO: set.cacheName()},
				step: Step{Kind: StepCache, Profile: set.profile, Source: SourceSSO},
			}
		}
	})
	return k
}

// kept gives a session from the store, or resolves and keeps it. A nil place keeps
// nothing.
func (w *walk) kept(ctx context.Context, k *keptSession, resolve func(context.Context) verdict) verdict {
	if k == nil {
		return resolve(ctx)
	}
	var look cache.Look
	if !w.opts.Fresh {
		var v verdict
		if look, v = w.lookUp(ctx, k); v.state != "" {
			return v
		}
	}
	if w.explain {
		return resolve(ctx)
	}
	return w.renew(ctx, k, look, resolve)
}
