package chain

import (
	"context"
	"slices"

	"credence/profiles"
)

// The findings about SSO settings.
const (
	FindingSSOConflict    = "sso.conflict"     // the profile's own settings differ from its session's, which wins
	FindingSSOSessionOnly = "sso.session-only" // an sso_session without account and role gives a token, no credentials
	FindingSSORegion      = "sso.region"       // the token was made in another region than sso_region says
)

// ssoKeys are the keys any of which makes a profile one of SSO to the Node SDK.
var ssoKeys = []string{"sso_start_url", "sso_account_id", "sso_session", "sso_region", "sso_role_name"}

func hasSSOSettings(p *profiles.Profile) bool { return slices.ContainsFunc(ssoKeys, p.Has) }

// hasSessionOnly: the profile names a session for tokens, and no role.
func hasSessionOnly(p *profiles.Profile) bool {
	return p.Get("sso_session") != "" && p.Get("sso_account_id") == "" && p.Get("sso_role_name") == ""
}

// ssoStage acts on the SSO settings of the chosen profile.
func ssoStage(ctx context.Context, w *walk) verdict {
	files, err := w.sharedFiles()
	if err != nil {
		return fail(CodeNoHome, nil, err)
	}
	p, ok := files.Profile(w.profile.Name)
	data := Data{"profile": w.profile.Name}
	if !ok || !hasSSOSettings(p) {
		return skip(CodeSSONoSettings, data)
	}
	w.noteProfile(files, p)
	switch {
	case hasRoleWithSource(p):
		w.lookKey(p, "role_arn")
		return skip(CodeSSORoleWins, data).at(keyOrigin(p, "role_arn"))
	case hasSessionOnly(p):
		w.lookKey(p, "sso_session")
		at := keyOrigin(p, "sso_session")
		data["session"] = p.Get("sso_session")
		w.rec.finding(Finding{Code: FindingSSOSessionOnly, Severity: SeverityWarning, Origin: at, Data: data})
		return skip(CodeSSOSessionOnly, data).at(at)
	}
	s := Step{Kind: StepSource, Profile: p.Name(), Source: SourceSSO}
	return w.step(ctx, s, func(ctx context.Context) verdict { return w.ssoSource(ctx, p) })
}

// ssoOptionsStage is fromSSO of the latest Node provider in its default chain: it
// acts on options that only a program can give, and we have none of them.
func ssoOptionsStage(context.Context, *walk) verdict { return skip(CodeSSONoOptions, nil) }

// ssoSource gives the credentials of the profile's SSO role, kept ones or new ones.
// Every failure stops the chain (resolveSSOCredentials of the Node SDK).
func (w *walk) ssoSource(ctx context.Context, p *profiles.Profile) verdict {
	files, p, v := w.ssoFiles(p)
	if v.state != "" {
		return v
	}
	set, v := w.ssoSettings(files, p)
	if v.state != "" {
		return v
	}
	return w.kept(ctx, w.ssoRoleSession(set), func(ctx context.Context) verdict { return w.askPortal(ctx, set) })
}

// askPortal gives the credentials of an SSO role: token, refresh of the token where
// it is due, exchange.
func (w *walk) askPortal(ctx context.Context, set ssoSettings) verdict {
	if w.explain {
		if v := w.servicesReady(serviceSSO); v.state != "" {
			return v
		}
	}
	token, v := w.ssoToken(ctx, set)
	if v.state != "" {
		return v
	}
	if w.explain {
		return wouldUse(CodeSSOWouldCall, SourceSSO, set.data()).at(set.at)
	}
	v = w.exchangeStep(ctx, set, token)
	if v.reason.Code != CodeSSORevoked {
		return v
	}
	end, signedIn := w.offerSignIn(ctx, set, v)
	if !signedIn || end.state != "" {
		return end
	}
	if token, v = w.ssoToken(ctx, set); v.state != "" {
		return v
	}
	return w.exchangeStep(ctx, set, token)
}

func (w *walk) exchangeStep(ctx context.Context, set ssoSettings, token Secret) verdict {
	return w.step(ctx, Step{Kind: StepCredentials, Profile: set.profile, Source: SourceSSO}, func(ctx context.Context) verdict {
		return w.ssoCredentials(ctx, set, token)
	})
}

// ssoFiles are the files in which an SSO profile is looked for: in the latest Node
// release the caller's paths get lost on the way to this step.
func (w *walk) ssoFiles(p *profiles.Profile) (*profiles.Files, *profiles.Profile, verdict) {
	if w.rules.optionPathsReachSSO || (w.opts.ConfigFilepath == nil && w.opts.Filepath == nil) {
		files, err := w.sharedFiles()
		if err != nil {
			return nil, nil, fail(CodeNoHome, nil, err)
		}
		return files, p, verdict{}
	}
	o := w.fileOptions()
	o.ConfigFile, o.CredentialsFile = nil, nil
	files, err := profiles.Load(o)
	if err != nil {
		return nil, nil, fail(CodeNoHome, nil, err)
	}
	data := Data{"profile": p.Name(), "config": files.Config().Path, "credentials": files.Credentials().Path}
	found, ok := files.Profile(p.Name())
	switch {
	case !ok:
		return nil, nil, fail(CodeProfileMissing, data, nil)
	case !hasSSOSettings(found):
		return nil, nil, fail(CodeSSONoSettings, data, nil)
	}
	return files, found, verdict{}
}
