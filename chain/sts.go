package chain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// FindingClockSkew: this computer's clock is minutes off. STS refuses a signature
// from five minutes on; other SDKs and tools may correct for it or fail.
const FindingClockSkew = "clock.skew"

// skewWorthCorrecting is how far the clock must be off before a call is made again
// (Clock Skew Correction of the AWS SDKs).
const skewWorthCorrecting = 4 * time.Minute

// assumeRole calls the option's role assumer or, without one, STS.
func (w *walk) assumeRole(ctx context.Context, source Credentials, r RoleRequest) (Credentials, error) {
	assume := w.opts.RoleAssumer
	if assume == nil {
		assume = w.callAssumeRole
	}
	creds, err := assume(ctx, source, r)
	if err == nil && !creds.Complete() {
		err = incompleteRole(r.RoleArn)
	}
	if err != nil {
		return Credentials{}, err
	}
	return creds, nil
}

// assumeRoleWithWebIdentity calls the option's assumer or, without one, STS.
func (w *walk) assumeRoleWithWebIdentity(ctx context.Context, r WebIdentityRequest) (Credentials, error) {
	assume := w.opts.RoleAssumerWithWebIdentity
	if assume == nil {
		assume = w.callAssumeRoleWithWebIdentity
	}
	creds, err := assume(ctx, r)
	if err == nil && !creds.Complete() {
		err = incompleteRole(r.RoleArn)
	}
	if err != nil {
		return Credentials{}, err
	}
	return creds, nil
}

func incompleteRole(arn string) error {
	return &Error{Reason: Reason{Code: CodeRoleIncomplete, Data: Data{"roleArn": arn}}}
}

func (w *walk) callAssumeRole(ctx context.Context, source Credentials, r RoleRequest) (Credentials, error) {
	// A token code is good for one request: if its answer is lost, so is the code.
	client, err := w.stsClient(Region{Value: r.Region}, source, r.SerialNumber != "")
	if err != nil {
		return Credentials{}, err
	}
	in := &sts.AssumeRoleInput{RoleArn: &r.RoleArn, RoleSessionName: &r.RoleSessionName}
	if r.ExternalID != "" {
		in.ExternalId = &r.ExternalID
	}
	if r.Duration > 0 {
		in.DurationSeconds = new(int32(r.Duration / time.Second))
	}
	if r.SerialNumber != "" {
		in.SerialNumber, in.TokenCode = &r.SerialNumber, new(r.TokenCode.Reveal())
	}
	var out *sts.AssumeRoleOutput
	err = w.callSigned(ctx, func(ctx context.Context) (err error) {
		out, err = client.AssumeRole(ctx, in)
		return err
	})
	if err != nil {
		return Credentials{}, err
	}
	if c, user := out.Credentials, out.AssumedRoleUser; c != nil && user != nil {
		w.assumed = assumedUser{aws.ToString(c.AccessKeyId), aws.ToString(user.Arn), aws.ToString(user.AssumedRoleId)}
	}
	return roleCredentials(out.Credentials, out.AssumedRoleUser), nil
}

func (w *walk) callAssumeRoleWithWebIdentity(ctx context.Context, r WebIdentityRequest) (Credentials, error) {
	client, err := w.stsClient(Region{Value: r.Region}, Credentials{}, false)
	if err != nil {
		return Credentials{}, err
	}
	in := &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: &r.RoleArn, RoleSessionName: &r.RoleSessionName, WebIdentityToken: new(r.WebIdentityToken.Reveal()),
	}
	if r.Duration > 0 {
		in.DurationSeconds = new(int32(r.Duration / time.Second))
	}
	var out *sts.AssumeRoleWithWebIdentityOutput
	err = w.clients.call(ctx, serviceSTS, func(ctx context.Context) (err error) {
		out, err = client.AssumeRoleWithWebIdentity(ctx, in)
		return err
	})
	if err != nil {
		return Credentials{}, err
	}
	return roleCredentials(out.Credentials, out.AssumedRoleUser), nil
}

// stsClient is a client of STS for one identity; once forbids retries.
func (w *walk) stsClient(region Region, as Credentials, once bool) (*sts.Client, error) {
	c, err := w.services()
	if err != nil {
		return nil, err
	}
	t, err := c.target(serviceSTS, region)
	if err != nil {
		return nil, err
	}
	o := sts.Options{
		Region: t.region, BaseEndpoint: t.base, HTTPClient: c, Retryer: c.retryer(once),
		HTTPSignerV4: clockSigner{c, v4.NewSigner()}, DisableClockSkewCorrection: true, // done by callSigned, with the walk's clock
		EndpointOptions: sts.EndpointResolverOptions{UseFIPSEndpoint: t.fips, UseDualStackEndpoint: t.dual},
	}
	if as.AccessKeyID != "" {
		o.Credentials = fixedKeys(as)
	}
	return sts.New(o), nil
}

// callSigned makes a signed call, and once more with the server's time where that
// is what STS found wrong.
func (w *walk) callSigned(ctx context.Context, f func(context.Context) error) error {
	c := w.clients
	err := c.call(ctx, serviceSTS, f)
	skew, refused := errors.AsType[*ClockSkewError](err)
	if !refused || c.offset != 0 || skew.Skew.Abs() < skewWorthCorrecting {
		return err
	}
	c.offset = skew.Skew
	w.rec.finding(Finding{
		Code: FindingClockSkew, Severity: SeverityWarning,
		Data: Data{"seconds": fmt.Sprint(int(skew.Skew.Round(time.Second) / time.Second))},
	})
	return c.call(ctx, serviceSTS, f)
}

func roleCredentials(c *types.Credentials, user *types.AssumedRoleUser) Credentials {
	if c == nil {
		return Credentials{}
	}
	creds := Credentials{
		AccessKeyID: aws.ToString(c.AccessKeyId), SecretAccessKey: NewSecret(aws.ToString(c.SecretAccessKey)),
		SessionToken: NewSecret(aws.ToString(c.SessionToken)), Expiration: aws.ToTime(c.Expiration),
	}
	if user != nil {
		creds.AccountID = AccountOfARN(aws.ToString(user.Arn))
	}
	return creds
}
