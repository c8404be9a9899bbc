package chain

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"credence/profiles"
)

// The limits of a service call, its retries included, and of waiting for another
// process that renews the same token.
const (
	serviceLimit = 30 * time.Second
	lockLimit    = 5 * time.Second
)

// serviceClients are what a walk's calls of AWS services have in common: one
// transport, so that a chain of roles uses one connection, and the settings.
// It is the HTTP client of the SDK's service clients.
type serviceClients struct {
	w         *walk
	transport http.RoundTripper
	proxies   func(*url.URL) (*url.URL, error) // nil where the caller brought the transport
	attempts  int
	mode      aws.RetryMode
	fips      bool
	dualStack bool
	callLimit time.Duration
	lockLimit time.Duration
	skew      time.Duration // server's clock minus ours, by the last answer with a date
	lastHost  string        // that was called, as scheme://host
	offset    time.Duration // added to the time of signatures after STS refused it
}

// services makes the clients when a service is first called. The error is an
// *Error about a setting that nobody can work with.
func (w *walk) services() (*serviceClients, error) {
	if w.clients != nil {
		return w.clients, nil
	}
	p := w.settingsProfile()
	c := &serviceClients{w: w, attempts: 3, mode: aws.RetryModeStandard, callLimit: serviceLimit, lockLimit: lockLimit}
	if err := c.useTransport(p); err != nil {
		return nil, err
	}
	c.readSettings(p)
	w.clients = c
	return c, nil
}

// servicesReady says in explain mode what would keep a service from being called:
// settings that can be judged without a request.
func (w *walk) servicesReady(s service) verdict {
	if _, err := w.services(); err != nil {
		return serviceVerdict(context.Background(), err, CodeEndpointInvalid, CodeEndpointInvalid)
	}
	if _, err := w.endpointOverride(s); err != nil {
		return serviceVerdict(context.Background(), err, CodeEndpointInvalid, CodeEndpointInvalid)
	}
	return verdict{}
}

func (c *serviceClients) readSettings(p *profiles.Profile) {
	if text, _ := c.w.setting(p, "AWS_MAX_ATTEMPTS", "max_attempts"); text != "" {
		if n, err := strconv.Atoi(text); err == nil && n > 0 {
			c.attempts = n
		}
	}
	if text, _ := c.w.setting(p, "AWS_RETRY_MODE", "retry_mode"); strings.EqualFold(text, string(aws.RetryModeAdaptive)) {
		c.mode = aws.RetryModeAdaptive
	}
	fips, _ := c.w.setting(p, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
	dual, _ := c.w.setting(p, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
	c.fips, c.dualStack = switchedOn(fips), switchedOn(dual)
}

// target is where and as what a service is called.
type target struct {
	region string
	base   *string // nil: AWS's own endpoint
	fips   aws.FIPSEndpointState
	dual   aws.DualStackEndpointState
}

// target finds a service's address and says so before anything is sent.
func (c *serviceClients) target(s service, region Region) (target, error) {
	t := target{region: region.Value}
	if !validRegion(region.Value) {
		bad := &Error{Reason: Reason{Code: CodeRegionInvalid, Data: Data{"region": region.Value, "service": string(s)}}, Err: notSent(nil)}
		if region.Origin.Kind != "" {
			bad.Origin = &region.Origin
		}
		return t, bad
	}
	e, err := c.w.endpointOverride(s)
	if err != nil {
		return t, err
	}
	if e.url != "" && (c.fips || c.dualStack) {
		return t, &Error{
			Reason: Reason{Code: CodeEndpointConflict, Data: Data{"service": string(s), "url": redactURL(e.url)}, Origin: &e.origin},
			Err:    notSent(nil),
		}
	}
	if e.url != "" {
		t.base = &e.url
	}
	if c.fips {
		t.fips = aws.FIPSEndpointStateEnabled
	}
	if c.dualStack {
		t.dual = aws.DualStackEndpointStateEnabled
	}
	return t, nil
}

// call makes one service call within its limit. An error comes back with what
// serviceVerdict needs to tell of it.
func (c *serviceClients) call(ctx context.Context, s service, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.callLimit, errCallLimit)
	defer cancel()
	err := f(ctx)
	if err == nil {
		return nil
	}
	failed := &callError{service: s, err: err, limit: context.Cause(ctx) == errCallLimit}
	if clockRefused(err) {
		failed.err = &ClockSkewError{Skew: c.skew, Err: err}
	}
	return failed
}

// clockSigner signs with the walk's clock, corrected where STS asked for it.
type clockSigner struct {
	c      *serviceClients
	signer *v4.Signer
}

func (s clockSigner) SignHTTP(ctx context.Context, creds aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, opts ...func(*v4.SignerOptions)) error {
	return s.signer.SignHTTP(ctx, creds, r, hash, service, region, s.c.w.now().Add(s.c.offset), opts...)
}

// fixedKeys are credentials for one call of the SDK.
type fixedKeys Credentials

func (k fixedKeys) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretAccessKey.Reveal(), SessionToken: k.SessionToken.Reveal()}, nil
}

var _ smithyhttp.ClientDo = (*serviceClients)(nil)
