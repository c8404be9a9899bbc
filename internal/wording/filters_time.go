package wording

import (
	"strconv"
	"time"
)

// milliseconds is a number of milliseconds as people say it: 412 ms, 1.5 s, 1 min.
func milliseconds(value string) string {
	n, err := strconv.Atoi(value)
	if err != nil {
		return fact(value)
	}
	d := time.Duration(n) * time.Millisecond
	switch {
	case d < time.Second:
		return strconv.Itoa(n) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return strconv.Itoa(int(d/time.Second)) + " s"
}

// span is a number of seconds as people say how long ago something was: 40 s, 7 min,
// 3 h, 12 days, 10 years.
func span(seconds string) string {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return fact(seconds)
	}
	const day = 24 * 60 * 60
	switch {
	case n < 90:
		return strconv.Itoa(n) + " s"
	case n < 2*60*60:
		return strconv.Itoa(n/60) + " min"
	case n < 2*day:
		return strconv.Itoa(n/(60*60)) + " h"
	case n < 730*day:
		return strconv.Itoa(n/day) + " days"
	}
	return strconv.Itoa(n/(365*day+day/4)) + " years"
}

// decimalSeconds is a duration as a number of whole seconds.
func decimalSeconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// left is a number of milliseconds that something still lives: 41 min, 7 h.
func left(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return fact(value)
	}
	return Left(time.Duration(n) * time.Millisecond)
}

// Left is how long something still lives: 40 s, 41 min, 7 h, 3 days, or expired. Of
// minutes, which decide, the whole ones count.
func Left(d time.Duration) string {
	switch {
	case d <= 0:
		return "expired"
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < 2*time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Round(time.Hour)/time.Hour)) + " h"
	}
	return strconv.Itoa(int(d.Round(24*time.Hour)/(24*time.Hour))) + " days"
}

// TimeLeft is how long a session still lives, as a phrase of its own: 41 min left, or
// expired.
func TimeLeft(d time.Duration) string {
	if d <= 0 {
		return Left(d)
	}
	return Left(d) + " left"
}

// skew is how far a clock is off, from the seconds that the server's clock is ahead
// of ours: "7 min behind".
func skew(seconds string) string {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return fact(seconds)
	}
	return Skew(time.Duration(n) * time.Second)
}

// Skew is how far this computer's clock is off, given how far the server's is ahead
// of it: "7 min behind", "40 s ahead".
func Skew(ahead time.Duration) string {
	side, off := "behind", ahead
	if ahead < 0 {
		side, off = "ahead", -ahead
	}
	switch {
	case off < 90*time.Second:
		return strconv.Itoa(int(off/time.Second)) + " s " + side
	case off < 2*time.Hour:
		return strconv.Itoa(int(off.Round(time.Minute)/time.Minute)) + " min " + side
	case off < 48*time.Hour:
		return strconv.Itoa(int(off.Round(time.Hour)/time.Hour)) + " h " + side
	}
	return strconv.Itoa(int(off/(24*time.Hour))) + " days " + side
}
