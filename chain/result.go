package chain

import "credence/profiles"

// SelectedBy says who chose the profile.
type SelectedBy string

// Who may choose the profile.
const (
	SelectedByArgument       SelectedBy = "argument"
	SelectedByProfile        SelectedBy = "AWS_PROFILE"
	SelectedByDefaultProfile SelectedBy = "AWS_DEFAULT_PROFILE"
	SelectedByDefault        SelectedBy = "default"
)

// ProfileChoice is the configuration profile of a walk and who chose it.
type ProfileChoice struct {
	Name       string
	SelectedBy SelectedBy
}

// Named reports whether anyone named a profile at all.
func (p ProfileChoice) Named() bool { return p.SelectedBy != SelectedByDefault }

// Explicit reports whether the caller named it, rather than a variable.
func (p ProfileChoice) Explicit() bool { return p.SelectedBy == SelectedByArgument }

// FileInfo is one of the shared files as the walk met it.
type FileInfo struct {
	Path   string
	Origin Origin
	State  profiles.State
}

// Region is a region and where it was set. An empty Value means none is.
type Region struct {
	Value  string
	Origin Origin
}

// Result is how a walk ended. It is never nil, and complete even where Resolve
// returns an error.
type Result struct {
	Order       string
	Mode        Mode
	Profile     ProfileChoice
	Config      FileInfo
	Credentials FileInfo
	Region      Region
	Outcome     Outcome
	Stage       string // id of the stage that decided; empty where none did
	Source      Source
	Keys        Credentials // those found; in explain mode what is known of them without a side effect
	Error       *Error      // of the outcomes error, none and canceled
	Trace       Trace
}
