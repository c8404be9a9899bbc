package chain

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Provider memoises a chain: it walks when it has no credentials or when those it
// has come to their end, one walk at a time however many callers ask. It satisfies
// aws.CredentialsProvider, so that a Go program can use the chain as it is.
type Provider struct {
	opts Options

	mu      sync.Mutex
	session session
	held    *Result  // the last success
	walking *walking // the refresh under way, if any
}

var _ aws.CredentialsProvider = (*Provider)(nil)

// walking is a refresh that several callers may wait for.
type walking struct {
	done   chan struct{}
	result *Result
	err    error
}

// NewProvider makes a provider of the chain that the options describe. The shared
// files are read once, as the Node SDK does, unless Options.IgnoreCache is set.
func NewProvider(opts Options) *Provider {
	fillIn(&opts)
	opts.Mode = ModeResolve
	return &Provider{opts: opts}
}

// Retrieve gives credentials for the AWS SDK for Go.
func (p *Provider) Retrieve(ctx context.Context) (aws.Credentials, error) {
	res, err := p.Resolve(ctx)
	if err != nil {
		return aws.Credentials{}, err
	}
	c := res.Keys
	return aws.Credentials{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey.Reveal(), SessionToken: c.SessionToken.Reveal(),
		AccountID: c.AccountID, Source: "credence/" + string(res.Source), CanExpire: !c.Expiration.IsZero(), Expires: c.Expiration,
	}, nil
}

// Resolve gives the memoised result, or walks. Credentials without an expiration
// are kept for good. With less than five minutes left they are renewed: documented
// waits for the new ones and hands out the old while they live if that fails, with a
// finding; node hands out the old at once and renews behind the caller's back.
// A failure is never remembered.
func (p *Provider) Resolve(ctx context.Context) (*Result, error) {
	p.mu.Lock()
	held, left := p.held, p.left()
	if held != nil && left >= p.opts.Dialect.rules.memo.window {
		p.mu.Unlock()
		return held, nil
	}
	w := p.refresh(ctx, false)
	p.mu.Unlock()
	alive := held != nil && left > 0
	if alive && p.opts.Dialect.rules.memo.background {
		return held, nil
	}
	select {
	case <-w.done:
	case <-ctx.Done():
		return p.canceled(), context.Cause(ctx)
	}
	if w.err != nil && alive {
		return stale(held, w.err), nil
	}
	return w.result, w.err
}

// Refresh walks whatever is held, as forceRefresh does in the Node SDK.
func (p *Provider) Refresh(ctx context.Context) (*Result, error) {
	p.mu.Lock()
	w := p.refresh(ctx, true)
	p.mu.Unlock()
	select {
	case <-w.done:
		return w.result, w.err
	case <-ctx.Done():
		return p.canceled(), context.Cause(ctx)
	}
}

// left is how long the held credentials live; p.mu is held.
func (p *Provider) left() time.Duration {
	if p.held == nil {
		return 0
	}
	if p.held.Keys.Expiration.IsZero() {
		return 1<<63 - 1
	}
	return p.held.Keys.Expiration.Sub(p.opts.Clock())
}

// refresh joins the walk under way or starts one; p.mu is held. The walk is not
// tied to the caller who happens to start it: others wait for it too.
func (p *Provider) refresh(ctx context.Context, fresh bool) *walking {
	if p.walking != nil {
		return p.walking
	}
	w := &walking{done: make(chan struct{})}
	p.walking = w
	opts := p.opts
	opts.Fresh = opts.Fresh || fresh
	walk := newWalk(opts, &p.session)
	go func() {
		res, err := walk.run(context.WithoutCancel(ctx))
		p.mu.Lock()
		defer p.mu.Unlock()
		w.result, w.err = res, err
		if err == nil {
			p.held = res
		}
		p.walking = nil
		close(w.done)
	}()
	return w
}

// canceled is the result for a caller who would not wait.
func (p *Provider) canceled() *Result {
	return &Result{
		Order: p.opts.Dialect.Name, Mode: p.opts.Mode, Outcome: OutcomeCanceled,
		Error: &Error{Reason: Reason{Code: CodeCanceled}},
	}
}

// stale is the held result with a word about the refresh that failed.
func stale(held *Result, err error) *Result {
	old := *held
	f := Finding{Code: FindingStale, Severity: SeverityWarning, Data: Data{"because": string(CodeOf(err))}}
	old.Trace.Findings = append(old.Trace.Findings[:len(old.Trace.Findings):len(old.Trace.Findings)], f)
	return &old
}
