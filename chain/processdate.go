package chain

import (
	"encoding/json"
	"time"
)

// scriptDates are dates that JavaScript reads and RFC 3339 does not know.
var scriptDates = [...]string{
	"2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 MST",
	"2006-01-02", time.RFC1123, time.RFC1123Z,
}

// scriptLocalDates are those without a zone, which mean local time.
var scriptLocalDates = [...]string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// expiration is the field Expiration as a date. One that cannot be read counts as no
// expiration, as in Node, which hands out an invalid date then. A number counts milliseconds.
func (d processDocument) expiration() time.Time {
	if n, ok := d.fields["Expiration"].(json.Number); ok {
		ms, err := n.Float64()
		if err != nil || ms == 0 || ms < -8.64e15 || ms > 8.64e15 {
			return time.Time{}
		}
		return time.UnixMilli(int64(ms)).UTC()
	}
	text := d.text("Expiration")
	if t, err := parseTime(text); err == nil {
		return t
	}
	for _, layout := range scriptDates {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	for _, layout := range scriptLocalDates {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t
		}
	}
	return time.Time{}
}
