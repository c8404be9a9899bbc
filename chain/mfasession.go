package chain

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"credence/chain/cache"
	"credence/profiles"
)

// defaultMFASession is the life of a session that the roles of a device share, as
// STS gives it to users unasked.
const defaultMFASession = 12 * time.Hour

// mfaBase is what a role with an MFA device is assumed with: a session that one
// code gave, or the source's own keys and a code for this role alone.
type mfaBase struct {
	creds  Credentials // of the session
	shared bool        // there is one
	would  bool        // in explain mode: there would be one, for a code
	cached bool        // it is of an earlier walk
	choice string      // the key mfa: session, direct or, decided here, empty
}

// takesMFASession reports whether a token code for these keys can go into a session
// for all: keys of a user, and a place to keep the session.
func (w *walk) takesMFASession(source verdict) bool {
	return w.store() != nil && source.state == StateFound && source.creds.Complete() && !source.creds.HasSessionToken()
}

// mfaChoice is the profile's key mfa.
func (w *walk) mfaChoice(p *profiles.Profile) string {
	switch choice := p.Get("mfa"); choice {
	case "", "session", "direct":
		return choice
	default:
		w.rec.finding(Finding{
			Code: FindingMFASetting, Severity: SeverityWarning, Origin: keyOrigin(p, "mfa"), Data: Data{"profile": p.Name(), "value": choice},
		})
		return ""
	}
}

// mfaBase decides between the session and the code, and gets the session. A verdict
// that is not empty ends the stage.
func (w *walk) mfaBase(ctx context.Context, p *profiles.Profile, source verdict, req RoleRequest) (base mfaBase, end verdict) {
	if !w.takesMFASession(source) || w.opts.RoleAssumer != nil { // the caller's own assumer is to get the code
		return base, verdict{}
	}
	base.choice = w.mfaChoice(p)
	step := Step{Kind: StepSession, Profile: p.Name(), Serial: req.SerialNumber, RoleArn: req.RoleArn}
	data := Data{"profile": p.Name(), "serial": req.SerialNumber, "roleArn": req.RoleArn, "accessKeyId": source.creds.AccessKeyID}
	v := w.step(ctx, step, func(ctx context.Context) verdict {
		switch {
		case base.choice == "direct":
			return skip(CodeMFADirectSetting, data).at(keyOrigin(p, "mfa"))
		case base.choice == "" && w.store().Marked(w.markerKey(source.creds, req)):
			return skip(CodeMFADirectRemembered, data)
		}
		return w.mfaSession(ctx, p, source.creds, req, data)
	})
	switch v.state {
	case StateFound:
		base.creds, base.shared, base.cached = v.creds, true, v.reason.Code == CodeMFASessionCached
	case StateWouldUse:
		base.would = true
	case StateSkipped: // the code goes to the role
	default:
		return base, v
	}
	return base, verdict{}
}

// mfaKey is the key of the session. The region is left out: a session is good in all
// of a partition, and so one code does for profiles of different regions.
func (w *walk) mfaKey(keys Credentials, serial string) (key cache.Key) {
	w.quietly(func() {
		endpoint, _ := w.endpointOf(serviceSTS)
		key = cache.Key{
			Kind: cache.KindMFA, Source: "key " + keys.AccessKeyID, MFASerial: serial, Duration: w.mfaDuration(),
			Partition: PartitionOfARN(serial), Endpoint: endpoint,
		}
	})
	return key
}

// markerKey is the key of the fact that a role refuses such sessions.
func (w *walk) markerKey(keys Credentials, req RoleRequest) cache.Key {
	key := w.mfaKey(keys, req.SerialNumber)
	key.Kind, key.Duration, key.RoleARN, key.ExternalID = cache.KindMarker, 0, req.RoleArn, req.ExternalID
	return key
}

func (w *walk) mfaDuration() time.Duration {
	if w.opts.MFASessionDuration > 0 {
		return w.opts.MFASessionDuration
	}
	return defaultMFASession
}

// mfaSession is the session of a device and a pair of keys: the one that is kept, or
// a new one for a code.
func (w *walk) mfaSession(ctx context.Context, p *profiles.Profile, keys Credentials, req RoleRequest, data Data) verdict {
	key := w.mfaKey(keys, req.SerialNumber)
	look := w.readKept(ctx, key, cache.RenewalWindow)
	w.noteLook(look)
	if look.State == cache.Hit {
		return w.mfaFound(CodeMFASessionCached, keys, look.Entry, data)
	}
	if w.explain {
		return wouldUse(CodeMFASessionWouldGet, SourceStatic, data).at(keyOrigin(p, "mfa_serial"))
	}
	if w.opts.MFACodeProvider == nil {
		return stop(CodeMFANoProvider, data, nil).at(keyOrigin(p, "mfa_serial"))
	}
	meta := cache.Meta{
		Profile: p.Name(), Account: AccountOfARN(req.SerialNumber), Source: keys.AccessKeyID, MFASerial: req.SerialNumber,
	}
	var failed error
	res, err := w.store().Renew(ctx, key, meta, cache.RenewalWindow, false, func(ctx context.Context) (s cache.Session, err error) {
		for _, k := range []string{"mfa_serial", "mfa"} {
			w.lookKey(p, k)
		}
		failed = w.askCode(ctx, p, req, func(ctx context.Context, code string) (err error) {
			s, err = w.callGetSessionToken(ctx, keys, req, code)
			return err
		})
		return s, failed
	})
	switch {
	case failed != nil:
		return w.mfaFailed(ctx, p, req, failed, data)
	case err != nil:
		return w.notRenewed(ctx, err, meta)
	}
	w.noteUnstored(res.Problems)
	code := CodeMFASessionNew
	if res.How != cache.Fetched {
		code = CodeMFASessionCached
	}
	return w.mfaFound(code, keys, res.Entry, data)
}

func (w *walk) mfaFound(code Code, keys Credentials, e *cache.Entry, data Data) verdict {
	creds := credentialsOf(e.Session)
	creds.AccountID, creds.Scope = keys.AccountID, keys.Scope
	v := found(code, SourceStatic, creds, data)
	v = v.withAll(w.lifeData(e.Expires))
	return v
}

// mfaFailed is the end of asking for a session. That keys get none is no end: the
// code can still go to the role.
func (w *walk) mfaFailed(ctx context.Context, p *profiles.Profile, req RoleRequest, err error, data Data) verdict {
	at := keyOrigin(p, "mfa_serial")
	if v := mfaVerdict(err, data, req); v.state != "" {
		return w.withNextCode(v).at(at)
	}
	v := serviceVerdict(ctx, err, CodeMFASessionRefused, CodeMFASessionUnreachable).at(at)
	v = v.withAll(data)
	if p.Get("mfa") != "session" && req.RoleArn != "" && isAccessDenied(err) {
		w.rec.finding(Finding{Code: FindingMFASessionDenied, Severity: SeverityWarning, Origin: at, Data: v.reason.Data})
		v.state, v.failed = StateSkipped, true
	}
	return v
}

// isAccessDenied reports a refusal that has nothing to do with the MFA device: of
// those the words begin otherwise.
func isAccessDenied(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && strings.HasPrefix(api.ErrorCode(), "AccessDenied") && !strings.HasPrefix(api.ErrorMessage(), "MultiFactorAuthentication failed")
}

// isSessionGone reports that STS no longer knows the session it is asked with.
func isSessionGone(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		return false
	}
	switch api.ErrorCode() {
	case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId":
		return true
	}
	return false
}

// callGetSessionToken asks STS for the session. A code is good for one request, so
// that none is sent twice.
func (w *walk) callGetSessionToken(ctx context.Context, keys Credentials, req RoleRequest, code string) (cache.Session, error) {
	client, err := w.stsClient(Region{Value: req.Region}, keys, true)
	if err != nil {
		return cache.Session{}, err
	}
	var out *sts.GetSessionTokenOutput
	err = w.callSigned(ctx, func(ctx context.Context) (err error) {
		out, err = client.GetSessionToken(ctx, &sts.GetSessionTokenInput{
			SerialNumber: &req.SerialNumber, TokenCode: &code, DurationSeconds: aws.Int32(int32(w.mfaDuration() / time.Second)),
		})
		return err
	})
	if err != nil {
		return cache.Session{}, err
	}
	creds := roleCredentials(out.Credentials, nil)
	if !creds.Complete() || !creds.HasSessionToken() {
		return cache.Session{}, &Error{Reason: Reason{Code: CodeMFASessionIncomplete, Data: Data{"serial": req.SerialNumber}}}
	}
	return sessionOf(creds), nil
}
