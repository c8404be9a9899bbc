//go:build testclock

package clock

import (
	"fmt"
	"time"
)

// now panics at an instant that it cannot read: a test that runs on the wrong
// clock proves nothing.
func now(lookup Lookup) func() time.Time {
	text, ok := lookup(Variable)
	if !ok || text == "" {
		return time.Now
	}
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", Variable, err))
	}
	return func() time.Time { return instant }
}
