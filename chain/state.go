package chain

// Mode says what a walk may do.
type Mode string

// The two modes of DESIGN section 2.
const (
	// Resolve mode does all that the chain needs: requests, prompts, child processes.
	ModeResolve Mode = "resolve"
	// Explain mode reads variables, shared files and caches, and nothing else.
	ModeExplain Mode = "explain"
)

// State is how far a stage or step has come. Planned and Running are passed
// through; a stage ends in exactly one of the others.
type State string

// The states of a stage or a step.
const (
	StatePlanned    State = "planned"
	StateRunning    State = "running"
	StateFound      State = "found"
	StateSkipped    State = "skipped"     // the chain goes on to the next stage
	StateErrored    State = "errored"     // the chain stops here
	StateCanceled   State = "canceled"    // the caller's context ended, or whoever was asked for a code declined
	StateNotReached State = "not-reached" // an earlier stage ended the walk
	StateWouldUse   State = "would-use"   // explain mode: resolving needs a side effect
	StateUnknown    State = "unknown"     // explain mode: only the network can tell
)

// Outcome is how a whole walk ended.
type Outcome string

// The outcomes of a walk.
const (
	OutcomeFound    Outcome = "found"
	OutcomeWouldUse Outcome = "would-use"
	OutcomeNone     Outcome = "none"
	OutcomeUnknown  Outcome = "unknown"
	OutcomeError    Outcome = "error"
	OutcomeCanceled Outcome = "canceled"
)

// Source names what gave the credentials: the last hop of a chain of roles.
type Source string

// The sources of credentials.
const (
	SourceEnvironment Source = "environment"
	SourceSSO         Source = "sso"
	SourceWebIdentity Source = "web-identity"
	SourceStatic      Source = "static"
	SourceAssumeRole  Source = "assume-role"
	SourceProcess     Source = "process"
	SourceLogin       Source = "login"
	SourceContainer   Source = "container"
	SourceInstance    Source = "instance"
)

// StageKind classifies a stage, whichever dialect it belongs to.
type StageKind string

// The kinds of stage; documented has those from environment to instance whose
// comment says so, the others belong to other dialects.
const (
	KindEnvironment StageKind = "environment"  // documented
	KindSSO         StageKind = "sso"          // documented
	KindWebIdentity StageKind = "web-identity" // documented
	KindSharedFiles StageKind = "shared-files" // documented
	KindContainer   StageKind = "container"    // documented
	KindInstance    StageKind = "instance"     // documented
	KindProcess     StageKind = "process"
	KindLogin       StageKind = "login"
)

// StageInfo identifies a stage. ID is unique within a dialect: the kind, or kind and
// a qualifier where a dialect has several of a kind.
type StageInfo struct {
	ID   string    `json:"id"`
	Kind StageKind `json:"kind"`
}
