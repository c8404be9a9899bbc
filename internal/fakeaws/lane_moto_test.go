package fakeaws_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"credence/internal/fakeaws"
	"credence/internal/fakeaws/lane"
)

// signedRequest is one request as its signer left it.
type signedRequest struct {
	Headers map[string]string
	Body    string
}

// verdict is what a server says of it: status, and the error code if any.
type verdict struct {
	status int
	code   string
}

// errorCode finds the code wherever it is nested: moto's errors are EC2's.
var errorCode = regexp.MustCompile(`<Code>([^<]*)</Code>`)

func (r signedRequest) sendTo(t *testing.T, address string) verdict {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(r.Body))
	must(t, err)
	for k, v := range r.Headers {
		req.Header.Set(k, v)
	}
	req.Host = "sts.amazonaws.com"
	res, err := http.DefaultTransport.RoundTrip(req)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	must(t, err)
	out := verdict{status: res.StatusCode}
	if m := errorCode.FindSubmatch(text); m != nil {
		out.code = string(m[1])
	}
	return out
}

// signByGo signs the request that signed.py signs, with the Go SDK.
func signByGo(t *testing.T, key, secret, token string) signedRequest {
	t.Helper()
	const body = "Action=GetCallerIdentity&Version=2011-06-15"
	req, err := http.NewRequest(http.MethodPost, "https://sts.amazonaws.com/", strings.NewReader(body))
	must(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sum := sha256.Sum256([]byte(body))
	creds := aws.Credentials{AccessKeyID: key, SecretAccessKey: secret, SessionToken: token}
	must(t, v4.NewSigner().SignHTTP(t.Context(), creds, req, hex.EncodeToString(sum[:]), "sts", "us-east-1", time.Now()))
	out := signedRequest{Body: body, Headers: map[string]string{}}
	for k := range req.Header {
		out.Headers[k] = req.Header.Get(k)
	}
	return out
}

// moto starts moto_server, which verifies signatures after so many calls of
// set-up, and returns its address.
func moto(t *testing.T, setUpCalls int) string {
	t.Helper()
	path := lane.MotoServer(t)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "-H", "127.0.0.1", "-p", "0") // a port of its own choice
	cmd.Env = append(cmd.Environ(), fmt.Sprintf("INITIAL_NO_AUTH_ACTION_COUNT=%d", setUpCalls))
	says, err := cmd.StderrPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(says)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "Running on "); ok {
			go func() { _, _ = io.Copy(io.Discard, says) }() // what it logs from now on
			return strings.TrimSpace(address) + "/"
		}
	}
	t.Fatal("moto_server did not start")
	return ""
}

// motoCall makes one call and decodes the XML answer.
func motoCall(t *testing.T, address, service string, into any, form url.Values, sign func(*http.Request, string)) {
	t.Helper()
	body := form.Encode()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+service+".amazonaws.com/", strings.NewReader(body))
	must(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=setup/20260101/us-east-1/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	if sign != nil {
		sign(req, body)
	}
	target, err := url.Parse(address)
	must(t, err)
	req.Host, req.URL = service+".amazonaws.com", target
	res, err := http.DefaultTransport.RoundTrip(req)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("moto: %s answers %s", form.Get("Action"), res.Status)
	}
	must(t, xml.NewDecoder(res.Body).Decode(into))
}

type motoKeys struct {
	AccessKeyID  string `xml:"AccessKeyId"`
	Secret       string `xml:"SecretAccessKey"`
	SessionToken string
}

// TestLaneMoto sends the same signed requests, made by botocore and by the Go
// SDK, to moto and to the fake: both must accept or refuse them alike.
func TestLaneMoto(t *testing.T) {
	t.Parallel()
	py := lane.Python(t, "botocore")
	address := moto(t, 4)
	const allow = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	iam := func(into any, values url.Values) {
		t.Helper()
		values.Set("Version", "2010-05-08")
		motoCall(t, address, "iam", into, values, nil)
	}
	var ignored struct{}
	iam(&ignored, url.Values{"Action": {"CreateUser"}, "UserName": {"lane"}})
	iam(&ignored, url.Values{"Action": {"PutUserPolicy"}, "UserName": {"lane"}, "PolicyName": {"all"}, "PolicyDocument": {allow}})
	iam(&ignored, url.Values{"Action": {"CreateRole"}, "RoleName": {"Lane"}, "AssumeRolePolicyDocument": {trust}})
	var user struct {
		Key motoKeys `xml:"CreateAccessKeyResult>AccessKey"`
	}
	iam(&user, url.Values{"Action": {"CreateAccessKey"}, "UserName": {"lane"}})

	s := start(t, func(c *fakeaws.Config) {
		c.World.Users = append(c.World.Users, fakeaws.User{Account: account, Name: "lane", Keys: []fakeaws.AccessKey{{ID: user.Key.AccessKeyID, Secret: user.Key.Secret}}})
	})
	session := func() (motoKeys, fakeaws.Credentials) {
		var out struct {
			Key motoKeys `xml:"AssumeRoleResult>Credentials"`
		}
		form := url.Values{"Action": {"AssumeRole"}, "Version": {"2011-06-15"}, "RoleArn": {"arn:aws:iam::123456789012:role/Lane"}, "RoleSessionName": {"lane"}}
		motoCall(t, address, "sts", &out, form, func(r *http.Request, body string) {
			r.Header.Del("Authorization")
			sum := sha256.Sum256([]byte(body))
			creds := aws.Credentials{AccessKeyID: user.Key.AccessKeyID, SecretAccessKey: user.Key.Secret}
			must(t, v4.NewSigner().SignHTTP(t.Context(), creds, r, hex.EncodeToString(sum[:]), "sts", "us-east-1", time.Now()))
		})
		mine, err := s.IssueRole(readRole, "lane", time.Hour)
		must(t, err)
		return out.Key, mine
	}
	theirs, mine := session()

	same := [3]string{user.Key.AccessKeyID, user.Key.Secret, ""}
	// For each case: the keys to sign with for moto and for the fake.
	cases := map[string][2][3]string{
		"good":         {same, same},
		"wrong secret": {{same[0], "wrong", ""}, {same[0], "wrong", ""}},
		"unknown key":  {{"AKIANOBODYAAAAAAAAAA", same[1], ""}, {"AKIANOBODYAAAAAAAAAA", same[1], ""}},
		"session":      {{theirs.AccessKeyID, theirs.Secret, theirs.SessionToken}, {mine.AccessKeyID, mine.SecretAccessKey, mine.SessionToken}},
		"no token":     {{theirs.AccessKeyID, theirs.Secret, ""}, {mine.AccessKeyID, mine.SecretAccessKey, ""}},
		"bad token":    {{theirs.AccessKeyID, theirs.Secret, theirs.SessionToken + "x"}, {mine.AccessKeyID, mine.SecretAccessKey, mine.SessionToken + "x"}},
		"bad secret":   {{theirs.AccessKeyID, "wrong", theirs.SessionToken}, {mine.AccessKeyID, "wrong", mine.SessionToken}},
	}
	signed := [2]map[string]signedRequest{signByBotocore(t, py, cases, 0), signByBotocore(t, py, cases, 1)}
	want := map[string]string{"good": "", "session": "", "wrong secret": "SignatureDoesNotMatch", "bad secret": "SignatureDoesNotMatch"}
	for name, c := range cases {
		for signer, pair := range map[string][2]signedRequest{
			"botocore": {signed[0][name], signed[1][name]},
			"go":       {signByGo(t, c[0][0], c[0][1], c[0][2]), signByGo(t, c[1][0], c[1][1], c[1][2])},
		} {
			them, us := pair[0].sendTo(t, address), pair[1].sendTo(t, s.URL())
			if them != us {
				t.Errorf("%s, signed by %s: moto says %v, the fake %v", name, signer, them, us)
			}
			code, known := want[name]
			if !known {
				code = "InvalidClientTokenId"
			}
			if us.code != code {
				t.Errorf("%s, signed by %s: %v, want %q", name, signer, us, code)
			}
		}
	}
}

func signByBotocore(t *testing.T, py string, cases map[string][2][3]string, which int) map[string]signedRequest {
	t.Helper()
	in := map[string][3]string{}
	for name, c := range cases {
		in[name] = c[which]
	}
	text, err := json.Marshal(in)
	must(t, err)
	cmd := exec.CommandContext(t.Context(), py, script(t, "signed.py"))
	cmd.Env = append(cmd.Environ(), "LANE="+string(text))
	printed, err := cmd.Output()
	must(t, err)
	var out map[string]signedRequest
	decode(t, string(printed), &out)
	return out
}
