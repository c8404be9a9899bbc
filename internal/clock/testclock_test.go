//go:build testclock

package clock_test

import (
	"testing"
	"time"

	"credence/internal/clock"
)

func lookup(value string, ok bool) clock.Lookup {
	return func(name string) (string, bool) { return value, ok && name == clock.Variable }
}

func TestTheClockStandsStill(t *testing.T) {
	t.Parallel()
	now := clock.Now(lookup("2030-01-02T03:04:05Z", true))
	want := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	if first, second := now(), now(); !first.Equal(want) || !second.Equal(want) {
		t.Errorf("now = %v, then %v", first, second)
	}
}

func TestUnsetIsTheRealClock(t *testing.T) {
	t.Parallel()
	for _, ok := range []bool{true, false} {
		before := time.Now()
		if got := clock.Now(lookup("", ok))(); got.Before(before) {
			t.Errorf("now = %v", got)
		}
	}
}

func TestJunkIsRefused(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("an unreadable instant was accepted")
		}
	}()
	clock.Now(lookup("yesterday", true))
}
