package chain

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Identity is who a pair of keys belongs to, by sts:GetCallerIdentity.
type Identity struct {
	Account   string
	Arn       string
	UserID    string
	ClockSkew time.Duration // the server's clock minus ours, by the Date of its answer (whole seconds)
	Endpoint  string        // where STS was asked
}

// CallerIdentity asks STS whose credentials these are, with the settings that the
// options name. The region may be empty: it is then found as for assuming a role.
// The error carries a *ClockSkewError where STS refused the time of the signature;
// the call is not repeated with another time, as other tools may not do so either.
func CallerIdentity(ctx context.Context, opts Options, creds Credentials, region string) (Identity, error) {
	w := newWalk(opts, &session{})
	at := Region{Value: region}
	if region == "" {
		at = w.stsRegion(nil)
	}
	client, err := w.stsClient(at, creds, false)
	if err != nil {
		return Identity{}, err
	}
	defer w.clients.closeIdle()
	var out *sts.GetCallerIdentityOutput
	err = w.clients.call(ctx, serviceSTS, func(ctx context.Context) (err error) {
		out, err = client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		return err
	})
	if err != nil {
		v := serviceVerdict(ctx, err, CodeIdentityRefused, CodeIdentityUnreachable)
		return Identity{}, &Error{Reason: v.reason, Err: v.err}
	}
	return Identity{
		Account: aws.ToString(out.Account), Arn: aws.ToString(out.Arn), UserID: aws.ToString(out.UserId),
		ClockSkew: w.clients.skew, Endpoint: w.clients.lastHost,
	}, nil
}
