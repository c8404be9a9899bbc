package cli

import (
	"time"

	"credence/chain"
	"credence/profiles"
)

// recorded is a walk as events, for the views.
type recorded struct {
	events []chain.Event
	steps  int
	result chain.Result
}

var documented = []chain.StageInfo{
	{ID: "environment", Kind: chain.KindEnvironment}, {ID: "sso", Kind: chain.KindSSO}, {ID: "web-identity", Kind: chain.KindWebIdentity},
	{ID: "shared-files", Kind: chain.KindSharedFiles}, {ID: "container", Kind: chain.KindContainer}, {ID: "instance", Kind: chain.KindInstance},
}

const recordedHome = "/home/j"

var recordedNow = time.Date(2030, 1, 2, 13, 3, 0, 0, time.UTC)

func newRecorded() *recorded {
	r := &recorded{result: chain.Result{Order: "documented", Mode: chain.ModeResolve, Profile: chain.ProfileChoice{Name: "prod-admin", SelectedBy: chain.SelectedByArgument}}}
	for _, s := range documented {
		r.events = append(r.events, chain.Event{Kind: chain.EventPlanned, Stage: s, State: chain.StatePlanned})
	}
	return r
}

// end ends a stage; what its steps did came before.
func (r *recorded) end(stage int, state chain.State, ms float64, reason chain.Reason) *recorded {
	if state != chain.StateNotReached {
		r.start(stage)
	}
	r.events = append(r.events, chain.Event{Kind: chain.EventEnded, Stage: documented[stage], State: state, Reason: reason, Elapsed: elapsedMS(ms)})
	return r
}

func (r *recorded) start(stage int) {
	last := r.events[len(r.events)-1]
	if last.Stage == documented[stage] && last.Step != nil {
		return
	}
	r.events = append(r.events, chain.Event{Kind: chain.EventStarted, Stage: documented[stage], State: chain.StateRunning})
}

// step is a step of a stage, or of the step that is named by its number.
func (r *recorded) step(stage int, s chain.Step, state chain.State, ms float64, reason chain.Reason, evidence ...chain.Evidence) *recorded {
	r.start(stage)
	r.steps++
	s.ID = r.steps
	r.events = append(r.events,
		chain.Event{Kind: chain.EventStarted, Stage: documented[stage], Step: &s, State: chain.StateRunning},
		chain.Event{Kind: chain.EventEnded, Stage: documented[stage], Step: &s, State: state, Reason: reason, Elapsed: elapsedMS(ms), Evidence: evidence})
	return r
}

func (r *recorded) finding(f chain.Finding) *recorded {
	r.events = append(r.events, chain.Event{Kind: chain.EventFinding, Finding: &f})
	return r
}

func elapsedMS(ms float64) chain.Duration { return chain.Duration(ms * float64(time.Millisecond)) }

func why(code chain.Code, data ...string) chain.Reason {
	r := chain.Reason{Code: code, Data: chain.Data{}}
	for i := 0; i+1 < len(data); i += 2 {
		r.Data[data[i]] = data[i+1]
	}
	return r
}

func at(r chain.Reason, file string, line int) chain.Reason {
	r.Origin = new(profiles.FileOrigin(recordedHome+"/.aws/"+file, line))
	return r
}

const (
	recordedRole = "arn:aws:iam::222233334444:role/Admin"
	phone        = "arn:aws:iam::111122223333:mfa/jane"
)

// foundRole is a role that was assumed with an MFA code.
func foundRole() *recorded {
	key := chain.Evidence{Kind: chain.EvidenceKey, Path: recordedHome + "/.aws/config", Line: 33, Section: "prod-admin", Key: "mfa_serial", Value: phone}
	r := newRecorded().
		end(0, chain.StateSkipped, 0.02, why(chain.CodeEnvProfileNamed, "selectedBy", "argument")).
		end(1, chain.StateSkipped, 0.1, why(chain.CodeSSONoSettings, "profile", "prod-admin")).
		end(2, chain.StateSkipped, 0, why(chain.CodeWebIdentityUnset)).
		step(3, chain.Step{Kind: chain.StepSource, Hop: 1, Profile: "base", Source: chain.SourceStatic}, chain.StateFound, 0.1, at(why(chain.CodeStaticFound, "profile", "base"), "credentials", 8)).
		step(3, chain.Step{Kind: chain.StepAssumeRole, Profile: "prod-admin", RoleArn: recordedRole}, chain.StateFound, 405, at(why(chain.CodeRoleFound), "config", 31)).
		step(3, chain.Step{Kind: chain.StepMFA, Parent: 2, Profile: "prod-admin", Serial: phone}, chain.StateFound, 6120, why(chain.CodeMFAGiven), key).
		end(3, chain.StateFound, 6525, at(why(chain.CodeRoleFound, "roleArn", recordedRole), "config", 31)).
		end(4, chain.StateNotReached, 0, why(chain.CodeNotReached)).
		end(5, chain.StateNotReached, 0, why(chain.CodeNotReached)).
		finding(chain.Finding{Code: chain.FindingEnvKeysIgnored, Severity: chain.SeverityInfo, Origin: profiles.VariableOrigin("AWS_ACCESS_KEY_ID"), Data: chain.Data{"profile": "prod-admin"}}).
		finding(chain.Finding{Code: chain.FindingEnvTokenLongTerm, Severity: chain.SeverityWarning, Origin: profiles.VariableOrigin("AWS_SESSION_TOKEN"), Data: chain.Data{"accessKeyId": "AKIAEXAMPLE000000001"}})
	r.result.Outcome, r.result.Stage, r.result.Source = chain.OutcomeFound, "shared-files", chain.SourceAssumeRole
	r.result.Region = chain.Region{Value: "eu-west-1", Origin: profiles.FileOrigin(recordedHome+"/.aws/config", 34)}
	r.result.Keys = chain.Credentials{
		AccessKeyID: "ASIA6EXAMPLEKEYID001", SecretAccessKey: chain.NewSecret("do-not-print-me"), SessionToken: chain.NewSecret("do-not-print-me"),
		AccountID: "222233334444", Expiration: recordedNow.Add(59 * time.Minute),
	}
	return r
}

// brokenSource is a role whose source does not exist, with text that is out to do
// things to a terminal.
func brokenSource() *recorded {
	hostile := "n\u00f6pe\x1b[2J\u202e" + "世界"
	reason := at(why(chain.CodeSourceMissing, "profile", "prod-admin", "source", hostile, "nearest", "base"), "config", 32)
	r := newRecorded().
		end(0, chain.StateSkipped, 0, why(chain.CodeEnvHalfPair, "set", "AWS_ACCESS_KEY_ID", "missing", "AWS_SECRET_ACCESS_KEY")).
		end(1, chain.StateSkipped, 0, why(chain.CodeSSORoleWins, "profile", "prod-admin")).
		end(2, chain.StateSkipped, 0, why(chain.CodeWebIdentityNamed)).
		end(3, chain.StateErrored, 0.3, reason).
		end(4, chain.StateNotReached, 0, why(chain.CodeNotReached)).
		end(5, chain.StateNotReached, 0, why(chain.CodeNotReached))
	r.result.Outcome, r.result.Stage = chain.OutcomeError, "shared-files"
	r.result.Error = &chain.Error{Reason: reason, Stage: "shared-files"}
	return r
}

// explained is a dry run of a credential_process, with what it shadows.
func explained() *recorded {
	run := at(why(chain.CodeProcessWouldRun, "profile", "helper", "command", "/usr/local/bin/helper --json get 'prod admin'"), "config", 40)
	process := chain.Evidence{Kind: chain.EvidenceProcess, Argv: []string{"/bin/sh", "-c", "/usr/local/bin/helper --json get 'prod admin'"}}
	r := newRecorded().
		end(0, chain.StateSkipped, 0, why(chain.CodeEnvUnset)).
		end(1, chain.StateSkipped, 0, why(chain.CodeSSONoSettings, "profile", "helper")).
		end(2, chain.StateSkipped, 0, why(chain.CodeWebIdentityNoToken)).
		step(3, chain.Step{Kind: chain.StepSource, Profile: "helper", Source: chain.SourceProcess}, chain.StateWouldUse, 0, run, process).
		end(3, chain.StateWouldUse, 0.2, run).
		end(4, chain.StateSkipped, 0, why(chain.CodeContainerUnset)).
		end(5, chain.StateUnknown, 0, why(chain.CodeInstanceUnknown, "endpoint", "http://169.254.169.254"))
	r.events[len(r.events)-1].Shadowed = true
	r.result.Outcome, r.result.Stage, r.result.Source, r.result.Mode = chain.OutcomeWouldUse, "shared-files", chain.SourceProcess, chain.ModeExplain
	return r
}
