package fakeaws

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// newRequestID is a random UUID, as in the x-amzn-RequestId header.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// newKeyID is the id of a temporary key: ASIA and 16 characters.
func newKeyID() string { return "ASIA" + rand.Text()[:16] }

// newSecret has the length and alphabet of a secret access key.
func newSecret() string { return randomBase64(30) }

// newSessionToken begins like the real ones, so that tests of redaction meet
// the shape they will meet.
func newSessionToken() string { return "IQoJb3JpZ2luX2Vj" + randomBase64(240) }

func randomBase64(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return base64.StdEncoding.EncodeToString(b)
}

// randomURLText never begins with a dash, which a command line would take for a flag.
func randomURLText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	b[0] &= 0x7f
	return base64.RawURLEncoding.EncodeToString(b)
}

// uniqueID is the id that IAM gives a user (AIDA) or role (AROA): stable for a name.
func uniqueID(prefix, arn string) string {
	sum := sha256.Sum256([]byte(arn))
	return prefix + base32.StdEncoding.EncodeToString(sum[:])[:17]
}

// shortHash is the suffix in the names of IAM Identity Center roles.
func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// arnParts splits an ARN into partition, account and resource.
func arnParts(arn string) (partition, account, resource string, ok bool) {
	p := strings.SplitN(arn, ":", 6)
	if len(p) != 6 || p[0] != "arn" || p[1] == "" || p[5] == "" {
		return "", "", "", false
	}
	return p[1], p[4], p[5], true
}

// roleName is the last element of a role's path.
func roleName(resource string) string { return resource[strings.LastIndex(resource, "/")+1:] }
