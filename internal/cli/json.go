package cli

import (
	"encoding/json"
	"io"
	"time"

	"credence/internal/sanitize"
)

// writeJSON prints a value so that nothing in it reaches a terminal raw.
func writeJSON(out io.Writer, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	_, err = out.Write(append(sanitize.JSON(text), '\n'))
	return err
}

// timeOrNull is a time of a JSON report; null for none.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// stampOf is a time of a JSON report; empty for none.
func stampOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
