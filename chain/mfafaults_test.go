package chain

import (
	"context"
	"testing"

	"credence/internal/fakeaws"
	"credence/mfa"
)

// TestABrokenConnectionDoesNotBurnTheCode: it is not sent again by itself; given once
// more by the person it is sent, and good if STS never saw it. Where STS took it and the
// answer was lost, STS refuses it, and nothing hides that.
func TestABrokenConnectionDoesNotBurnTheCode(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"before STS saw it": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, role("Admin", withCode))
			delete(d.env, "AWS_MAX_ATTEMPTS")
			code, _, err := d.aws.Phone(janeSerial)
			if err != nil {
				t.Fatal(err)
			}
			ledger, asked := &mfa.Ledger{}, 0
			given := func(o *Options) {
				o.MFALedger = ledger
				o.MFACodeProvider = func(context.Context, mfa.Request) (string, error) {
					if asked++; asked > 2 {
						return "", mfa.ErrCanceled
					}
					return code, nil
				}
			}
			d.aws.Inject("GetSessionToken", fakeaws.Fault{Reset: true, Late: late})
			res, _ := d.resolve("admin", given)
			if CodeOf(res.Error) != CodeMFASessionUnreachable || asked != 1 || ledger.Used(janeSerial, code, d.clock()) {
				t.Fatalf("%v after %d codes", res.Error, asked)
			}
			d.expectCalls("GetSessionToken")
			res, _ = d.resolve("admin", given)
			if late {
				if CodeOf(res.Error) != CodeMFACanceled || asked != 3 {
					t.Errorf("%v after %d codes", res.Error, asked)
				}
				d.expectCalls("GetSessionToken")
				return
			}
			if res.Outcome != OutcomeFound || asked != 2 {
				t.Errorf("%v after %d codes", res.Error, asked)
			}
			d.expectCalls("GetSessionToken,AssumeRole")
		})
	}
}

// TestNoRequestWithACodeIsRepeated by the SDK's own retries, whatever went wrong, for a
// session and for a role that takes the code itself; and others are.
func TestNoRequestWithACodeIsRepeated(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakeaws.Fault{
		"reset": {Reset: true}, "lost answer": {Reset: true, Late: true}, "server error": {Status: 500, Code: "InternalFailure"},
		"throttled": {Status: 400, Code: "Throttling"}, "unavailable": {Status: 503, Code: "ServiceUnavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, role("Admin", withCode)+role("Audit", withCode+"\nmfa = direct")+role("Dev", fromBase))
			d.env["AWS_MAX_ATTEMPTS"] = "2"
			for profile, op := range map[string]string{"admin": "GetSessionToken", "audit": "AssumeRole"} {
				d.asked = nil
				d.aws.Inject(op, fault)
				if res, _ := d.resolve(profile); res.Outcome != OutcomeError || len(d.asked) != 1 {
					t.Errorf("%s: %s after %d codes", profile, res.Outcome, len(d.asked))
				}
				d.expectCalls(op)
			}
			d.aws.Inject("AssumeRole", fault)
			d.found("dev")
			d.expectCalls("AssumeRole,AssumeRole")
		})
	}
}
