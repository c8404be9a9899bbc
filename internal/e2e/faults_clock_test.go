//go:build linux

package e2e

import (
	"encoding/json"
	"testing"
	"time"
)

// TestClocksThatJump: on a clock that jumps between two runs the program hands out no
// session that has ended by it, and none that it says was obtained tomorrow.
func TestClocksThatJump(t *testing.T) {
	t.Parallel()
	program, err := clocked()
	if err != nil {
		t.Fatalf("%v: %s", err, program)
	}
	const day = 24 * time.Hour
	m := newMachine(t)
	for i, step := range []struct {
		at    time.Duration
		asked int // times in all
	}{
		{0, 1}, {time.Minute, 1}, {-30 * time.Second, 1}, {-day, 2}, {-day + time.Minute, 2}, {0, 3}, {time.Minute, 3},
		{day, 4}, {44 * time.Minute, 5}, {365 * day, 6}, {0, 7},
	} {
		now := m.at(step.at)
		out, errs, code := m.run([]string{now}, program, "process", "dev")
		a, ok := answerOf(out)
		if code != 0 || !ok {
			t.Fatalf("%d, at %v: exit code %d: %s", i, step.at, code, errs)
		}
		expires, err := time.Parse(time.RFC3339, a.Expiration)
		if left := expires.Sub(m.start.Add(step.at)); err != nil || left < 15*time.Minute || left > time.Hour+time.Minute {
			t.Errorf("%d, at %v: %v left", i, step.at, left)
		}
		if n := m.aws.Count("AssumeRole"); n != step.asked {
			t.Errorf("%d, at %v: %d requests, want %d", i, step.at, n, step.asked)
		}
		// What an explanation promises is what is handed out.
		var e explained
		out, errs, _ = m.run([]string{now}, program, "why", "dev", "--dry-run", "--json")
		if err := json.Unmarshal([]byte(out), &e); err != nil || e.Outcome != "found" {
			t.Errorf("%d, at %v: explained as %s, %v %s", i, step.at, e.Outcome, err, errs)
		}
		var jumped explained
		out, _, _ = m.run([]string{m.at(step.at - day)}, program, "why", "dev", "--dry-run", "--json")
		if err := json.Unmarshal([]byte(out), &jumped); err != nil || jumped.Outcome != "would-use" {
			t.Errorf("%d, a day before %v: explained as %s, %v", i, step.at, jumped.Outcome, err)
		}
	}
}
