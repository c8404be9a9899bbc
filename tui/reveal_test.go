package tui

import (
	"testing"
	"time"

	"credence/chain"
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
