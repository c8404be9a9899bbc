package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/settings"
	"credence/mfa"
	"credence/profiles"
)

// loadedMsg brings the shared files.
type loadedMsg struct {
	files *profiles.Files
	names []string
	err   error
}

// filesChangedMsg says that a shared file changed on disk.
type filesChangedMsg struct{}

// placesMsg brings what every profile is searched by.
type placesMsg struct {
	files  *profiles.Files // that they were read from
	places []place
}

// sessionsMsg brings the ends of the sessions that are kept, by profile, and what has
// to be signed in to.
type sessionsMsg struct {
	files     *profiles.Files // that they are of
	kept      map[string]time.Time
	signedOut map[string]bool // by what the sign-in is for
}

// explainedMsg brings the explained chain of a target.
type explainedMsg struct {
	generation int
	target     target
	all        bool
	result     *chain.Result
	err        error // of the explaining itself: a panic
}

// eventsMsg brings what happened in a run, in order.
type eventsMsg struct {
	id     runID
	events []chain.Event
}

// codeRequestMsg asks for an MFA code on behalf of a run.
type codeRequestMsg struct {
	id      runID
	request mfa.Request
	reply   chan<- codeAnswer // room for one answer
}

// codeAnswer answers a codeRequestMsg.
type codeAnswer struct {
	code string
	err  error
}

// runEndedMsg says that a run has ended; its result is in the run.
type runEndedMsg struct{ id runID }

// identityMsg brings whose credentials a target's are.
type identityMsg struct {
	target   target
	keyID    string
	identity chain.Identity
	err      error
	canceled bool // nobody waits for it
}

// tickMsg says that time has passed.
type tickMsg struct{ generation int }

// savedMsg brings the state after it was written.
type savedMsg struct {
	state settings.State
	err   error
}

// droppedMsg says that the sessions of a profile were dropped.
type droppedMsg struct {
	target target
	err    error
}

// copiedMsg says that something was sent to the clipboard.
type copiedMsg struct {
	what string
	err  error
}

// editedMsg says that the editor has ended.
type editedMsg struct{ err error }

// quitMsg ends the program.
type quitMsg struct{}

// brokenMsg is a panic of a command.
type brokenMsg struct{ err error }

// after sends a message later.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}
