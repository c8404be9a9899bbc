package wording

import (
	"strconv"
	"time"
)

// Elapsed is how long something took, for a narrow column: 0 ms, 412 ms, 6.1 s, 2 min.
func Elapsed(d time.Duration) string {
	switch {
	case d < 999500*time.Microsecond: // what rounds to 1000 ms is a second
		return strconv.FormatInt(d.Round(time.Millisecond).Milliseconds(), 10) + " ms"
	case d < 100*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	return strconv.FormatInt(int64(d.Round(time.Minute)/time.Minute), 10) + " min"
}

// Clock is a time as short as it is clear, in now's zone: 15:04 within twenty hours of now,
// else with the date.
func Clock(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Sub(now).Abs() < 20*time.Hour {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// SkewWorthSaying is how far the clock may be off before it is told. AWS refuses
// signatures that are more than five minutes off.
const SkewWorthSaying = 30 * time.Second
