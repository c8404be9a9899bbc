package profiles

import (
	"strings"
	"unicode/utf8"
)

// sectionKind is what a section is to a dialect.
type sectionKind uint8

const (
	kindNone     sectionKind = iota // nothing to this dialect; its keys are nobody's
	kindProfile                     //
	kindSession                     // [sso-session x]
	kindServices                    // [services x]
)

// The words before a section's name, as Node's IniSectionType and all SDKs have them.
const (
	wordProfile  = "profile"
	wordSession  = "sso-session"
	wordServices = "services"
	defaultName  = "default"
)

// kindOfWord is what a word before a name makes of a section.
func kindOfWord(word string) sectionKind {
	switch word {
	case wordProfile:
		return kindProfile
	case wordSession:
		return kindSession
	case wordServices:
		return kindServices
	}
	return kindNone
}

// sectionIdent is what a header names.
type sectionIdent struct {
	name     string
	kind     sectionKind
	prefixed bool // written with "profile "
}

// nodeName has the rules of Node's parseIni and getConfigData.
func nodeName(role FileRole, inner string) sectionIdent {
	key := inner
	if word, name, ok := nodePrefixed(inner); ok {
		kind := kindOfWord(word)
		if kind == kindNone {
			return sectionIdent{}
		}
		if role == RoleConfig {
			return sectionIdent{name, kind, kind == kindProfile}
		}
		key = word + "." + name
	}
	if key == "" || key == "__proto__" {
		return sectionIdent{}
	}
	word, name, dotted := strings.Cut(key, ".")
	kind := kindOfWord(word)
	switch {
	case role == RoleCredentials && dotted && (kind == kindSession || kind == kindServices):
		return sectionIdent{kind: kind, name: name} // reached as "sso-session.x" only
	case role == RoleCredentials:
		return sectionIdent{kind: kindProfile, name: key}
	case key == defaultName:
		return sectionIdent{kind: kindProfile, name: key}
	case dotted && kind != kindNone && name != "__proto__":
		return sectionIdent{name, kind, kind == kindProfile}
	}
	return sectionIdent{}
}

// nodePrefixed is Node's prefixKeyRegex: /^([\w-]+)\s(["'])?([\w-@+.%:/]+)\2$/.
func nodePrefixed(inner string) (word, name string, ok bool) {
	end := 0
	for end < len(inner) && (isWord(inner[end]) || inner[end] == '-') {
		end++
	}
	if end == 0 || end == len(inner) {
		return "", "", false
	}
	space, size := utf8.DecodeRuneInString(inner[end:])
	if !isJSSpace(space) {
		return "", "", false
	}
	name = inner[end+size:]
	if n := len(name); n >= 2 && (name[0] == '"' || name[0] == '\'') && name[n-1] == name[0] {
		name = name[1 : n-1]
	}
	return inner[:end], name, isIdentifier(name) && name != ""
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// isIdentifier holds for the characters that every SDK takes in a name.
func isIdentifier(s string) bool {
	for i := range len(s) {
		if !isWord(s[i]) && !strings.ContainsRune("-@+.%:/", rune(s[i])) {
			return false
		}
	}
	return true
}

// rustName has the rules of the Rust SDK's normalize.rs, which are those of the
// cross-SDK test data.
func rustName(role FileRole, inner string) sectionIdent {
	word, name := splitWord(trimBlank(inner), isBlank)
	name = strings.TrimFunc(name, isRustSpace)
	if !isIdentifier(name) {
		return sectionIdent{}
	}
	switch {
	case word == "" && (role == RoleCredentials || name == defaultName):
		return sectionIdent{kind: kindProfile, name: name}
	case word != "" && role == RoleConfig:
		kind := kindOfWord(word)
		return sectionIdent{name, kind, kind == kindProfile}
	}
	return sectionIdent{}
}

// documentedName recognises what any SDK does: names with blanks around or inside
// them (Go), in quotes or after a longer word (botocore), outside ASCII (botocore,
// Go), and Node's dotted spelling.
func documentedName(role FileRole, inner string) sectionIdent {
	inner = trimJS(inner)
	word, name := splitWord(inner, isJSSpace)
	kind := kindOfWord(word)
	switch {
	case inner == "":
		return sectionIdent{}
	case role == RoleCredentials && kind == kindNone:
		return sectionIdent{kind: kindProfile, name: inner}
	case role == RoleCredentials:
		return sectionIdent{} // a section of the config file in the wrong place
	case inner == defaultName:
		return sectionIdent{kind: kindProfile, name: inner}
	case kind == kindNone && word == "":
		if before, after, dotted := strings.Cut(inner, "."); dotted && after != "" {
			kind = kindOfWord(before)
			return sectionIdent{after, kind, kind == kindProfile}
		}
		return sectionIdent{}
	}
	if kind == kindNone { // botocore looks at the beginning of the word alone
		name, ok := botocoreProfile(role, inner)
		if !ok {
			return sectionIdent{}
		}
		return sectionIdent{name, kindProfile, true}
	}
	if name = unquote(name); name == "" {
		return sectionIdent{}
	}
	return sectionIdent{name, kind, kind == kindProfile}
}

// splitWord splits "word name" at the first white space; without any, all is name.
func splitWord(s string, space func(rune) bool) (word, name string) {
	i := strings.IndexFunc(s, space)
	if i < 0 {
		return "", s
	}
	return s[:i], strings.TrimFunc(s[i:], space)
}

// unquote takes away one pair of equal quotes around a name.
func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}
