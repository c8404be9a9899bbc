package chain

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go"
)

// assume runs one AssumeRole and gives its verdict as a role profile would.
func (r *rig) assume(req RoleRequest) (creds Credentials, v verdict) {
	v = r.run(func(ctx context.Context, w *walk) verdict {
		c, err := w.assumeRole(ctx, baseKeys, req)
		if err != nil {
			return serviceVerdict(ctx, err, CodeRoleRefused, CodeRoleUnreachable)
		}
		creds = c
		return found(CodeRoleFound, SourceAssumeRole, c, nil)
	})
	return creds, v
}

func TestAssumeRoleRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.says("AssumeRole", reply{body: assumedRole})
	req := plainRole
	req.ExternalID, req.SerialNumber, req.TokenCode = "ext", "arn:aws:iam::1:mfa/u", NewSecret("123456")
	creds, v := r.assume(req)
	wantEnd(t, v, StateFound, CodeRoleFound)
	want := Credentials{
		AccessKeyID: "ASIAROLE", SecretAccessKey: NewSecret("role-secret"), SessionToken: NewSecret("role-token"),
		Expiration: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), AccountID: "222233334444",
	}
	if creds != want {
		t.Errorf("credentials %+v", creds)
	}
	h := r.fake.last(t)
	if got := h.form.Encode(); got != "Action=AssumeRole&DurationSeconds=3600&ExternalId=ext&RoleArn=arn%3Aaws%3Aiam%3A%3A222233334444%3Arole%2FR"+
		"&RoleSessionName=s&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fu&TokenCode=123456&Version=2011-06-15" {
		t.Errorf("form %s", got)
	}
	auth := h.header.Get("Authorization")
	if !strings.HasPrefix(auth, "AWS4-HMAC-SHA256 Credential=AKIABASE/"+r.now.UTC().Format("20060102")+"/eu-west-1/sts/aws4_request") {
		t.Errorf("authorization %s", auth)
	}
	if h.header.Get("X-Amz-Security-Token") != "base-token" || h.header.Get("X-Amz-Date") != r.now.UTC().Format("20060102T150405Z") {
		t.Errorf("headers %v", h.header)
	}
}

func TestAssumeRoleOutcomes(t *testing.T) {
	t.Parallel()
	mfaCode := plainRole
	mfaCode.SerialNumber, mfaCode.TokenCode = "m", NewSecret("123456")
	for name, c := range map[string]struct {
		req   RoleRequest
		say   []reply
		code  Code
		data  Data
		calls int
	}{
		"refused":           {plainRole, []reply{stsError(403, "AccessDenied", "not allowed")}, CodeRoleRefused, Data{"awsCode": "AccessDenied", "message": "not allowed", "status": "403", "service": "sts"}, 1},
		"no keys":           {plainRole, []reply{{body: strings.ReplaceAll(assumedRole, "role-secret", "")}}, CodeRoleIncomplete, Data{"roleArn": plainRole.RoleArn}, 1},
		"server error":      {plainRole, []reply{stsError(500, "InternalFailure", "x")}, CodeRoleRefused, Data{"awsCode": "InternalFailure"}, 3},
		"recovers":          {plainRole, []reply{stsError(500, "InternalFailure", "x"), {body: assumedRole}}, CodeRoleFound, nil, 2},
		"throttled":         {plainRole, []reply{stsError(400, "Throttling", "slow"), {body: assumedRole}}, CodeRoleFound, nil, 2},
		"code is not again": {mfaCode, []reply{stsError(500, "InternalFailure", "x"), {body: assumedRole}}, CodeRoleRefused, Data{"awsCode": "InternalFailure"}, 1},
		"junk":              {plainRole, []reply{{body: "<html>portal</html>"}}, CodeRoleRefused, nil, 1},
		"too much":          {plainRole, []reply{{body: strings.Repeat(" ", maxAnswer) + assumedRole}}, CodeRoleRefused, Data{"message": errAnswerTooLarge.Error()}, 1},
		"redirect":          {plainRole, []reply{{status: 307, header: http.Header{"Location": {"/elsewhere"}}}}, CodeRoleRefused, Data{"status": "307"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			delete(r.env, "AWS_MAX_ATTEMPTS")
			r.fake.says("AssumeRole", c.say...)
			_, v := r.assume(c.req)
			if v.reason.Code != c.code {
				t.Fatalf("code %s (%v, %v), want %s", v.reason.Code, v.reason.Data, v.err, c.code)
			}
			for key, want := range c.data {
				if got := v.reason.Data[key]; !strings.Contains(got, want) {
					t.Errorf("%s = %q, want %q", key, got, want)
				}
			}
			if n := len(r.fake.ops()); n != c.calls {
				t.Errorf("%d requests, want %d", n, c.calls)
			}
			if n := len(r.trace.Stages[0].Evidence); n < c.calls {
				t.Errorf("%d pieces of evidence for %d requests", n, c.calls)
			}
		})
	}
}

func TestUnreachableService(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.env["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1"
	_, v := r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeRoleUnreachable)
	if !strings.Contains(v.reason.Data["message"], "connection refused") {
		t.Errorf("message %q", v.reason.Data["message"])
	}
}

func TestCallEndsAtItsLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	hold := make(chan struct{})
	defer close(hold)
	r.fake.says("AssumeRole", reply{before: func() { <-hold }})
	v := r.run(func(ctx context.Context, w *walk) verdict {
		c, err := w.services()
		if err != nil {
			t.Fatal(err)
		}
		c.callLimit = 20 * time.Millisecond
		_, err = w.assumeRole(ctx, baseKeys, plainRole)
		return serviceVerdict(ctx, err, CodeRoleRefused, CodeRoleUnreachable)
	})
	wantEnd(t, v, StateErrored, CodeRoleUnreachable)
	if v.reason.Data["message"] != errCallLimit.Error() {
		t.Errorf("message %q", v.reason.Data["message"])
	}
}

func TestCallIsCanceled(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	hold := make(chan struct{})
	defer close(hold)
	r.fake.says("AssumeRole", reply{before: func() { cancel(); <-hold }})
	v := r.runWith(ctx, func(ctx context.Context, w *walk) verdict {
		_, err := w.assumeRole(ctx, baseKeys, plainRole)
		return serviceVerdict(ctx, err, CodeRoleRefused, CodeRoleUnreachable)
	})
	wantEnd(t, v, StateCanceled, CodeCanceled)
}

func TestChainOfRolesUsesOneConnection(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.says("AssumeRole", reply{body: assumedRole})
	r.run(func(ctx context.Context, w *walk) verdict {
		for range 3 {
			if _, err := w.assumeRole(ctx, baseKeys, plainRole); err != nil {
				t.Fatal(err)
			}
		}
		return skip("", nil)
	})
	if n, calls := r.fake.conns.Load(), len(r.fake.ops()); n != 1 || calls != 3 {
		t.Errorf("%d connections for %d requests", n, calls)
	}
}

func TestOwnRoleAssumers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	boom := errors.New("boom")
	var keys Credentials
	var fails error
	r.opts.RoleAssumer = func(context.Context, Credentials, RoleRequest) (Credentials, error) { return keys, fails }
	_, v := r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeRoleIncomplete)
	keys = baseKeys
	creds, v := r.assume(plainRole)
	wantEnd(t, v, StateFound, CodeRoleFound)
	if creds != baseKeys {
		t.Errorf("credentials %v", creds)
	}
	fails = boom
	_, v = r.assume(plainRole)
	wantEnd(t, v, StateErrored, CodeRoleRefused)
	if !errors.Is(v.err, boom) || v.reason.Data["message"] != "boom" {
		t.Errorf("cause %v, %v", v.err, v.reason.Data)
	}
	if ops := r.fake.ops(); len(ops) != 0 {
		t.Errorf("requests %v", ops)
	}
}

func TestIsMFARejection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, message string
		want          bool
	}{
		{"AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", true},
		{"AccessDeniedException", "MultiFactorAuthentication failed with invalid MFA one time pass code.", true},
		{"AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.", false},
		{"AccessDenied", "User: u is not authorized to perform: sts:AssumeRole", false},
		{"ValidationError", "invalid MFA one time pass code", false},
	} {
		err := error(&callError{err: &smithy.GenericAPIError{Code: c.code, Message: c.message}})
		if got := isMFARejection(err); got != c.want {
			t.Errorf("%s %q: %v", c.code, c.message, got)
		}
	}
	if isMFARejection(errors.New("MultiFactorAuthentication failed with invalid MFA one time pass code")) {
		t.Error("an error that is no service's counts")
	}
}

func TestClockSkewIsCorrectedOnce(t *testing.T) {
	t.Parallel()
	expired := stsError(403, "SignatureDoesNotMatch", "Signature expired: 20300101T000000Z is now earlier than 20300101T010000Z")
	for name, c := range map[string]struct {
		behind time.Duration
		say    []reply
		code   Code
		calls  int
	}{
		"an hour off":           {time.Hour, []reply{expired, {body: assumedRole}}, CodeRoleFound, 2},
		"refused all the same":  {time.Hour, []reply{expired}, CodeRoleRefused, 2},
		"not the clock's fault": {0, []reply{expired}, CodeRoleRefused, 1},
		"another refusal":       {time.Hour, []reply{stsError(403, "AccessDenied", "no")}, CodeRoleRefused, 1},
		"a wrong secret, as is": {time.Hour, []reply{stsError(403, "SignatureDoesNotMatch", "The request signature we calculated does not match")}, CodeRoleRefused, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.now = r.now.Add(-c.behind)
			r.fake.says("AssumeRole", c.say...)
			_, v := r.assume(plainRole)
			if v.reason.Code != c.code || len(r.fake.ops()) != c.calls {
				t.Fatalf("%s %v after %d requests", v.reason.Code, v.reason.Data, len(r.fake.ops()))
			}
			if c.calls == 2 {
				signed, _ := time.Parse("20060102T150405Z", r.fake.last(t).header.Get("X-Amz-Date"))
				if off := signed.Sub(r.now.Add(c.behind)).Abs(); off > time.Minute {
					t.Errorf("signed %v away from the server's time", off)
				}
				if !slices.Contains(r.findings(), FindingClockSkew) {
					t.Errorf("findings %v", r.findings())
				}
			}
		})
	}
}

func TestCallerIdentity(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.says("GetCallerIdentity", reply{body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::1:user/u</Arn><UserId>AIDA</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`})
	r.now = r.now.Add(-10 * time.Minute)
	id, err := CallerIdentity(t.Context(), r.newWalk().opts, baseKeys, "eu-west-1")
	if err != nil {
		t.Fatal(err)
	}
	if id.Account != "1" || id.Arn != "arn:aws:iam::1:user/u" || id.UserID != "AIDA" || id.Endpoint != r.fake.URL {
		t.Errorf("identity %+v", id)
	}
	if d := (id.ClockSkew - 10*time.Minute).Abs(); d > 5*time.Second {
		t.Errorf("skew %v", id.ClockSkew)
	}
	r.fake.says("GetCallerIdentity", stsError(403, "SignatureDoesNotMatch", "Signature expired: a is now earlier than b"))
	_, err = CallerIdentity(t.Context(), r.newWalk().opts, baseKeys, "")
	skew, ok := errors.AsType[*ClockSkewError](err)
	if !ok || (skew.Skew-10*time.Minute).Abs() > 5*time.Second || CodeOf(err) != CodeIdentityRefused {
		t.Errorf("error %v", err)
	}
	if n := len(r.fake.ops()); n != 2 {
		t.Errorf("%d requests: a whoami is not repeated", n)
	}
}

func TestRetryPauses(t *testing.T) {
	t.Parallel()
	for attempt := 1; attempt < 60; attempt++ {
		d, err := retryPause(attempt, errors.New("x"))
		if err != nil || d < 0 || d > retryCap || attempt == 1 && d > retryBase {
			t.Fatalf("attempt %d: %v, %v", attempt, d, err)
		}
	}
}
