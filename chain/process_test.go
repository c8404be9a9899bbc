package chain

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/process"
	"credence/profiles"
)

const processJSON = `{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"p-secret"}`

var processNow = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// processWalk is a walk in which the shared-files stage is open, and its profile "p".
func processWalk(t *testing.T, config string, opts Options) (*walk, *profiles.Profile) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte("[profile p]\n"+config+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	opts.ConfigFilepath, opts.Filepath = new(path), new(os.DevNull)
	if opts.Env.Lookup == nil {
		opts.Env = testEnvironment(nil, "HOME", t.TempDir())
	}
	if opts.Clock == nil {
		opts.Clock = func() time.Time { return processNow }
	}
	w := newWalk(opts, &session{})
	files, err := w.sharedFiles()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := files.Profile("p")
	if !ok {
		t.Fatal("no profile p")
	}
	info := StageInfo{"shared-files", KindSharedFiles}
	w.rec.planned(info)
	w.rec.startStage(info)
	return w, p
}

// prints is a runner whose command prints out and ends well.
func prints(out string) ProcessRunner {
	return func(context.Context, process.Spec) (process.Result, error) {
		return process.Result{Stdout: []byte(out), Elapsed: 7 * time.Millisecond}, nil
	}
}

func walkFindings(w *walk) []string {
	var codes []string
	for _, f := range w.rec.trace.Findings {
		codes = append(codes, f.Code)
	}
	return codes
}

// What a command prints, checked in Node's order.
func TestProcessOutput(t *testing.T) {
	t.Parallel()
	with := func(more string) string { return strings.TrimSuffix(processJSON, "}") + "," + more + "}" }
	for name, c := range map[string]struct {
		out  string
		code Code
		fact string // KEY=VALUE of the reason's data
	}{
		"good":              {processJSON, CodeProcessFound, "exitCode=0"},
		"blanks around":     {"\ufeff\n " + processJSON + "\r\n", CodeProcessFound, ""},
		"1.0 is 1":          {strings.Replace(processJSON, "1", "1.0", 1), CodeProcessFound, ""},
		"empty keys":        {`{"Version":1,"AccessKeyId":"","SecretAccessKey":""}`, CodeProcessFound, ""},
		"other keys":        {with(`"x":[{}]`), CodeProcessFound, ""},
		"alive":             {with(`"Expiration":"2030-01-01T00:00:01Z"`), CodeProcessFound, ""},
		"garbage end":       {with(`"Expiration":"soon"`), CodeProcessFound, ""},
		"empty end":         {with(`"Expiration":""`), CodeProcessFound, ""},
		"nothing":           {"", CodeProcessNotJSON, "got=0 bytes"},
		"text":              {"Welcome!\n", CodeProcessNotJSON, "got=8 bytes"},
		"junk behind":       {processJSON + " {}", CodeProcessNotJSON, ""},
		"junk before":       {"Welcome!\n" + processJSON, CodeProcessNotJSON, ""},
		"NaN":               {with(`"Expiration":NaN`), CodeProcessNotJSON, ""},
		"single quotes":     {strings.ReplaceAll(processJSON, `"`, `'`), CodeProcessNotJSON, ""},
		"cut off":           {processJSON[:30], CodeProcessNotJSON, ""},
		"null":              {"null", CodeProcessVersion, "got=no object"},
		"array":             {"[" + processJSON + "]", CodeProcessVersion, "got=no object"},
		"no version":        {`{"AccessKeyId":"A","SecretAccessKey":"s"}`, CodeProcessVersion, "version=missing"},
		"version 2":         {strings.Replace(processJSON, "1", "2", 1), CodeProcessVersion, "version=2"},
		"version as text":   {strings.Replace(processJSON, "1", `"1"`, 1), CodeProcessVersion, "version=text"},
		"case of names":     {strings.ToLower(processJSON), CodeProcessVersion, "got={version, accesskeyid, secretaccesskey}"},
		"answer of STS":     {`{"Credentials":` + processJSON + `,"AssumedRoleUser":{"Arn":"a"}}`, CodeProcessSTSResponse, "got={Credentials{AccessKeyId, SecretAccessKey, Version}, AssumedRoleUser{Arn}}"},
		"no secret":         {`{"Version":1,"AccessKeyId":"A"}`, CodeProcessIncomplete, "missing=SecretAccessKey"},
		"neither":           {`{"Version":1}`, CodeProcessIncomplete, "missing=AccessKeyId, SecretAccessKey"},
		"secret is no text": {`{"Version":1,"AccessKeyId":"A","SecretAccessKey":null}`, CodeProcessIncomplete, "missing=SecretAccessKey"},
		"value as a name":   {`{"Version":1,"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY":1}`, CodeProcessIncomplete, "got={Version, wJalrXUtnFEMIK7M…}"},
		"ended":             {with(`"Expiration":"2029-12-31T23:59:59Z"`), CodeProcessExpired, "expired=2029-12-31T23:59:59Z"},
		"ended, UTC":        {with(`"Expiration":"2020-01-01T00:00:00UTC"`), CodeProcessExpired, ""},
		"ended, a day":      {with(`"Expiration":"2020-01-01"`), CodeProcessExpired, ""},
		"ended, blank":      {with(`"Expiration":"2020-01-01 00:00:00+00:00"`), CodeProcessExpired, ""},
		"ended, no zone":    {with(`"Expiration":"2020-01-01T00:00:00"`), CodeProcessExpired, ""},
		"ended, number":     {with(`"Expiration":1577836800000`), CodeProcessExpired, ""},
		"ended, no keys":    {`{"Version":1,"Expiration":"2020-01-01T00:00:00Z"}`, CodeProcessIncomplete, ""},
	} {
		for dialectName, dialect := range bothDialects() {
			t.Run(name+" "+dialectName, func(t *testing.T) {
				t.Parallel()
				w, p := processWalk(t, "credential_process = get", Options{Dialect: dialect(), RunProcess: prints(c.out)})
				v := w.processSource(t.Context(), p)
				if v.reason.Code != c.code {
					t.Fatalf("%s %v, want %s", v.reason.Code, v.reason.Data, c.code)
				}
				if key, want, ok := strings.Cut(c.fact, "="); ok && v.reason.Data[key] != want {
					t.Errorf("%s: %q, want %q", key, v.reason.Data[key], want)
				}
				if isFound := c.code == CodeProcessFound; (v.state == StateFound) != isFound || (v.state == StateSkipped && v.failed) == isFound {
					t.Errorf("%s failed=%v", v.state, v.failed)
				}
				if v.reason.Data["command"] != "get" || v.reason.Origin == nil || v.reason.Origin.Line != 2 {
					t.Errorf("data %v, origin %v", v.reason.Data, v.reason.Origin)
				}
			})
		}
	}
}

func TestProcessCredentials(t *testing.T) {
	t.Parallel()
	out := `{"Version":1,"AccessKeyId":"A","SecretAccessKey":"p-secret","SessionToken":"p-token","Expiration":"2030-01-01T01:00:00+00:00",` +
		`"AccountId":"111111111111","CredentialScope":"scope","SecretAccessKey":"p-last"}`
	w, p := processWalk(t, "credential_process = get\naws_account_id = 999999999999", Options{RunProcess: prints(out)})
	v := w.processSource(t.Context(), p)
	c := v.creds
	if c.AccessKeyID != "A" || c.SecretAccessKey.Reveal() != "p-last" || c.SessionToken.Reveal() != "p-token" || c.AccountID != "111111111111" ||
		c.Scope != "scope" || !c.Expiration.Equal(processNow.Add(time.Hour)) {
		t.Errorf("%+v", c)
	}
	if !slices.Contains(walkFindings(w), FindingProcessDuplicate) {
		t.Error("no finding about the key that stands twice")
	}
	w.rec.endStage(v)
	noSecrets(t, &Result{Trace: w.rec.trace}, "p-secret", "p-last", "p-token")

	w, p = processWalk(t, "credential_process = get\naws_account_id = 999999999999", Options{RunProcess: prints(processJSON)})
	if got := w.processSource(t.Context(), p).creds.AccountID; got != "999999999999" {
		t.Errorf("account %q, want the profile's", got)
	}
	w, p = processWalk(t, "credential_process = get", Options{RunProcess: prints(`{"Version":1,"AccessKeyId":"","SecretAccessKey":"s"}`)})
	if w.processSource(t.Context(), p); !slices.Contains(walkFindings(w), FindingProcessEmptyKey) {
		t.Error("no finding about the empty key")
	}
}

// How a run ends, and what is told of it.
func TestProcessRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		res  process.Result
		err  error
		code Code
		data Data
	}{
		"exit 3": {
			process.Result{ExitCode: 3, Stdout: []byte(processJSON), Stderr: []byte("\n\x1b[31mvault is locked\nmore"), Elapsed: 1500 * time.Millisecond},
			nil, CodeProcessFailed, Data{"exitCode": "3", "stderr": `\x1b[31mvault is locked`, "elapsed": "1500"},
		},
		"secret in the error": {
			process.Result{ExitCode: 1, Stderr: []byte("SecretAccessKey=p-secret refused")}, nil, CodeProcessFailed, Data{"stderr": "SecretAccessKey=*** refused"},
		},
		"signal":        {process.Result{ExitCode: -1, Signal: "killed"}, nil, CodeProcessFailed, Data{"signal": "killed", "exitCode": "-1"}},
		"limit":         {process.Result{ExitCode: -1, Elapsed: time.Minute}, process.ErrLimit, CodeProcessTimeout, Data{"limit": "60000"}},
		"too much":      {process.Result{ExitCode: -1}, process.ErrTooMuchOutput, CodeProcessTooMuch, Data{"limit": "1048576"}},
		"not started":   {process.Result{ExitCode: -1}, errors.New("no shell"), CodeProcessNotStarted, Data{"error": "no shell"}},
		"error ignored": {process.Result{Stdout: []byte(processJSON), Stderr: []byte("deprecated")}, nil, CodeProcessFound, Data{"stderr": "deprecated"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var spec process.Spec
			run := func(_ context.Context, s process.Spec) (process.Result, error) { spec = s; return c.res, c.err }
			w, p := processWalk(t, "credential_process = ~/get 'a b'", Options{RunProcess: run, ProcessTTY: true})
			v := w.processSource(t.Context(), p)
			if v.reason.Code != c.code || c.err != nil && !errors.Is(v.err, c.err) {
				t.Errorf("%s: %v", v.reason.Code, v.err)
			}
			for key, want := range c.data {
				if v.reason.Data[key] != want {
					t.Errorf("%s: %q, want %q", key, v.reason.Data[key], want)
				}
			}
			if spec.Line != "~/get 'a b'" || spec.Limit != time.Minute || spec.MaxOutput != 1<<20 || !spec.TTY {
				t.Errorf("%+v", spec)
			}
			w.rec.endStage(v)
			step := w.rec.trace.Stages[0].Steps[0]
			e := step.Evidence[0]
			if step.Kind != StepProcess || e.Kind != EvidenceProcess || e.Argv[len(e.Argv)-1] != spec.Line || *e.ExitCode != c.res.ExitCode || time.Duration(e.Elapsed) != c.res.Elapsed {
				t.Errorf("step %+v", step)
			}
			noSecrets(t, &Result{Trace: w.rec.trace}, "p-secret", "\\u001b[31m")
		})
	}
}

func TestProcessAbsentAndExplained(t *testing.T) {
	t.Parallel()
	never := func(context.Context, process.Spec) (process.Result, error) {
		t.Error("the command ran")
		return process.Result{}, nil
	}
	w, p := processWalk(t, "region = eu-west-1", Options{RunProcess: never})
	if v := w.processSource(t.Context(), p); v.reason.Code != CodeProcessAbsent || v.failed {
		t.Errorf("%s", v.reason.Code)
	}
	w, p = processWalk(t, "credential_process = get", Options{RunProcess: never, Mode: ModeExplain})
	v := w.processSource(t.Context(), p)
	if v.state != StateWouldUse || v.reason.Code != CodeProcessWouldRun || v.source != SourceProcess {
		t.Errorf("%s %s", v.state, v.reason.Code)
	}
	w.rec.endStage(v)
	if e := w.rec.trace.Stages[0].Evidence; len(e) != 2 || e[0].Value != "get" || e[1].Kind != EvidenceProcess || e[1].ExitCode != nil {
		t.Errorf("evidence %+v", e)
	}
}

// The command gets the caller's environment and the guard, and a command that is
// running already is not run again.
func TestProcessGuard(t *testing.T) {
	t.Parallel()
	for _, mode := range []Mode{ModeResolve, ModeExplain} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			var given []string
			run := func(_ context.Context, s process.Spec) (process.Result, error) {
				given = s.Env
				return process.Result{Stdout: []byte(processJSON)}, nil
			}
			vars := map[string]string{variableProcessGuard: "0123456789abcdef"}
			opts := Options{RunProcess: run, Env: testEnvironment(vars, "HOME", t.TempDir())}
			opts.Env.List = func() []string {
				return []string{"PATH=/bin", "AWS_SECRET_ACCESS_KEY=own", variableProcessGuard + "=" + vars[variableProcessGuard]}
			}
			w, p := processWalk(t, "credential_process = get", opts)
			if v := w.processSource(t.Context(), p); v.state != StateFound {
				t.Fatal(v.reason)
			}
			guard, ok := strings.CutPrefix(given[len(given)-1], variableProcessGuard+"=0123456789abcdef:")
			if !ok || len(guard) != 16 || !slices.Equal(given[:2], []string{"PATH=/bin", "AWS_SECRET_ACCESS_KEY=own"}) || len(given) != 3 {
				t.Fatalf("environment %q", given)
			}
			// The same profile of the same file, met again below the command.
			inner := w.opts
			inner.Mode = mode
			inner.Env = testEnvironment(map[string]string{variableProcessGuard: "0123456789abcdef:" + guard}, "HOME", t.TempDir())
			inner.RunProcess = func(context.Context, process.Spec) (process.Result, error) {
				t.Error("the command ran again")
				return process.Result{}, nil
			}
			again := newWalk(inner, w.shared)
			again.rec.startStage(StageInfo{"shared-files", KindSharedFiles})
			if v := again.processSource(t.Context(), p); v.state != StateErrored || v.reason.Code != CodeProcessRecursion {
				t.Errorf("%s %s", v.state, v.reason.Code)
			}
		})
	}
	if processEntry("/a", "b") == processEntry("/a", "c") || processEntry("/a", "b") == processEntry("/c", "b") || strings.Contains(processEntry("/a", "b"), "b\x00") {
		t.Error("entries")
	}
}

// The real runner: a shell, its variables and the guard.
func TestProcessInShell(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the line is for /bin/sh")
	}
	line := `printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}' "$MYKEY" "${` + variableProcessGuard + `}" | cat`
	opts := Options{Env: testEnvironment(nil, "HOME", t.TempDir())}
	opts.Env.List = func() []string { return []string{"PATH=/usr/bin:/bin", "MYKEY=FROMVAR"} }
	w, p := processWalk(t, "credential_process = "+line, opts)
	v := w.processSource(t.Context(), p)
	if v.state != StateFound || v.creds.AccessKeyID != "FROMVAR" || len(v.creds.SecretAccessKey.Reveal()) != 16 {
		t.Errorf("%s %v", v.reason.Code, v.reason.Data)
	}
	w, p = processWalk(t, "credential_process = /nonexistent/tool get", opts)
	if v := w.processSource(t.Context(), p); v.reason.Code != CodeProcessFailed || v.reason.Data["exitCode"] != "127" || v.reason.Data["stderr"] == "" {
		t.Errorf("%s %v", v.reason.Code, v.reason.Data)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w, p = processWalk(t, "credential_process = sleep 60", opts)
	w.rec.observe = func(Event) { cancel() }
	if v := w.processSource(ctx, p); v.state != StateCanceled {
		t.Errorf("%s %s", v.state, v.reason.Code)
	}
}

func TestSplitLine(t *testing.T) {
	t.Parallel()
	// Each as shlex.split of Python 3 answers.
	for line, want := range map[string][]string{
		"":                        nil,
		"  ":                      nil,
		"get a  b":                {"get", "a", "b"},
		`get 'a b' "c d"`:         {"get", "a b", "c d"},
		`a'b'"c"d`:                {"abcd"},
		`'' ""`:                   {"", ""},
		`a\ b \'c`:                {"a b", "'c"},
		`"a\"b\\c\nd"`:            {`a"b\c\nd`},
		`'a\b'`:                   {`a\b`},
		`~/bin/x $HOME|cat # no`:  {"~/bin/x", "$HOME|cat", "#", "no"},
		"C:\\tool.exe":            {"C:tool.exe"},
		"é 'ü'":                   {"é", "ü"},
		"a\tb\nc":                 {"a", "b", "c"},
		`"a $b"'c'`:               {"a $bc"},
		`get "unclosed`:           {errNoClosingQuotation.Error()},
		`get 'unclosed\'`:         {"get", `unclosed\`},
		`get "closed\\"`:          {"get", `closed\`},
		`get \`:                   {errNoEscaped.Error()},
		`get "ends in backslash\`: {errNoEscaped.Error()},
	} {
		got, err := splitLine(line)
		if err != nil {
			got = []string{err.Error()}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestShellSyntax(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"/usr/bin/get --profile 'a b'":        "",
		`C:\x\get.exe`:                        "",
		"~/bin/get":                           "~",
		"get ~/x":                             "~",
		"get a~b":                             "",
		"get a | b; c && d":                   "|;&",
		"get $HOME `id`":                      "$`",
		`get "$HOME" '$HOME'`:                 "$",
		`get '~' "*" \* \$x`:                  "",
		"get *.x a[1] b?":                     "*[?",
		"get <in >out (a)":                    "<>()",
		"get a#b":                             "",
		"get #b":                              "#",
		"AWS_PROFILE=x get":                   "=",
		"get a=b":                             "",
		`sh -c 'echo "$1" | get' x "a \" $b"`: "$",
		`get "\$x" "a\\"`:                     `\`,
	} {
		if got := shellSyntax(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestProcessFindings(t *testing.T) {
	t.Parallel()
	const shell, self = FindingProcessShell, FindingProcessSelf
	for line, c := range map[string]struct {
		profile string // AWS_PROFILE
		want    []string
	}{
		"get":                          {"", nil},
		"~/bin/get":                    {"", []string{shell}},
		`get "unclosed`:                {"", []string{shell}},
		"credence process p":           {"", []string{self}},
		"/opt/credence process p":      {"", []string{self}},
		`C:\\x\\credence.exe env p`:    {"", []string{self}},
		"credence process --reveal p":  {"", []string{self}},
		"credence process --profile=p": {"", []string{self}},
		"credence process -p p":        {"", []string{self}},
		"credence process other":       {"p", nil},
		"credence process":             {"p", []string{self}},
		"credence exec p -- get":       {"", []string{self}},
		"credence list":                {"p", nil},
		"credence":                     {"p", nil},
		"aws configure export-credentials --profile p":         {"", []string{self}},
		"aws configure export-credentials --profile other":     {"p", nil},
		"aws configure export-credentials --format process":    {"p", []string{self}},
		"aws sts get-session-token --profile p":                {"", []string{self}},
		"aws configure get region --profile p":                 {"", nil},
		"aws sso login --profile p":                            {"", nil},
		"AWS_PROFILE=p aws configure export-credentials":       {"", []string{shell, self}},
		"AWS_PROFILE=other aws configure export-credentials":   {"p", []string{shell}},
		"awsx configure export-credentials --profile p":        {"", nil},
		"sh -c 'aws configure export-credentials --profile p'": {"", nil},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			vars := map[string]string{}
			if c.profile != "" {
				vars["AWS_PROFILE"] = c.profile
			}
			opts := Options{Mode: ModeExplain, Env: testEnvironment(vars, "HOME", t.TempDir())}
			w, p := processWalk(t, "credential_process = "+line, opts)
			w.processSource(t.Context(), p)
			if got := walkFindings(w); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	w, p := processWalk(t, "credential_process = ~/get 'a b'", Options{Mode: ModeExplain})
	w.processSource(t.Context(), p)
	if f := w.rec.trace.Findings[0]; f.Data["characters"] != "~" || f.Data["argv"] != `["~/get","a b"]` || f.Origin.Line != 2 {
		t.Errorf("%+v", f)
	}
}

func FuzzProcessOutput(f *testing.F) {
	for _, seed := range []string{
		processJSON, "", "null", "[]", "{", `{"Version":1e0}`, `{"Version":"1"}`, processJSON + "x", `{"a":1,"a":{"b":2}}`,
		`{"Credentials":{}}`, `{"Expiration":1e400}`, `{"Expiration":"2020-01-01"}`, "\ufeff{}\u00a0", "\u0085{}", `{"\ud800":1}`, "{\"\xff\":1}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, out []byte) {
		doc, err := parseProcessOutput(out)
		if err != nil {
			if json.Valid(out) {
				t.Fatalf("refused %q", out)
			}
			return
		}
		if len(doc.keys) != len(doc.fields) {
			t.Fatalf("%d keys of %d fields", len(doc.keys), len(doc.fields))
		}
		if end := doc.expiration(); !end.IsZero() && doc.fields["Expiration"] == nil {
			t.Fatalf("an end %v from nowhere", end)
		}
		if version, ok := doc.version(); ok && doc.fields["Version"] == nil {
			t.Fatalf("version %s from nowhere", version)
		}
		if n := len(doc.shape()); n > (maxShape+1)*(maxShape+2)*40 {
			t.Fatalf("a shape of %d bytes", n)
		}
	})
}

func FuzzSplitLine(f *testing.F) {
	for _, seed := range []string{"get a", `a'b'"c"\d`, `"`, `\`, "'", "~ $x | y", "A=b aws sts x --profile p"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words, err := splitLine(line)
		if err == nil && strings.ContainsAny(line, "abc") && len(words) == 0 {
			t.Fatalf("no words in %q", line)
		}
		if total := len(strings.Join(words, "")); total > len(line) {
			t.Fatalf("%d bytes of words in %q", total, line)
		}
		for i := range len(shellSyntax(line)) {
			if !strings.ContainsRune(line, rune(shellSyntax(line)[i])) {
				t.Fatalf("a character that %q has not", line)
			}
		}
		profileArguments(words)
	})
}
