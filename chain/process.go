package chain

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"credence/internal/process"
	"credence/internal/sanitize"
	"credence/internal/secret"
	"credence/profiles"
)

const keyCredentialProcess = "credential_process"

const (
	processLimit     = time.Minute
	processMaxOutput = 1 << 20 // of standard output, in bytes, as in Node
	shellNotFound    = 127     // exit code of a shell that finds no such command
	processStderr    = 300     // of the first line of the error output, in characters
)

// processSource runs the credential_process of p in the system's shell, as Node does,
// and reads what it prints (resolveProcessCredentials). Every failure is passed over,
// except a command that would run itself.
func (w *walk) processSource(ctx context.Context, p *profiles.Profile) verdict {
	v, ok := p.Value(keyCredentialProcess)
	line := p.Get(keyCredentialProcess)
	if !ok || strings.TrimSpace(line) == "" {
		return skip(CodeProcessAbsent, Data{"profile": p.Name()})
	}
	w.lookKey(p, keyCredentialProcess)
	w.processFindings(p, line, v.Origin)
	guard := processGuard{entry: processEntry(v.Origin.Path, p.Name()), running: w.env(variableProcessGuard)}
	shown := secret.Scrub(line) // people write secrets into command lines
	data := Data{"profile": p.Name(), "command": shown}
	if guard.holds() {
		return stop(CodeProcessRecursion, data, nil).at(v.Origin)
	}
	if w.explain {
		w.rec.add(processEvidence(shown))
		return wouldUse(CodeProcessWouldRun, SourceProcess, data).at(v.Origin)
	}
	step := Step{Kind: StepProcess, Hop: w.hop(), Profile: p.Name(), Source: SourceProcess}
	return w.step(ctx, step, func(ctx context.Context) verdict {
		return w.runProcess(ctx, p, line, guard)
	}).at(v.Origin)
}

func (w *walk) runProcess(ctx context.Context, p *profiles.Profile, line string, guard processGuard) verdict {
	res, err := w.opts.RunProcess(ctx, process.Spec{
		Line: line, Env: guard.environment(w.opts.Env.List()), Limit: processLimit, MaxOutput: processMaxOutput, TTY: w.opts.ProcessTTY,
	})
	said := sanitize.FirstLine([]byte(secret.Scrub(string(res.Stderr))), processStderr)
	shown := secret.Scrub(line)
	e := processEvidence(shown)
	e.ExitCode, e.Stderr, e.Elapsed = &res.ExitCode, said, Duration(res.Elapsed)
	w.rec.add(e)

	data := Data{"profile": p.Name(), "command": shown, "exitCode": fmt.Sprint(res.ExitCode), "elapsed": milliseconds(res.Elapsed)}
	if said != "" {
		data["stderr"] = said
	}
	if res.Signal != "" {
		data["signal"] = res.Signal
	}
	switch {
	case errors.Is(err, process.ErrLimit):
		data["limit"] = milliseconds(processLimit)
		return fail(CodeProcessTimeout, data, err)
	case errors.Is(err, process.ErrTooMuchOutput):
		data["limit"] = fmt.Sprint(processMaxOutput)
		return fail(CodeProcessTooMuch, data, err)
	case err != nil:
		data["error"] = err.Error()
		return fail(CodeProcessNotStarted, data, err)
	case res.ExitCode != 0:
		if res.ExitCode == shellNotFound {
			data["notFound"] = "true"
		}
		return fail(CodeProcessFailed, data, nil)
	}
	return w.processOutput(p, res.Stdout, data)
}

// processEvidence is the command as it is run, without the secrets that it may hold.
func processEvidence(line string) Evidence {
	argv := []string{"/bin/sh", "-c", line}
	if runtime.GOOS == "windows" {
		argv = []string{"cmd.exe", "/D", "/S", "/C", line}
	}
	return Evidence{Kind: EvidenceProcess, Argv: argv}
}
