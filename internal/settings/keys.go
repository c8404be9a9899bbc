package settings

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The kinds of place where sessions rest.
const (
	StoreFile    = "file"    // files of the owner's alone
	StoreKeyring = "keyring" // sealed; the key is in the system's keyring
	StoreAge     = "age"     // sealed; the key is in a file that age encrypts
)

// Setting is one thing that can be set.
type Setting struct {
	Section string // "profile" for those of a profile
	Key     string
	Default string
	Words   []string // the values that it takes; nil: see About
	About   string
	check   func(string) error
}

// Name is the setting on the command line. <NAME> stands for a profile.
func (s Setting) Name() string {
	if s.Section == profileSection {
		return profileSection + ".<NAME>." + s.Key
	}
	return s.Section + "." + s.Key
}

const profileSection = "profile"

// The limits of sts:GetSessionToken (AWS STS API Reference, DurationSeconds).
const (
	minMFASession = 15 * time.Minute
	maxMFASession = 36 * time.Hour
)

// Settings are all that can be set: the whole of config.ini.
func Settings() []Setting {
	return []Setting{
		{Section: "store", Key: "kind", Default: StoreFile, Words: []string{StoreFile, StoreKeyring, StoreAge},
			About: "where sessions rest: plain files, or sealed with a key in the system's keyring or in an age-encrypted file"},
		{Section: "store", Key: "age_identity", About: "the age identity file of kind age; without one a passphrase is asked for", check: absolute},
		{Section: profileSection, Key: "store", Words: []string{StoreFile, StoreKeyring, StoreAge},
			About: "where the sessions of one profile rest (default store.kind)"},
		{Section: "mfa", Key: "session_duration", Default: "12h", About: "how long one MFA code is good for, 15m to 36h", check: sessionDuration},
		{Section: "output", Key: "mask", Default: "off", Words: []string{"on", "off"}, About: "mask access key ids, for when others look on"},
		{Section: "inspector", Key: "sort", Default: "recent", Words: []string{"recent", "name", "account"}, About: "order of the profiles"},
		{Section: "inspector", Key: "group", Default: "none", Words: []string{"none", "session", "account"}, About: "grouping of the profiles"},
		{Section: "inspector", Key: "mouse", Default: "on", Words: []string{"on", "off"}, About: "take the wheel and clicks"},
	}
}

// Check says what is wrong with a value.
func (s Setting) Check(value string) error {
	switch {
	case strings.ContainsAny(value, "\r\n\x00"):
		return errors.New("a value is one line")
	case s.Words != nil && !slices.Contains(s.Words, value):
		return fmt.Errorf("%s is one of %s", s.Key, strings.Join(s.Words, ", "))
	case s.check != nil:
		return s.check(value)
	}
	return nil
}

func absolute(value string) error {
	if strings.HasPrefix(value, "~/") || filepath.IsAbs(value) {
		return nil
	}
	return errors.New("want an absolute path, or one that begins with ~/")
}

func sessionDuration(value string) error {
	if d, err := time.ParseDuration(value); err == nil && d >= minMFASession && d <= maxMFASession && d%time.Second == 0 {
		return nil
	}
	return errors.New("want a duration from 15m to 36h, such as 8h")
}

// Named finds the setting of a name such as store.kind or profile.prod.store, and the
// section it stands in.
func Named(name string) (s Setting, section string, ok bool) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return s, "", false
	}
	section = name[:dot]
	if profile, is := strings.CutPrefix(section, profileSection+"."); is {
		if profile = strings.TrimSpace(profile); profile == "" || strings.ContainsAny(profile, "[]\r\n\x00") {
			return s, "", false
		}
		section = profileSection + " " + profile
	}
	s, ok = settingOf(section, name[dot+1:])
	return s, section, ok
}

// settingOf is the setting of a key in a section of the file. Above every section
// stand those of the inspector.
func settingOf(section, key string) (Setting, bool) {
	kind, profile, _ := strings.Cut(section, " ")
	if section == "" {
		kind = "inspector"
	}
	for _, s := range Settings() {
		if s.Key == key && s.Section == kind && (kind == profileSection) == (strings.TrimSpace(profile) != "") {
			return s, true
		}
	}
	return Setting{}, false
}
