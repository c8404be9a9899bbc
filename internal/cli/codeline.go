package cli

import "cmp"

// lineEvent is what a key did to a codeLine.
type lineEvent int

const (
	lineTyped lineEvent = iota
	lineEntered
	lineCanceled
	lineSuspended
)

// maxCodeLine is far more than a code with blanks needs, in bytes.
const maxCodeLine = 64

// codeLine is a line that is typed unseen: the keys of a terminal that delivers each
// of them at once. Escape sequences (arrow keys, the frame of a bracketed paste) are
// passed over.
type codeLine struct {
	typed  []byte
	escape escapeState
	limit  int // of bytes; 0: maxCodeLine
}

type escapeState int

const (
	noEscape     escapeState = iota
	escapeBegun              // ESC came
	escapeParams             // ESC [ or ESC O came, the final byte has not
)

// press takes one byte from the terminal.
func (l *codeLine) press(key byte) lineEvent {
	switch l.escape {
	case escapeBegun:
		l.escape = noEscape
		if key == '[' || key == 'O' {
			l.escape = escapeParams
			return lineTyped
		}
	case escapeParams:
		if key >= '@' && key <= '~' {
			l.escape = noEscape
		}
		if key >= ' ' {
			return lineTyped
		}
		l.escape = noEscape // a control key ends a broken sequence and counts
	}
	switch key {
	case 0x1b:
		l.escape = escapeBegun
	case '\r', '\n':
		return lineEntered
	case 0x03, 0x04, 0x1c: // ^C, ^D, ^\
		return lineCanceled
	case 0x1a: // ^Z
		l.typed = nil
		return lineSuspended
	case 0x08, 0x7f: // ^H, backspace
		if len(l.typed) > 0 {
			l.typed = l.typed[:len(l.typed)-1]
		}
	case 0x15, 0x17: // ^U, ^W
		l.typed = nil
	default:
		if len(l.typed) < cmp.Or(l.limit, maxCodeLine) {
			l.typed = append(l.typed, key)
		}
	}
	return lineTyped
}

// take returns what was typed and empties the line.
func (l *codeLine) take() string {
	typed := string(l.typed)
	clear(l.typed)
	l.typed = nil
	return typed
}
