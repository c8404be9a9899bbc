//go:build !testclock

package clock_test

import (
	"testing"
	"time"

	"credence/internal/clock"
)

func TestARealBinaryIgnoresTheVariable(t *testing.T) {
	t.Parallel()
	before := time.Now()
	got := clock.Now(func(string) (string, bool) {
		t.Error("the environment was read")
		return "2001-02-03T04:05:06Z", true
	})()
	if got.Before(before) || got.After(time.Now()) {
		t.Errorf("now = %v", got)
	}
}
