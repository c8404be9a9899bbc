package cache

import (
	"io/fs"
	"time"

	"credence/internal/secret"
)

// Session is a set of temporary credentials.
type Session struct {
	AccessKeyID     string
	SecretAccessKey secret.Text
	SessionToken    secret.Text
	Expires         time.Time
	AccountID       string // empty where the service does not say
}

// complete reports whether nothing of the triple is missing.
func (s Session) complete() bool {
	return s.AccessKeyID != "" && !s.SecretAccessKey.IsEmpty() && !s.SessionToken.IsEmpty()
}

// Meta is what people want to know of a session. None of it is secret, and none of
// it decides anything: that is the Key's.
type Meta struct {
	Profile   string // that asked for it
	RoleARN   string
	RoleName  string // of an SSO role
	Account   string
	Source    string // in words: "static keys AKIA… of base"
	MFASerial string
	SSO       string // SSO session or start URL
}

// Entry is a file of credence's store.
type Entry struct {
	ID   string
	Kind Kind
	Meta
	Session
	Created time.Time
	Owner   string // the program and version that wrote it
	Path    string
	Mode    fs.FileMode // permission bits of the file
	Sealer  string      // how its secrets are sealed; "" in a plain file
	sealed  []byte      // those that were not opened
}

// Sealed reports whether the secrets have not been opened: they are empty then.
func (e *Entry) Sealed() bool { return len(e.sealed) > 0 && e.SecretAccessKey.IsEmpty() }

// Left is how long the session lives; negative once it has ended.
func (e *Entry) Left(now time.Time) time.Duration { return e.Expires.Sub(now) }

// Age is the time since it was obtained.
func (e *Entry) Age(now time.Time) time.Duration { return now.Sub(e.Created) }

// The windows in which a session is renewed although it still lives (DESIGN section 6).
const (
	// RenewalWindow is for sessions that are used at once.
	RenewalWindow = 5 * time.Minute
	// PublicationWindow is for those handed to tools that keep them: botocore starts
	// to ask again when 15 minutes are left (botocore, RefreshableCredentials).
	PublicationWindow = 15 * time.Minute
)

// due reports whether less than the window is left. A session that is short by
// nature is renewed after half of its life, or it would never be used twice.
func (e *Entry) due(now time.Time, window time.Duration) bool {
	if life := e.Expires.Sub(e.Created); life > 0 {
		window = min(window, life/2)
	}
	return e.Left(now) < window
}
