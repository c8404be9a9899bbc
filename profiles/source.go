package profiles

import (
	"slices"
	"strconv"
)

// judgeRole follows the sources of a role to where the chain starts. A source that
// has static keys is the start, whatever else it has; that is how a profile may
// name itself.
func (p *Profile) judgeRole() judgement {
	path := []string{p.name}
	for current := p; ; {
		if source := current.Get(keyCredentialSource); source != "" {
			if slices.Contains(credentialSources, source) {
				return judgement{kind: KindRole}
			}
			return p.sourceFails(current, current.badCredentialSource(source))
		}
		name := current.Get(keySourceProfile)
		next, ok := p.files.Profile(name)
		if !ok {
			return p.sourceFails(current, current.noSource(name))
		}
		if next.isStatic() {
			return judgement{kind: KindRole}
		}
		seen := slices.Contains(path, name)
		path = append(path, name)
		if seen {
			return p.cycle(current, path)
		}
		if len(path) > MaxSourceDepth+1 {
			return broken(p.finding(CodeProfileSourceDepth, keySourceProfile, Data{"limit": strconv.Itoa(MaxSourceDepth)}))
		}
		if !next.isRole() && !next.isBareSource() {
			return p.judgeStart(current, next)
		}
		current = next
	}
}

// isBareSource reports a credential_source without a role: as the source of a role
// it stands for its credentials as they are.
func (p *Profile) isBareSource() bool {
	return p.Get(keyRoleARN) == "" && p.Get(keyCredentialSource) != ""
}

// judgeStart judges the last profile of the chain, which user names as its source.
func (p *Profile) judgeStart(user, start *Profile) judgement {
	switch start := start.judgeFlat(); start.kind {
	case KindBroken:
		return p.sourceFails(user, user.finding(CodeProfileSourceBroken, keySourceProfile,
			Data{"source": user.Get(keySourceProfile), "because": start.broken.Code}))
	case KindNone:
		return p.sourceFails(user, user.finding(CodeProfileSourceEmpty, keySourceProfile, Data{"source": user.Get(keySourceProfile)}))
	}
	return judgement{kind: KindRole}
}

// sourceFails is the finding itself for the profile that has the fault, and a
// pointer to its source for one that leads there.
func (p *Profile) sourceFails(at *Profile, why Finding) judgement {
	if at == p {
		return broken(why)
	}
	return broken(p.finding(CodeProfileSourceBroken, keySourceProfile,
		Data{"source": p.Get(keySourceProfile), "because": why.Code}))
}

func (p *Profile) noSource(name string) Finding {
	return p.finding(CodeProfileSourceMissing, keySourceProfile, Data{"source": name})
}

func (p *Profile) badCredentialSource(source string) Finding {
	data := Data{"value": source, "valid": describe(credentialSources)}
	if near := nearest(source, credentialSources); near != nil {
		data["nearest"] = near[0]
	}
	return p.finding(CodeProfileCredentialSource, keyCredentialSource, data)
}

// cycle: the profiles of the circle have the fault, others lead there.
func (p *Profile) cycle(last *Profile, path []string) judgement {
	again := path[len(path)-1]
	if again != p.name {
		return p.sourceFails(last, last.finding(CodeProfileSourceCycle, keySourceProfile, nil))
	}
	return broken(p.finding(CodeProfileSourceCycle, keySourceProfile, Data{"path": describe(path)}))
}
