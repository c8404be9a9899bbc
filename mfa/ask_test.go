package mfa_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"credence/mfa"
)

var errRejected = errors.New("MultiFactorAuthentication failed with invalid MFA one time pass code")

func isRejected(err error) bool { return errors.Is(err, errRejected) }

// script answers with its codes in order and keeps the requests.
type script struct {
	codes []string
	asked []mfa.Request
}

func (s *script) code(_ context.Context, r mfa.Request) (string, error) {
	s.asked = append(s.asked, r)
	return s.codes[len(s.asked)-1], nil
}

func TestAsk(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		codes   []string
		results []error // of each try
		sent    []string
		reasons []error // LastErr of each request
		err     []error // errors.Is of the end; nothing is success
	}{
		"at once":               {[]string{" 111 111\n"}, []error{nil}, []string{"111111"}, []error{nil}, nil},
		"second time":           {[]string{"111111", "222222"}, []error{errRejected, nil}, []string{"111111", "222222"}, []error{nil, errRejected}, nil},
		"three wrong ones":      {[]string{"111111", "222222", "333333"}, []error{errRejected, errRejected, errRejected}, []string{"111111", "222222", "333333"}, []error{nil, errRejected, errRejected}, []error{mfa.ErrTooManyAttempts, errRejected}},
		"the same again":        {[]string{"111111", "111111", "222222"}, []error{errRejected, nil}, []string{"111111", "222222"}, []error{nil, errRejected, mfa.ErrCodeReused}, nil},
		"the same all the time": {[]string{"111111", "111111", "111 111"}, []error{errRejected}, []string{"111111"}, []error{nil, errRejected, mfa.ErrCodeReused}, []error{mfa.ErrTooManyAttempts, mfa.ErrCodeReused}},
		"no code":               {[]string{"x", "", "111111"}, []error{nil}, []string{"111111"}, []error{nil, mfa.ErrBadCode, mfa.ErrBadCode}, nil},
		"never a code":          {[]string{"x", "y", "z"}, nil, nil, []error{nil, mfa.ErrBadCode, mfa.ErrBadCode}, []error{mfa.ErrTooManyAttempts, mfa.ErrBadCode}},
		"another failure":       {[]string{"111111"}, []error{io.ErrUnexpectedEOF}, []string{"111111"}, []error{nil}, []error{io.ErrUnexpectedEOF}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{codes: c.codes}
			var sent []string
			err := mfa.Ask(t.Context(), s.code, &mfa.Ledger{}, func() time.Time { return noon }, mfa.Request{Serial: "s", Profile: "p", RoleArn: "r", Origin: "config:3"},
				func(_ context.Context, code string) error {
					sent = append(sent, code)
					return c.results[len(sent)-1]
				}, isRejected)
			if !reflect.DeepEqual(sent, c.sent) {
				t.Errorf("sent %q, want %q", sent, c.sent)
			}
			if len(s.asked) != len(c.reasons) {
				t.Fatalf("asked %d times: %+v", len(s.asked), s.asked)
			}
			for i, r := range s.asked {
				if r.Attempt != i+1 || !errors.Is(r.LastErr, c.reasons[i]) || r.Serial != "s" || r.Profile != "p" || r.RoleArn != "r" || r.Origin != "config:3" {
					t.Errorf("request %d: %+v", i, r)
				}
			}
			if (err == nil) != (len(c.err) == 0) {
				t.Errorf("error = %v", err)
			}
			for _, want := range c.err {
				if !errors.Is(err, want) {
					t.Errorf("error = %v, want %v in it", err, want)
				}
			}
		})
	}
}

func TestAskStopsAtOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		p    mfa.CodeProvider
		want error
	}{
		"nil":              {nil, mfa.ErrNoProvider},
		"nobody to ask":    {mfa.None(), mfa.ErrNotInteractive},
		"declined":         {answer("", mfa.ErrCanceled), mfa.ErrCanceled},
		"a given bad code": {mfa.Given("12"), mfa.ErrBadCode},
		"its own error":    {answer("", io.ErrClosedPipe), io.ErrClosedPipe},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := mfa.Ask(t.Context(), c.p, nil, nil, mfa.Request{}, func(context.Context, string) error {
				t.Error("something was sent")
				return nil
			}, isRejected)
			if !errors.Is(err, c.want) || errors.Is(err, mfa.ErrTooManyAttempts) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestAskGivenCodeIsSentOnce(t *testing.T) {
	t.Parallel()
	tries := 0
	err := mfa.Ask(t.Context(), mfa.Given("123456"), &mfa.Ledger{}, nil, mfa.Request{}, func(context.Context, string) error {
		tries++
		return errRejected
	}, isRejected)
	if tries != 1 || !errors.Is(err, errRejected) || errors.Is(err, mfa.ErrTooManyAttempts) || strings.Contains(err.Error(), "123456") {
		t.Errorf("%d tries, %v", tries, err)
	}
}

func TestAskEndsWithItsContext(t *testing.T) {
	t.Parallel()
	cause := errors.New("deadline of the command line")
	for _, when := range []string{"before", "asking", "trying"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if when == "before" {
				cancel(cause)
			}
			asked := 0
			err := mfa.Ask(ctx, func(ctx context.Context, _ mfa.Request) (string, error) {
				if asked++; when == "asking" {
					cancel(cause)
				}
				return "123456", ctx.Err()
			}, &mfa.Ledger{}, nil, mfa.Request{}, func(context.Context, string) error {
				cancel(cause)
				return errRejected // and the loop must not ask again
			}, isRejected)
			if !errors.Is(err, cause) || asked > 1 || when == "before" && asked != 0 {
				t.Errorf("asked %d times, error %v", asked, err)
			}
		})
	}
}

func TestAskTellsTheDeadline(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	want, _ := ctx.Deadline()
	err := mfa.Ask(ctx, func(_ context.Context, r mfa.Request) (string, error) {
		if !r.Deadline.Equal(want) {
			t.Errorf("deadline = %v, want %v", r.Deadline, want)
		}
		return "", mfa.ErrCanceled
	}, nil, nil, mfa.Request{}, nil, nil)
	if !errors.Is(err, mfa.ErrCanceled) {
		t.Errorf("error = %v", err)
	}
}
