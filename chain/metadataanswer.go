package chain

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"sync"
	"time"
)

// The headers of metadata requests.
const (
	headerAuthorization = "Authorization"
	headerTokenTTL      = "x-aws-ec2-metadata-token-ttl-seconds"
	headerToken         = "x-aws-ec2-metadata-token"
)

// metadataKeys are the four fields that container and instance metadata answers
// must have as strings (isImdsCredentials of the Node SDK).
var metadataKeys = [...]string{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}

// metadataCredentials is a container's or instance's answer.
type metadataCredentials struct {
	id            string
	secret, token Secret
	expiration    string
	accountID     string

	missing       []string // of metadataKeys
	code, message string   // what the service said beside or instead
}

var errNotJSON = errors.New("not a JSON document")

// parseMetadataCredentials reads an answer. Names are case sensitive; of a name that
// stands twice the last counts, as in JavaScript. The error does not quote the answer.
func parseMetadataCredentials(body []byte) (metadataCredentials, error) {
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return metadataCredentials{}, errNotJSON
	}
	fields, _ := document.(map[string]any)
	text := func(name string) string { s, _ := fields[name].(string); return s }
	m := metadataCredentials{
		id: text("AccessKeyId"), secret: NewSecret(text("SecretAccessKey")), token: NewSecret(text("Token")),
		expiration: text("Expiration"), accountID: text("AccountId"),
		code: clip(text("Code")), message: clip(text("Message")),
	}
	for _, name := range metadataKeys {
		if _, ok := fields[name].(string); !ok {
			m.missing = append(m.missing, name)
		}
	}
	return m, nil
}

// credentials are the keys, to end at expiration.
func (m metadataCredentials) credentials(expiration time.Time) Credentials {
	return Credentials{AccessKeyID: m.id, SecretAccessKey: m.secret, SessionToken: m.token, Expiration: expiration}
}

// incomplete adds what is missing, and what the service said, to data.
func (m metadataCredentials) incomplete(data Data) Data {
	data["missing"] = strings.Join(m.missing, ", ")
	return m.said(data)
}

// said adds the service's own words, where there are any.
func (m metadataCredentials) said(data Data) Data {
	if m.code != "" {
		data["code"] = m.code
	}
	if m.message != "" {
		data["message"] = m.message
	}
	return data
}

// strictTime is the one form of dates that Node takes from a container
// (parseRfc3339DateTime of @smithy/core).
var strictTime = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{4}-\d\d-\d\d[tT]\d\d:\d\d:\d\d(\.\d+)?[zZ]$`) })

func parseStrictTime(s string) (time.Time, error) {
	if !strictTime().MatchString(s) {
		return time.Time{}, errors.New("not of the form YYYY-MM-DDThh:mm:ssZ")
	}
	return time.Parse(time.RFC3339, strings.ToUpper(s))
}

// maxClip is how much of a text of others goes into data, in bytes.
const maxClip = 300

func clip(s string) string {
	if len(s) <= maxClip {
		return s
	}
	return strings.ToValidUTF8(s[:maxClip], "") + "…"
}
