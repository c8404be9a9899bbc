package profiles

import (
	"slices"
	"strconv"
	"strings"
)

// scan indexes the sections of the text in one pass. It looks at no key: only at
// the first character of each line that is not blank.
func (f *File) scan() {
	if f.rules.loneCR && strings.IndexByte(f.text, '\r') >= 0 && strings.IndexByte(f.text, '\n') < 0 {
		f.crLines = true
		f.note(CodeFileLoneCR, SeverityWarning, 0, nil)
	}
	if f.rules.strict != nil && f.refuse() {
		return
	}
	f.sections = make([]section, 0, min(strings.Count(f.text, "\n[")+1, maxSections))
	orphan := 0
	number := 1
	for start := 0; start < len(f.text); number++ {
		line, next := f.cutLine(start, len(f.text))
		first := firstByte(line)
		switch {
		case len(line) > MaxLineLength:
			f.tooLong(number, line, start, next)
		case first == 0:
		case first == '[' || first >= 0x80 || first < ' ':
			if head, ok := f.rules.header(line); ok {
				f.begin(number, head, start, next)
				break
			}
			fallthrough
		default:
			if orphan == 0 && len(f.sections) == 0 && trimJS(cutNodeComment(line)) != "" {
				orphan = number
			}
		}
		start = next
		if len(f.sections) > maxSections {
			f.sections = nil
			f.unreadable(CodeFileTooLarge, Data{"sections": strconv.Itoa(maxSections), "limit": strconv.Itoa(maxSections)})
			return
		}
	}
	f.finish(len(f.text))
	if orphan != 0 {
		f.note(CodeFileNoHeader, SeverityWarning, orphan, Data{"refusedBy": "botocore, rust"})
	}
}

// firstByte is the first byte that is no blank; 0 where there is none.
func firstByte(line string) byte {
	for i := range len(line) {
		if line[i] != ' ' && line[i] != '\t' {
			return line[i]
		}
	}
	return 0
}

// begin starts a section, which ends the one before it.
func (f *File) begin(number int, head header, start, next int) {
	f.finish(start)
	s := section{header: head, line: int32(number), start: int32(next)}
	if head.notes&headerUnclosed == 0 {
		s.sectionIdent = f.rules.name(f.Role, head.inner)
		f.forbid(number, head.inner)
	} else {
		data := Data{"refusedBy": "botocore, rust", "misreadBy": "node"}
		if ident := documentedName(f.Role, head.inner); ident.kind == kindProfile && presentable(ident.name) != "" {
			data["profile"] = ident.name
		}
		f.note(CodeSectionUnclosed, SeverityWarning, number, data)
	}
	f.sections = append(f.sections, s)
}

// finish ends the section that is open.
func (f *File) finish(at int) {
	if n := len(f.sections); n > 0 {
		f.sections[n-1].end = int32(at)
	}
}

// forbidden are the names for which Node's parseIni throws, whereupon the file is empty.
var forbidden = []string{"__proto__", "profile __proto__"}

// forbid refuses the file if the dialect does, and notes that Node would.
func (f *File) forbid(number int, inner string) {
	switch {
	case !slices.Contains(forbidden, inner):
	case !f.rules.forbidNames:
		f.note(CodeFileForbiddenName, SeverityWarning, number, Data{"section": inner, "refusedBy": "node"})
	case f.refused == nil:
		f.refused = &Finding{Code: CodeFileForbiddenName, Severity: SeverityError, Origin: f.at(number), Data: Data{"section": inner}}
	}
}

// tooLong drops a line. If it began like a header, what follows it is nobody's.
func (f *File) tooLong(number int, line string, start, next int) {
	f.note(CodeLineTooLong, SeverityWarning, number, Data{"length": strconv.Itoa(len(line)), "limit": strconv.Itoa(MaxLineLength)})
	if firstByte(line) == '[' {
		f.finish(start)
		f.sections = append(f.sections, section{header: header{notes: headerUnclosed}, line: int32(number), start: int32(next)})
	}
}

// refuse asks a strict dialect whether it would read the file at all.
func (f *File) refuse() bool {
	why, refused := f.rules.strict(f.lines(0, len(f.text), 1))
	if refused {
		f.refused = &Finding{
			Code: CodeFileRefused, Severity: SeverityError, Origin: f.at(why.line),
			Data: Data{"dialect": string(f.rules.dialect), "reason": why.reason},
		}
	}
	return refused
}
