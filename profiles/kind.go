package profiles

// Kind says where a profile's credentials come from (DESIGN: list --json).
type Kind string

// The kinds of profiles.
const (
	KindStatic      Kind = "static"
	KindRole        Kind = "role"
	KindSSO         Kind = "sso"
	KindProcess     Kind = "process"
	KindWebIdentity Kind = "web-identity"
	KindLogin       Kind = "login"
	KindNone        Kind = "none"   // no credential settings
	KindBroken      Kind = "broken" // settings that cannot work; Broken says why
)

// MaxSourceDepth is how many source profiles a role may lead through (DESIGN:
// "source depth at most 32").
const MaxSourceDepth = 32

// judgement is what a profile turned out to be.
type judgement struct {
	kind   Kind
	broken *Finding
}

func broken(f Finding) judgement { return judgement{KindBroken, &f} }

// Kind is where the profile's credentials come from in credence's own order: a role
// with a source, SSO, static keys, web identity, process, login.
func (p *Profile) Kind() Kind { return p.judge().kind }

// Broken says why Kind is KindBroken; nil if it is not.
func (p *Profile) Broken() *Finding {
	why := p.judge().broken
	if why == nil {
		return nil
	}
	why = new(*why)
	why.Data = p.files.withNearest(why)
	return why
}

// judgement looks at the profile and those that it leads to.
func (p *Profile) judgement() judgement {
	if p.isRole() {
		return p.judgeRole()
	}
	return p.judgeFlat()
}

// isRole reports a role_arn with exactly one source.
func (p *Profile) isRole() bool {
	return p.Get(keyRoleARN) != "" && (p.Get(keySourceProfile) != "") != (p.Get(keyCredentialSource) != "")
}

// isStatic reports both keys.
func (p *Profile) isStatic() bool {
	return p.Get(keyAccessKeyID) != "" && p.Get(keySecretAccessKey) != ""
}

// isSessionOnly reports an sso_session without account and role: a token, no credentials.
func (p *Profile) isSessionOnly() bool {
	return p.Get(keySSOSession) != "" && p.Get(keySSOAccountID) == "" && p.Get(keySSORoleName) == ""
}

// isSSO reports SSO settings that are meant to give credentials.
func (p *Profile) isSSO() bool { return len(p.pick(ssoKeys...)) > 0 && !p.isSessionOnly() }

func (p *Profile) isWebIdentity() bool {
	return p.Get(keyWebIdentityFile) != "" && p.Get(keyRoleARN) != ""
}

// judgeFlat judges a profile that is no role with a source.
func (p *Profile) judgeFlat() judgement {
	switch {
	case p.isSSO():
		return p.judgeSSO()
	case p.isStatic():
		return judgement{kind: KindStatic}
	case p.isWebIdentity():
		return judgement{kind: KindWebIdentity}
	case p.Get(keyProcess) != "":
		return judgement{kind: KindProcess}
	case p.Get(keyLoginSession) != "":
		return judgement{kind: KindLogin}
	}
	return p.judgeRest()
}

// judgeRest judges a profile without any complete set of credential settings.
func (p *Profile) judgeRest() judgement {
	role, source := p.Get(keyRoleARN), p.Get(keySourceProfile)
	id, secretKey := p.Get(keyAccessKeyID), p.Get(keySecretAccessKey)
	switch {
	case role != "" && source != "": // and a credential_source
		return broken(p.finding(CodeProfileTwoSources, keyCredentialSource, nil))
	case id != "":
		return broken(p.halfPair(keyAccessKeyID, keySecretAccessKey))
	case secretKey != "":
		return broken(p.halfPair(keySecretAccessKey, keyAccessKeyID))
	case p.Get(keyWebIdentityFile) != "":
		return broken(p.finding(CodeProfileWebIdentity, keyWebIdentityFile, nil))
	case role != "":
		return broken(p.finding(CodeProfileNoSource, keyRoleARN, nil))
	}
	return judgement{kind: KindNone}
}

func (p *Profile) halfPair(set, missing string) Finding {
	return p.finding(CodeProfileHalfPair, set, Data{"set": set, "missing": missing})
}

// judgeSSO looks for what the portal has to be asked with. With an sso_session, the
// start URL and region are the session's alone, as in Node.
func (p *Profile) judgeSSO() judgement {
	var missing []string
	need := func(has func(string) string, keys ...string) {
		for _, key := range keys {
			if has(key) == "" {
				missing = append(missing, key)
			}
		}
	}
	data := Data{}
	if session := p.Get(keySSOSession); session != "" {
		section, ok := p.files.SSOSession(session)
		if !ok {
			return broken(p.noSession(session))
		}
		data["session"] = session
		need(section.Get, keySSOStartURL, keySSORegion)
	} else {
		need(p.Get, keySSOStartURL, keySSORegion)
	}
	need(p.Get, keySSOAccountID, keySSORoleName)
	if missing == nil {
		return judgement{kind: KindSSO}
	}
	data["missing"] = describe(missing)
	return broken(p.finding(CodeProfileSSOIncomplete, p.pick(ssoKeys...)[0], data))
}

func (p *Profile) noSession(session string) Finding {
	return p.finding(CodeProfileSSOSessionMissing, keySSOSession, Data{"session": session})
}

// finding makes a finding about a key of the profile, or about the profile as a
// whole where key is empty.
func (p *Profile) finding(code, key string, data Data) Finding {
	f := Finding{Code: code, Severity: SeverityWarning, Data: Data{"profile": p.name}}
	for name, value := range data {
		f.Data[name] = value
	}
	if i := p.table.find(key); i >= 0 {
		f.Origin = p.table.props[i].at.origin()
	} else if len(p.headers) > 0 {
		f.Origin = p.headers[0].origin()
	}
	return f
}
