package chain

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/smithy-go"

	"credence/chain/cache"
	"credence/profiles"
)

// assumeShared assumes a role with the session that its MFA device shares. What such
// a session cannot do is not known before: a role that refuses it is tried once with
// a code of its own and, where that works, remembered.
func (w *walk) assumeShared(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest, base mfaBase) verdict {
	plain := req
	plain.SerialNumber = ""
	creds, err := w.assumeReduced(ctx, p, base.creds, plain)
	if base.cached && isSessionGone(err) {
		again := w.newBase(ctx, p, source, req, err)
		if again.state != StateFound {
			return again
		}
		creds, err = w.assumeReduced(ctx, p, again.creds, plain)
	}
	if err == nil || base.choice == "session" || !isAccessDenied(err) || w.opts.MFACodeProvider == nil {
		return w.roleEnd(ctx, p, source, plain, creds, err)
	}
	data := serviceData(err)
	data["profile"], data["roleArn"], data["serial"] = p.Name(), req.RoleArn, req.SerialNumber
	w.rec.finding(Finding{Code: FindingMFARoleRefuses, Severity: SeverityWarning, Origin: keyOrigin(p, "role_arn"), Data: data})
	v := w.assumeDirect(ctx, p, source, req)
	if v.reason.Code == CodeMFAReused {
		// There was one code, and the session took it: the role's refusal is the news.
		return w.roleEnd(ctx, p, source, plain, creds, err)
	}
	if v.state == StateFound {
		meta := cache.Meta{Profile: p.Name(), RoleARN: req.RoleArn, Account: AccountOfARN(req.RoleArn), Source: source.AccessKeyID, MFASerial: req.SerialNumber}
		if err := w.store().Mark(w.markerKey(source, req), meta); err != nil {
			if d, ok := errors.AsType[*cache.Diagnostic](err); ok {
				w.noteUnstored([]*cache.Diagnostic{d})
			}
		}
	}
	return v
}

// newBase drops a kept session that STS no longer knows and gets another.
func (w *walk) newBase(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest, gone error) verdict {
	data := serviceData(gone)
	data["profile"], data["serial"] = p.Name(), req.SerialNumber
	w.rec.finding(Finding{Code: FindingMFASessionDropped, Severity: SeverityInfo, Origin: keyOrigin(p, "mfa_serial"), Data: data})
	if _, err := w.store().Drop(w.mfaKey(source, req.SerialNumber)); err != nil {
		return stop(CodeMFASessionRefused, data, gone)
	}
	step := Step{Kind: StepSession, Profile: p.Name(), Serial: req.SerialNumber, RoleArn: req.RoleArn}
	facts := Data{"profile": p.Name(), "serial": req.SerialNumber, "roleArn": req.RoleArn, "accessKeyId": source.AccessKeyID}
	return w.step(ctx, step, func(ctx context.Context) verdict { return w.mfaSession(ctx, p, source, req, facts) })
}

// reducedDuration is what every role allows, and the most that a role assumed with
// another's session gets (IAM User Guide, "Role chaining").
const reducedDuration = time.Hour

// assumeReduced calls AssumeRole and, where the role refuses duration_seconds, once
// more for an hour.
func (w *walk) assumeReduced(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest) (Credentials, error) {
	creds, err := w.assumeRole(ctx, source, req)
	if w.reduces(p, req, err) {
		req.Duration = reducedDuration
		creds, err = w.assumeRole(ctx, source, req)
	}
	return creds, err
}

// reduces reports whether an error is a refusal of the duration after which a
// shorter one is tried, and says so. Without a store a walk does as the SDKs do.
func (w *walk) reduces(p *profiles.Profile, req RoleRequest, err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	refused := ok && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), "DurationSeconds")
	if !refused || w.store() == nil || req.Duration <= reducedDuration {
		return false
	}
	if req.SerialNumber == "" && p.Get("mfa_serial") != "" && strings.Contains(api.ErrorMessage(), "chaining") {
		w.noteSessionLimit(p, req)
		return true
	}
	w.rec.finding(Finding{
		Code: FindingRoleDuration, Severity: SeverityWarning, Origin: keyOrigin(p, "duration_seconds"), Data: Data{
			"profile": p.Name(), "roleArn": req.RoleArn, "seconds": wholeSeconds(req.Duration), "limit": wholeSeconds(reducedDuration), "message": api.ErrorMessage(),
		},
	})
	return true
}

// noteSessionLimit says that a role with a duration of more than an hour is assumed with
// the session of its MFA device: AWS takes that for role chaining. It is tried all the
// same, as no document of AWS says so.
func (w *walk) noteSessionLimit(p *profiles.Profile, req RoleRequest) {
	w.rec.finding(Finding{
		Code: FindingMFASessionLimit, Severity: SeverityWarning, Origin: keyOrigin(p, "duration_seconds"), Data: Data{
			"profile": p.Name(), "roleArn": req.RoleArn, "seconds": wholeSeconds(req.Duration), "limit": wholeSeconds(reducedDuration),
		},
	})
}

// staticMFA gives the session of a profile that has static keys and an MFA device,
// and no role: no SDK asks for a code there.
func (w *walk) staticMFA(ctx context.Context, p *profiles.Profile, v verdict) verdict {
	serial := p.Get("mfa_serial")
	if serial == "" || !w.takesMFASession(v) || w.mfaChoice(p) == "direct" {
		return v
	}
	req := RoleRequest{SerialNumber: serial}
	w.quietly(func() { req.Region = w.stsRegion(p).Value })
	data := Data{"profile": p.Name(), "serial": serial, "accessKeyId": v.creds.AccessKeyID}
	if w.opts.MFACodeProvider == nil && !w.explain && w.store().Look(w.mfaKey(v.creds, serial), cache.RenewalWindow).State != cache.Hit {
		w.rec.finding(Finding{Code: FindingMFANoProvider, Severity: SeverityInfo, Origin: keyOrigin(p, "mfa_serial"), Data: data})
		return v
	}
	step := Step{Kind: StepSession, Profile: p.Name(), Serial: serial}
	return w.step(ctx, step, func(ctx context.Context) verdict { return w.mfaSession(ctx, p, v.creds, req, data) })
}
