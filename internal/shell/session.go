// Package shell writes what makes a session a shell's: variables to set, variables
// to unset, quoting, the hook. One file per shell.
package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"credence/internal/secret"
)

// Session is one identity, as a shell or a child process gets it: by its keys, or by
// the name of a profile alone.
type Session struct {
	Profile         string // the chosen one; empty if none was
	ByName          bool   // AWS_PROFILE alone, no keys: long-term keys are not exported
	AccessKeyID     string
	SecretAccessKey secret.Text
	SessionToken    secret.Text // empty for long-term keys
	AccountID       string      // empty if not known
	Region          string      // empty leaves the shell's
	Expiration      time.Time   // zero if there is none
	ConfigFile      string      // of a profile by name: the shared config file that holds it; empty leaves the shell's
	CredentialsFile string      // and the shared credentials file
}

// ErrUnprintable says that a value holds a line break or a NUL, which no shell can
// be trusted with.
var ErrUnprintable = errors.New("a value holds a line break or a NUL byte")

// ErrIncomplete says that there are no keys to set, and no name.
var ErrIncomplete = errors.New("the session has no keys")

// shadowing are the variables through which an SDK would find another identity, or
// a part of one, than the one that is set; or a prompt another end of it.
var shadowing = []string{
	"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_SCOPE", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID",
	"AWS_ACCESS_KEY", "AWS_SECRET_KEY", // the older names: Go takes them before a profile (aws-sdk-go-v2, config/env_config.go)
	"AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION", // of aws-vault and awsume, which starship reads too
	"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
	ProfileVariable, promptVariable,
}

// ProfileVariable holds the name of the chosen profile.
const ProfileVariable = "CREDENCE_PROFILE"

// promptVariable holds it too: starship's aws module reads it (starship,
// src/modules/aws.rs), and no tool that is in use acts on it.
const promptVariable = "AWSU_PROFILE"

// Variable is one to set.
type Variable struct {
	Name   string
	Value  secret.Text
	Secret bool // the value is a secret: to be masked where a log could show it
}

// Change is what a switch does to an environment: each name stands in it once.
type Change struct {
	Set   []Variable
	Unset []string
}

// Change is what holds the session and nothing of the one before, wherever it is
// applied: exactly one kind of identity. It is whole or an error.
func (s Session) Change() (Change, error) {
	return s.Over(func(string) (string, bool) { return "", false })
}

// Over is the change that makes the session out of an environment. Beside what Change
// does it takes back what a switch before this one did to the region and the files,
// and notes in BeforeVariable what it does to them itself.
func (s Session) Over(lookup func(name string) (value string, ok bool)) (Change, error) {
	if s.ByName && s.Profile == "" || !s.ByName && (s.AccessKeyID == "" || s.SecretAccessKey.IsEmpty()) {
		return Change{}, ErrIncomplete
	}
	var c Change
	if s.ByName {
		c.put("AWS_PROFILE", s.Profile)
	} else {
		c.put("AWS_ACCESS_KEY_ID", s.AccessKeyID)
		c.putSecret("AWS_SECRET_ACCESS_KEY", s.SecretAccessKey)
		c.putSecret("AWS_SESSION_TOKEN", s.SessionToken)
		if !s.Expiration.IsZero() {
			c.put("AWS_CREDENTIAL_EXPIRATION", s.Expiration.UTC().Format(time.RFC3339))
		}
		c.put("AWS_ACCOUNT_ID", s.AccountID)
	}
	wanted := map[string]string{"AWS_REGION": s.Region, "AWS_DEFAULT_REGION": s.Region}
	if s.ByName {
		wanted["AWS_CONFIG_FILE"], wanted["AWS_SHARED_CREDENTIALS_FILE"] = s.ConfigFile, s.CredentialsFile
	}
	c.carry(wanted, lookup)
	c.put(ProfileVariable, s.Profile)
	c.put(promptVariable, s.Profile)
	for _, v := range c.Set {
		if strings.ContainsAny(v.Value.Reveal(), "\n\r\x00") {
			return Change{}, fmt.Errorf("%s: %w", v.Name, ErrUnprintable)
		}
	}
	for _, name := range shadowing {
		if !c.sets(name) {
			c.Unset = append(c.Unset, name)
		}
	}
	return c, nil
}

// put sets a variable, unless there is nothing to set.
func (c *Change) put(name, value string) {
	if value != "" {
		c.Set = append(c.Set, Variable{name, secret.New(value), false})
	}
}

func (c *Change) putSecret(name string, value secret.Text) {
	if !value.IsEmpty() {
		c.Set = append(c.Set, Variable{name, value, true})
	}
}

func (c Change) sets(name string) bool {
	return slices.ContainsFunc(c.Set, func(v Variable) bool { return v.Name == name })
}

// Sets reports whether the change sets a variable to a value.
func (c Change) Sets(name, value string) bool {
	return slices.ContainsFunc(c.Set, func(v Variable) bool { return v.Name == name && v.Value.Reveal() == value })
}

// Apply is the environment ("NAME=value") after the change.
func (c Change) Apply(environment []string) []string {
	changed := make([]string, 0, len(environment)+len(c.Set))
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.Contains(c.Unset, name) && !c.sets(name) {
			changed = append(changed, entry)
		}
	}
	for _, v := range c.Set {
		changed = append(changed, v.Name+"="+v.Value.Reveal())
	}
	return changed
}
