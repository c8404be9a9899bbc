package fakeaws_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/fakeaws/lane"
)

// stsCredentials is the part of an STS answer that the CLI prints.
type stsCredentials struct {
	Credentials struct{ AccessKeyID, SecretAccessKey, SessionToken, Expiration string }
}

func (c stsCredentials) env() map[string]string {
	return map[string]string{
		"AWS_ACCESS_KEY_ID": c.Credentials.AccessKeyID, "AWS_SECRET_ACCESS_KEY": c.Credentials.SecretAccessKey,
		"AWS_SESSION_TOKEN": c.Credentials.SessionToken, "AWS_EC2_METADATA_DISABLED": "true",
	}
}

func TestLaneCLI2(t *testing.T) {
	t.Parallel()
	cliLane(t, lane.AWSCLI(t, "2"), func(testing.TB) {})
}

func TestLaneCLI1(t *testing.T) {
	t.Parallel()
	cliLane(t, lane.AWSCLI(t, "1"), func(t testing.TB) { lane.Sweep(t, "the AWS CLI v2, and botocore") })
}

// cliLane drives one AWS CLI through STS, metadata, container, SSO portal and
// the device flow. The endpoint is given by flag, which every version knows. more is
// called by what goes beyond a sample.
func cliLane(t *testing.T, aws string, more func(testing.TB)) {
	var ahead atomic.Int64 // of the server's clock
	l := newBench(t, func(c *fakeaws.Config) {
		c.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	})
	sts := func(args ...string) []string {
		return append([]string{"sts", "--endpoint-url", l.URL(), "--output", "json"}, args...)
	}
	arn := func(t *testing.T, env map[string]string) string {
		t.Helper()
		var who struct{ Arn string }
		l.runJSON(t, &who, env, aws, sts("get-caller-identity")...)
		return who.Arn
	}
	refused := func(t *testing.T, env map[string]string, want string, args ...string) {
		t.Helper()
		_, stderr, err := l.run(t, env, aws, args...)
		if err == nil || !strings.Contains(stderr, want) {
			t.Fatalf("%v: %v\n%s\nwant %s", args, err, stderr, want)
		}
	}
	t.Run("identity", func(t *testing.T) {
		t.Parallel()
		if got := arn(t, keys(secret)); got != janeARN {
			t.Fatal(got)
		}
		refused(t, keys("wrong"), "An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: The request signature we calculated", sts("get-caller-identity")...)
	})
	t.Run("assume role with a code", func(t *testing.T) {
		t.Parallel()
		code := lane.Oathtool(t, laneSeed(0))
		in := sts("assume-role", "--role-arn", mfaRole, "--role-session-name", "lane", "--serial-number", laneSerial(0), "--token-code", code)
		var out stsCredentials
		l.runJSON(t, &out, keys(secret), aws, in...)
		if got := arn(t, out.env()); got != "arn:aws:sts::111122223333:assumed-role/Admin/lane" {
			t.Fatal(got)
		}
		refused(t, keys(secret), "(AccessDenied) when calling the AssumeRole operation: "+wrongCode, in...)
	})
	t.Run("session token with a code", func(t *testing.T) {
		t.Parallel()
		more(t)
		var out stsCredentials
		l.runJSON(t, &out, keys(secret), aws, sts("get-session-token", "--serial-number", laneSerial(1), "--token-code", lane.Oathtool(t, laneSeed(1)))...)
		if got := arn(t, out.env()); got != janeARN {
			t.Fatal(got)
		}
	})
	t.Run("web identity", func(t *testing.T) {
		t.Parallel()
		more(t)
		var out stsCredentials
		l.runJSON(t, &out, nil, aws, sts("assume-role-with-web-identity", "--role-arn", webRole, "--role-session-name", "lane", "--web-identity-token", "file://"+l.webTokenFile(t))...)
		if got := arn(t, out.env()); got != "arn:aws:sts::111122223333:assumed-role/Pod/lane" {
			t.Fatal(got)
		}
	})
	t.Run("instance", func(t *testing.T) {
		t.Parallel()
		more(t)
		if got := arn(t, nil); !strings.Contains(got, ":assumed-role/Box/i-") {
			t.Fatal(got)
		}
	})
	t.Run("container", func(t *testing.T) {
		t.Parallel()
		more(t)
		env := map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": l.ContainerURL("/task"), "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"}
		if got := arn(t, env); got != "arn:aws:sts::111122223333:assumed-role/Task/task" {
			t.Fatal(got)
		}
	})
	t.Run("device flow and portal", func(t *testing.T) {
		t.Parallel()
		more(t)
		cliDevice(t, l, aws, &ahead, refused)
	})
}

func cliDevice(t *testing.T, l *bench, aws string, ahead *atomic.Int64, refused func(*testing.T, map[string]string, string, ...string)) {
	call := func(service string, args ...string) []string {
		return append([]string{service, "--endpoint-url", l.URL(), "--no-sign-request", "--output", "json"}, args...)
	}
	var reg struct{ ClientID, ClientSecret string }
	l.runJSON(t, &reg, nil, aws, call("sso-oidc", "register-client", "--client-name", "lane", "--client-type", "public")...)
	var auth struct{ DeviceCode, UserCode string }
	l.runJSON(t, &auth, nil, aws, call("sso-oidc", "start-device-authorization", "--client-id", reg.ClientID, "--client-secret", reg.ClientSecret, "--start-url", startURL)...)
	token := call("sso-oidc", "create-token", "--client-id", reg.ClientID, "--client-secret", reg.ClientSecret,
		"--grant-type", "urn:ietf:params:oauth:grant-type:device_code", "--device-code="+auth.DeviceCode)
	refused(t, nil, "AuthorizationPendingException", token...)
	must(t, l.ApproveDevice(auth.UserCode))
	ahead.Store(int64(10 * time.Second)) // the poll interval has passed
	var out struct{ AccessToken string }
	l.runJSON(t, &out, nil, aws, token...)
	var creds struct{ RoleCredentials struct{ AccessKeyID string } }
	l.runJSON(t, &creds, nil, aws, call("sso", "get-role-credentials", "--account-id", account, "--role-name", "Admin", "--access-token="+out.AccessToken)...)
	if !strings.HasPrefix(creds.RoleCredentials.AccessKeyID, "ASIA") {
		t.Fatalf("%+v", creds)
	}
	var accounts struct {
		AccountList []struct{ AccountName string }
	}
	l.runJSON(t, &accounts, nil, aws, call("sso", "list-accounts", "--access-token="+out.AccessToken)...)
	if len(accounts.AccountList) != 2 {
		t.Fatalf("%+v", accounts)
	}
	refused(t, nil, "(UnauthorizedException) when calling the GetRoleCredentials operation: Session token not found or invalid",
		call("sso", "get-role-credentials", "--account-id", account, "--role-name", "Admin", "--access-token", "junk")...)
	refused(t, nil, "(ForbiddenException) when calling the GetRoleCredentials operation: No access",
		call("sso", "get-role-credentials", "--account-id", other, "--role-name", "Admin", "--access-token="+out.AccessToken)...)
}
