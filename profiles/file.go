package profiles

import (
	"fmt"
	"sync"
	"time"
)

// State is what became of a shared file (DESIGN: files.*.state).
type State string

// The states of a file.
const (
	StateRead       State = "read"
	StateAbsent     State = "absent"
	StateNotOpened  State = "not-opened" // for callers that locate files without loading them
	StateUnreadable State = "unreadable" // it exists, but could not be read; a finding says why
)

// MaxFileSize is the largest shared file that is read, in bytes.
const MaxFileSize = 10 << 20

// MaxLineLength is the longest line that is read, in bytes.
const MaxLineLength = 64 << 10

// File is one of the two shared files.
type File struct {
	Location
	Role    FileRole
	State   State
	Size    int64     // bytes; 0 unless read
	ModTime time.Time // zero unless read

	*scanned
}

// scanned is what a file holds and what is known of it. It lies behind a pointer so
// that printing a copy of a File shows an address and not the text.
type scanned struct {
	rules    *rules
	text     string
	crLines  bool // CR ends a line
	sections []section
	notes    []Finding // what opening and scanning noticed
	refused  *Finding  // why this dialect reads nothing of the file

	first     map[string]int // the line of each header's first appearance
	firstOnce sync.Once

	defaultOnce     sync.Once
	defaultAt       int
	defaultReplaced bool

	suggest suggesters
}

func newFile(at Location, role FileRole, r *rules, suggest suggesters) *File {
	return &File{Location: at, Role: role, State: StateAbsent, scanned: &scanned{rules: r, suggest: suggest}}
}

// String names the file; its text is never printed.
func (f File) String() string { return fmt.Sprintf("%s file %s", f.Role, f.Path) }

// GoString names the file; its text is never printed.
func (f File) GoString() string { return f.String() }

// Format implements fmt.Formatter, so that no verb reaches the text.
func (f File) Format(s fmt.State, _ rune) { fmt.Fprint(s, f.String()) }

// at is a line of the file; 0 is the file as a whole.
func (f *File) at(line int) Origin { return FileOrigin(f.Path, line) }

// maxNotes is how many findings opening and scanning make of one file.
const maxNotes = 200

// note records a finding about a line, or about the file as a whole.
func (f *File) note(code string, severity Severity, line int, data Data) {
	if len(f.notes) == maxNotes {
		return
	}
	f.notes = append(f.notes, Finding{Code: code, Severity: severity, Origin: f.at(line), Data: data})
}
