package mfa

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Ask gets a code from p and calls try with it, up to MaxAttempts times: again,
// with the reason in Request.LastErr, when rejected says that AWS did not take the
// code, when the ledger knows it as sent (it is then not sent again), or when it is
// not six digits. After that the error is ErrTooManyAttempts with the last reason.
//
// Any other error ends it at once and is returned as it is: the context's cause, an
// error of p (ErrCanceled, ErrNotInteractive …), a failure of try that is not about
// the code. In the last case the code stays in the ledger as sent where AWS has
// answered, or may be about to. Where the connection broke before it did, or was never
// made (see ErrNotSent), the code is free again: a person may give it once more, and
// only AWS knows whether it is still good. No code is tried twice by Ask itself.
//
// A nil p is ErrNoProvider, a nil ledger remembers for this call only, a nil clock
// is time.Now.
func Ask(ctx context.Context, p CodeProvider, l *Ledger, clock func() time.Time, r Request,
	try func(ctx context.Context, code string) error, rejected func(error) bool) error {
	if p == nil {
		return ErrNoProvider
	}
	if l == nil {
		l = &Ledger{}
	}
	if clock == nil {
		clock = time.Now
	}
	if deadline, ok := ctx.Deadline(); ok && r.Deadline.IsZero() {
		r.Deadline = deadline
	}
	for r.Attempt = 1; r.Attempt <= MaxAttempts; r.Attempt++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		code, err := p(ctx, r)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		if code, r.LastErr = Normalize(code); r.LastErr != nil {
			continue
		}
		if r.LastErr = l.Claim(r.Serial, code, clock()); r.LastErr != nil {
			continue
		}
		err = try(ctx, code)
		switch {
		case err == nil:
			return nil
		case rejected != nil && rejected(err):
			r.LastErr = err
		default:
			if unanswered(err) {
				l.Forget(r.Serial, code)
			}
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrTooManyAttempts, r.LastErr)
}

// unanswered reports whether a call failed before an answer to it began: no name, no
// connection, no TLS session, or a connection that broke. A time-out is none of these,
// for the answer may be on its way, nor is an answer that ends in the middle.
func unanswered(err error) bool {
	if errors.Is(err, ErrNotSent) || errors.Is(err, http.ErrSchemeMismatch) || errors.Is(err, io.EOF) {
		return true
	}
	var name *net.DNSError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	if errors.As(err, &name) || errors.As(err, &verification) || errors.As(err, &record) {
		return true
	}
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || !op.Timeout())
}
