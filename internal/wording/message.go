package wording

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"credence/chain"
)

// alternatives separates hints of which the first that can be filled is given.
const alternatives = " || "

// Message says in one line why a walk gave no credentials, on the command line.
func Message(e *chain.Error) string { return Voice{}.Message(e) }

// Message says in one line why a walk gave no credentials: the one cause.
func (v Voice) Message(e *chain.Error) string {
	return v.reasonAsError(v.withDetail(e))
}

// Hints are the remedies of an error on the command line.
func Hints(e *chain.Error) []string { return Voice{}.Hints(e) }

// Hints are the remedies of an error, most likely first: commands to paste or keys to
// press, or a few words on what to change.
func (v Voice) Hints(e *chain.Error) []string {
	// A stage that broke is nearer to a remedy than that nothing was found.
	if inner := cause(e); inner != nil {
		if hints := v.Hints(inner); len(hints) > 0 {
			return hints
		}
	}
	r := v.withDetail(e)
	var hints []string
	entry, _ := lookup(r.Code)
	for _, h := range entry.hints {
		for alternative := range strings.SplitSeq(h, alternatives) {
			if text, whole := expand(alternative, v.facts(r)); whole {
				if text != "" && !slices.Contains(hints, text) {
					hints = append(hints, text)
				}
				break
			}
		}
	}
	return hints
}

// cause is the failure of a stage that the walk went on after.
func cause(e *chain.Error) *chain.Error {
	if e.Code != chain.CodeNoCredentials {
		return nil
	}
	inner, _ := errors.AsType[*chain.Error](e.Err)
	return inner
}

// withDetail is the reason of an error, with the text of what broke on the way as
// the fact "detail".
func (v Voice) withDetail(e *chain.Error) chain.Reason {
	r := e.Reason
	inner := cause(e)
	if inner == nil {
		return r
	}
	r.Data = maps.Clone(r.Data)
	if r.Data == nil {
		r.Data = chain.Data{}
	}
	r.Data["detail"] = v.reasonAsError(inner.Reason)
	return r
}
