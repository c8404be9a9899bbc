package profiles

// Severity orders findings: what breaks, what misleads, what is worth knowing.
type Severity string

// The severities of a finding.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Data are the facts a code is about, by name. The edge makes text of them; they
// never hold a secret, but they may hold anything else a file or variable said,
// so that whoever prints them must sanitise them.
type Data map[string]string

// Finding is a true thing worth saying that need not have decided an outcome.
// Code is stable and documented beside its constant; the text for people is made
// at the edge from Code and Data.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Origin   Origin   `json:"origin"`
	Data     Data     `json:"data,omitempty"`
}
