package chain

import (
	"context"
	"errors"

	"credence/mfa"
	"credence/profiles"
)

// assume calls STS for the profile's role, with the session that its MFA device
// shares, or with a token code where it has a device and no such session.
func (w *walk) assume(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest, base mfaBase) verdict {
	if base.shared {
		return w.assumeShared(ctx, p, source, req, base)
	}
	return w.assumeDirect(ctx, p, source, req)
}

// assumeDirect asks for a code where there is a device. A code that STS rejects is
// asked for again, as often as the dialect allows.
func (w *walk) assumeDirect(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest) verdict {
	if req.SerialNumber == "" {
		creds, err := w.assumeReduced(ctx, p, source, req)
		return w.roleEnd(ctx, p, source, req, creds, err)
	}
	var creds Credentials
	call := func(ctx context.Context, code string) (err error) {
		req.TokenCode = NewSecret(code)
		creds, err = w.assumeRole(ctx, source, req)
		return err
	}
	err := w.askCode(ctx, p, req, call)
	if w.reduces(p, req, err) {
		// The refused request has used its code up.
		req.Duration = reducedDuration
		if again := w.askCode(ctx, p, req, call); mfaVerdict(again, nil, req).state == "" {
			err = again
		}
	}
	return w.roleEnd(ctx, p, source, req, creds, err)
}

// roleEnd is the verdict on a call of AssumeRole.
func (w *walk) roleEnd(ctx context.Context, p *profiles.Profile, source Credentials, req RoleRequest, creds Credentials, err error) verdict {
	at := keyOrigin(p, "role_arn")
	data := Data{"profile": p.Name(), "roleArn": req.RoleArn}
	if err == nil {
		return found(CodeRoleFound, SourceAssumeRole, creds, data).at(at)
	}
	if v := mfaVerdict(err, data, req); v.state != "" {
		return w.withNextCode(v).at(keyOrigin(p, "mfa_serial"))
	}
	v := serviceVerdict(ctx, err, CodeRoleRefused, CodeRoleUnreachable)
	if v.reason.Origin == nil { // else a setting of the endpoint is to blame
		v = v.at(at)
	}
	v = v.withAll(data)
	return v.with("sourceKey", source.AccessKeyID)
}

// askCode asks for a token code and calls with it; each asking is a step.
func (w *walk) askCode(ctx context.Context, p *profiles.Profile, req RoleRequest, call func(context.Context, string) error) error {
	serial, _ := p.Value("mfa_serial")
	ask := func(ctx context.Context, r mfa.Request) (code string, err error) {
		step := Step{Kind: StepMFA, Profile: p.Name(), Serial: req.SerialNumber, RoleArn: req.RoleArn}
		w.step(ctx, step, func(ctx context.Context) verdict {
			w.lookKey(p, "mfa_serial")
			if code, err = w.opts.MFACodeProvider(ctx, r); err != nil {
				err = &codeProviderError{err}
				return mfaVerdict(err, Data{"profile": p.Name()}, req)
			}
			return verdict{state: StateFound, reason: Reason{Code: CodeMFAGiven}}
		})
		return code, err
	}
	request := mfa.Request{Serial: req.SerialNumber, Profile: p.Name(), RoleArn: req.RoleArn, Origin: place(serial.Origin)}
	rejected := func(err error) bool { return w.rules.codeAskedAgain && isMFARejection(err) }
	return mfa.Ask(ctx, ask, w.opts.MFALedger, w.opts.Clock, request, call, rejected)
}

// mfaVerdict is the end that an error of asking for a code leads to; its state is
// empty where the error is about something else.
func mfaVerdict(err error, data Data, req RoleRequest) verdict {
	var code Code
	provider, failed := errors.AsType[*codeProviderError](err)
	switch {
	case errors.Is(err, mfa.ErrCanceled), failed && errors.Is(err, context.Canceled):
		code = CodeMFACanceled
	case errors.Is(err, mfa.ErrNotInteractive):
		code = CodeMFANoTerminal
	case errors.Is(err, mfa.ErrNoProvider):
		code = CodeMFANoProvider
	case errors.Is(err, mfa.ErrCodeReused):
		code = CodeMFAReused
	case isMFARejection(err):
		code = CodeMFARejected
	case failed || errors.Is(err, mfa.ErrBadCode):
		code = CodeMFAProviderErr
	default:
		return verdict{}
	}
	if failed {
		err = provider.err // the caller's own error is the chain's, as in Node
	}
	v := stop(code, data, err).with("serial", req.SerialNumber).with("cause", err.Error())
	if code == CodeMFACanceled { // whoever was asked ended the walk, as a context does
		v.state = StateCanceled
	}
	return v
}

// codeProviderError tells an error of the caller's code provider from one of the
// call that the code was for.
type codeProviderError struct{ err error }

func (e *codeProviderError) Error() string { return e.err.Error() }
func (e *codeProviderError) Unwrap() error { return e.err }
