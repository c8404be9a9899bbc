package mfa_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"credence/mfa"
)

var errAsked = errors.New("asked too far")

func answer(code string, err error) mfa.CodeProvider {
	return func(context.Context, mfa.Request) (string, error) { return code, err }
}

func TestGiven(t *testing.T) {
	t.Parallel()
	ctx, wrong := t.Context(), errors.New("invalid MFA one time pass code")
	if code, err := mfa.Given(" 123 456 ")(ctx, mfa.Request{Attempt: 1}); code != "123456" || err != nil {
		t.Errorf("first: %q, %v", code, err)
	}
	if code, err := mfa.Given("123456")(ctx, mfa.Request{Attempt: 2, LastErr: wrong}); code != "" || !errors.Is(err, wrong) {
		t.Errorf("second: %q, %v", code, err)
	}
	if code, err := mfa.Given("123456")(ctx, mfa.Request{Attempt: 2}); code != "" || err == nil {
		t.Errorf("second without a reason: %q, %v", code, err)
	}
	for _, bad := range []string{"", "hunter2secret"} {
		_, err := mfa.Given(bad)(ctx, mfa.Request{Attempt: 1})
		if !errors.Is(err, mfa.ErrBadCode) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Given(%q): %v", bad, err)
		}
	}
}

func TestFirst(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	for name, c := range map[string]struct {
		providers []mfa.CodeProvider
		code      string
		err       error
	}{
		"none at all":            {nil, "", mfa.ErrNoProvider},
		"nil ones":               {[]mfa.CodeProvider{nil, nil}, "", mfa.ErrNoProvider},
		"first answers":          {[]mfa.CodeProvider{answer("1", nil), answer("", errAsked)}, "1", nil},
		"goes on":                {[]mfa.CodeProvider{mfa.None(), nil, answer("", mfa.ErrNoProvider), answer("2", nil)}, "2", nil},
		"no command, no tty":     {[]mfa.CodeProvider{mfa.Command(mfa.CommandOptions{}), mfa.None()}, "", mfa.ErrNotInteractive},
		"stops at another error": {[]mfa.CodeProvider{answer("", other), answer("", errAsked)}, "", other},
		"stops at a refusal":     {[]mfa.CodeProvider{answer("", mfa.ErrCanceled), answer("", errAsked)}, "", mfa.ErrCanceled},
		"stops at a bad code":    {[]mfa.CodeProvider{mfa.Given("12"), answer("", errAsked)}, "", mfa.ErrBadCode},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, err := mfa.First(c.providers...)(t.Context(), mfa.Request{Attempt: 1})
			if code != c.code || !errors.Is(err, c.err) {
				t.Errorf("%q, %v; want %q, %v", code, err, c.code, c.err)
			}
		})
	}
}

func TestFirstEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	quits := func(context.Context, mfa.Request) (string, error) {
		cancel()
		return "", mfa.ErrNotInteractive
	}
	if _, err := mfa.First(quits, answer("", errAsked))(ctx, mfa.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}
