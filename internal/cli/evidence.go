package cli

import (
	"math"
	"time"

	"credence/chain"
)

// evidenceReport is one thing that was looked at, in JSON: which fields there are
// depends on the kind.
type evidenceReport struct {
	Kind    chain.EvidenceKind `json:"kind"`
	Name    string             `json:"name,omitempty"`
	State   string             `json:"state,omitempty"`
	Value   string             `json:"value,omitempty"`
	Path    string             `json:"path,omitempty"`
	Line    int                `json:"line,omitempty"`
	Section string             `json:"section,omitempty"`
	Key     string             `json:"key,omitempty"`

	Method  string          `json:"method,omitempty"`
	URL     string          `json:"url,omitempty"`
	Status  int             `json:"status,omitempty"`
	Headers []string        `json:"headers,omitempty"`
	Elapsed *chain.Duration `json:"elapsedMs,omitempty"`

	Argv     []string `json:"argv,omitempty"`
	ExitCode *int     `json:"exitCode,omitempty"`
	Stderr   string   `json:"stderr,omitempty"`

	Age     *float64   `json:"age,omitempty"` // seconds
	Expires *time.Time `json:"expires,omitempty"`
}

func evidenceOf(e chain.Evidence) evidenceReport {
	r := evidenceReport{
		Kind: e.Kind, Name: e.Name, State: e.State, Value: e.Value, Path: e.Path, Line: e.Line, Section: e.Section, Key: e.Key,
		Method: e.Method, URL: e.URL, Status: e.Status, Headers: e.Headers,
		Argv: e.Argv, ExitCode: e.ExitCode, Stderr: e.Stderr, Expires: timeOrNull(e.Expires),
	}
	if e.Elapsed != 0 || e.Status != 0 {
		r.Elapsed = &e.Elapsed
	}
	if e.Kind == chain.EvidenceCache && e.Age != 0 {
		age := math.Round(time.Duration(e.Age).Seconds())
		r.Age = &age
	}
	return r
}
