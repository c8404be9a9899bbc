package profiles

import (
	"strings"
)

// headerText is a section's header as every SDK reads it.
func headerText(role FileRole, at SectionRef) string {
	switch {
	case role == RoleCredentials, at.Kind == SectionProfile && at.Name == defaultName:
		return "[" + at.Name + "]"
	}
	return "[" + string(at.Kind) + " " + at.Name + "]"
}

// IsPortableName reports whether every SDK reads a section of this name: letters and
// digits of ASCII and _ - @ + . % : / (Node's prefixKeyRegex, the Rust SDK's
// normalize.rs).
func IsPortableName(name string) bool {
	return name != "" && name != "__proto__" && isIdentifier(name)
}

// check refuses what some SDK would read otherwise than it is meant.
func (e *Edit) check(at SectionRef, settings ...Setting) error {
	known := at.Kind == SectionProfile || e.role == RoleConfig && (at.Kind == SectionSSOSession || at.Kind == SectionServices)
	if !known || !IsPortableName(at.Name) && !e.Has(at) {
		return &EditError{Code: EditName, Path: e.real, Detail: at.Name}
	}
	for _, s := range settings {
		if !isIdentifier(s.Key) || s.Key == "" || s.Key == "__proto__" || strings.Contains(s.Key, ":") {
			return &EditError{Code: EditName, Path: e.real, Detail: s.Key}
		}
		if !isPortableValue(s.Value) || len(s.Key)+len(s.Value) > MaxLineLength-len(" = \r\n") {
			return &EditError{Code: EditValue, Path: e.real, Detail: s.Key}
		}
	}
	return nil
}

// isPortableValue holds for what every SDK reads alike: one line, nothing that looks
// like a comment or a block, and no quotes around it, which the SDK for Go strips.
func isPortableValue(value string) bool {
	switch {
	case value == "", trimJS(value) != value, strings.ContainsAny(value, "\n\r\x00"), cutNodeComment(value) != value:
		return false
	case strings.ToValidUTF8(value, "") != value, strings.ContainsAny(value, "\v\f\u0085\u2028\u2029"):
		return false
	}
	return unquote(value) == value
}

// replaceValue is the line with another value: what is before and behind it stays.
func replaceValue(line, key, value string) string {
	said := cutNodeComment(line)
	comment := line[len(said):]
	eq := strings.IndexByte(said, '=')
	left, right := said[:eq], said[eq+1:]
	if name := trimJS(left); name != key { // another case, which not every SDK reads
		left = strings.Replace(left, name, key, 1)
	}
	old := trimJS(right)
	if old == "" {
		gap := ""
		if strings.HasSuffix(left, " ") || right != "" {
			gap = " "
		}
		if comment != "" {
			comment = " " + comment
		}
		return left + "=" + gap + value + comment
	}
	i := strings.Index(right, old)
	return left + "=" + right[:i] + value + right[i+len(old):] + comment
}

// verify reads the settings back as they would be written. Where that gives anything
// else, the change is undone.
func (e *Edit) verify(kept []editLine, at SectionRef, settings ...Setting) error {
	var fault *EditError
	switch {
	case len(e.text()) > MaxFileSize:
		fault = &EditError{Code: EditTooLarge, Path: e.real}
	case !e.Has(at):
		fault = &EditError{Code: EditName, Path: e.real, Detail: at.Name}
	}
	for _, s := range settings {
		if fault == nil && e.Value(at, s.Key) != s.Value {
			fault = &EditError{Code: EditValue, Path: e.real, Detail: s.Key}
		}
	}
	if fault != nil {
		e.lines, e.index = kept, nil
		return fault
	}
	return nil
}
