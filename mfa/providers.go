package mfa

import (
	"context"
	"errors"
	"fmt"
)

// Given always answers with code, which came with a flag for instance. It has no
// other: when the code was not accepted it returns an error that wraps the reason.
func Given(code string) CodeProvider {
	return func(_ context.Context, r Request) (string, error) {
		if r.Attempt > 1 {
			if r.LastErr == nil {
				return "", errors.New("the given MFA code was not accepted")
			}
			return "", fmt.Errorf("the given MFA code was not accepted: %w", r.LastErr)
		}
		return Normalize(code)
	}
}

// None answers nothing: it is the provider where nobody can be asked.
func None() CodeProvider {
	return func(context.Context, Request) (string, error) { return "", ErrNotInteractive }
}

// First asks the providers in order, until one gives a code or an error other than
// ErrNotInteractive and ErrNoProvider. Nil providers are passed over. If all are,
// the error is the last one's, ErrNoProvider if there was none.
func First(providers ...CodeProvider) CodeProvider {
	return func(ctx context.Context, r Request) (string, error) {
		last := ErrNoProvider
		for _, p := range providers {
			if p == nil {
				continue
			}
			if ctx.Err() != nil {
				return "", context.Cause(ctx)
			}
			code, err := p(ctx, r)
			if err == nil || !errors.Is(err, ErrNotInteractive) && !errors.Is(err, ErrNoProvider) {
				return code, err
			}
			last = err
		}
		return "", last
	}
}
