package chain

import (
	"context"
	"time"
)

// environmentStage is fromEnv of the Node provider: both key variables non-empty,
// and no profile named.
func environmentStage(_ context.Context, w *walk) verdict {
	id, key := w.lookVariable("AWS_ACCESS_KEY_ID"), w.lookVariable("AWS_SECRET_ACCESS_KEY")
	w.environmentFindings(id, key)
	if w.rules.environmentOff.holds(w.profile) {
		return skip(CodeEnvProfileNamed, Data{"profile": w.profile.Name, "selectedBy": string(w.profile.SelectedBy)})
	}
	return w.environmentKeys(id, key)
}

// environmentKeys is the environment as a source, whether or not its stage is on:
// also what credential_source = Environment asks for.
func (w *walk) environmentKeys(id, key string) verdict {
	switch {
	case id == "" && key == "":
		return skip(CodeEnvUnset, nil)
	case id == "":
		return skip(CodeEnvHalfPair, Data{"set": "AWS_SECRET_ACCESS_KEY", "missing": "AWS_ACCESS_KEY_ID"})
	case key == "":
		return skip(CodeEnvHalfPair, Data{"set": "AWS_ACCESS_KEY_ID", "missing": "AWS_SECRET_ACCESS_KEY"})
	}
	creds := Credentials{
		AccessKeyID: id, SecretAccessKey: NewSecret(key), SessionToken: NewSecret(w.lookVariable("AWS_SESSION_TOKEN")),
		AccountID: w.env("AWS_ACCOUNT_ID"), Scope: w.env("AWS_CREDENTIAL_SCOPE"),
	}
	if e := w.env("AWS_CREDENTIAL_EXPIRATION"); e != "" {
		w.lookVariable("AWS_CREDENTIAL_EXPIRATION")
		// An unreadable date is no expiry: Node hands out an invalid date here.
		creds.Expiration, _ = parseTime(e)
	}
	return found(CodeEnvFound, SourceEnvironment, creds, nil).at(variableOrigin("AWS_ACCESS_KEY_ID"))
}

// parseTime reads the dates that SDKs and caches write: RFC 3339, or with "UTC" for
// the zone, as older releases of the AWS CLI did.
func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err == nil {
		return t, nil
	}
	if t, utcErr := time.Parse("2006-01-02T15:04:05MST", s); utcErr == nil {
		return t, nil
	}
	return time.Time{}, err
}
