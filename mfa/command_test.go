package mfa_test

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/process"
	"credence/mfa"
)

const device = "arn:aws:iam::111122223333:mfa/jane"

func TestCommandSpec(t *testing.T) {
	t.Parallel()
	var got process.Spec
	p := mfa.Command(mfa.CommandOptions{
		Line: "oathtool --totp x", Dir: "/d", TTY: true,
		Env: []string{"PATH=/bin", "AWS_SECRET_ACCESS_KEY=k", "AWS_SESSION_TOKEN=t"},
		Run: func(_ context.Context, s process.Spec) (process.Result, error) {
			got = s
			return process.Result{Stdout: []byte("123 456\n")}, nil
		},
	})
	code, err := p(t.Context(), mfa.Request{Serial: device, Profile: "prod"})
	if code != "123456" || err != nil {
		t.Errorf("%q, %v", code, err)
	}
	if want := []string{"PATH=/bin", "CREDENCE_MFA_SERIAL=" + device, "CREDENCE_PROFILE=prod"}; !slices.Equal(got.Env, want) {
		t.Errorf("env = %q", got.Env)
	}
	if got.Line != "oathtool --totp x" || got.Dir != "/d" || !got.TTY || got.Limit != 60*time.Second {
		t.Errorf("spec = %+v", got)
	}
}

func TestCommandFailures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		result process.Result
		err    error
		want   mfa.CommandError
		text   string
	}{
		"exit code":      {process.Result{ExitCode: 3, Elapsed: time.Second, Stderr: []byte("\n\x1b[31mno device\nmore")}, nil, mfa.CommandError{ExitCode: 3, Elapsed: time.Second, Stderr: `\x1b[31mno device`}, `mfa_process ended with exit code 3: \x1b[31mno device`},
		"signal":         {process.Result{ExitCode: -1, Signal: "killed"}, nil, mfa.CommandError{ExitCode: -1, Signal: "killed"}, "mfa_process was ended by a signal: killed"},
		"limit":          {process.Result{ExitCode: -1, Signal: "terminated"}, process.ErrLimit, mfa.CommandError{ExitCode: -1, Signal: "terminated", Err: process.ErrLimit}, "mfa_process failed: time limit passed"},
		"no code":        {process.Result{Stdout: []byte("hunter2 123")}, nil, mfa.CommandError{Err: mfa.ErrBadCode}, "mfa_process failed: an MFA code has six digits"},
		"code in stderr": {process.Result{ExitCode: 1, Stderr: []byte("used 123456 and 654 321")}, nil, mfa.CommandError{ExitCode: 1, Stderr: "used *** and ***"}, "mfa_process ended with exit code 1: used *** and ***"},
		"seed in stderr": {process.Result{ExitCode: 1, Stderr: []byte("secret=JBSWY3DP")}, nil, mfa.CommandError{ExitCode: 1, Stderr: "secret=***"}, "mfa_process ended with exit code 1: secret=***"},
		"never started":  {process.Result{ExitCode: -1}, exec.ErrNotFound, mfa.CommandError{ExitCode: -1, Err: exec.ErrNotFound}, "mfa_process failed: executable file not found in $PATH"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := mfa.Command(mfa.CommandOptions{Line: "helper", Run: func(context.Context, process.Spec) (process.Result, error) { return c.result, c.err }})
			code, err := p(t.Context(), mfa.Request{})
			var got *mfa.CommandError
			c.want.Line = "helper"
			if code != "" || !errors.As(err, &got) || *got != c.want {
				t.Fatalf("%q, %#v", code, err)
			}
			if err.Error() != c.text || c.want.Err != nil && !errors.Is(err, c.want.Err) || mfa.IsLimit(err) != (c.err == process.ErrLimit) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestCommandIsRunAnew(t *testing.T) {
	t.Parallel()
	codes, runs := []string{"111111", "222222"}, 0
	p := mfa.Command(mfa.CommandOptions{Line: "x", Run: func(context.Context, process.Spec) (process.Result, error) {
		runs++
		return process.Result{Stdout: []byte(codes[runs-1])}, nil
	}})
	err := mfa.Ask(t.Context(), p, nil, nil, mfa.Request{}, func(_ context.Context, code string) error {
		if code == "111111" {
			return errRejected
		}
		return nil
	}, isRejected)
	if err != nil || runs != 2 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

func TestCommandEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := mfa.Command(mfa.CommandOptions{Line: "x", Run: func(ctx context.Context, _ process.Spec) (process.Result, error) {
		cancel()
		<-ctx.Done()
		return process.Result{ExitCode: -1, Signal: "terminated"}, context.Cause(ctx)
	}})
	_, err := p(ctx, mfa.Request{})
	var command *mfa.CommandError
	if !errors.Is(err, context.Canceled) || errors.As(err, &command) {
		t.Errorf("error = %#v", err)
	}
}

func TestNoLineIsNoProvider(t *testing.T) {
	t.Parallel()
	if _, err := mfa.Command(mfa.CommandOptions{})(t.Context(), mfa.Request{}); !errors.Is(err, mfa.ErrNoProvider) {
		t.Errorf("error = %v", err)
	}
}

func TestCommandForReal(t *testing.T) {
	t.Parallel()
	p := mfa.Command(mfa.CommandOptions{Line: `echo 123456`, Env: []string{"PATH=/usr/bin:/bin"}})
	if code, err := p(t.Context(), mfa.Request{}); code != "123456" || err != nil {
		t.Errorf("%q, %v", code, err)
	}
	_, err := mfa.Command(mfa.CommandOptions{Line: "echo failed 1>&2& exit 5"})(t.Context(), mfa.Request{})
	var command *mfa.CommandError
	if !errors.As(err, &command) || command.ExitCode != 5 || !strings.HasPrefix(command.Stderr, "failed") || command.Elapsed <= 0 {
		t.Errorf("error = %+v", command)
	}
}
