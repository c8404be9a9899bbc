package fakeaws

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	amzTime    = "20060102T150405Z"
	amzDate    = "20060102"
	terminator = "aws4_request"
)

// credentialScope is what a signature says about itself.
type credentialScope struct {
	keyID, date, region, service string
}

// signature is the authentication part of a request, from its headers or, when
// presigned, from its query.
type signature struct {
	credentialScope
	headers   []string
	value     string
	stamp     string // X-Amz-Date
	token     string
	presigned bool
	expires   time.Duration
}

func splitCredential(text string) (credentialScope, bool) {
	p := strings.Split(text, "/")
	if len(p) != 5 || p[4] != terminator {
		return credentialScope{}, false
	}
	return credentialScope{keyID: p[0], date: p[1], region: p[2], service: p[3]}, true
}

// parseScope reads the scope for the record; mistakes yield an empty one.
func parseScope(r *http.Request) credentialScope {
	sig, problem := parseSignature(r)
	if problem != nil {
		return credentialScope{}
	}
	return sig.credentialScope
}

// parseSignature finds the signature of a request; problem is AWS's answer to
// one that is absent or malformed.
func parseSignature(r *http.Request) (sig signature, problem *stsProblem) {
	auth := r.Header.Get("Authorization")
	if auth == "" && r.URL.Query().Get("X-Amz-Signature") != "" {
		return presignedSignature(r.URL.Query())
	}
	rest, ok := strings.CutPrefix(auth, algorithm)
	if !ok {
		return sig, missingToken()
	}
	var credential string
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			credential = value
		case "SignedHeaders":
			sig.headers = strings.Split(value, ";")
		case "Signature":
			sig.value = value
		}
	}
	for name, missing := range map[string]bool{"Credential": credential == "", "Signature": sig.value == "", "SignedHeaders": sig.headers == nil} {
		if missing {
			return sig, incomplete("Authorization header requires '" + name + "' parameter. Authorization=" + auth)
		}
	}
	if sig.credentialScope, ok = splitCredential(credential); !ok {
		return sig, incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + credential + "'")
	}
	if sig.stamp = r.Header.Get("X-Amz-Date"); sig.stamp == "" {
		return sig, incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=" + auth)
	}
	sig.token = r.Header.Get("X-Amz-Security-Token")
	return sig, nil
}

func presignedSignature(q url.Values) (sig signature, problem *stsProblem) {
	var ok bool
	if sig.credentialScope, ok = splitCredential(q.Get("X-Amz-Credential")); !ok || q.Get("X-Amz-Algorithm") != algorithm {
		return sig, incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + q.Get("X-Amz-Credential") + "'")
	}
	seconds, err := strconv.Atoi(q.Get("X-Amz-Expires"))
	if err != nil {
		seconds = 0
	}
	sig.presigned, sig.expires = true, time.Duration(seconds)*time.Second
	sig.headers = strings.Split(q.Get("X-Amz-SignedHeaders"), ";")
	sig.value, sig.stamp, sig.token = q.Get("X-Amz-Signature"), q.Get("X-Amz-Date"), q.Get("X-Amz-Security-Token")
	return sig, nil
}

// checkTime enforces the window around the server's clock, in AWS's words.
func (sig signature) checkTime(now time.Time, skew time.Duration) *stsProblem {
	at, err := time.Parse(amzTime, sig.stamp)
	if err != nil {
		return incomplete("Date must be in ISO-8601 'basic format'. Got '" + sig.stamp + "'. See http://en.wikipedia.org/wiki/ISO_8601")
	}
	if sig.date != at.Format(amzDate) {
		return mismatch("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" + sig.date + "' != '" + at.Format(amzDate) + "', from '" + sig.stamp + "'.")
	}
	now = now.UTC()
	minutes := strconv.Itoa(int(skew.Minutes())) + " min.)"
	oldest := now.Add(-skew)
	if sig.presigned {
		oldest = oldest.Add(-sig.expires)
	}
	if at.Before(oldest.Truncate(time.Second)) {
		return mismatch("Signature expired: " + sig.stamp + " is now earlier than " + oldest.Format(amzTime) + " (" + now.Format(amzTime) + " - " + minutes)
	}
	if newest := now.Add(skew); at.After(newest) {
		return mismatch("Signature not yet current: " + sig.stamp + " is still later than " + newest.Format(amzTime) + " (" + now.Format(amzTime) + " + " + minutes)
	}
	return nil
}

// matches recomputes the signature with a secret (AWS Signature Version 4).
func (sig signature) matches(r *http.Request, body []byte, secret string) bool {
	if !slices.Contains(sig.headers, "host") {
		return false
	}
	canonical := strings.Join([]string{
		r.Method, canonicalPath(r), canonicalQuery(r.URL.RawQuery, sig.presigned),
		canonicalHeaders(r, sig.headers), strings.Join(sig.headers, ";"), hexHash(body),
	}, "\n")
	scope := strings.Join([]string{sig.date, sig.region, sig.service, terminator}, "/")
	toSign := strings.Join([]string{algorithm, sig.stamp, scope, hexHash([]byte(canonical))}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range []string{sig.date, sig.region, sig.service, terminator, toSign} {
		key = mac(key, part)
	}
	return hmac.Equal([]byte(hex.EncodeToString(key)), []byte(sig.value))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hexHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// canonicalPath encodes the path as sent once more, as every service but S3 wants.
func canonicalPath(r *http.Request) string {
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	return strings.ReplaceAll(awsEscape(path), "%2F", "/")
}

func canonicalQuery(raw string, presigned bool) string {
	var pairs []string
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		k, v, _ := strings.Cut(part, "=")
		name, err1 := url.QueryUnescape(k)
		value, err2 := url.QueryUnescape(v)
		if err1 != nil || err2 != nil {
			name, value = k, v
		}
		if presigned && name == "X-Amz-Signature" {
			continue
		}
		pairs = append(pairs, awsEscape(name)+"="+awsEscape(value))
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func canonicalHeaders(r *http.Request, names []string) string {
	var b strings.Builder
	for _, name := range names {
		var values []string
		switch name {
		case "host":
			values = []string{r.Host}
		case "content-length":
			values = []string{strconv.FormatInt(r.ContentLength, 10)}
		default:
			values = slices.Clone(r.Header.Values(name))
		}
		for i, v := range values {
			values[i] = strings.Join(strings.Fields(v), " ")
		}
		b.WriteString(name + ":" + strings.Join(values, ",") + "\n")
	}
	return b.String()
}

// awsEscape is RFC 3986 encoding of all but the unreserved characters.
func awsEscape(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c == '-' || c == '_' || c == '.' || c == '~' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
	}
	return b.String()
}
