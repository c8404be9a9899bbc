package tui

import (
	"context"
	"io"
	"time"

	"credence/chain"
	"credence/internal/settings"
	"credence/mfa"
	"credence/profiles"
)

// Options are what the inspector needs to know of the world outside.
type Options struct {
	// Chain are the options of every walk. The inspector sets Profile, Mode, All,
	// Observe, MFACodeProvider and MFALedger itself; an Observe that is given is told
	// the events of every resolve too.
	Chain chain.Options
	// Profile is where the cursor starts; nil is the row that was used last.
	Profile *string
	// Codes puts other providers of MFA codes before the prompt; nil leaves the
	// prompt alone.
	Codes func(prompt mfa.CodeProvider) mfa.CodeProvider

	// Home is the home folder, shown as ~; empty if there is none.
	Home string
	// Clock tells the time in the zone in which times are shown; nil is time.Now.
	Clock func() time.Time
	// Env reads variables: EDITOR and the like; nil knows none.
	Env func(string) (string, bool)

	// Input and Output are the terminal; nil Input is the process's own.
	Input  io.Reader
	Output io.Writer
	// Width and Height are the terminal's size in cells.
	Width, Height int
	// Colour paints; Mouse takes the wheel and clicks.
	Colour, Mouse bool

	// Captured says that somebody waits for the choice on standard output: Enter then
	// ends the program.
	Captured bool
	// Mask says that access key ids are masked in every frame.
	Mask bool
	// HowTo says how a chosen profile's session is used (empty: what the environment
	// gives): by a command, and what that does; nil says nothing.
	HowTo func(profile string) (command, does string)
	// Exports is the session as shell commands, for the copy menu; nil leaves it out.
	Exports func(*chain.Result) (string, error)
	// Shell is the name of the shell that Exports is for; empty says none.
	Shell string

	// Settings are the settings in force; State what is remembered of profiles, and
	// StatePath the file that remembers it (empty remembers nothing).
	Settings  settings.Config
	State     settings.State
	StatePath string

	// Sessions are the ends of the sessions that are kept of profiles, by profile, those
	// that have ended included; nil if none are. DropSession forgets that of a profile.
	Sessions    func(ctx context.Context, files *profiles.Files) map[string]time.Time
	DropSession func(ctx context.Context, profile string) error
	// SignedOut tells which of the profiles get nothing without a sign-in; nil says
	// nothing about it.
	SignedOut func(ctx context.Context, files *profiles.Files, names []string) map[string]bool

	// SignIn signs people in, where a walk needs that and on a key; nil leaves it out.
	SignIn SignInDesk
	// Accounts reads what the sign-in of a profile may use, or of the only sign-in where
	// the profile has none; nil leaves it out.
	Accounts func(ctx context.Context, profile string) (Inventory, error)

	// Phone is the code that the MFA device of the demo shows; nil outside of it.
	Phone func(serial string) string
	// Demo says that the files are samples.
	Demo bool

	// Trace is told the kind of each message, for looking for errors; nil is not.
	Trace func(kind string)
}

// Choice is what the inspector ended with: a nil Result if nothing was chosen.
type Choice struct {
	Profile string // empty for the ambient row
	Result  *chain.Result
	Aborted bool // by ctrl-c
}

func (o *Options) fillIn() {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Env == nil {
		o.Env = func(string) (string, bool) { return "", false }
	}
	if o.Settings == (settings.Config{}) {
		o.Settings = settings.Default()
	}
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 80, 24
	}
}

// fileOptions are those of reading the shared files as the walks do.
func (o *Options) fileOptions() profiles.Options {
	f := profiles.Options{
		ConfigFile: o.Chain.ConfigFilepath, CredentialsFile: o.Chain.Filepath,
		LookupEnv: o.Chain.Env.Lookup, Home: o.Chain.Home,
	}
	if o.Chain.Dialect != nil {
		f.Dialect = o.Chain.Dialect.Reading
	}
	return f
}
