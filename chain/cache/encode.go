package cache

import (
	"bytes"
	"encoding/json"
	"time"
)

// formatVersion is that of the files of the store.
const formatVersion = 1

// file is an entry as it is written. Its members are in the order of interest.
type file struct {
	Version         int    `json:"version"`
	Key             string `json:"key"`
	Kind            Kind   `json:"kind"`
	Profile         string `json:"profile,omitempty"`
	RoleARN         string `json:"roleArn,omitempty"`
	RoleName        string `json:"roleName,omitempty"`
	Account         string `json:"account,omitempty"`
	Source          string `json:"source,omitempty"`
	MFASerial       string `json:"mfaSerial,omitempty"`
	SSO             string `json:"sso,omitempty"`
	Owner           string `json:"owner,omitempty"`
	Created         string `json:"created"`
	Expires         string `json:"expires"`
	AccessKeyID     string `json:"accessKeyId,omitempty"`
	SecretAccessKey string `json:"secretAccessKey,omitempty"`
	SessionToken    string `json:"sessionToken,omitempty"`
	Sealer          string `json:"sealer,omitempty"`
	Sealed          []byte `json:"sealed,omitempty"`
}

// encode is the content of an entry's file: the one place where the store reveals
// secrets.
func encode(e *Entry) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(fileOf(e)) // texts and a number always encode
	return b.Bytes()
}

// fileOf is an entry as it is written: without its secrets where they are sealed.
func fileOf(e *Entry) file {
	f := file{
		Version: formatVersion, Key: e.ID, Kind: e.Kind,
		Profile: e.Profile, RoleARN: e.RoleARN, RoleName: e.RoleName, Account: e.Account, Source: e.Source, MFASerial: e.MFASerial, SSO: e.SSO,
		Owner: e.Owner, Created: e.Created.UTC().Format(time.RFC3339Nano), Expires: e.Expires.UTC().Format(time.RFC3339Nano),
		AccessKeyID: e.AccessKeyID,
	}
	if e.Sealer != "" {
		f.Sealer, f.Sealed = e.Sealer, e.sealed
		return f
	}
	f.SecretAccessKey, f.SessionToken = e.SecretAccessKey.Reveal(), e.SessionToken.Reveal()
	return f
}
