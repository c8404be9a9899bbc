package cli

import (
	"context"
	"time"

	"credence/chain"
	"credence/internal/wording"
	"credence/profiles"
)

// The object of `why --json` (version 1). Fields may be added; none goes away or
// changes its meaning.
type (
	whyReport struct {
		Version     int              `json:"version"`
		Order       string           `json:"order"`
		Mode        chain.Mode       `json:"mode"`
		Profile     profileReport    `json:"profile"`
		Files       filesReport      `json:"files"`
		Region      *regionReport    `json:"region"` // null where none is set
		Outcome     chain.Outcome    `json:"outcome"`
		Stage       *string          `json:"stage"`  // null where no stage decided
		Source      *chain.Source    `json:"source"` // null where there is none
		Credentials *keysReport      `json:"credentials"`
		Error       *errorReport     `json:"error"`
		Stages      []stageReport    `json:"stages"`
		Findings    []findingsReport `json:"findings"`
	}
	profileReport struct {
		Name       string           `json:"name"`
		SelectedBy chain.SelectedBy `json:"selectedBy"`
	}
	filesReport struct {
		Config      fileReport `json:"config"`
		Credentials fileReport `json:"credentials"`
	}
	fileReport struct {
		Path   string          `json:"path"`
		Origin profiles.Origin `json:"origin"`
		State  profiles.State  `json:"state"`
	}
	regionReport struct {
		Value  string          `json:"value"`
		Origin profiles.Origin `json:"origin"`
	}
	keysReport struct {
		AccessKeyID     string     `json:"accessKeyId"`
		AccountID       string     `json:"accountId,omitempty"`
		Expiration      *time.Time `json:"expiration"` // null where they do not expire
		HasSessionToken bool       `json:"hasSessionToken"`
	}
	errorReport struct {
		Code    chain.Code       `json:"code"`
		Message string           `json:"message"`
		Hints   []string         `json:"hints"`
		Origin  *profiles.Origin `json:"origin"`
	}
	endReport struct {
		State    chain.State       `json:"state"`
		Code     chain.Code        `json:"code"`
		Reason   string            `json:"reason"`
		Elapsed  chain.Duration    `json:"elapsedMs"`
		Failed   bool              `json:"failed,omitempty"`
		Evidence []evidenceReport  `json:"evidence"`
		Steps    []stepReport      `json:"steps"`
		Origin   *profiles.Origin  `json:"origin,omitempty"`
		Data     map[string]string `json:"data,omitempty"`
	}
	stageReport struct {
		ID   string          `json:"id"`
		Kind chain.StageKind `json:"kind"`
		endReport
		Shadowed bool `json:"shadowed,omitempty"`
	}
	stepReport struct {
		ID      chain.StepKind `json:"id"`
		Profile string         `json:"profile,omitempty"`
		Source  chain.Source   `json:"source,omitempty"`
		RoleArn string         `json:"roleArn,omitempty"`
		Serial  string         `json:"serial,omitempty"`
		Hop     int            `json:"hop"`
		endReport
	}
	findingsReport struct {
		Code     string            `json:"code"`
		Severity profiles.Severity `json:"severity"`
		Message  string            `json:"message"`
		Hint     string            `json:"hint"`
		Origin   profiles.Origin   `json:"origin"`
	}
)

// whyJSON prints the walk as one object; errors are told in it.
func (a *app) whyJSON(ctx context.Context, opts chain.Options) error {
	res, err := chain.Resolve(ctx, opts)
	if writeErr := writeJSON(a.Stdout, report(res)); writeErr != nil {
		return writeErr
	}
	switch {
	case res.Outcome == chain.OutcomeCanceled:
		return told{causeCode(context.Cause(ctx))}
	case err != nil:
		return told{a.endCode(res, err)}
	}
	return outcome(res)
}

func report(res *chain.Result) whyReport {
	r := whyReport{
		Version: 1, Order: res.Order, Mode: res.Mode,
		Profile: profileReport{res.Profile.Name, res.Profile.SelectedBy},
		Files:   filesReport{fileReport(res.Config), fileReport(res.Credentials)},
		Outcome: res.Outcome, Stages: []stageReport{}, Findings: findingReports(res.Trace.Findings),
	}
	if res.Region.Value != "" {
		r.Region = &regionReport{res.Region.Value, res.Region.Origin}
	}
	if res.Stage != "" {
		r.Stage = &res.Stage
	}
	if res.Source != "" {
		r.Source = &res.Source
	}
	if res.Keys.AccessKeyID != "" {
		r.Credentials = &keysReport{
			AccessKeyID: res.Keys.AccessKeyID, AccountID: res.Keys.AccountID,
			Expiration: timeOrNull(res.Keys.Expiration), HasSessionToken: res.Keys.HasSessionToken(),
		}
	}
	if e := res.Error; e != nil {
		r.Error = &errorReport{e.Code, wording.Message(e), append([]string{}, wording.Hints(e)...), e.Origin}
	}
	for _, s := range res.Trace.Stages {
		end := endOf(s.End, s.Steps)
		end.Failed = s.Failed
		r.Stages = append(r.Stages, stageReport{s.ID, s.Kind, end, s.Shadowed})
	}
	return r
}

func endOf(e chain.End, steps []*chain.StepTrace) endReport {
	r := endReport{
		State: e.State, Code: e.Reason.Code, Reason: wording.Reason(e.Reason), Elapsed: e.Elapsed,
		Evidence: []evidenceReport{}, Steps: []stepReport{}, Origin: e.Reason.Origin, Data: e.Reason.Data,
	}
	for _, ev := range e.Evidence {
		r.Evidence = append(r.Evidence, evidenceOf(ev))
	}
	for _, s := range steps {
		end := endOf(s.End, s.Steps)
		end.Failed = s.Failed
		r.Steps = append(r.Steps, stepReport{s.Kind, s.Profile, s.Source, s.RoleArn, s.Serial, s.Hop, end})
	}
	return r
}

func findingReports(findings []chain.Finding) []findingsReport {
	reports := make([]findingsReport, len(findings))
	for i, f := range findings {
		message, hint := wording.Finding(f)
		reports[i] = findingsReport{f.Code, f.Severity, message, hint, f.Origin}
	}
	return reports
}
