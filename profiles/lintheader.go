package profiles

import (
	"strconv"
	"strings"
)

// ownSections are sections of the AWS CLI's own in the config file that need no word
// before their name.
var ownSections = nameSet("plugins preview")

// lint collects findings.
type lint struct {
	found []Finding
}

// maxFindings is how many findings are made at most; a hostile file has one a line.
const maxFindings = 10_000

func (l *lint) add(f *File, code string, severity Severity, line int, data Data) {
	switch {
	case len(l.found) > maxFindings:
		return
	case len(l.found) == maxFindings:
		code, severity, data = CodeFileMoreFindings, SeverityInfo, Data{"limit": strconv.Itoa(maxFindings)}
	}
	l.found = append(l.found, Finding{Code: code, Severity: severity, Origin: f.at(line), Data: data})
}

// header says what is odd about the header of a section.
func (f *File) lintHeader(l *lint, s *section) {
	line := int(s.line)
	if s.notes&headerUnclosed != 0 {
		return // noted when the file was scanned
	}
	if s.notes&headerIndented != 0 {
		l.add(f, CodeSectionIndented, SeverityWarning, int(s.line), Data{"section": s.inner, "misreadBy": "botocore, rust"})
	}
	for _, trailing := range []struct {
		note headerNote
		data Data
	}{
		{headerComment, Data{"misreadBy": "node"}},
		{headerBracket, Data{"misreadBy": "botocore"}},
		{headerTrailing, Data{"misreadBy": "go, node", "refusedBy": "rust"}},
	} {
		if s.notes&trailing.note != 0 {
			trailing.data["section"] = s.inner
			l.add(f, CodeSectionTrailing, SeverityWarning, int(s.line), trailing.data)
		}
	}
	if first := f.firstHeaders()[s.inner]; first != line {
		l.add(f, CodeSectionDuplicate, SeverityWarning, int(s.line), Data{"section": s.inner, "line": strconv.Itoa(first), "refusedBy": "botocore"})
	}
	ident := documentedName(f.Role, s.inner)
	switch ident.kind {
	case kindNone:
		f.lintUnknown(l, s)
		return
	case kindProfile:
		f.lintProfileHeader(l, s, ident.name)
	}
}

func (f *File) lintProfileHeader(l *lint, s *section, profile string) {
	if s.inner == "DEFAULT" {
		l.add(f, CodeSectionUpperDefault, SeverityWarning, int(s.line), Data{"section": s.inner, "misreadBy": "botocore"})
	}
	if tools := blind(f.Role, s.inner, profile); tools != nil {
		l.add(f, CodeSectionSpelling, SeverityWarning, int(s.line), Data{"section": s.inner, "profile": profile, "misreadBy": describe(tools)})
	}
	if f.Role == RoleConfig && s.inner == defaultName {
		if other := f.prefixedDefault(); other != 0 {
			data := Data{"section": s.inner, "line": strconv.Itoa(other), "misreadBy": "botocore"}
			if f.plainDefaultReplaced() {
				data["ignored"] = "true"
			}
			l.add(f, CodeSectionTwoDefaults, SeverityWarning, int(s.line), data)
		}
	}
	if !f.hasKeys(s) {
		l.add(f, CodeSectionEmpty, SeverityInfo, int(s.line), Data{"section": s.inner, "profile": profile, "misreadBy": "node"})
	}
}

// lintUnknown explains a section that is nothing to any SDK.
func (f *File) lintUnknown(l *lint, s *section) {
	guess := f.guess(s)
	if guess.code == "" {
		return
	}
	data := Data{"section": s.inner}
	if guess.use != "" {
		data["use"] = guess.use
	}
	if guess.profile != "" {
		data["profile"] = guess.profile
	}
	severity := SeverityWarning
	if guess.code == CodeSectionUnknown {
		severity = SeverityInfo
	}
	l.add(f, guess.code, severity, int(s.line), data)
}

// guess is what the author of a section may have meant.
type guess struct {
	code    string
	use     string // the header to write, or the file to write it in
	profile string // the profile that it was to be
}

// guess guesses what a section was meant to be that is nothing to any SDK.
func (f *File) guess(s *section) guess {
	inner := trimJS(s.inner)
	word, name := splitWord(inner, isJSSpace)
	name = unquote(name)
	if f.Role == RoleCredentials {
		switch kind := kindOfWord(word); {
		case inner == "":
			return guess{code: CodeSectionNoName}
		case kind == kindProfile:
			return guess{CodeSectionNeedlessPrefix, "[" + name + "]", name}
		case kind != kindNone:
			return guess{code: CodeSectionWrongFile, use: string(RoleConfig)}
		}
		return guess{}
	}
	switch {
	case inner == "", kindOfWord(inner) != kindNone, word != "" && name == "":
		return guess{code: CodeSectionNoName}
	case word == "" && strings.EqualFold(inner, defaultName):
		return guess{CodeSectionMisspelt, "[" + defaultName + "]", defaultName}
	case word == "":
		return guessWord(inner)
	}
	for _, known := range []string{wordProfile, wordSession, wordServices} {
		if nearWord(word, known) {
			g := guess{code: CodeSectionMisspelt, use: "[" + known + " " + name + "]"}
			if known == wordProfile {
				g.profile = name
			}
			return g
		}
	}
	if rest, isSession := strings.CutPrefix(name, "session "); isSession && strings.EqualFold(word, "sso") {
		return guess{code: CodeSectionMisspelt, use: "[" + wordSession + " " + trimJS(rest) + "]"}
	}
	return guess{code: CodeSectionUnknown}
}

// guessWord guesses at a section of the config file with a name alone.
func guessWord(name string) guess {
	if ownSections[name] {
		return guess{}
	}
	for _, glue := range []string{"profile-", "profile_", "profile:", "profile/", "profile="} {
		if rest, ok := strings.CutPrefix(name, glue); ok && rest != "" {
			return guess{CodeSectionMisspelt, "[" + wordProfile + " " + rest + "]", rest}
		}
	}
	return guess{CodeSectionMissingPrefix, "[" + wordProfile + " " + name + "]", name}
}

// nearWord reports a misspelt word before a name.
func nearWord(word, known string) bool {
	lower := strings.ToLower(word)
	return distance(lower, known, 2) <= 2
}

// firstHeaders maps each header to the line where it stands first.
func (f *File) firstHeaders() map[string]int {
	f.firstOnce.Do(func() {
		f.first = make(map[string]int, len(f.sections))
		for i := range f.sections {
			s := &f.sections[i]
			if _, seen := f.first[s.inner]; !seen {
				f.first[s.inner] = int(s.line)
			}
		}
	})
	return f.first
}
