package cache

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
)

// AWSRole are the AssumeRole arguments that the AWS CLI takes from a profile and
// hashes into the name of its cache file (botocore, AssumeRoleCredentialFetcher). The
// source is not among them: profiles with different sources share a file.
type AWSRole struct {
	RoleARN     string
	SessionName string // role_session_name; empty where the CLI makes one up
	ExternalID  string
	MFASerial   string
	Duration    *int   // duration_seconds
	Policy      string // JSON text of an object; profiles have none
}

// Name is the name of the file in ~/.aws/cli/cache. The error is a Policy that is
// no JSON object.
func (r AWSRole) Name() (string, error) {
	args := object{"RoleArn": r.RoleARN}
	for name, v := range map[string]string{"RoleSessionName": r.SessionName, "ExternalId": r.ExternalID, "SerialNumber": r.MFASerial} {
		if v != "" {
			args[name] = v
		}
	}
	if r.Duration != nil {
		args["DurationSeconds"] = *r.Duration
	}
	if r.Policy != "" {
		d := json.NewDecoder(bytes.NewReader([]byte(r.Policy)))
		d.UseNumber()
		var policy object
		if err := d.Decode(&policy); err != nil {
			return "", errors.New("the policy is no JSON object")
		}
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			return "", errors.New("the policy is no JSON object")
		}
		args["Policy"] = policy
	}
	return sha1Name(spaced.text(args)), nil
}

// AWSSSOName is the name of the file in ~/.aws/cli/cache in which AWS CLI v2 keeps the
// role credentials of a session or, where that is empty, of a start URL.
func AWSSSOName(session, startURL, account, role string) string {
	args := object{"accountId": account, "roleName": role}
	if session != "" {
		args["sessionName"] = session
	} else {
		args["startUrl"] = startURL
	}
	return sha1Name(tight.text(args))
}

// AWSTokenName is the name of the file in ~/.aws/sso/cache of a session's or, in the
// legacy form, a start URL's token.
func AWSTokenName(sessionOrStartURL string) string { return sha1Name(sessionOrStartURL) }

// AWSLoginName is the name of the file in ~/.aws/login/cache of a login_session.
func AWSLoginName(session string) string {
	sum := sha256.Sum256([]byte(session))
	return hex.EncodeToString(sum[:]) + ".json"
}

func sha1Name(text string) string {
	sum := sha1.Sum([]byte(text))
	return hex.EncodeToString(sum[:]) + ".json"
}
