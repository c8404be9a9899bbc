package tui

import (
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/internal/secret"
)

// TestAClockThatIsSetBackHidesSecrets: they do not stand on the screen until it has
// caught up again.
func TestAClockThatIsSetBackHidesSecrets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.press("s")
	r.shows(roleSecret)
	r.pass(-time.Hour)
	r.lacks("do-not-show")
}

// TestARevealedSecretIsWhole: the ladder makes room for it where the window is low.
func TestARevealedSecretIsWhole(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(80, 16))
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.m.shown().result.Keys.SessionToken = secret.New(strings.Repeat("t", 190) + "END")
	r.lacks("END")
	r.press("s")
	r.shows("END")
	r.shows("shared files")
}

// Whoever looks on need not see which keys they are. What is copied is whole.
func TestMaskedKeyIDs(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *Options) { o.Mask = true })
	r.at("prod-read")
	r.press("i")
	r.shows("ASIA************0001")
	r.lacks("ASIAROLE000000000001")
	r.press("y")
	r.lacks("ASIAROLE000000000001")
	if got := r.m.copyable(copyKey); got != "ASIAROLE000000000001" {
		t.Errorf("to be copied: %q", got)
	}
}
