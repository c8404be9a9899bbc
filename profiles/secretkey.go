package profiles

import (
	"slices"
	"strings"
)

// secretWords in a key's name make its value a secret, unless the name says that
// the value only tells where one is.
var secretWords = []string{"secret", "token", "password", "passwd", "passphrase", "private_key", "api_key", "apikey"}

var notSecretEndings = []string{"_file", "_path", "_arn", "_url", "_name", "_region", "_id"}

// secretKeys are the credential keys whose values are secrets; a misspelt one is too.
var secretKeys = []string{keySecretAccessKey, keySessionToken, keySecurityToken}

// secretBare are the same by their bareKey.
var secretBare = []string{"secretkey", "sessiontoken", "securitytoken"}

// IsSecretKey reports whether the value of a key must be masked: the secret access
// key and the tokens, in any case and nearly any misspelling, and whatever else
// has the name of a secret.
func IsSecretKey(key string) bool {
	if profileKeys[key] {
		return slices.Contains(secretKeys, key)
	}
	key = strings.ToLower(key)
	if key == keyWebIdentityFile || key == keyAccessKeyID {
		return false
	}
	if slices.Contains(secretBare, bareKey(key)) {
		return true
	}
	for _, known := range secretKeys {
		if nearKey(key, known) {
			return true
		}
	}
	for _, ending := range notSecretEndings {
		if strings.HasSuffix(key, ending) {
			return false
		}
	}
	for _, word := range secretWords {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// presentable is a key for the data of a finding, or "" where what stands before =
// may be a secret that was pasted without its key: long, with upper and lower case
// and digits, or with characters that no key has.
func presentable(key string) string {
	if profileKeys[key] {
		return key
	}
	var upper, lower, digit bool
	for _, r := range key {
		switch {
		case r >= 'A' && r <= 'Z':
			upper = true
		case r >= 'a' && r <= 'z':
			lower = true
		case r >= '0' && r <= '9':
			digit = true
		case r == '/' || r == '+' || r == '=':
			return ""
		}
	}
	if len(key) >= 16 && upper && lower && digit {
		return ""
	}
	return key
}
