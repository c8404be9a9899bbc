package wording

import (
	"testing"
	"time"
)

func TestElapsed(t *testing.T) {
	t.Parallel()
	for ms, want := range map[float64]string{
		0: "0 ms", 0.4: "0 ms", 412.3: "412 ms", 999.4: "999 ms", 999.6: "1.0 s", 1000: "1.0 s", 6120: "6.1 s", 61000: "61.0 s", 125000: "2 min",
	} {
		if got := Elapsed(time.Duration(ms * float64(time.Millisecond))); got != want {
			t.Errorf("%v: %q, want %q", ms, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 2, 12, 0, 0, 0, time.FixedZone("", 3600))
	for at, want := range map[time.Time]string{
		now.Add(time.Hour):             "13:00",
		now.Add(-19 * time.Hour):       "17:00",
		now.Add(time.Hour).UTC():       "13:00",
		now.Add(24 * time.Hour):        "2030-01-03 12:00",
		now.Add(-365 * 24 * time.Hour): "2029-01-02 12:00",
	} {
		if got := Clock(at, now); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 sessions", 1: "1 session", 2: "2 sessions"} {
		if got := Count(n, "session", "sessions"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
