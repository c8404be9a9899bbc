package chain

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// ladder is a dialect of stages that end as told, in order; a nil verdict function
// fails the test when its stage is asked.
func ladder(t *testing.T, verdicts ...func(context.Context, *walk) verdict) *Dialect {
	t.Helper()
	d := &Dialect{Name: "test"}
	for i, run := range verdicts {
		info := StageInfo{ID: string(rune('a' + i)), Kind: KindProcess}
		if run == nil {
			run = func(context.Context, *walk) verdict {
				t.Errorf("stage %s was asked", info.ID)
				return verdict{}
			}
		}
		d.stages = append(d.stages, stage{info, run})
	}
	return d
}

func ends(v verdict) func(context.Context, *walk) verdict {
	return func(context.Context, *walk) verdict { return v }
}

func story(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		if e.Kind == EventFinding {
			continue
		}
		b.WriteString(e.Stage.ID)
		if e.Step != nil {
			b.WriteString("/" + string(e.Step.Kind))
		}
		b.WriteString(":" + string(e.State))
		if e.Shadowed {
			b.WriteString("(shadowed)")
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

func TestEventsTellTheWalk(t *testing.T) {
	t.Parallel()
	keys := found(CodeEnvFound, SourceEnvironment, Credentials{AccessKeyID: "K"}, nil)
	refused := errors.New("refused")
	planned := "a:planned b:planned c:planned "
	tests := []struct {
		name    string
		stages  []func(context.Context, *walk) verdict
		opts    Options
		story   string
		outcome Outcome
		decided string
		code    Code // of the error
	}{
		{
			name:   "found ends the walk and the next stage is not asked",
			stages: []func(context.Context, *walk) verdict{ends(skip(CodeEnvUnset, nil)), ends(keys), nil},
			story:  "a:running a:skipped b:running b:found c:not-reached", outcome: OutcomeFound, decided: "b",
		},
		{
			name:   "an error stops the chain",
			stages: []func(context.Context, *walk) verdict{ends(stop(CodeRoleRefused, nil, refused)), nil, nil},
			story:  "a:running a:errored b:not-reached c:not-reached", outcome: OutcomeError, decided: "a", code: CodeRoleRefused,
		},
		{
			name:   "a failure that is skipped over does not",
			stages: []func(context.Context, *walk) verdict{ends(fail(CodeProcessFailed, nil, refused)), ends(keys), nil},
			story:  "a:running a:skipped b:running b:found c:not-reached", outcome: OutcomeFound, decided: "b",
		},
		{
			name:   "nothing anywhere",
			stages: []func(context.Context, *walk) verdict{ends(skip(CodeEnvUnset, nil)), ends(fail(CodeProcessFailed, nil, refused)), ends(skip(CodeEnvUnset, nil))},
			story:  "a:running a:skipped b:running b:skipped c:running c:skipped", outcome: OutcomeNone, code: CodeNoCredentials,
		},
		{
			name: "all goes on after the winner and marks what it shadows", opts: Options{All: true},
			stages: []func(context.Context, *walk) verdict{ends(keys), ends(skip(CodeEnvUnset, nil)), func(_ context.Context, w *walk) verdict {
				if !w.explain {
					t.Error("a shadowed stage was resolved")
				}
				return keys
			}},
			story: "a:running a:found b:running b:skipped c:running c:found(shadowed)", outcome: OutcomeFound, decided: "a",
		},
		{
			name: "explained: would-use ends the walk as found does", opts: Options{Mode: ModeExplain},
			stages: []func(context.Context, *walk) verdict{ends(wouldUse(CodeRoleWouldAssume, SourceAssumeRole, nil)), nil, nil},
			story:  "a:running a:would-use b:not-reached c:not-reached", outcome: OutcomeWouldUse, decided: "a",
		},
		{
			name: "explained: so does unknown", opts: Options{Mode: ModeExplain},
			stages: []func(context.Context, *walk) verdict{ends(unknown(CodeInstanceUnknown, SourceInstance, nil)), nil, nil},
			story:  "a:running a:unknown b:not-reached c:not-reached", outcome: OutcomeUnknown, decided: "a",
		},
		{
			name: "steps nest and end before their stage",
			stages: []func(context.Context, *walk) verdict{func(ctx context.Context, w *walk) verdict {
				return w.step(ctx, Step{Kind: StepSource}, func(ctx context.Context) verdict {
					return w.step(ctx, Step{Kind: StepProcess}, func(context.Context) verdict { return keys })
				})
			}, nil, nil},
			story:   "a:running a/source:running a/process:running a/process:found a/source:found a:found b:not-reached c:not-reached",
			outcome: OutcomeFound, decided: "a",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var events []Event
			opts := tt.opts
			opts.Dialect = ladder(t, tt.stages...)
			opts.Env = Environment{Lookup: func(string) (string, bool) { return "", false }}
			opts.Observe = func(e Event) { events = append(events, e) }
			res, err := Resolve(t.Context(), opts)
			if got := story(events); got != planned+tt.story {
				t.Errorf("story\n got %s\nwant %s", got, planned+tt.story)
			}
			if res.Outcome != tt.outcome || res.Stage != tt.decided || CodeOf(err) != tt.code {
				t.Errorf("got %s by %q, %v", res.Outcome, res.Stage, err)
			}
			replay(t, events, &res.Trace)
		})
	}
}

// replay sends the events through JSON and expects the same story of them.
func replay(t *testing.T, events []Event, want *Trace) {
	t.Helper()
	var again Trace
	for _, e := range events {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back Event
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		again.Observe(back)
	}
	stories := func(tr *Trace) (out []string) {
		for _, s := range tr.Stages {
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
		return out
	}
	if a, b := stories(&again), stories(want); !slices.Equal(a, b) {
		t.Errorf("replayed\n got %v\nwant %v", a, b)
	}
	if len(again.Findings) != len(want.Findings) || len(want.Findings) > 0 && !reflect.DeepEqual(again.Findings, want.Findings) {
		t.Errorf("findings: got %v, want %v", again.Findings, want.Findings)
	}
}

func TestCancelEndsTheWalk(t *testing.T) {
	t.Parallel()
	cause := errors.New("the deadline of the caller")
	ctx, cancel := context.WithCancelCause(t.Context())
	var events []Event
	res, err := Resolve(ctx, Options{
		Dialect: ladder(t, func(ctx context.Context, _ *walk) verdict {
			cancel(cause)
			<-ctx.Done()
			return fail(CodeInstanceTimeout, nil, ctx.Err())
		}, nil),
		Observe: func(e Event) { events = append(events, e) },
	})
	if res.Outcome != OutcomeCanceled || CodeOf(err) != CodeCanceled || !errors.Is(err, cause) {
		t.Errorf("got %s, %v", res.Outcome, err)
	}
	if got, want := story(events), "a:planned b:planned a:running a:canceled b:not-reached"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestChooseProfile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		option *string
		env    map[string]string
		want   ProfileChoice
	}{
		{"nothing", nil, nil, ProfileChoice{"default", SelectedByDefault}},
		{"the variable", nil, map[string]string{"AWS_PROFILE": "v"}, ProfileChoice{"v", SelectedByProfile}},
		{"an empty variable", nil, map[string]string{"AWS_PROFILE": ""}, ProfileChoice{"default", SelectedByDefault}},
		{"the option", new("o"), map[string]string{"AWS_PROFILE": "v"}, ProfileChoice{"o", SelectedByArgument}},
		{"the option default", new("default"), nil, ProfileChoice{"default", SelectedByArgument}},
		{"not AWS_DEFAULT_PROFILE", nil, map[string]string{"AWS_DEFAULT_PROFILE": "d"}, ProfileChoice{"default", SelectedByDefault}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res, _ := Resolve(t.Context(), Options{Profile: tt.option, Dialect: ladder(t), Env: variables(tt.env)})
			if res.Profile != tt.want {
				t.Errorf("got %v, want %v", res.Profile, tt.want)
			}
		})
	}
}

// variables is an environment of just these.
func variables(env map[string]string) Environment {
	return Environment{
		Lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		List: func() (list []string) {
			for k, v := range env {
				list = append(list, k+"="+v)
			}
			return list
		},
	}
}

func TestElapsedIsTheClocks(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	clock := func() time.Time { now = now.Add(time.Second); return now }
	res, _ := Resolve(t.Context(), Options{Dialect: ladder(t, ends(skip(CodeEnvUnset, nil))), Clock: clock})
	if got := time.Duration(res.Trace.Stages[0].Elapsed); got != time.Second {
		t.Errorf("got %v", got)
	}
}
