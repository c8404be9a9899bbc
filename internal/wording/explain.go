package wording

import (
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/profiles"
)

// mostEvidence is how many things that were looked at are named in an explanation.
const mostEvidence = 3

// Explain says in sentences what a stage looked at, what it decided by which rule,
// and what would change that.
func (v Voice) Explain(s *chain.StageTrace, res *chain.Result) string {
	var sentences []string
	if looked := lookedAt(s); looked != "" && s.State != chain.StateNotReached {
		sentences = append(sentences, "Looked at "+v.tilde(looked))
	}
	sentences = append(sentences, v.decision(s, res))
	if e, ok := lookup(s.Reason.Code); ok && e.change != nil {
		change := e.change.fill(v.facts(s.Reason))
		if s.State == chain.StateWouldUse {
			change = Capital(change)
		} else {
			change = "To change that: " + change
		}
		sentences = append(sentences, change)
	}
	return strings.Join(sentences, ". ") + "."
}

// decision is the sentence about how the stage ended.
func (v Voice) decision(s *chain.StageTrace, res *chain.Result) string {
	reason := v.reasonAsError(s.Reason)
	if o := s.Reason.Origin; o != nil && o.Kind == profiles.OriginFile && !strings.Contains(reason, Short(*o)) {
		reason += " (" + Short(*o) + ")"
	}
	switch s.State {
	case chain.StateNotReached:
		if res != nil && res.Stage != "" {
			return "Not reached, because " + words(res.Stage) + " ended the chain"
		}
		return "Not reached"
	case chain.StatePlanned, chain.StateRunning:
		return Capital(State(s.State))
	case chain.StateSkipped:
		if s.Failed {
			return "Skipped though something is wrong: " + reason
		}
		return "Skipped: " + reason
	}
	text := Capital(State(s.State)) + ": " + reason
	if s.State == chain.StateWouldUse && strings.HasPrefix(reason, "would ") { // which says so
		text = Capital(reason)
	}
	if s.Shadowed {
		text += "; an earlier stage won"
	}
	return text
}

func lookedAt(s *chain.StageTrace) string {
	var seen []string
	for _, e := range s.Evidence {
		if text := Evidence(e); text != "" {
			seen = append(seen, text)
		}
	}
	more := ""
	if len(seen) > mostEvidence {
		seen, more = seen[:mostEvidence], " and more"
	}
	return strings.Join(seen, ", ") + more
}

// Evidence is one thing that was looked at, in a few words.
func Evidence(e chain.Evidence) string {
	switch e.Kind {
	case chain.EvidenceVariable:
		return sanitize.Text(e.Name) + " (" + words(e.State) + ")"
	case chain.EvidenceKey:
		return sanitize.Text(e.Key) + " (" + Short(profiles.FileOrigin(e.Path, e.Line)) + ")"
	case chain.EvidenceFile:
		text := fact(e.Path)
		if e.State != "" {
			text += " (" + words(e.State) + ")"
		}
		return text
	case chain.EvidenceCache:
		return fact(e.Path)
	case chain.EvidenceRequest:
		return Request(e)
	case chain.EvidenceProcess:
		return cut(sanitize.Text(strings.Join(e.Argv, " ")))
	case chain.EvidenceOption:
		return Flag(e.Name)
	}
	return ""
}
