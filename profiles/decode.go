package profiles

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// decode makes text of a file's bytes and notes what is wrong with them.
func (f *File) decode(data string) {
	if order := utf16Order(data); order != nil {
		// No SDK reads UTF-16, so nobody has these profiles; their names help to
		// explain why one is missing.
		f.utf16(data, order)
		return
	}
	if !utf8.ValidString(data) {
		line, column := invalidAt(data)
		f.note(CodeFileInvalidUTF8, SeverityWarning, line, Data{"column": strconv.Itoa(column), "refusedBy": "botocore"})
		if f.rules.emptyUnlessUTF8 {
			return
		}
		// As Node decodes, up to the number of replacement characters in a row.
		data = string([]rune(data))
	}
	f.text = data
	if strings.HasPrefix(f.text, byteOrderMark) {
		f.note(CodeFileBOM, SeverityWarning, 1, Data{"refusedBy": "botocore", "misreadBy": "go"})
		if f.rules.skipBOM {
			f.text = f.text[len(byteOrderMark):]
		}
	}
	if at := strings.IndexByte(f.text, 0); at >= 0 {
		f.note(CodeFileNUL, SeverityWarning, 1+strings.Count(f.text[:at], "\n"), nil)
	}
}

// invalidAt is the place of the first byte that is not UTF-8, counted from 1.
func invalidAt(data string) (line, column int) {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRuneInString(data[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	line = 1 + strings.Count(data[:at], "\n")
	return line, at - strings.LastIndexByte(data[:at], '\n')
}

// utf16Order recognises UTF-16 by its mark, or by every second byte of the
// beginning being NUL, and returns its byte order.
func utf16Order(data string) binary.ByteOrder {
	switch {
	case strings.HasPrefix(data, "\xff\xfe"):
		return binary.LittleEndian
	case strings.HasPrefix(data, "\xfe\xff"):
		return binary.BigEndian
	case len(data) < 4 || len(data)%2 != 0:
		return nil
	}
	head := data[:min(len(data), 64)]
	var zeros [2]int
	for i := range len(head) {
		if head[i] == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] == half && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0] == half && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}

// utf16 notes that the file is UTF-16 and which profiles nobody can see for it.
func (f *File) utf16(data string, order binary.ByteOrder) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16([]byte(data[2*i : 2*i+2]))
	}
	inner := newFile(f.Location, f.Role, f.rules, f.suggest)
	inner.text = strings.TrimPrefix(string(utf16.Decode(units)), byteOrderMark)
	inner.scan()
	var names []string
	for i := range inner.sections {
		if s := &inner.sections[i]; s.kind == kindProfile && len(names) < 20 {
			names = append(names, s.name)
		}
	}
	f.unreadable(CodeFileUTF16, Data{"profiles": strings.Join(names, ", ")})
}
