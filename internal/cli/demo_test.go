package cli

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/mfa"
)

// sandbox is a Sandbox around a fake AWS.
type sandbox struct {
	variables []string
	server    *fakeaws.Server
	closed    int
}

func (s *sandbox) Environ() []string { return s.variables }
func (s *sandbox) Phone(serial string) (string, time.Duration, error) {
	return s.server.Phone(serial)
}
func (s *sandbox) Samples() []Sample {
	return []Sample{{"admin", "a role with MFA"}, {"closed", "a role that refuses"}}
}
func (s *sandbox) Close() error { s.closed++; return nil }

// demoWorld is a World whose own files hold other keys than its sandbox.
func demoWorld(t *testing.T) (*World, *sandbox) {
	inside, server := awsWorld(t, nil)
	box := &sandbox{variables: inside.Env.List(), server: server}
	outside := world(t, "", strings.ReplaceAll(twoKeys, "AKIADEFAULT", "AKIAOUTSIDE"), "AWS_PROFILE=outside", "NO_COLOR=1")
	outside.Sandbox = func(context.Context, *World) (Sandbox, error) { return box, nil }
	return outside, box
}

func TestDemo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"demo", ExitOK, "closed  a role that refuses"},
		{"demo why", ExitOK, "AKIADEFAULT000000001"},
		{"demo --json", ExitOK, `"accessKeyId": "AKIADEFAULT000000001"`},
		{"demo why closed", ExitError, "✗ shared files"},
		{"demo process admin --no-input", ExitInput, ""},
		{"demo list", ExitOK, "admin    role"},
		{"demo --help", ExitOK, "embedded AWS"},
		{"demo demo", ExitUsage, ""},
		{"demo why --bogus", ExitUsage, ""},
	} {
		w, box := demoWorld(t)
		r := w.run(t.Context(), strings.Fields(c.args)...)
		if r.code != c.code || !strings.Contains(r.out, c.want) || strings.Contains(r.out+r.errors, "outside") {
			t.Errorf("%s: %+v", c.args, r)
		}
		if box.closed != 1 && c.args != "demo --help" {
			t.Errorf("%s: closed %d times", c.args, box.closed)
		}
	}
}

// TestDemoPhone: the code is shown before it is asked for.
func TestDemoPhone(t *testing.T) {
	t.Parallel()
	w, _ := demoWorld(t)
	var told string
	w.Prompt = func(_ context.Context, r mfa.Request) (string, error) {
		told = w.Stderr.(*strings.Builder).String()
		_, code, ok := strings.Cut(told, "the phone shows ")
		if r.Attempt > 1 || !ok {
			return "", errors.New("no code was shown")
		}
		return code[:6], nil
	}
	r := w.run(t.Context(), "demo", "why", "admin")
	if r.code != ExitOK || !strings.HasPrefix(told, "demo: the phone shows ") {
		t.Errorf("%q: %+v", told, r)
	}
}

func TestDemoThatCannotStart(t *testing.T) {
	t.Parallel()
	w, _ := demoWorld(t)
	w.Sandbox = func(context.Context, *World) (Sandbox, error) { return nil, errors.New("no port") }
	if r := w.run(t.Context(), "demo", "why"); r.code != ExitError || r.errors != "credence: start the demo: no port\n" {
		t.Errorf("%+v", r)
	}
	w.Sandbox = nil
	if r := w.run(t.Context(), "demo"); r.code != ExitUsage {
		t.Errorf("without a sandbox: %+v", r)
	}
}
