package chain

import (
	"time"

	"credence/internal/secret"
)

// Secret is text that no verb, log or marshaller shows; Reveal gives it back.
type Secret = secret.Text

// NewSecret wraps a value that must not be shown.
func NewSecret(value string) Secret { return secret.New(value) }

// Credentials are an AWS identity's keys. A zero Expiration means that they do not
// expire as far as anyone here knows.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey Secret
	SessionToken    Secret
	Expiration      time.Time
	AccountID       string // empty where the source does not say
	Scope           string // credential scope (AWS_CREDENTIAL_SCOPE), rarely set
}

// HasSessionToken reports whether these are temporary credentials.
func (c Credentials) HasSessionToken() bool { return !c.SessionToken.IsEmpty() }

// Complete reports whether both keys are present.
func (c Credentials) Complete() bool { return c.AccessKeyID != "" && !c.SecretAccessKey.IsEmpty() }
