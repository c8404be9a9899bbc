package profiles

// Dialect names whose reading rules of the shared files apply. It is one part of
// what a dialect of the chain is; the names are the same.
type Dialect string

// The dialects that have reading rules.
const (
	// Documented is credence's own: what any SDK recognises as a profile exists,
	// values are read as Node reads them.
	Documented Dialect = "documented"

	// Node is the Node.js SDK v3 (@smithy/core shared-ini-file-loader, 3.41.0).
	Node Dialect = "node"

	// Rust is the Rust SDK (aws-runtime env_config), which follows the cross-SDK
	// test data for parsers to the letter. It refuses a file for one bad line.
	Rust Dialect = "rust"
)

// rules are how one dialect reads. Everything that differs between dialects is a
// field here; the code that reads asks no dialect for its name.
type rules struct {
	dialect Dialect

	skipBOM         bool // a leading byte-order mark is white space
	emptyUnlessUTF8 bool // a file with a byte that is not UTF-8 counts as empty
	loneCR          bool // in a file without LF, CR ends a line

	header func(line string) (header, bool)               // is this line a section header?
	name   func(role FileRole, inner string) sectionIdent // what the header names
	read   func(body lineSeq, put func(entry))            // the keys of a body, line by line
	useINI bool                                           // bodies go through ini.v1; read is the fallback, with the same result
	strict func(body lineSeq) (refusal, bool)             // the line for which the whole set of files is refused

	forbidNames    bool // a section with a forbidden name makes the file count as empty
	emptySections  bool // a section without keys exists
	prefixedWins   bool // [profile default] replaces [default] even when it has no keys
	dottedSections bool // "sso-session.x" and "services.x" can be chosen as profiles
	joined         bool // continuation lines are part of the value's text; a new value drops them
}

// The rules of each dialect. A function, because a table of functions that call
// each other is no constant.
func rulesOf(d Dialect) (*rules, bool) {
	switch d {
	case Documented, "":
		return &rules{
			dialect: Documented,
			skipBOM: true, loneCR: true,
			header: looseHeader, name: documentedName,
			read: readNode, useINI: true,
			emptySections: true,
		}, true
	case Node:
		return &rules{
			dialect: Node,
			skipBOM: true,
			header:  nodeHeader, name: nodeName,
			read: readNode, useINI: true,
			forbidNames:    true,
			dottedSections: true,
		}, true
	case Rust:
		return &rules{
			dialect:         Rust,
			emptyUnlessUTF8: true,
			header:          rustHeader, name: rustName,
			read: readRust, strict: rustRefusal,
			emptySections: true, prefixedWins: true, joined: true,
		}, true
	}
	return nil, false
}

// Dialects are those that Load can read as.
func Dialects() []Dialect { return []Dialect{Documented, Node, Rust} }
