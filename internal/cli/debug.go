package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
)

// debugLog writes events to a file as they happen, a JSON object a line. Events hold
// no secret.
type debugLog struct {
	file  *os.File
	clock func() time.Time
}

// openDebug makes the file, or empties it, and lets nobody else read it.
func openDebug(path string, clock func() time.Time) (*debugLog, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the debug log: %w", err)
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() && info.Mode().Perm() != 0o600 {
		if err := file.Chmod(0o600); err != nil {
			_ = file.Close()
			return nil, fmt.Errorf("open the debug log: %w", err)
		}
	}
	return &debugLog{file, clock}, nil
}

func (d *debugLog) observe(e chain.Event) {
	line, err := json.Marshal(struct {
		Time time.Time `json:"time"`
		chain.Event
	}{d.clock(), e})
	if err == nil {
		_, _ = d.file.Write(append(sanitize.JSON(line), '\n'))
	}
}

func (d *debugLog) close() { _ = d.file.Close() }
