package profiles

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// lintProfile says what is the matter with a profile as a whole.
func (p *Profile) lintProfile(l *lint) {
	if why := p.judge().broken; why != nil {
		l.found = append(l.found, *why)
	}
	p.lintPair(l)
	p.lintKinds(l)
	p.lintSession(l)
	p.lintHidden(l)
	if p.Get(keyMFASerial) != "" && p.Get(keyRoleARN) == "" {
		l.found = append(l.found, p.finding(CodeProfileMFAUnused, keyMFASerial, Data{"serial": p.Get(keyMFASerial)}))
	}
}

// lintPair: half a pair, or one that two files share, in a profile that works all
// the same.
func (p *Profile) lintPair(l *lint) {
	id, hasID := p.Value(keyAccessKeyID)
	secretKey, hasSecret := p.Value(keySecretAccessKey)
	switch {
	case hasID && hasSecret:
		if id.Origin.Path != secretKey.Origin.Path {
			l.found = append(l.found, p.finding(CodeProfileMixedPair, keyAccessKeyID, Data{
				"set": keyAccessKeyID, "path": secretKey.Origin.Path, "line": strconv.Itoa(secretKey.Origin.Line), "misreadBy": "botocore, go",
			}))
		}
	case p.Kind() == KindBroken && p.judge().broken.Code == CodeProfileHalfPair:
	case hasID:
		l.found = append(l.found, p.halfPair(keyAccessKeyID, keySecretAccessKey))
	case hasSecret:
		l.found = append(l.found, p.halfPair(keySecretAccessKey, keyAccessKeyID))
	}
}

// lintKinds: settings of several kinds, between which tools choose differently.
func (p *Profile) lintKinds(l *lint) {
	var kinds, where []string
	for _, one := range []struct {
		kind Kind
		has  bool
		key  string
	}{
		{KindRole, p.isRole(), keyRoleARN}, {KindSSO, p.isSSO(), p.firstOf(ssoKeys...)}, {KindStatic, p.isStatic(), keyAccessKeyID},
		{KindWebIdentity, p.isWebIdentity(), keyWebIdentityFile},
		{KindProcess, p.Get(keyProcess) != "", keyProcess}, {KindLogin, p.Get(keyLoginSession) != "", keyLoginSession},
	} {
		if one.has {
			v, _ := p.Value(one.key)
			kinds = append(kinds, string(one.kind))
			where = append(where, fmt.Sprintf("%s (%s:%d)", one.kind, filepath.Base(v.Origin.Path), v.Origin.Line))
		}
	}
	if len(kinds) > 1 {
		f := p.finding(CodeProfileSeveral, "", Data{"kinds": describe(kinds), "where": strings.Join(where, ", "), "used": kinds[0]})
		if !slices.Contains(kinds, string(KindSSO)) {
			f.Severity = SeverityInfo // role, static, … : most agree on the order
		}
		if p.kindsAgreed(kinds) {
			f.Data["agreed"] = "true"
		}
		l.found = append(l.found, f)
	}
	if p.Get(keyRoleARN) != "" && p.Get(keySourceProfile) != "" && p.Get(keyCredentialSource) != "" && p.Kind() != KindBroken {
		l.found = append(l.found, p.finding(CodeProfileTwoSources, keyCredentialSource, Data{"misreadBy": "botocore, go"}))
	}
}

// firstOf is the first of some keys that is set, or "".
func (p *Profile) firstOf(keys ...string) string {
	if set := p.pick(keys...); len(set) > 0 {
		return set[0]
	}
	return ""
}

// kindsAgreed reports whether every SDK prefers the same of the kinds: a role with a
// source precedes all, and static keys a process, except that botocore has it before
// keys of the config file.
func (p *Profile) kindsAgreed(kinds []string) bool {
	if slices.ContainsFunc(kinds, func(k string) bool {
		return k != string(KindRole) && k != string(KindStatic) && k != string(KindProcess)
	}) {
		return false
	}
	id, _ := p.Value(keyAccessKeyID)
	return kinds[0] == string(KindRole) || id.Origin.Path == p.files.Credentials().Path
}

// lintSession: an sso_session that gives no credentials, or that disagrees with the
// older keys beside it.
func (p *Profile) lintSession(l *lint) {
	name := p.Get(keySSOSession)
	if name == "" {
		return
	}
	if p.isSessionOnly() && !p.isRole() {
		l.found = append(l.found, p.finding(CodeProfileSSOSessionOnly, keySSOSession, Data{"session": name}))
	}
	session, ok := p.files.SSOSession(name)
	if !ok {
		if why := p.judge().broken; why == nil || why.Code != CodeProfileSSOSessionMissing {
			l.found = append(l.found, p.noSession(name))
		}
		return
	}
	for _, key := range []string{keySSOStartURL, keySSORegion} {
		mine, theirs := p.Get(key), session.Get(key)
		if mine == "" || theirs == "" || mine == theirs {
			continue
		}
		other, _ := session.Value(key)
		l.found = append(l.found, p.finding(CodeProfileSSODisagrees, key, Data{
			"key": key, "session": name, "value": mine, "sessionValue": theirs,
			"path": other.Origin.Path, "line": strconv.Itoa(other.Origin.Line), "misreadBy": "botocore, go",
		}))
	}
}

// lintHidden: a value of the config file that the credentials file hides.
func (p *Profile) lintHidden(l *lint) {
	config, credentials := p.parts[0], p.parts[1]
	if config == nil || credentials == nil {
		return
	}
	for i := range config.props {
		loser := &config.props[i]
		j := credentials.find(loser.key)
		if j < 0 || credentials.props[j].text == loser.text {
			continue
		}
		at := credentials.props[j].at.origin()
		l.found = append(l.found, Finding{
			Code: CodeKeyHidden, Severity: SeverityWarning, Origin: loser.at.origin(),
			Data: Data{"profile": p.name, "key": presentable(loser.key), "path": at.Path, "line": strconv.Itoa(at.Line)},
		})
	}
}
