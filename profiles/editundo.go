package profiles

import (
	"crypto/sha256"
	"encoding/hex"
)

// Undo takes a change of a file back, to the byte, as long as nobody has changed the
// file since. It holds what was removed: secrets, where keys were.
type Undo struct {
	Path    string `json:"path"`    // of the file that was written
	After   string `json:"after"`   // SHA-256 of the changed file, hexadecimal
	At      int    `json:"at"`      // byte where the change begins
	Added   int    `json:"added"`   // bytes that it put there
	Removed string `json:"removed"` // and what stood there before
}

// Undo is what takes the planned change back.
func (e *Edit) Undo() Undo {
	before, after := e.before, e.text()
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	return Undo{e.real, digest(after), head, len(after) - tail - head, before[head : len(before)-tail]}
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Undoes reports whether Revert would take a change back: the file is the one that was
// changed, and as the change left it.
func (e *Edit) Undoes(u Undo) bool {
	return u.Path == e.real && u.After == digest(e.before) && u.At >= 0 && u.Added >= 0 && u.At+u.Added <= len(e.before)
}

// Revert plans the file as it was before a change, in place of what was planned. It does
// nothing where the change cannot be undone, and says so.
func (e *Edit) Revert(u Undo) bool {
	if !e.Undoes(u) {
		return false
	}
	was := &Edit{role: e.role, real: e.real}
	was.load(e.before[:u.At] + u.Removed + e.before[u.At+u.Added:])
	head := 0
	for head < len(e.old) && head < len(was.lines) && e.old[head].text == was.lines[head].text {
		head++
	}
	tail := 0
	for tail < len(e.old)-head && tail < len(was.lines)-head && e.old[len(e.old)-1-tail].text == was.lines[len(was.lines)-1-tail].text {
		tail++
	}
	next, end := head, len(e.old)-tail // of what stays in between, in its order
	for i := range was.lines {
		l := &was.lines[i]
		fromEnd := len(was.lines) - i
		l.was = 0
		switch {
		case i < head:
			l.was = i + 1
		case fromEnd <= tail:
			l.was = len(e.old) - fromEnd + 1
		case next < end && e.old[next].text == l.text:
			next++
			l.was = next
		}
	}
	e.mark, e.eol, e.open, e.lines, e.index = was.mark, was.eol, was.open, was.lines, nil
	return true
}
