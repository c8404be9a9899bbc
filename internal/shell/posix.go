// Package shell writes what makes a session a shell's: variables to set, variables
// to unset, quoting. One file per shell.
package shell

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"credence/internal/secret"
)

// Session is what a shell is switched to: one identity, by its keys.
type Session struct {
	Profile         string // the chosen one; empty if none was
	AccessKeyID     string
	SecretAccessKey secret.Text
	SessionToken    secret.Text // empty for long-term keys
	AccountID       string      // empty if not known
	Region          string      // empty leaves the shell's
	Expiration      time.Time   // zero if there is none
}

// ErrUnprintable says that a value holds a line break or a NUL, which no shell can
// be trusted with.
var ErrUnprintable = errors.New("a value holds a line break or a NUL byte")

// ErrIncomplete says that there are no keys to set.
var ErrIncomplete = errors.New("the session has no keys")

// shadowing are the variables through which an SDK would find another identity, or
// a part of one, than the keys that are set.
var shadowing = []string{
	"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_SCOPE",
	"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
}

// variable is a name and its value; without a value it is to be unset.
type variable struct {
	name, value string
	set         bool
}

// variables are what a shell has to set and unset to hold the session and nothing of
// the one before: exactly one kind of identity.
func (s Session) variables() []variable {
	all := make([]variable, 0, len(shadowing)+8)
	for _, name := range shadowing {
		all = append(all, variable{name: name})
	}
	put := func(name, value string) {
		all = append(all, variable{name, value, value != ""})
	}
	put("AWS_ACCESS_KEY_ID", s.AccessKeyID)
	put("AWS_SECRET_ACCESS_KEY", s.SecretAccessKey.Reveal())
	put("AWS_SESSION_TOKEN", s.SessionToken.Reveal())
	expiration := ""
	if !s.Expiration.IsZero() {
		expiration = s.Expiration.UTC().Format(time.RFC3339)
	}
	put("AWS_CREDENTIAL_EXPIRATION", expiration)
	put("AWS_ACCOUNT_ID", s.AccountID)
	if s.Region != "" {
		put("AWS_REGION", s.Region)
		put("AWS_DEFAULT_REGION", s.Region)
	}
	put("CREDENCE_PROFILE", s.Profile)
	return all
}

// POSIX is text for `eval` in sh, bash, zsh and the like (POSIX.1-2024, XCU 2.2.2:
// single quotes). It ends in a line break. It is whole or an error.
func POSIX(s Session) (string, error) {
	if s.AccessKeyID == "" || s.SecretAccessKey.IsEmpty() {
		return "", ErrIncomplete
	}
	var unset []string
	var exports strings.Builder
	for _, v := range s.variables() {
		if !v.set {
			unset = append(unset, v.name)
			continue
		}
		if strings.ContainsAny(v.value, "\n\r\x00") {
			return "", fmt.Errorf("%s: %w", v.name, ErrUnprintable)
		}
		exports.WriteString("export " + v.name + "=" + posixQuote(v.value) + "\n")
	}
	return "unset " + strings.Join(unset, " ") + "\n" + exports.String(), nil
}

// posixQuote makes one word of a value.
func posixQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
