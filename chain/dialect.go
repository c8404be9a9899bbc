package chain

import (
	"context"
	"time"

	"credence/profiles"
)

// Dialect is the order and the rules of one SDK or tool, as data.
type Dialect struct {
	Name    string           // as `--as` takes it
	Reading profiles.Dialect // how it reads the shared files
	stages  []stage
	rules   rules
}

// Stages are the stages in the order in which they are asked.
func (d *Dialect) Stages() []StageInfo {
	infos := make([]StageInfo, len(d.stages))
	for i, s := range d.stages {
		infos[i] = s.StageInfo
	}
	return infos
}

// stage is one place in a dialect's chain.
type stage struct {
	StageInfo
	run func(context.Context, *walk) verdict
}

// naming says which ways of naming a profile count for a rule.
type naming int

const (
	namedNever      naming = iota
	namedExplicitly        // by the caller
	namedAnyhow            // by the caller or a variable
)

func (n naming) holds(p ProfileChoice) bool {
	switch n {
	case namedExplicitly:
		return p.Explicit()
	case namedAnyhow:
		return p.Named()
	}
	return false
}

// rules are what dialects differ in beyond their order. Each is one row of the
// comparison in the specification of the Node provider, or of another SDK's.
type rules struct {
	environmentOff naming // the environment stage is off where a profile is so named
	webIdentityOff naming // the web identity variables are ignored where a profile is so named

	invalidConfigurationStops bool // else such a profile is skipped, as in Node
	missingProfileStops       bool // a named profile that is in neither file
	maxSourceDepth            int  // 0: bounded by cycles alone
	forms                     []form
	sourceForms               []form // the forms of a profile reached through source_profile

	ownSessions           bool   // Options.Cache counts: MFA sessions are shared, refused durations reduced
	sessionNamePrefix     string // of generated role session names, before the time in ms
	codeAskedAgain        bool   // a token code that STS rejects is asked for again
	optionPathsReachSSO   bool   // configFilepath and filepath hold for SSO profiles too
	settingsOfVariable    bool   // endpoint settings come from AWS_PROFILE's profile even where another is chosen
	refreshNeedsNoneAlive bool   // an SSO token near its end that cannot be refreshed stops the chain though it still lives
	refreshWriteMayFail   bool   // an SSO token that could not be written back is used all the same
	refreshDropsToken     bool   // an answer without a refresh token erases the old one
	ssoGivesAccount       bool   // SSO credentials carry the profile's sso_account_id

	container containerRules
	instance  instanceRules
	memo      memoRules
}

// containerRules are the rules of the container credentials request.
type containerRules struct {
	retries    int  // where maxRetries is not given
	pause      bool // wait the timeout between tries
	everyError bool // retry 4xx answers and bad shapes too
	secondTry  bool // ask once more with an older client after a skip, as Node does
	hangs      bool // the SDK would wait for ever for an answer; said, not imitated

	addressesOnly bool // plain HTTP goes to addresses and localhost alone; else a name is judged when it is dialled
}

// instanceRules are the rules of instance metadata (IMDS).
type instanceRules struct {
	v1After          func(status int) bool // which answers to the token request lead to version 1; status 0 is no answer
	disabled         func(value string) bool
	extendExpired    bool // an expired answer is handed out with a new expiry
	settingsOfOption bool // endpoint keys come from the chosen profile, not only from AWS_PROFILE's
	everyError       bool // retry 4xx answers and bad shapes too
}

// memoRules are the rules by which a Provider remembers.
type memoRules struct {
	window     time.Duration // less than this left: refresh
	background bool          // in the window hand out the old at once and refresh behind the caller's back
}
