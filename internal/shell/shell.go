package shell

import (
	"errors"
	"slices"
	"strings"
)

// MoveKind is where a move takes a shell.
type MoveKind string

// The moves of a shell.
const (
	MoveTo   MoveKind = "to"   // another identity
	MoveBack MoveKind = "back" // the one before
	MoveOff  MoveKind = "off"  // what was there before the first move
)

// Move is a switch of a shell that can be taken back.
type Move struct {
	Kind   MoveKind
	Change Change // of MoveTo
	Before Change // what takes the shell back to how it is now (Reverse); not for MoveOff
	State  State  // after the move; not for MoveOff
	Again  bool   // of MoveTo: to the identity that the shell has, renewed; what was before it stays that
}

// ErrNeedsHook says that a shell keeps what was there before with its hook alone: it
// can evaluate no text, or text has no variables of its own.
var ErrNeedsHook = errors.New("this shell goes back with its hook alone")

// ErrUnquotable says that a value cannot be written so that every reader of the
// format reads it back.
var ErrUnquotable = errors.New("a value cannot be quoted in this format")

// Shell is one kind of shell.
type Shell interface {
	// Name is the name of its program.
	Name() string
	// Assign is text that makes the change when the shell evaluates it.
	Assign(Change) (string, error)
	// Switch is text that makes the move when the shell evaluates it, and keeps what
	// was there in variables that children do not inherit. With hooked it is what the
	// shell's own hook asks for, which may be no text of the shell but JSON.
	Switch(m Move, hooked bool) (string, error)
	// Hook is the function for the shell's start-up file, and the comment above it.
	// Program is "credence" where that is found by its name, else the program's path.
	Hook(program string) string
	// Evaluate is the line that evaluates the output of a command line; empty if there
	// is none.
	Evaluate(command string) string
	// StartFile is where the line belongs that installs the hook, InstallLine that
	// line.
	StartFile() string
	InstallLine() string
}

// Shells are all of them, in the order of telling.
func Shells() []Shell {
	return []Shell{posix{"bash"}, posix{"zsh"}, fish{}, tcsh{}, nu{}, powershell{}, elvish{}, xonsh{}, posix{"sh"}}
}

// Names are the names that ByName takes first.
func Names() []string {
	var names []string
	for _, s := range Shells() {
		names = append(names, s.Name())
	}
	return names
}

// families are other names of programs that speak the same language.
var families = map[string]string{
	"dash": "sh", "ash": "sh", "busybox": "sh", "ksh": "sh", "mksh": "sh", "ksh93": "sh", "oksh": "sh", "yash": "sh", "rbash": "bash",
	"csh": "tcsh", "nushell": "nu", "pwsh": "powershell", "pwsh-preview": "powershell",
}

// ByName finds a shell by the name of its program: "zsh", "-zsh" (a login shell),
// "/usr/bin/zsh", "pwsh.exe".
func ByName(name string) (Shell, bool) {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSuffix(strings.ToLower(strings.TrimPrefix(name, "-")), ".exe")
	if family, ok := families[name]; ok {
		name = family
	}
	shells := Shells()
	i := slices.IndexFunc(shells, func(s Shell) bool { return s.Name() == name })
	if i < 0 {
		return nil, false
	}
	return shells[i], true
}
