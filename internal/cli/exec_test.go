package cli

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/process"
)

// TestExecReplaces: where the system can, the command gets the process.
func TestExecReplaces(t *testing.T) {
	t.Parallel()
	w := world(t, "[profile p]\nregion = eu-west-1\n", "[p]\naws_access_key_id = ASIAONE\naws_secret_access_key = s\naws_session_token = t\n", "AWS_PROFILE=old", "KEPT=1")
	var got process.Program
	w.Replace = func(p process.Program) error { got = p; return errors.New("no such luck") }
	r := w.run(t.Context(), "exec", "p", "--", "sh", "-c", "true")
	if !strings.HasSuffix(got.Path, "/sh") || !slices.Equal(got.Argv, []string{"sh", "-c", "true"}) {
		t.Errorf("%+v", got)
	}
	for _, want := range []string{"AWS_ACCESS_KEY_ID=ASIAONE", "AWS_SESSION_TOKEN=t", "AWS_REGION=eu-west-1", "KEPT=1", "CREDENCE_EXEC=p"} {
		if !slices.Contains(got.Env, want) {
			t.Errorf("no %s in %q", want, got.Env)
		}
	}
	if slices.Contains(got.Env, "AWS_PROFILE=old") {
		t.Errorf("the old profile is still there: %q", got.Env)
	}
	if r.code != exitNotExecutable || !strings.Contains(r.errors, "no such luck") || strings.Contains(r.errors, "AWS_") {
		t.Errorf("%+v", r)
	}
}

// TestExecAsksLast: nobody is asked for a code for a command that cannot be run.
func TestExecAsksLast(t *testing.T) {
	t.Parallel()
	w, server := awsWorld(t, nil)
	var asked atomic.Int32
	w.Prompt = phoneOf(server, &asked)
	if r := w.run(t.Context(), "exec", "admin", "--", "no-such-command"); r.code != exitNotFound || asked.Load() != 0 {
		t.Errorf("asked %d times: %+v", asked.Load(), r)
	}
	if r := w.run(t.Context(), "exec", "admin", "--", "sh", "-c", "echo $AWS_ACCESS_KEY_ID"); r.code != ExitOK || asked.Load() != 1 || !strings.HasPrefix(r.out, "ASIA") {
		t.Errorf("asked %d times: %+v", asked.Load(), r)
	}
	if r := w.run(t.Context(), "exec", "admin", "--", "sh", "-c", "echo $AWS_ACCESS_KEY_ID"); r.code != ExitOK || asked.Load() != 1 {
		t.Errorf("asked again: %+v", r)
	}
}

// serving is an exec --server of a profile at the moment before its command starts.
func serving(t *testing.T, w *World, profile string) (*executing, *keeper) {
	t.Helper()
	a := &app{World: w}
	cmd, _, err := a.root().Find([]string{"exec"})
	if err != nil {
		t.Fatal(err)
	}
	x := &executing{app: a, cmd: cmd}
	if x.opts, err = a.options(cmd, []string{profile}); err != nil {
		t.Fatal(err)
	}
	res, err := a.resolve(t.Context(), x.opts)
	if err != nil {
		t.Fatal(err)
	}
	opts := x.unattended()
	return x, &keeper{res, chain.NewProvider(opts), opts, x.app}
}

// TestServerRenews: the session is kept while it lives and renewed before its end, by
// the MFA session, without a code.
func TestServerRenews(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	w, server := awsWorld(t, clock)
	w.Clock = clock
	w.Prompt = phoneOf(server, nil)
	_, k := serving(t, w, "admin")
	first, err := k.Resolve(t.Context())
	if err != nil || first != k.first {
		t.Fatalf("%v", err)
	}
	w.Prompt = nil
	ahead.Store(int64(57 * time.Minute))
	second, err := k.Resolve(t.Context())
	if err != nil || second.Keys.AccessKeyID == first.Keys.AccessKeyID || second.Keys.Expiration.Sub(clock()) < 50*time.Minute {
		t.Fatalf("not renewed: %v", err)
	}
	if third, err := k.Resolve(t.Context()); err != nil || third.Keys.AccessKeyID != second.Keys.AccessKeyID {
		t.Errorf("renewed again at once: %v", err)
	}
}

// TestServerDoesNotAsk: a renewal that would need a code says so, to the SDK and, once,
// on standard error.
func TestServerDoesNotAsk(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	w, server := awsWorld(t, clock)
	w.Clock = clock
	var asked atomic.Int32
	w.Prompt = phoneOf(server, &asked)
	var errs strings.Builder
	w.Stderr = &errs
	x, k := serving(t, w, "admin")
	ahead.Store(int64(14 * time.Hour))
	_, err := k.Resolve(t.Context())
	if err == nil || asked.Load() != 1 {
		t.Fatalf("asked %d times: %v", asked.Load(), err)
	}
	message := x.explain(err)
	for _, want := range []string{"credence exec --server: ", "needs an MFA code", "in another terminal (credence whoami admin)"} {
		if !strings.Contains(message, want) {
			t.Errorf("no %q in %q", want, message)
		}
	}
	tell := x.tellOnce()
	tell(err)
	tell(err)
	if strings.Count(errs.String(), "MFA") != 1 || !strings.HasPrefix(errs.String(), "credence: ") {
		t.Errorf("told: %q", errs.String())
	}
}

// TestServerWithoutNetwork: a session that cannot be renewed is handed out to its end.
func TestServerWithoutNetwork(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	w, server := awsWorld(t, clock)
	w.Clock = clock
	w.Prompt = phoneOf(server, nil)
	_, k := serving(t, w, "admin")
	server.Close()
	ahead.Store(int64(57 * time.Minute))
	if res, err := k.Resolve(t.Context()); err != nil || res.Keys.AccessKeyID != k.first.Keys.AccessKeyID {
		t.Errorf("with three minutes left: %v", err)
	}
	ahead.Store(int64(61 * time.Minute))
	if _, err := k.Resolve(t.Context()); err == nil {
		t.Error("handed out after its end")
	}
}
