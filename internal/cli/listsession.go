package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/wording"
	"credence/profiles"
)

// The states of a profile's session.
const (
	sessionNone      = "none"
	sessionValid     = "valid"
	sessionExpiring  = "expiring" // due for renewal
	sessionExpired   = "expired"
	sessionSignedOut = "signed-out" // nothing is kept, and a sign-in is needed to get anything
)

// sessionState is the session of a profile in a list.
type sessionState struct {
	state   string
	expires time.Time // zero where there is none
}

// sessionsOf gives the session of every profile, from the caches alone.
func (a *app) sessionsOf(ctx context.Context, cmd *cobra.Command, files *profiles.Files) (func(profile string) sessionState, error) {
	opts, err := a.undone().options(cmd, nil) // what use would find
	if err != nil {
		return nil, err
	}
	opts.Files = files
	s, err := chain.NewSessions(opts)
	if err != nil {
		return nil, err
	}
	kept := s.All(ctx)
	return func(profile string) sessionState {
		k, ok := kept[profile]
		if ok && k.State != cache.Expired {
			state := sessionValid
			if k.State == cache.Expiring {
				state = sessionExpiring
			}
			return sessionState{state, k.Expires}
		}
		switch {
		case s.SignedOut(ctx, profile):
			return sessionState{state: sessionSignedOut}
		case ok:
			return sessionState{sessionExpired, k.Expires}
		}
		return sessionState{state: sessionNone}
	}, nil
}

// noSessions is for readings of the files that credence's own sessions have no part in.
func noSessions(string) sessionState { return sessionState{state: sessionNone} }

// words are the state for people: "valid 41 min, until 15:04".
func (s sessionState) words(now time.Time) string {
	switch s.state {
	case sessionNone:
		return ""
	case sessionSignedOut:
		return "signed out"
	case sessionValid, sessionExpiring:
		return s.state + " " + wording.Left(s.expires.Sub(now)) + ", until " + wording.Clock(s.expires, now)
	}
	return s.state
}
