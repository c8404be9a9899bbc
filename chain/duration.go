package chain

import (
	"encoding/json"
	"math"
	"time"
)

// Milliseconds is the duration in milliseconds, rounded to a hundredth.
func (d Duration) Milliseconds() float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*100) / 100
}

// MarshalJSON writes the duration in milliseconds.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.Milliseconds()) }

// UnmarshalJSON reads milliseconds.
func (d *Duration) UnmarshalJSON(b []byte) error {
	var ms float64
	if err := json.Unmarshal(b, &ms); err != nil {
		return err
	}
	*d = Duration(ms * float64(time.Millisecond))
	return nil
}
