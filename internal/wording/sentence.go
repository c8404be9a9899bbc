package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Capital is a text as a sentence begins. The name of a setting stays as it is written.
func Capital(text string) string {
	switch word, _, _ := strings.Cut(text, " "); {
	case IsSetting(word):
		return text
	case word == "sts", word == "sso":
		return strings.ToUpper(word) + text[len(word):]
	}
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || !unicode.IsLower(first) {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// IsSetting recognises the name of a setting, a variable or a flag in a sentence:
// role_arn, AWS_PROFILE, --no-cache.
func IsSetting(word string) bool {
	if strings.HasPrefix(word, "--") && len(word) > 2 {
		return true
	}
	underscore := false
	for n := range len(word) {
		c := word[n]
		if c == '_' {
			underscore = n > 0 && n < len(word)-1 || underscore
			continue
		}
		if c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
			return false
		}
	}
	return underscore
}
