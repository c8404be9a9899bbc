// Package clock says what time it is: the machine's time, except in binaries
// built with the tag testclock, which take it from a variable.
package clock

import "time"

// Variable names the instant (RFC 3339) at which the clock of a binary built with
// the tag testclock stands still. Other binaries do not look at it.
const Variable = "CREDENCE_TEST_NOW"

// Lookup reads an environment variable, as os.LookupEnv does.
type Lookup func(name string) (value string, ok bool)

// Now returns the clock of this binary.
func Now(lookup Lookup) func() time.Time { return now(lookup) }
