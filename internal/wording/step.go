package wording

import (
	"strconv"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/profiles"
)

// Step is what a step did, in one line, and the place that it rests on. The stage
// that it belongs to says its own reason: a step that ended for the same says only
// how.
func (v Voice) Step(s *chain.StepTrace, stage chain.Reason) (text, place string) {
	return v.stepText(s, stage), stepPlace(s, v.Home)
}

func (v Voice) stepText(s *chain.StepTrace, stage chain.Reason) string {
	subject := stepSubject(s)
	reason := v.Reason(s.Reason)
	switch {
	case s.State == chain.StateFound:
		if s.Kind == chain.StepAssumeRole || s.Kind == chain.StepSource || s.Kind == chain.StepProcess {
			reason = ""
		}
	case s.Reason.Code == stage.Code && subject != "":
		reason = State(s.State)
		if s.Failed {
			reason = "failed"
		}
	}
	switch {
	case subject == "":
		return reason
	case reason == "":
		return subject
	}
	return subject + ", " + reason
}

// stepSubject is what a step is about.
func stepSubject(s *chain.StepTrace) string {
	switch s.Kind {
	case chain.StepSource:
		source := Source(s.Source)
		if s.Profile == "" {
			return source
		}
		return fact(s.Profile) + ", " + source
	case chain.StepAssumeRole:
		return fact(s.RoleArn)
	case chain.StepMFA:
		return fact(s.Serial)
	case chain.StepSession:
		return fact(lastPart(s.Serial))
	case chain.StepProcess:
		return commandLine(s)
	case chain.StepRequest:
		for _, e := range s.Evidence {
			if e.Kind == chain.EvidenceRequest {
				return Request(e)
			}
		}
	}
	return ""
}

// stepPlace is where the step's news stands: the place that decided, else the key
// or file that it looked at.
func stepPlace(s *chain.StepTrace, home string) string {
	if o := s.Reason.Origin; o != nil {
		return Place(*o, home)
	}
	for _, e := range s.Evidence {
		if text := evidencePlace(e, home); text != "" {
			return text
		}
	}
	return ""
}

func evidencePlace(e chain.Evidence, home string) string {
	switch e.Kind {
	case chain.EvidenceKey:
		return Place(profiles.FileOrigin(e.Path, e.Line), home)
	case chain.EvidenceFile:
		return Path(e.Path, home)
	case chain.EvidenceCache:
		return CachePath(e.Path, home)
	}
	return ""
}

// commandLine is the command of a process step without the shell around it.
func commandLine(s *chain.StepTrace) string {
	for _, e := range s.Evidence {
		if e.Kind == chain.EvidenceProcess && len(e.Argv) > 0 {
			return cut(sanitize.Text(e.Argv[len(e.Argv)-1]))
		}
	}
	return ""
}

// Request is a request and its answer in one line: "GET http://host/path, 200".
func Request(e chain.Evidence) string {
	text := cut(sanitize.Text(e.Method + " " + e.URL))
	if e.Status != 0 {
		text += ", " + strconv.Itoa(e.Status)
	}
	return text
}
