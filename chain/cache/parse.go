package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"credence/internal/secret"
)

// futureTolerance is how far ahead of the clock an entry may have been obtained:
// clocks are put right by seconds, not by minutes.
const futureTolerance = time.Minute

// parse reads the file of the entry that id names. The error is a *Diagnostic
// without a path; the entry is complete but for path and mode where it is nil.
func parse(id string, data []byte, now time.Time) (*Entry, error) {
	f, err := decode(data)
	if err != nil {
		return nil, &Diagnostic{Code: CodeCorrupt, Err: err}
	}
	lacks := func(part string) error { return &Diagnostic{Code: CodeCorrupt, Detail: part} }
	switch {
	case f.Version > formatVersion:
		return nil, &Diagnostic{Code: CodeVersion}
	case f.Version != formatVersion:
		return nil, lacks("version")
	case (f.Sealer != "" || len(f.Sealed) > 0) && (f.Sealer == "" || len(f.Sealed) == 0 || f.SecretAccessKey != "" || f.SessionToken != ""):
		return nil, lacks("seal")
	case f.Key != id:
		return nil, &Diagnostic{Code: CodeForeign, Detail: "key"}
	case !f.Kind.known():
		return nil, lacks("kind")
	case f.Expires == "":
		return nil, &Diagnostic{Code: CodeNoExpiry}
	}
	created, err := time.Parse(time.RFC3339, f.Created)
	if err != nil {
		return nil, lacks("created")
	}
	expires, err := time.Parse(time.RFC3339, f.Expires)
	if err != nil {
		return nil, lacks("expires")
	}
	e := &Entry{
		ID: id, Kind: f.Kind,
		Meta: Meta{
			Profile: f.Profile, RoleARN: f.RoleARN, RoleName: f.RoleName, Account: f.Account, Source: f.Source, MFASerial: f.MFASerial, SSO: f.SSO,
		},
		Session: Session{
			AccessKeyID: f.AccessKeyID, SecretAccessKey: secret.New(f.SecretAccessKey), SessionToken: secret.New(f.SessionToken),
			Expires: expires, AccountID: f.Account,
		},
		Created: created, Owner: f.Owner, Sealer: f.Sealer, sealed: f.Sealed,
	}
	if f.Kind != KindMarker && !e.complete() && !e.Sealed() {
		return nil, lacks("keys")
	}
	if created.Sub(now) > futureTolerance {
		return nil, &Diagnostic{Code: CodeFuture, Detail: f.Created}
	}
	return e, nil
}

var errTrailing = errors.New("more after the end")

func decode(data []byte) (file, error) {
	var f file
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&f); err != nil {
		// The decoder's error may quote the text.
		return file{}, errors.New("not the JSON that belongs here")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return file{}, errTrailing
	}
	return f, nil
}
