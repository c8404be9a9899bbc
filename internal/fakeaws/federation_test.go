package fakeaws_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

// signinToken asks the federation endpoint; the token is empty where it refuses.
func signinToken(t *testing.T, s *fakeaws.Server, c fakeaws.Credentials, duration string) string {
	t.Helper()
	session, err := json.Marshal(map[string]string{"sessionId": c.AccessKeyID, "sessionKey": c.SecretAccessKey, "sessionToken": c.SessionToken})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"Action": {"getSigninToken"}, "SessionType": {"json"}, "Session": {string(session)}}
	if duration != "" {
		form.Set("SessionDuration", duration)
	}
	status, body, _ := send(t, http.MethodPost, s.URL()+"/federation", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, form.Encode())
	var out struct{ SigninToken string }
	if status != http.StatusOK {
		if strings.Contains(body, c.SessionToken) && c.SessionToken != "" {
			t.Errorf("the refusal repeats the token")
		}
		return ""
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return out.SigninToken
}

func TestFederationEndpoint(t *testing.T) {
	t.Parallel()
	now := newClock()
	now.set(time.Now()) // the SDK signs by the real clock
	s := start(t, withClock(now))
	assumed, err := jane(s).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("jane")})
	if err != nil {
		t.Fatal(err)
	}
	direct := fakeaws.Credentials{AccessKeyID: *assumed.Credentials.AccessKeyId, SecretAccessKey: *assumed.Credentials.SecretAccessKey, SessionToken: *assumed.Credentials.SessionToken}
	second, err := asSession(s, direct).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: new(longRole), RoleSessionName: new("jane")})
	if err != nil {
		t.Fatal(err)
	}
	chained := fakeaws.Credentials{AccessKeyID: *second.Credentials.AccessKeyId, SecretAccessKey: *second.Credentials.SecretAccessKey, SessionToken: *second.Credentials.SessionToken}
	fed, err := jane(s).GetFederationToken(t.Context(), &sts.GetFederationTokenInput{Name: new("jane")})
	if err != nil {
		t.Fatal(err)
	}
	federated := fakeaws.Credentials{AccessKeyID: *fed.Credentials.AccessKeyId, SecretAccessKey: *fed.Credentials.SecretAccessKey, SessionToken: *fed.Credentials.SessionToken}
	user, err := jane(s).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
	if err != nil {
		t.Fatal(err)
	}
	expired, err := s.IssueRole(readRole, "old", -time.Second)
	if err != nil {
		t.Fatal(err)
	}
	forged := direct
	forged.SecretAccessKey += "x"
	for _, c := range []struct {
		name     string
		creds    fakeaws.Credentials
		duration string
		ok       bool
	}{
		{"role", direct, "", true},
		{"role with a duration", direct, "43200", true},
		{"too short", direct, "899", false},
		{"too long", direct, "43201", false},
		{"no number", direct, "1h", false},
		{"chained", chained, "", true},
		{"chained with a duration", chained, "3600", false},
		{"federated", federated, "", true},
		{"federated with a duration", federated, "3600", false},
		{"user session", fakeaws.Credentials{AccessKeyID: *user.Credentials.AccessKeyId, SecretAccessKey: *user.Credentials.SecretAccessKey, SessionToken: *user.Credentials.SessionToken}, "", false},
		{"long-term", fakeaws.Credentials{AccessKeyID: keyID, SecretAccessKey: secret}, "", false},
		{"expired", expired, "", false},
		{"forged", forged, "", false},
	} {
		if token := signinToken(t, s, c.creds, c.duration); (token != "") != c.ok {
			t.Errorf("%s: token %q", c.name, token)
		}
	}

	token := signinToken(t, s, direct, "")
	login := s.URL() + "/federation?" + url.Values{"Action": {"login"}, "Destination": {"https://console.aws.amazon.com/s3"}, "SigninToken": {token}}.Encode()
	status, body, _ := send(t, http.MethodGet, login, nil, "")
	if status != http.StatusOK || !strings.Contains(body, "assumed-role/Read/jane") || !strings.Contains(body, "https://console.aws.amazon.com/s3") {
		t.Errorf("%d %s", status, body)
	}
	now.add(15 * time.Minute)
	if status, _, _ := send(t, http.MethodGet, login, nil, ""); status != http.StatusBadRequest {
		t.Errorf("the token still works: %d", status)
	}
	if n, m := s.Count(fakeaws.OpSigninToken), s.Count(fakeaws.OpConsoleLogin); n != 14 || m != 2 {
		t.Errorf("%d and %d requests recorded", n, m)
	}
	if status, _, _ := send(t, http.MethodGet, s.URL()+"/federation?Action=other", nil, ""); status != http.StatusNotFound {
		t.Errorf("an unknown action: %d", status)
	}
	s.Inject(fakeaws.OpSigninToken, fakeaws.Fault{Status: http.StatusServiceUnavailable})
	if token := signinToken(t, s, direct, ""); token != "" {
		t.Error("the fault did not strike")
	}
}
