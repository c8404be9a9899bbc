package chain

import (
	"context"

	"credence/profiles"
)

// form is one way in which a profile gives credentials: the keys that make it, and
// how to resolve it. The forms of a dialect stand in its order of precedence.
type form struct {
	source  Source
	matches func(*profiles.Profile) bool
	resolve func(context.Context, *walk, *profiles.Profile, *trail) verdict
}

// The forms of the Node provider's table (fromIni, first match wins).
var (
	roleForm = form{SourceAssumeRole, hasRoleWithSource, func(ctx context.Context, w *walk, p *profiles.Profile, t *trail) verdict {
		return w.roleSource(ctx, p, t)
	}}
	staticForm = form{SourceStatic, hasStaticKeys, func(_ context.Context, w *walk, p *profiles.Profile, _ *trail) verdict {
		return w.staticSource(p)
	}}
	webIdentityForm = form{SourceWebIdentity, hasWebIdentity, func(ctx context.Context, w *walk, p *profiles.Profile, _ *trail) verdict {
		return w.webIdentitySource(ctx, p)
	}}
	processForm = form{SourceProcess, hasKey("credential_process"), func(ctx context.Context, w *walk, p *profiles.Profile, _ *trail) verdict {
		return w.processSource(ctx, p)
	}}
	ssoForm = form{SourceSSO, hasSSOSettings, func(ctx context.Context, w *walk, p *profiles.Profile, _ *trail) verdict {
		return w.ssoSource(ctx, p)
	}}
	loginForm = form{SourceLogin, hasKey("login_session"), func(ctx context.Context, w *walk, p *profiles.Profile, _ *trail) verdict {
		return w.loginSource(ctx, p)
	}}
	// A source profile without role_arn may still name a credential_source: that
	// source as it is (@aws-sdk/credential-provider-ini, latest).
	namedSourceForm = form{SourceAssumeRole, hasNamedSourceOnly, func(ctx context.Context, w *walk, p *profiles.Profile, t *trail) verdict {
		return w.namedSource(ctx, p, t)
	}}
)

func hasKey(key string) func(*profiles.Profile) bool {
	return func(p *profiles.Profile) bool { return p.Get(key) != "" }
}

func hasStaticKeys(p *profiles.Profile) bool {
	return p.Has("aws_access_key_id") && p.Has("aws_secret_access_key")
}

func hasWebIdentity(p *profiles.Profile) bool {
	return p.Get("web_identity_token_file") != "" && p.Get("role_arn") != ""
}

// hasRoleWithSource: role_arn and exactly one of its two kinds of source.
func hasRoleWithSource(p *profiles.Profile) bool {
	return p.Get("role_arn") != "" && (p.Get("source_profile") != "") != (p.Get("credential_source") != "")
}

func hasNamedSourceOnly(p *profiles.Profile) bool {
	return p.Get("role_arn") == "" && p.Get("source_profile") == "" && p.Get("credential_source") != ""
}

// staticSource is the profile's own pair of keys.
func (w *walk) staticSource(p *profiles.Profile) verdict {
	id, _ := p.Value("aws_access_key_id")
	w.lookKey(p, "aws_access_key_id")
	w.lookKey(p, "aws_secret_access_key")
	key, _ := p.Value("aws_secret_access_key")
	creds := Credentials{
		AccessKeyID: id.Text(), SecretAccessKey: key.Secret(),
		AccountID: p.Get("aws_account_id"), Scope: p.Get("aws_credential_scope"),
	}
	if token, ok := p.Value("aws_session_token"); ok {
		w.lookKey(p, "aws_session_token")
		w.rec.finding(Finding{Code: FindingStaticSessionToken, Severity: SeverityInfo, Origin: token.Origin, Data: Data{"profile": p.Name()}})
		creds.SessionToken = token.Secret()
	}
	return found(CodeStaticFound, SourceStatic, creds, Data{"profile": p.Name()}).at(id.Origin)
}
