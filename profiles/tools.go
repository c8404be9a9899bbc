package profiles

import (
	"strings"
	"unicode/utf8"
)

// tool is one whose reading of section names is compared, for findings.
type tool struct {
	name    string // as in Data
	profile func(role FileRole, inner string) (string, bool)
}

// tools are those whose rules for names are known from their sources: botocore's
// configloader.py, aws-sdk-go-v2's internal/ini and config, Node's parseIni, Rust's
// normalize.rs.
var tools = []tool{
	{"botocore", botocoreProfile},
	{"go", goProfile},
	{"node", func(role FileRole, inner string) (string, bool) { return identProfile(nodeName(role, inner)) }},
	{"rust", func(role FileRole, inner string) (string, bool) { return identProfile(rustName(role, inner)) }},
}

func identProfile(ident sectionIdent) (string, bool) {
	return ident.name, ident.kind == kindProfile
}

// blind lists the tools to which a header does not name this profile.
func blind(role FileRole, inner, profile string) []string {
	if plainHeader(role, inner, profile) {
		return nil
	}
	var names []string
	for _, t := range tools {
		if name, ok := t.profile(role, inner); !ok || name != profile {
			names = append(names, t.name)
		}
	}
	return names
}

// plainHeader holds for headers that all tools read alike; nearly all are so.
func plainHeader(role FileRole, inner, profile string) bool {
	switch {
	case !isIdentifier(profile):
		return false
	case role == RoleCredentials || profile == defaultName && inner == defaultName:
		return inner == profile
	}
	return len(inner) == len(wordProfile)+1+len(profile) && strings.HasPrefix(inner, wordProfile+" ") && strings.HasSuffix(inner, profile)
}

// botocoreProfile: the header as written; in the config file it is split like a
// shell command line, of which the second of two words is the name.
func botocoreProfile(role FileRole, inner string) (string, bool) {
	if role == RoleCredentials || inner == defaultName {
		return inner, inner != "" && inner != "DEFAULT"
	}
	word, name := splitWord(inner, isBlank)
	if !strings.HasPrefix(word, wordProfile) {
		return "", false
	}
	if quoted := unquote(name); quoted != name {
		return quoted, !strings.ContainsAny(quoted, `"'\`)
	}
	return name, name != "" && !strings.ContainsAny(name, "\"'\\ \t")
}

// goProfile: blanks around the words do not matter, blanks and quotes inside the
// name are part of it.
func goProfile(role FileRole, inner string) (string, bool) {
	word, name := splitWord(strings.TrimSpace(inner), isBlank)
	if role == RoleCredentials {
		if word != "" {
			name = word + " " + name
		}
		return name, name != "" && word != wordProfile
	}
	if word == "" {
		return name, name == defaultName
	}
	return name, word == wordProfile && name != ""
}

// invisible finds a character in a value that cannot be seen.
func invisible(s string) (rune, bool) {
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return 0, false
	}
	i := strings.IndexFunc(s, isInvisible)
	if i < 0 {
		return 0, false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r, true
}
