package chain

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/signin/types"
)

// loginLifetime is how long renewed keys live where the answer does not say.
const loginLifetime = 15 * time.Minute

var errAnswerIncomplete = errors.New("the answer lacks required fields")

// loginCache is a session of `aws login` as the AWS CLI keeps it. It holds a
// private key and a long-lived refresh token.
type loginCache struct {
	object       cacheObject
	keys         Credentials
	expiresAt    time.Time
	clientID     string
	refreshToken Secret
	dpopKey      Secret
	signInRegion string
	missing      string // what a session must have and this one has not
}

// loginCachePath is where the session's file lies.
func (w *walk) loginCachePath(session string) (string, error) {
	folder := w.env("AWS_LOGIN_CACHE_DIRECTORY")
	if folder != "" {
		w.lookVariable("AWS_LOGIN_CACHE_DIRECTORY")
	} else {
		home, err := w.home()
		if err != nil {
			return "", err
		}
		folder = filepath.Join(home, ".aws", "login", "cache")
	}
	sum := sha256.Sum256([]byte(session))
	return filepath.Join(folder, hex.EncodeToString(sum[:])+".json"), nil
}

// parseLoginCache reads a session file and notes what it lacks.
func parseLoginCache(data []byte) (loginCache, error) {
	o, err := parseCacheObject(data)
	if err != nil {
		return loginCache{}, err
	}
	access, _ := o.object("accessToken")
	c := loginCache{
		object: o, clientID: o.text("clientId"), refreshToken: NewSecret(o.text("refreshToken")),
		dpopKey: NewSecret(o.text("dpopKey")), signInRegion: o.text("signInRegion"),
		keys: Credentials{
			AccessKeyID: access.text("accessKeyId"), SecretAccessKey: NewSecret(access.text("secretAccessKey")),
			SessionToken: NewSecret(access.text("sessionToken")), AccountID: access.text("accountId"),
		},
	}
	c.expiresAt, err = parseTime(access.text("expiresAt"))
	var missing []string
	for _, part := range []struct {
		name  string
		there bool
	}{
		{"accessToken", c.keys.Complete() && c.keys.HasSessionToken()}, {"accessToken.accountId", c.keys.AccountID != ""},
		{"accessToken.expiresAt", err == nil}, {"clientId", c.clientID != ""},
		{"refreshToken", !c.refreshToken.IsEmpty()}, {"dpopKey", !c.dpopKey.IsEmpty()},
	} {
		if !part.there {
			missing = append(missing, part.name)
		}
	}
	c.missing = strings.Join(missing, ", ")
	return c, nil
}

func (c loginCache) credentials() Credentials {
	keys := c.keys
	keys.Expiration = c.expiresAt
	return keys
}

// renewed is the session after a refresh: all that the file held stays, the identity
// token and what we do not know included.
func (c loginCache) renewed(out *types.CreateOAuth2TokenResponseBody, now time.Time) (loginCache, error) {
	refresh := aws.ToString(out.RefreshToken)
	keys := out.AccessToken
	if keys == nil || aws.ToString(keys.AccessKeyId) == "" || aws.ToString(keys.SecretAccessKey) == "" || aws.ToString(keys.SessionToken) == "" || refresh == "" {
		return c, errAnswerIncomplete
	}
	lifetime := loginLifetime
	if seconds := aws.ToInt32(out.ExpiresIn); seconds > 0 {
		lifetime = time.Duration(seconds) * time.Second
	}
	n := c
	n.expiresAt = now.Add(lifetime).UTC().Truncate(time.Second)
	n.keys.AccessKeyID, n.keys.SecretAccessKey = *keys.AccessKeyId, NewSecret(*keys.SecretAccessKey)
	n.keys.SessionToken, n.refreshToken = NewSecret(*keys.SessionToken), NewSecret(refresh)
	access, err := c.object.object("accessToken")
	if err != nil {
		return c, err
	}
	access.setText("accessKeyId", *keys.AccessKeyId)
	access.setText("secretAccessKey", *keys.SecretAccessKey)
	access.setText("sessionToken", *keys.SessionToken)
	access.setText("expiresAt", n.expiresAt.Format(time.RFC3339))
	n.object = c.object.clone()
	n.object.put("accessToken", access.encode())
	n.object.setText("refreshToken", refresh)
	return n, nil
}
