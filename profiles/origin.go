package profiles

// OriginKind says what sort of place a value came from.
type OriginKind string

// The kinds of origin.
const (
	OriginFile     OriginKind = "file"     // a line of a shared file
	OriginVariable OriginKind = "variable" // an environment variable
	OriginOption   OriginKind = "option"   // an option of the caller, or its flag
	OriginDefault  OriginKind = "default"  // nobody said otherwise
)

// Origin is where a value came from: a line of a file, a variable, an option or
// the default. Paths are absolute; lines count from 1, and 0 means the file as a whole.
type Origin struct {
	Kind OriginKind `json:"kind"`
	Name string     `json:"name,omitempty"` // of a variable or option
	Path string     `json:"path,omitempty"`
	Line int        `json:"line,omitempty"`
}

// FileOrigin is a line of a shared file; line 0 is the file as a whole.
func FileOrigin(path string, line int) Origin {
	return Origin{Kind: OriginFile, Path: path, Line: line}
}

// VariableOrigin is an environment variable.
func VariableOrigin(name string) Origin { return Origin{Kind: OriginVariable, Name: name} }

// OptionOrigin is an option of the caller, named as in chain.Options.
func OptionOrigin(name string) Origin { return Origin{Kind: OriginOption, Name: name} }

// DefaultOrigin says that nothing was set.
func DefaultOrigin() Origin { return Origin{Kind: OriginDefault} }
