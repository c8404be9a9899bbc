package tui

import (
	"strings"
	"testing"

	"credence/chain"
)

// TestOnePaneTellsTheEnd: where only the chain is on the screen, it says what came of
// the walk, and what keys ask for.
func TestOnePaneTellsTheEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(50, 24))
	r.at("prod-read")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	r.shows("use it    credence exec prod-read")
	r.shows("until 14:02")
	if n := strings.Count(r.screen(), "● found  41m left"); n != 1 {
		t.Errorf("the headline stands there %d times:\n%s", n, r.screen())
	}
	r.press("k", "tab") // another line, and the list
	r.press("s")
	r.shows(roleSecret)
	r.press("s")
	r.lacks("do-not-show")
	r.at("prod-legacy")
	r.shows("write source_profile = base")
	r.shows("e opens config:26")
}

// TestSecretsShowInTheChainPane: also for whoever is on another of its lines.
func TestSecretsShowInTheChainPane(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.press("tab", "g", "s")
	r.shows(roleSecret)
}

// TestTheRemedyIsWorthMoreThanTheStagesThatWereNotReached: at the size of most
// terminals the whole of it shows.
func TestTheRemedyIsWorthMoreThanTheStagesThatWereNotReached(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(80, 20))
	r.at("prod-legacy")
	r.shows("e opens config:26")
	r.lacks("instance")
}

// TestOnePaneTellsWhyItFailed: cause and remedy are worth more than the stages that were
// passed over.
func TestOnePaneTellsWhyItFailed(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(40, 12))
	r.at("prod-legacy")
	r.press("tab")
	r.shows("✗ shared files  no profile bsae")
	r.shows("source_profile bsae (config:26)")
	r.shows("→ write source_profile = base at")
	r.lacks("web identity")
}

// TestEnterOnAFoundProfileLeavesTheFilter, as enter on any other does.
func TestEnterOnAFoundProfileLeavesTheFilter(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.press("/")
	r.typing("prod-read")
	r.press("enter")
	r.shows("prod-read is chosen")
	if r.m.mode != modeList {
		t.Errorf("mode %v", r.m.mode)
	}
}

// TestTheCopyMenuShowsWhole: a menu whose lines are hidden is none.
func TestTheCopyMenuShowsWhole(t *testing.T) {
	t.Parallel()
	r := scenes["copy"](t)
	for w := leastWidth; w <= 120; w += 5 {
		for h := leastHeight; h <= 40; h++ {
			r.send(resizeTo(w, h))
			for _, line := range []string{" n  name", " a  ARN", " i  account id"} {
				if !strings.Contains(r.screen(), line) {
					t.Fatalf("%d×%d: no %q:\n%s", w, h, line, r.screen())
				}
			}
			if h >= 5 && !strings.Contains(r.screen(), "esc leave") {
				t.Fatalf("%d×%d: no way out:\n%s", w, h, r.screen())
			}
		}
	}
}

// TestOnePaneTellsTheEndAfterACode: the chain that asks is in sight whatever line was
// selected, and the session that the code gave is told, as without a code.
func TestOnePaneTellsTheEndAfterACode(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(40, 12))
	r.at("prod-admin")
	r.press("i", "g")
	r.until("asking", func() bool { return r.m.mode == modePrompt })
	r.shows("shared files")
	r.paste(goodCode)
	r.resolved(chain.OutcomeFound)
	r.shows("session   ASIAROLE000000000001")
	r.press("tab")
	r.shows("profiles")
}
