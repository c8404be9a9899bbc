package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"credence/internal/secret"
)

// AWSEntry is a file of the AWS CLI's cache of credentials.
type AWSEntry struct {
	Session
	AssumedRoleARN string // arn:…:sts::ACCOUNT:assumed-role/NAME/SESSION; empty for SSO
	AssumedRoleID  string
	ProviderType   string // "sso" for role credentials of IAM Identity Center
	Path           string
	Modified       time.Time
}

// awsFile is what the CLI writes: the answer of STS.
type awsFile struct {
	ProviderType    string
	AssumedRoleUser struct{ AssumedRoleId, Arn string } //nolint:revive // the service's spelling
	Credentials     *struct {
		AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId string //nolint:revive // likewise
	}
}

// parseAWS reads a file of the AWS CLI's. The error says what is missing and quotes
// nothing.
func parseAWS(data []byte) (*AWSEntry, error) {
	var f awsFile
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&f); err != nil {
		return nil, errors.New("not the JSON that belongs here")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing
	}
	if f.Credentials == nil {
		return nil, errors.New("no credentials in it")
	}
	c := f.Credentials
	e := &AWSEntry{
		Session: Session{
			AccessKeyID: c.AccessKeyId, SecretAccessKey: secret.New(c.SecretAccessKey), SessionToken: secret.New(c.SessionToken), AccountID: c.AccountId,
		},
		AssumedRoleARN: f.AssumedRoleUser.Arn, AssumedRoleID: f.AssumedRoleUser.AssumedRoleId, ProviderType: f.ProviderType,
	}
	if !e.complete() {
		return nil, errors.New("the keys are not complete")
	}
	var err error
	if e.Expires, err = parseAWSTime(c.Expiration); err != nil {
		return nil, errors.New("no expiration in it")
	}
	return e, nil
}

// parseAWSTime reads the forms in which the CLI has written an expiration: with Z,
// an offset, or UTC for the zone.
func parseAWSTime(s string) (time.Time, error) {
	if rest, ok := strings.CutSuffix(s, "UTC"); ok {
		s = rest + "Z"
	}
	return time.Parse(time.RFC3339, s)
}

// encodeAWS is the file as the CLI writes it, on one line. It reveals the secrets.
func encodeAWS(e *AWSEntry) []byte {
	credentials := object{
		"AccessKeyId": e.AccessKeyID, "SecretAccessKey": e.SecretAccessKey.Reveal(), "SessionToken": e.SessionToken.Reveal(),
		"Expiration": e.Expires.UTC().Format(time.RFC3339),
	}
	if e.AccountID != "" {
		credentials["AccountId"] = e.AccountID
	}
	return []byte(spaced.text(object{
		"Credentials":      credentials,
		"AssumedRoleUser":  object{"AssumedRoleId": e.AssumedRoleID, "Arn": e.AssumedRoleARN},
		"ResponseMetadata": object{"HTTPStatusCode": 200, "HTTPHeaders": object{}, "RetryAttempts": 0},
	}))
}
