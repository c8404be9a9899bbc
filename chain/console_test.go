package chain

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// options are those of a walk in the rig.
func (r *rig) options() Options {
	o := r.newWalk().opts
	o.Dialect = nil
	return o
}

func TestConsoleToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.says("getSigninToken", reply{body: `{"SigninToken":"tok/en+1"}`})
	opts := r.options()
	s, err := ConsoleToken(t.Context(), opts, baseKeys, "eu-west-1", 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	h := r.fake.last(t)
	if h.method != http.MethodPost || h.uri != "/federation" || h.form.Get("SessionType") != "json" || h.form.Get("SessionDuration") != "7200" {
		t.Errorf("%+v", h)
	}
	if want := `{"sessionId":"AKIABASE","sessionKey":"base-secret","sessionToken":"base-token"}`; h.form.Get("Session") != want {
		t.Errorf("session %s", h.form.Get("Session"))
	}
	if s.Endpoint != r.fake.URL+"/federation" || !s.Expires.Equal(r.now.Add(15*time.Minute)) {
		t.Errorf("%+v", s)
	}
	at, err := url.Parse(s.Address("https://console.aws.amazon.com/s3?a=b&c", "https://example.com").Reveal())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Action": "login", "Destination": "https://console.aws.amazon.com/s3?a=b&c", "Issuer": "https://example.com", "SigninToken": "tok/en+1",
	} {
		if got := at.Query().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if at.Path != "/federation" || strings.Contains(s.Address("https://x", "").Reveal(), "Issuer") {
		t.Errorf("%s", at.Path)
	}

	if _, err := ConsoleToken(t.Context(), opts, baseKeys, "", 0); err != nil || r.fake.last(t).form.Has("SessionDuration") {
		t.Errorf("a duration without one: %v", err)
	}
}

func TestConsoleTokenThatIsNotGiven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers []reply
		code    Code
		tries   int
	}{
		{"refused", []reply{{status: 400, body: "<html>base-secret</html>"}}, CodeConsoleRefused, 1},
		{"no token", []reply{{body: `{}`}}, CodeConsoleAnswer, 1},
		{"a page", []reply{{body: "<html>"}}, CodeConsoleAnswer, 1},
		{"too large", []reply{{body: strings.Repeat("a", maxAnswer+1)}}, CodeConsoleAnswer, 1},
		{"redirected", []reply{{status: 302, header: http.Header{"Location": {"http://127.0.0.1:1/"}}}}, CodeConsoleUnreachable, 1},
		{"in trouble", []reply{{status: 503}, {status: 503}, {status: 503}, {body: `{"SigninToken":"t"}`}}, CodeConsoleUnreachable, 3},
		{"in trouble for a moment", []reply{{status: 503}, {status: 429}, {body: `{"SigninToken":"t"}`}}, "", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.env["AWS_MAX_ATTEMPTS"] = "3"
			r.fake.says("getSigninToken", c.answers...)
			_, err := ConsoleToken(t.Context(), r.options(), baseKeys, "eu-west-1", 0)
			if CodeOf(err) != c.code || (err == nil) != (c.code == "") || len(r.fake.ops()) != c.tries {
				t.Errorf("%v after %d tries", err, len(r.fake.ops()))
			}
			if err != nil && (strings.Contains(err.Error(), "base-secret") || strings.Contains(err.Error(), "base-token")) {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}

func TestConsoleEndpoints(t *testing.T) {
	t.Parallel()
	sent := errors.New("sent")
	for region, want := range map[string]string{
		"": "signin.aws.amazon.com", "eu-west-1": "signin.aws.amazon.com", "cn-north-1": "signin.amazonaws.cn",
		"us-gov-west-1": "signin.amazonaws-us-gov.com", "eusc-de-east-1": "eusc-de-east-1.signin.amazonaws-eusc.eu",
		"us-iso-east-1": "", "us-isob-east-1": "",
	} {
		r := newRig(t)
		delete(r.env, "AWS_ENDPOINT_URL")
		var host string
		r.opts.HTTP = roundTrip(func(q *http.Request) (*http.Response, error) {
			host = q.URL.Scheme + "://" + q.URL.Host
			return nil, sent
		})
		_, err := ConsoleToken(t.Context(), r.options(), baseKeys, region, 0)
		if want == "" {
			if CodeOf(err) != CodeConsoleNoEndpoint || host != "" {
				t.Errorf("%s: %v, asked %q", region, err, host)
			}
			continue
		}
		if CodeOf(err) != CodeConsoleUnreachable || host != "https://"+want {
			t.Errorf("%s: %v, asked %q", region, err, host)
		}
	}
	r := newRig(t)
	r.env["AWS_ENDPOINT_URL_SIGNIN"] = "http://signin.example.com"
	if _, err := ConsoleToken(t.Context(), r.options(), baseKeys, "", 0); CodeOf(err) != CodeEndpointPlain || len(r.fake.ops()) != 0 {
		t.Errorf("plain http: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(sent)
	if _, err := ConsoleToken(ctx, newRig(t).options(), baseKeys, "", 0); !errors.Is(err, sent) {
		t.Errorf("canceled: %v", err)
	}
}

const federated = `<GetFederationTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetFederationTokenResult>
<FederatedUser><FederatedUserId>222233334444:jane</FederatedUserId><Arn>arn:aws:sts::222233334444:federated-user/jane</Arn></FederatedUser>
<Credentials><AccessKeyId>ASIAFED</AccessKeyId><SecretAccessKey>fed-secret</SecretAccessKey><SessionToken>fed-token</SessionToken>
<Expiration>2030-01-02T03:04:05Z</Expiration></Credentials></GetFederationTokenResult></GetFederationTokenResponse>`

func TestFederationToken(t *testing.T) {
	t.Parallel()
	keys := Credentials{AccessKeyID: "AKIABASE", SecretAccessKey: NewSecret("base-secret")}
	r := newRig(t)
	r.fake.says("GetFederationToken", reply{body: federated})
	creds, err := FederationToken(t.Context(), r.options(), keys, "", FederationRequest{Name: "jane", Policy: `{"a":1}`, Duration: time.Hour})
	if err != nil || creds.AccessKeyID != "ASIAFED" || creds.AccountID != "222233334444" || creds.SessionToken.Reveal() != "fed-token" || creds.Expiration.IsZero() {
		t.Fatalf("%+v %v", creds, err)
	}
	h := r.fake.last(t)
	if h.form.Get("Name") != "jane" || h.form.Get("Policy") != `{"a":1}` || h.form.Get("DurationSeconds") != "3600" {
		t.Errorf("%v", h.form)
	}
	for _, c := range []struct {
		answer reply
		code   Code
	}{
		{stsError(403, "AccessDenied", "Cannot call GetFederationToken with session credentials"), CodeFederationRefused},
		{reply{body: strings.ReplaceAll(federated, "fed-token", "")}, CodeFederationIncomplete},
		{reply{status: 500, body: "no"}, CodeFederationRefused},
	} {
		r.fake.says("GetFederationToken", c.answer)
		if _, err := FederationToken(t.Context(), r.options(), keys, "eu-west-1", FederationRequest{Name: "jane"}); CodeOf(err) != c.code || strings.Contains(err.Error(), "base-secret") {
			t.Errorf("%v, want %s", err, c.code)
		}
	}
	r.fake.Close()
	if _, err := FederationToken(t.Context(), r.options(), keys, "eu-west-1", FederationRequest{Name: "jane"}); CodeOf(err) != CodeFederationUnreachable {
		t.Errorf("%v", err)
	}
}

func TestPartitions(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"": "aws", "eu-west-1": "aws", "us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "eusc-de-east-1": "aws-eusc",
		"us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b", "eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f", "CN-NORTH-1": "aws-cn",
	} {
		if got := PartitionOfRegion(region); got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
	if got := PartitionOfARN("arn:aws-cn:iam::1:role/x"); got != "aws-cn" {
		t.Error(got)
	}
}
