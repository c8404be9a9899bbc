package chain

import (
	"crypto/sha1"
	"encoding/hex"
	"path/filepath"
	"time"
)

// ssoCache is an SSO token as the AWS CLI and the SDKs keep it.
type ssoCache struct {
	object       cacheObject
	accessToken  Secret
	region       string    // where it was made; not every writer says
	expiresAt    time.Time // zero where there is none, or one that nobody can read
	clientID     string
	clientSecret Secret
	refreshToken Secret
}

// ssoCachePath is where the token of a session, or of a start URL, lies.
func (w *walk) ssoCachePath(name string) (string, error) {
	home, err := w.home()
	if err != nil {
		return "", err
	}
	sum := sha1.Sum([]byte(name))
	return filepath.Join(home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json"), nil
}

// parseSSOCache reads a token file. What is missing is for the caller to judge.
func parseSSOCache(data []byte) (ssoCache, error) {
	o, err := parseCacheObject(data)
	if err != nil {
		return ssoCache{}, err
	}
	c := ssoCache{
		object: o, accessToken: NewSecret(o.text("accessToken")), region: o.text("region"), clientID: o.text("clientId"),
		clientSecret: NewSecret(o.text("clientSecret")), refreshToken: NewSecret(o.text("refreshToken")),
	}
	c.expiresAt, _ = parseTime(o.text("expiresAt"))
	return c, nil
}

// refreshable reports whether the file has all that a refresh needs.
func (c ssoCache) refreshable() bool { return c.refreshLacks() == "" }

// refreshLacks names the first member that a refresh needs and the file has not.
func (c ssoCache) refreshLacks() string {
	switch {
	case c.refreshToken.IsEmpty():
		return "refreshToken"
	case c.clientID == "":
		return "clientId"
	case c.clientSecret.IsEmpty():
		return "clientSecret"
	}
	return ""
}

// renewed is the token file after a refresh: other members as they were.
func (c ssoCache) renewed(access, refresh string, expires time.Time, keepRefresh bool) ssoCache {
	n := c
	n.object = c.object.clone()
	n.accessToken, n.expiresAt = NewSecret(access), expires.UTC().Truncate(time.Second)
	n.object.setText("accessToken", access)
	n.object.setText("expiresAt", n.expiresAt.Format(time.RFC3339))
	switch {
	case refresh != "":
		n.refreshToken = NewSecret(refresh)
		n.object.setText("refreshToken", refresh)
	case !keepRefresh:
		n.refreshToken = Secret{}
		n.object.drop("refreshToken")
	}
	return n
}
