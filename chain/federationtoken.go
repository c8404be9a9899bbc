package chain

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// FederationRequest is what sts:GetFederationToken is asked for.
type FederationRequest struct {
	Name     string        // of the federated user: 2 to 32 characters of [\w+=,.@-]
	Duration time.Duration // 15 min to 36 h; 0: the service's default of 12 h
	Policy   string        // JSON; without one the session may do nothing
}

// FederationToken gets temporary credentials for long-term keys of a user: what the
// console takes in their place. Other credentials cannot ask for them. The error is an
// *Error.
func FederationToken(ctx context.Context, opts Options, keys Credentials, region string, r FederationRequest) (Credentials, error) {
	w := newWalk(opts, &session{})
	at := Region{Value: region}
	if region == "" {
		at = w.stsRegion(nil)
	}
	client, err := w.stsClient(at, keys, false)
	if err != nil {
		return Credentials{}, err
	}
	defer w.clients.closeIdle()
	in := &sts.GetFederationTokenInput{Name: &r.Name}
	if r.Policy != "" {
		in.Policy = &r.Policy
	}
	if r.Duration > 0 {
		in.DurationSeconds = new(int32(r.Duration / time.Second))
	}
	var out *sts.GetFederationTokenOutput
	err = w.callSigned(ctx, func(ctx context.Context) (err error) {
		out, err = client.GetFederationToken(ctx, in)
		return err
	})
	if err != nil {
		v := serviceVerdict(ctx, err, CodeFederationRefused, CodeFederationUnreachable).with("name", r.Name).with("accessKeyId", keys.AccessKeyID)
		return Credentials{}, &Error{Reason: v.reason, Err: v.err}
	}
	creds := roleCredentials(out.Credentials, nil)
	if u := out.FederatedUser; u != nil {
		creds.AccountID = AccountOfARN(aws.ToString(u.Arn))
	}
	if !creds.Complete() || !creds.HasSessionToken() {
		return Credentials{}, &Error{Reason: Reason{Code: CodeFederationIncomplete, Data: Data{"name": r.Name}}}
	}
	return creds, nil
}
