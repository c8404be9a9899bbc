package tui

import (
	"unicode"
	"unicode/utf8"
)

// field is a line that is typed, with a caret in it.
type field struct {
	text   string
	behind int // bytes behind the caret
}

// longestField is far more than a filter needs, in bytes.
const longestField = 200

// fieldEdits are the actions that edit a field.
var fieldEdits = map[action]func(*field){
	actErase:       func(f *field) { f.keep(eraseRune) },
	actEraseWord:   func(f *field) { f.keep(eraseWord) },
	actEraseAll:    func(f *field) { f.keep(func(string) string { return "" }) },
	actEraseBehind: (*field).eraseBehind,
	actCaretLeft:   (*field).left,
	actCaretRight:  (*field).right,
	actCaretStart:  func(f *field) { f.behind = len(f.text) },
	actCaretEnd:    func(f *field) { f.behind = 0 },
}

// parts are the text before the caret and behind it.
func (f *field) parts() (before, behind string) {
	at := len(f.text) - min(f.behind, len(f.text))
	return f.text[:at], f.text[at:]
}

// put adds what was typed or pasted before the caret: of very much, the beginning.
func (f *field) put(runes []rune) {
	before, behind := f.parts()
	for _, r := range typed(runes) {
		if len(before)+utf8.RuneLen(r)+len(behind) > longestField {
			break
		}
		before += string(r)
	}
	f.text, f.behind = before+behind, len(behind)
}

// typed is what of a text can stand in a field: line breaks and the like cannot.
func typed(runes []rune) []rune {
	var text []rune
	for _, r := range runes {
		switch {
		case unicode.IsSpace(r):
			text = append(text, ' ')
		case unicode.IsPrint(r) && r != utf8.RuneError:
			text = append(text, r)
		}
	}
	return text
}

// keep changes what stands before the caret.
func (f *field) keep(change func(before string) string) {
	before, behind := f.parts()
	f.text, f.behind = change(before)+behind, len(behind)
}

// eraseBehind erases the letter behind the caret.
func (f *field) eraseBehind() {
	before, behind := f.parts()
	_, size := utf8.DecodeRuneInString(behind)
	f.text, f.behind = before+behind[size:], len(behind)-size
}

func (f *field) left() {
	before, behind := f.parts()
	_, size := utf8.DecodeLastRuneInString(before)
	f.behind = len(behind) + size
}

func (f *field) right() {
	_, behind := f.parts()
	_, size := utf8.DecodeRuneInString(behind)
	f.behind = len(behind) - size
}

func eraseRune(text string) string {
	_, size := utf8.DecodeLastRuneInString(text)
	return text[:len(text)-size]
}

// eraseWord erases the last word and the blanks behind it.
func eraseWord(text string) string {
	end := len(text)
	for end > 0 && text[end-1] == ' ' {
		end--
	}
	for end > 0 && text[end-1] != ' ' {
		end--
	}
	return text[:end]
}

// draw puts the field behind what a line has, ending before a column; what one types at
// is in sight.
func (f field) draw(l *line, end int, caret bool) {
	before, behind := f.parts()
	for widthOf(before) > end-l.used-2 && before != "" {
		before = before[len(firstRune(before)):]
	}
	l.put(faint, "/").upTo(end, accent, before)
	if caret {
		l.put(plain, "▏")
	}
	l.upTo(end+1, accent, behind)
}
