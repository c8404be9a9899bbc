package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Kind is what sort of session an entry holds.
type Kind string

// The kinds of entry.
const (
	KindRole   Kind = "role"        // sts:AssumeRole
	KindSSO    Kind = "sso-role"    // sso:GetRoleCredentials
	KindMFA    Kind = "mfa-session" // sts:GetSessionToken with a token code
	KindMarker Kind = "mfa-direct"  // no session: the role does not take MFA sessions
)

func (k Kind) known() bool { return k == KindRole || k == KindSSO || k == KindMFA || k == KindMarker }

// Key is everything that shaped a session: two sessions are the same only where all
// of it is. An edited profile has another key, so that what was obtained before the
// edit is never used after it.
type Key struct {
	Kind        Kind
	Source      string // who asked: an access key id, an SSO session, a command, the ID of the role before
	RoleARN     string
	SessionName string // the configured one; a generated one shapes nothing
	ExternalID  string
	MFASerial   string
	Duration    time.Duration // that was asked for
	Policy      string
	Account     string // of an SSO role
	RoleName    string // of an SSO role
	Region      string // of the service that was asked
	Partition   string
	Endpoint    string // where it is not AWS's own
}

// ID names the key: the SHA-256 of all its parts, in hex.
func (k Key) ID() string {
	var b strings.Builder
	b.WriteString("credence session 1\n")
	for _, part := range []string{
		string(k.Kind), k.Source, k.RoleARN, k.SessionName, k.ExternalID, k.MFASerial, strconv.FormatInt(int64(k.Duration), 10),
		k.Policy, k.Account, k.RoleName, k.Region, k.Partition, k.Endpoint,
	} {
		// The length comes first, so that no text can pass for two.
		b.WriteString(strconv.Itoa(len(part)))
		b.WriteByte(':')
		b.WriteString(part)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// isID reports whether a text can be the ID of a key, and thus part of a file name.
func isID(s string) bool {
	return len(s) == 2*sha256.Size && strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'f')
	}) < 0
}
