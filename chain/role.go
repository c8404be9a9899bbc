package chain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"credence/profiles"
)

// roleSource gives the session of the profile's role: a kept one, or a new one.
func (w *walk) roleSource(ctx context.Context, p *profiles.Profile, t *trail) verdict {
	req, v := w.roleRequest(p)
	if v.state != "" {
		return v
	}
	return w.kept(ctx, w.roleSession(p, t), func(ctx context.Context) verdict { return w.resolveRole(ctx, p, t, req) })
}

// resolveRole assumes the profile's role with the credentials of its source.
func (w *walk) resolveRole(ctx context.Context, p *profiles.Profile, t *trail, req RoleRequest) verdict {
	noCode := req.SerialNumber != "" && w.opts.MFACodeProvider == nil && !w.explain
	noProvider := stop(CodeMFANoProvider, Data{"profile": p.Name(), "serial": req.SerialNumber}, nil).at(keyOrigin(p, "mfa_serial"))
	// Node looks for the code provider before it waits for the source, so that a
	// profile that cannot get a code fails for that reason first.
	if noCode && w.store() == nil {
		return noProvider
	}
	source := w.sourceOf(ctx, p, t)
	if !source.ok() {
		return source
	}
	var base mfaBase
	if req.SerialNumber != "" {
		var end verdict
		if base, end = w.mfaBase(ctx, p, source, req); end.state != "" {
			return end
		}
	}
	if noCode && !base.shared {
		return noProvider
	}
	s := Step{Kind: StepAssumeRole, Hop: t.hop(), Profile: p.Name(), RoleArn: req.RoleArn, Serial: req.SerialNumber}
	return w.step(ctx, s, func(ctx context.Context) verdict {
		for _, key := range []string{"role_arn", "source_profile", "credential_source", "external_id", "duration_seconds"} {
			w.lookKey(p, key)
		}
		data := Data{"profile": p.Name(), "roleArn": req.RoleArn, "serial": req.SerialNumber}
		req.Duration = w.chainedDuration(p, req, source)
		if w.explain {
			if (base.shared || base.would) && req.Duration > reducedDuration {
				w.noteSessionLimit(p, req)
			}
			if v := w.servicesReady(serviceSTS); v.state != "" && w.opts.RoleAssumer == nil {
				return v
			}
			if base.shared {
				delete(data, "serial") // no code will be asked for
			}
			return wouldUse(CodeRoleWouldAssume, SourceAssumeRole, data).at(keyOrigin(p, "role_arn"))
		}
		return w.assume(ctx, p, source.creds, req, base)
	})
}

// roleRequest reads the role's settings, without the code.
func (w *walk) roleRequest(p *profiles.Profile) (RoleRequest, verdict) {
	req := RoleRequest{
		RoleArn: p.Get("role_arn"), RoleSessionName: p.Get("role_session_name"), ExternalID: p.Get("external_id"),
		Duration: time.Hour, SerialNumber: p.Get("mfa_serial"), Region: w.assumeRegion(p),
	}
	if req.RoleSessionName == "" {
		req.RoleSessionName = w.generatedSessionName("")
	}
	if text := p.Get("duration_seconds"); text != "" {
		seconds, ok := leadingInteger(text)
		if !ok {
			return req, stop(CodeRoleBadDuration, Data{"profile": p.Name(), "value": text}, nil).at(keyOrigin(p, "duration_seconds"))
		}
		req.Duration = time.Duration(seconds) * time.Second
	}
	return req, verdict{}
}

// leadingInteger reads digits the way parseInt does: "3600s" is 3600.
func leadingInteger(text string) (int, bool) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(text)
	}
	n, err := strconv.ParseInt(text[:end], 10, 32)
	return int(n), err == nil
}

// assumeRegion is the region of every STS call of a walk: the first role profile's,
// which is the outermost, rules (@aws-sdk/credential-provider-ini keeps one client).
func (w *walk) assumeRegion(p *profiles.Profile) string {
	if w.roleRegion == "" {
		w.roleRegion = w.stsRegion(p).Value
	}
	return w.roleRegion
}

// sourceOf resolves what the role is assumed with.
func (w *walk) sourceOf(ctx context.Context, p *profiles.Profile, t *trail) verdict {
	if name := p.Get("source_profile"); name != "" {
		return w.sourceProfile(ctx, p, name, t)
	}
	return w.namedSource(ctx, p, t)
}

// sourceProfile goes one hop up the chain of source profiles.
func (w *walk) sourceProfile(ctx context.Context, p *profiles.Profile, name string, t *trail) verdict {
	at := keyOrigin(p, "source_profile")
	next := t.to(p.Name(), name)
	data := Data{"profile": p.Name(), "source": name, "path": strings.Join(append([]string{next.start}, next.visited...), " → ")}
	if slices.Contains(t.visited, name) {
		return w.sourceCycle(p, name, t)
	}
	if limit := w.rules.maxSourceDepth; limit > 0 && next.hop() > limit {
		return w.invalid(CodeSourceDepth, Data{"profile": next.start, "limit": strconv.Itoa(limit)}).at(at)
	}
	files, err := w.sharedFiles()
	if err != nil {
		return fail(CodeNoHome, nil, err)
	}
	source, ok := files.Profile(name)
	if !ok {
		if near := files.Nearest(name); len(near) > 0 {
			data["nearest"] = strings.Join(near, ", ")
		}
		if others := sourceCandidates(files, p.Name()); others != "" {
			data["candidates"] = others
		}
		return w.invalid(CodeSourceMissing, data).at(at)
	}
	v := w.profileSource(ctx, source, next)
	if v.reason.Code == CodeProfileEmpty {
		if o := v.reason.Origin; o != nil {
			data["sourceAt"] = place(*o)
		}
		return w.invalid(CodeSourceEmpty, data).at(at)
	}
	return v
}

// namedSource is what credential_source names. The spelling is exact.
func (w *walk) namedSource(ctx context.Context, p *profiles.Profile, t *trail) verdict {
	at, name := keyOrigin(p, "credential_source"), p.Get("credential_source")
	s := Step{Kind: StepSource, Hop: t.hop(), Profile: p.Name()}
	var ask func(context.Context) verdict
	switch name {
	case "Environment":
		s.Source = SourceEnvironment
		ask = func(context.Context) verdict {
			return w.environmentKeys(w.lookVariable("AWS_ACCESS_KEY_ID"), w.lookVariable("AWS_SECRET_ACCESS_KEY"))
		}
	case "Ec2InstanceMetadata":
		s.Source, ask = SourceInstance, w.instanceSource
	case "EcsContainer":
		s.Source, ask = SourceContainer, w.containerSource
	default:
		data := Data{"profile": p.Name(), "value": name}
		if near := profiles.NearestCredentialSource(name); len(near) > 0 {
			data["nearest"] = near[0]
		}
		return w.invalid(CodeCredentialSourceUnknown, data).at(at)
	}
	v := w.step(ctx, s, func(ctx context.Context) verdict {
		w.lookKey(p, "credential_source")
		return ask(ctx)
	})
	if v.state == StateSkipped && !v.failed {
		return fail(CodeCredentialSourceEmpty, Data{"profile": p.Name(), "value": name, "because": string(v.reason.Code)}, v.err).at(at)
	}
	return v
}

// invalid is a configuration that cannot work: it stops the chain, or is skipped
// over where the dialect does so.
func (w *walk) invalid(code Code, data Data) verdict {
	if w.rules.invalidConfigurationStops {
		return stop(code, data, nil)
	}
	return fail(code, data, nil)
}

// place is a file and line as one text, for data that name a second place.
func place(o Origin) string { return fmt.Sprintf("%s:%d", o.Path, o.Line) }
