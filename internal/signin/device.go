package signin

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"

	"credence/chain"
)

// The pauses between polls (RFC 8628, section 3.5).
const (
	defaultInterval = 5 * time.Second
	slowDown        = 5 * time.Second
	longestInterval = time.Minute
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// authorization is a device authorization in progress.
type authorization struct {
	deviceCode chain.Secret
	event      Event // address, code, expiry, interval
}

// device signs in by a device code.
func (r *run) device(ctx context.Context) (chain.SSOGrant, error) {
	client, err := r.desk.OIDC(r.target)
	if err != nil {
		return chain.SSOGrant{}, err
	}
	reg, kept, err := r.registration(ctx, client, ByDevice, false)
	if err != nil {
		return chain.SSOGrant{}, err
	}
	auth, err := r.authorize(ctx, client, reg)
	if kept && unknownClient(err) {
		if reg, _, err = r.registration(ctx, client, ByDevice, true); err == nil {
			auth, err = r.authorize(ctx, client, reg)
		}
	}
	if err != nil {
		return chain.SSOGrant{}, err
	}
	r.Observe(auth.event)
	return r.poll(ctx, client, reg, auth, r.open(ctx, auth.event.Address))
}

// authorize begins: it gets the codes and the address, and judges the address before
// anybody sees it.
func (r *run) authorize(ctx context.Context, client *ssooidc.Client, reg chain.SSORegistration) (authorization, error) {
	var out *ssooidc.StartDeviceAuthorizationOutput
	if err := r.call(ctx, func(ctx context.Context) (err error) {
		out, err = client.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
			ClientId: &reg.ClientID, ClientSecret: new(reg.ClientSecret.Reveal()), StartUrl: &r.target.StartURL,
		})
		return err
	}); err != nil {
		return authorization{}, err
	}
	e := Event{
		Kind: EventAddress, Method: ByDevice, Address: aws.ToString(out.VerificationUriComplete), UserCode: aws.ToString(out.UserCode),
		Expires: r.expiry(out.ExpiresIn), Interval: defaultInterval,
	}
	if e.Address == "" {
		e.Address = aws.ToString(out.VerificationUri)
	}
	if out.Interval > 0 {
		e.Interval = time.Duration(out.Interval) * time.Second
	}
	if e.Address == "" || e.UserCode == "" || out.ExpiresIn <= 0 || aws.ToString(out.DeviceCode) == "" {
		return authorization{}, incomplete("deviceCode, userCode, verificationUri and expiresIn")
	}
	return authorization{chain.NewSecret(*out.DeviceCode), e}, r.judge(ctx, e.Address)
}

// poll asks for the token until the person has decided, or the time is up. Trouble on
// the way is no reason to give up: the person may be typing.
func (r *run) poll(ctx context.Context, client *ssooidc.Client, reg chain.SSORegistration, auth authorization, opened <-chan error) (chain.SSOGrant, error) {
	interval := auth.event.Interval
	var trouble error
	for {
		if err := r.pause(ctx, interval, opened, auth.event); err != nil {
			return chain.SSOGrant{}, err
		}
		if !r.desk.Now().Before(auth.event.Expires) {
			if trouble != nil {
				return chain.SSOGrant{}, trouble
			}
			return chain.SSOGrant{}, failed(chain.CodeSignInExpired, nil)
		}
		var out *ssooidc.CreateTokenOutput
		err := r.call(ctx, func(ctx context.Context) (err error) {
			out, err = client.CreateToken(ctx, &ssooidc.CreateTokenInput{
				ClientId: &reg.ClientID, ClientSecret: new(reg.ClientSecret.Reveal()), DeviceCode: new(auth.deviceCode.Reveal()), GrantType: new(deviceGrant),
			})
			return err
		})
		switch verdictOf(err) {
		case answered:
			return r.grantOf(out, reg)
		case pending:
			trouble = nil
		case tooFast:
			trouble, interval = nil, min(interval+slowDown, longestInterval)
			r.Observe(Event{Kind: EventSlowDown, Method: ByDevice, Interval: interval})
		case noAnswer:
			trouble, interval = err, min(interval*2, longestInterval)
			r.Observe(Event{Kind: EventTrouble, Method: ByDevice, Interval: interval, Err: err})
		case lateAnswer:
			return chain.SSOGrant{}, failed(chain.CodeSignInExpired, err)
		case denied:
			return chain.SSOGrant{}, failed(chain.CodeSignInDenied, err)
		default:
			return chain.SSOGrant{}, err
		}
	}
}

// pause waits between polls, and tells what became of the browser as soon as that is
// known: the person may have to open the address.
func (r *run) pause(ctx context.Context, interval time.Duration, opened <-chan error, address Event) error {
	over := make(chan error, 1)
	go func() { over <- r.Wait(ctx, interval) }()
	for {
		select {
		case err := <-opened:
			r.noteOpened(address, err)
		case err := <-over:
			select {
			case err := <-opened:
				r.noteOpened(address, err)
			default:
			}
			return err
		}
	}
}

// polled is what a poll came to.
type polled int

const (
	answered polled = iota
	pending
	tooFast
	noAnswer
	lateAnswer
	denied
	refused
)

func verdictOf(err error) polled {
	if err == nil {
		return answered
	}
	if _, ok := errors.AsType[*types.AuthorizationPendingException](err); ok {
		return pending
	}
	if _, ok := errors.AsType[*types.SlowDownException](err); ok {
		return tooFast
	}
	if _, ok := errors.AsType[*types.ExpiredTokenException](err); ok {
		return lateAnswer
	}
	if _, ok := errors.AsType[*types.AccessDeniedException](err); ok {
		return denied
	}
	if known, ok := errors.AsType[*chain.Error](err); ok && !final(known) {
		return noAnswer
	}
	return refused
}

// final reports whether the service itself said no. Trouble on the way or on the service's
// side is not final, nor is a page of a proxy, whatever its status.
func final(e *chain.Error) bool {
	status := e.Data["status"]
	return e.Code != chain.CodeSignInUnreachable && len(status) == 3 && status[0] == '4' && status != "408" && status != "429" &&
		strings.HasSuffix(e.Data["awsCode"], "Exception")
}
