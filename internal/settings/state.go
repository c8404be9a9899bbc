package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// maxRecents is how many profiles are remembered as used last.
const maxRecents = 50

// maxStateSize is the most of a state file that is read, in bytes.
const maxStateSize = 1 << 20

// State is what the program remembers about profiles.
type State struct {
	Recents []Recent `json:"recents"` // the last one first
	Pins    []string `json:"pins"`    // in the order in which they were pinned
}

// Recent is a profile that was chosen, and when.
type Recent struct {
	Profile string    `json:"profile"`
	At      time.Time `json:"at"`
}

// stateFile is the file: version 1.
type stateFile struct {
	Version int `json:"version"`
	State
}

// Used puts a profile at the head of the recents.
func (s State) Used(profile string, now time.Time) State {
	kept := slices.DeleteFunc(slices.Clone(s.Recents), func(r Recent) bool { return r.Profile == profile })
	s.Recents = append([]Recent{{profile, now.UTC().Truncate(time.Second)}}, kept...)
	if len(s.Recents) > maxRecents {
		s.Recents = s.Recents[:maxRecents]
	}
	return s
}

// Pinned reports whether a profile is pinned.
func (s State) Pinned(profile string) bool { return slices.Contains(s.Pins, profile) }

// TogglePin pins a profile, or lets it go.
func (s State) TogglePin(profile string) State {
	if s.Pinned(profile) {
		s.Pins = slices.DeleteFunc(slices.Clone(s.Pins), func(p string) bool { return p == profile })
	} else {
		s.Pins = append(slices.Clone(s.Pins), profile)
	}
	return s
}

// ReadState reads the state. A file that is absent, or that is not ours to
// understand, is an empty state; the error tells the second from the first.
func ReadState(path string) (State, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("read recent profiles: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxStateSize))
	if err != nil {
		return State{}, fmt.Errorf("read recent profiles: %w", err)
	}
	var f stateFile
	if err := json.Unmarshal(text, &f); err != nil || f.Version != 1 {
		return State{}, fmt.Errorf("read recent profiles: %s is not a state file of version 1", path)
	}
	return f.State, nil
}

// Change reads the state anew, changes it and writes it whole. Of two programs that do so
// in the same moment, the change of one may be lost: a recent profile, or a pin.
func Change(path string, change func(State) State) (State, error) {
	s, err := ReadState(path)
	if err != nil {
		s = State{}
	}
	s = change(s)
	return s, write(path, s)
}

// write replaces the file at once: a reader sees the old one or the new one.
func write(path string, s State) error {
	if s.Recents == nil {
		s.Recents = []Recent{}
	}
	if s.Pins == nil {
		s.Pins = []string{}
	}
	text, err := json.MarshalIndent(stateFile{1, s}, "", "  ")
	if err != nil {
		return fmt.Errorf("write recent profiles: %w", err)
	}
	folder := filepath.Dir(path)
	if uid, foreign := foreignHome(folder); foreign {
		return fmt.Errorf("write recent profiles: %s belongs to user %s", folder, uid)
	}
	if err := replace(path, string(text)+"\n"); err != nil {
		return fmt.Errorf("write recent profiles: %w", err)
	}
	return nil
}
