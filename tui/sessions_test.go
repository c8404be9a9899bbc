package tui

import (
	"context"
	"errors"
	"regexp"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/profiles"
)

// keeping gives a rig sessions: one of each state.
func keeping(_ *rig, o *Options) {
	o.Sessions = func(context.Context, *profiles.Files) map[string]time.Time {
		return map[string]time.Time{
			"prod-read":  rigNow.Add(41*time.Minute + 30*time.Second),
			"prod-admin": rigNow.Add(4*time.Minute + 30*time.Second),
			"ci":         rigNow.Add(-time.Hour),
		}
	}
	o.SignedOut = func(_ context.Context, _ *profiles.Files, names []string) map[string]bool {
		return map[string]bool{"sso-dev": len(names) == 1}
	}
}

// row waits until a row of the list ends in a state.
func (r *rig) row(name, state string) {
	r.t.Helper()
	row := regexp.MustCompile(`(?m)^[ ▌+]+` + regexp.QuoteMeta(name) + ` .*` + regexp.QuoteMeta(state) + ` [│┃]`)
	r.until(name+": "+state, func() bool { return row.MatchString(r.screen()) })
}

func TestSessionsInTheList(t *testing.T) {
	t.Parallel()
	r := newRig(t, keeping)
	r.row("prod-read", " 41m")
	r.row("prod-admin", " ! 4m")
	r.row("ci", " expired")
	r.row("sso-dev", " sign in")
	r.pass(time.Minute)
	r.row("prod-read", " 40m")
	r.row("prod-admin", " ! 3m")
	r.pass(4 * time.Minute)
	r.row("prod-admin", " expired")
	if r.m.pace() != time.Minute {
		t.Errorf("pace %v", r.m.pace())
	}
	r.pass(time.Hour) // nothing that could change is left
	if r.m.pace() != 0 {
		t.Errorf("pace %v", r.m.pace())
	}
}

// Another terminal may have changed what is kept.
func TestSessionsAreReadAgainWithTheFocus(t *testing.T) {
	t.Parallel()
	kept := map[string]time.Time{}
	r := newRig(t, func(_ *rig, o *Options) {
		o.Sessions = func(context.Context, *profiles.Files) map[string]time.Time { return kept }
	})
	r.settled()
	r.until("no session", func() bool { return r.m.kept != nil })
	kept = map[string]time.Time{"prod-read": rigNow.Add(time.Hour)}
	r.send(tea.FocusMsg{})
	r.row("prod-read", " 60m")
}

func TestDropping(t *testing.T) {
	t.Parallel()
	var dropped []string
	var fails error
	r := newRig(t, keeping, func(_ *rig, o *Options) {
		o.DropSession = func(_ context.Context, name string) error { dropped = append(dropped, name); return fails }
	})
	r.row("prod-read", " 41m")
	for _, name := range []string{"base", "sso-dev"} { // nothing is kept of them
		r.at(name)
		r.press("x")
	}
	r.at("prod-read")
	r.press("x")
	r.shows("the session of prod-read is dropped")
	fails = errors.New("the store is read-only")
	r.press("x")
	r.shows("the store is read-only")
	if len(dropped) != 2 || dropped[0] != "prod-read" {
		t.Errorf("dropped %v", dropped)
	}
}

func TestTheChosenSessionIsAboutToEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	r.lacks("left   ? help")
	r.pass(37 * time.Minute)
	r.shows("the session of prod-read ends in 4m: enter renews it")
	r.shows("! prod-read  4m left   ? help")
	r.press("j") // whoever has read it is not told again
	r.pass(time.Minute)
	r.lacks("ends in")
	r.shows("! prod-read  3m left")
	r.at("base")
	r.pass(5 * time.Minute)
	r.shows("the session of prod-read has ended: enter on it renews it")
	r.shows("! prod-read  expired")
	r.at("prod-read")
	r.shows("✗ expired")
	r.press("enter")
	r.until("renewed", func() bool { return r.assumed() == 2 && !r.m.shown().running() })
	r.shows("● found  41m left")
	r.lacks("! prod-read")
}

// Enter takes the session at hand unless it is due for renewal.
func TestEnterRenews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	r.press("enter")
	if r.assumed() != 1 {
		t.Errorf("a session of 41 minutes was renewed")
	}
	r.pass(37 * time.Minute)
	r.press("enter")
	r.until("renewed", func() bool { return r.assumed() == 2 && !r.m.shown().running() })
}

// A clock that is set, or a computer that slept: what is shown follows the wall clock.
func TestAClockThatJumps(t *testing.T) {
	t.Parallel()
	r := newRig(t, keeping)
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.shows("● found  41m left")
	r.pass(24 * time.Hour)
	r.shows("✗ expired")
	r.row("prod-read", " expired")
	r.row("prod-admin", " expired")
	r.pass(-24 * time.Hour)
	r.shows("● found  41m left")
	r.row("prod-admin", " ! 4m")
	r.pass(-24 * time.Hour)
	r.shows("● found  25h left")
	r.at("base")
	began := r.m.shown().ended
	r.pass(24 * time.Hour)
	r.until("explained anew", func() bool { i := r.m.shown(); return i != nil && !i.ended.Equal(began) })
}

func TestAClockThatJumpsWhileACodeIsAskedFor(t *testing.T) {
	t.Parallel()
	r := asking(t)
	r.paste("111111")
	r.shows("attempt 2 of 3")
	r.paste("111111")
	r.shows("the next one comes in 18 s")
	r.pass(24 * time.Hour)
	r.lacks("used already")
	r.shows("next code in 18 s")
	r.paste(goodCode)
	r.resolved(chain.OutcomeFound)
}
