package chain

import (
	"time"

	"credence/profiles"
)

// Aliases of the provenance types, so that users of chain need only chain.
type (
	Origin   = profiles.Origin
	Finding  = profiles.Finding
	Severity = profiles.Severity
	Data     = profiles.Data
)

// EventKind is what an event reports.
type EventKind string

// The kinds of event. An end carries the State it ended in.
const (
	EventPlanned EventKind = "planned" // a stage of the ladder, before anything runs
	EventStarted EventKind = "started" // of a stage, or of a step where Step is set
	EventEnded   EventKind = "ended"   // exactly one for each started stage or step, and for each stage not reached
	EventFinding EventKind = "finding" // a true thing beside the stages
)

// Event is one thing that happened in a walk. Events come in order, one at a time,
// and together they are the whole story: Trace rebuilds every view from them. No
// event holds a secret; texts from outside are raw and must be sanitised when shown.
type Event struct {
	Kind     EventKind  `json:"event"`
	Stage    StageInfo  `json:"stage"`
	Step     *Step      `json:"step,omitempty"`
	State    State      `json:"state,omitempty"`
	Reason   Reason     `json:"reason,omitzero"`
	Source   Source     `json:"source,omitempty"` // of a stage that ended found or would-use
	Failed   bool       `json:"failed,omitempty"` // skipped because something broke, not because nothing was there
	Shadowed bool       `json:"shadowed,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
	Elapsed  Duration   `json:"elapsedMs,omitempty"`
	Finding  *Finding   `json:"finding,omitempty"`
}

// StepKind names what a step does.
type StepKind string

// The kinds of step within a stage.
const (
	StepSource      StepKind = "source"      // where a chain of credentials starts
	StepAssumeRole  StepKind = "assume-role" // one sts:AssumeRole
	StepMFA         StepKind = "mfa"         // asking for a token code
	StepToken       StepKind = "token"       // looking at a cached SSO or sign-in token
	StepRefresh     StepKind = "refresh"     // renewing such a token
	StepCredentials StepKind = "credentials" // exchanging a token for credentials
	StepProcess     StepKind = "process"     // running a credential_process
	StepRequest     StepKind = "request"     // one metadata or container request
	StepCache       StepKind = "cache"       // a look-up in a session cache
)

// Step is a part of a stage. ID is unique within the walk, Parent is the step it
// belongs to (0: the stage itself). Hop says how deep in the source chain it is: 0 is
// the chosen profile, 1 its source, and so on.
type Step struct {
	ID      int      `json:"n"`
	Parent  int      `json:"parent,omitempty"`
	Kind    StepKind `json:"id"`
	Hop     int      `json:"hop"`
	Profile string   `json:"profile,omitempty"`
	Source  Source   `json:"source,omitempty"`
	RoleArn string   `json:"roleArn,omitempty"`
	Serial  string   `json:"serial,omitempty"`
}

// Duration marshals as milliseconds, the unit of the JSON contract.
type Duration time.Duration

// EvidenceKind is what sort of thing was looked at.
type EvidenceKind string

// The kinds of evidence.
const (
	EvidenceVariable EvidenceKind = "variable"
	EvidenceKey      EvidenceKind = "key"
	EvidenceFile     EvidenceKind = "file"
	EvidenceRequest  EvidenceKind = "request"
	EvidenceProcess  EvidenceKind = "process"
	EvidenceCache    EvidenceKind = "cache"
	EvidenceOption   EvidenceKind = "option"
)

// Evidence is something that was looked at: which fields are set depends on Kind
// (DESIGN section 5). Values are never secret.
type Evidence struct {
	Kind    EvidenceKind `json:"kind"`
	Name    string       `json:"name,omitempty"`
	State   string       `json:"state,omitempty"` // variable: set, unset, empty; file: read, absent, …
	Value   string       `json:"value,omitempty"`
	Path    string       `json:"path,omitempty"`
	Line    int          `json:"line,omitempty"`
	Section string       `json:"section,omitempty"`
	Key     string       `json:"key,omitempty"`

	Method  string   `json:"method,omitempty"`
	URL     string   `json:"url,omitempty"`
	Status  int      `json:"status,omitempty"`
	Headers []string `json:"headers,omitempty"` // names only
	Elapsed Duration `json:"elapsedMs,omitempty"`

	Argv     []string `json:"argv,omitempty"`
	ExitCode *int     `json:"exitCode,omitempty"`
	Stderr   string   `json:"stderr,omitempty"` // first line

	Age     Duration  `json:"ageMs,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
}
