package chain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"credence/internal/clock"
)

const (
	federationPath = "/federation"
	// signinTokenLife is how long a browser can use a sign-in token (IAM User Guide).
	signinTokenLife = 15 * time.Minute
	// maxSigninToken is the longest token that is taken for one, in bytes.
	maxSigninToken = 64 << 10
)

// federationHosts are the hosts of the federation endpoint by partition (IAM User
// Guide, "Enable custom identity broker access to the AWS console"; AWS General
// Reference, "AWS Sign-In endpoints"). The sovereign cloud has regional ones alone.
var federationHosts = map[string]string{
	"aws": "signin.aws.amazon.com", "aws-cn": "signin.amazonaws.cn", "aws-us-gov": "signin.amazonaws-us-gov.com",
	"aws-eusc": "eusc-de-east-1.signin.amazonaws-eusc.eu",
}

// ConsoleSignIn is a sign-in to the console that waits for a browser.
type ConsoleSignIn struct {
	Endpoint string // the federation endpoint
	Token    Secret
	Expires  time.Time // after which no browser can use the token
}

// Address is where a browser has to go: a secret, as whoever has it is signed in.
func (s ConsoleSignIn) Address(destination, issuer string) Secret {
	q := url.Values{"Action": {"login"}, "Destination": {destination}, "SigninToken": {s.Token.Reveal()}}
	if issuer != "" {
		q.Set("Issuer", issuer)
	}
	return NewSecret(s.Endpoint + "?" + q.Encode())
}

// ConsoleToken exchanges temporary credentials for a sign-in to the console, which then
// lasts as long as they do or, for a role that long-term keys assumed, for duration. The
// credentials are in the body of the request, never in its address. The region says
// which partition's endpoint is asked; the configured endpoint of the service signin
// takes its place. The error is an *Error.
func ConsoleToken(ctx context.Context, opts Options, creds Credentials, region string, duration time.Duration) (ConsoleSignIn, error) {
	w := newWalk(opts, &session{})
	c, err := w.services()
	if err != nil {
		return ConsoleSignIn{}, err
	}
	defer c.closeIdle()
	e, err := w.endpointOverride(serviceSignin)
	if err != nil {
		return ConsoleSignIn{}, err
	}
	endpoint := strings.TrimRight(e.url, "/") + federationPath
	if e.url == "" {
		host, ok := federationHosts[PartitionOfRegion(region)]
		if !ok {
			data := Data{"partition": PartitionOfRegion(region), "region": region}
			return ConsoleSignIn{}, &Error{Reason: Reason{Code: CodeConsoleNoEndpoint, Data: data}}
		}
		endpoint = "https://" + host + federationPath
	}
	form, err := consoleForm(creds, duration)
	if err != nil {
		return ConsoleSignIn{}, err
	}
	asked := w.now()
	var token Secret
	err = c.call(ctx, serviceSignin, func(ctx context.Context) (err error) {
		token, err = c.askConsole(ctx, endpoint, form)
		return err
	})
	if err != nil {
		return ConsoleSignIn{}, w.consoleError(ctx, err, endpoint, duration)
	}
	return ConsoleSignIn{Endpoint: endpoint, Token: token, Expires: asked.Add(signinTokenLife)}, nil
}

// consoleForm is the body of getSigninToken.
func consoleForm(creds Credentials, duration time.Duration) (string, error) {
	text, err := json.Marshal(struct {
		ID    string `json:"sessionId"`
		Key   string `json:"sessionKey"`
		Token string `json:"sessionToken"`
	}{creds.AccessKeyID, creds.SecretAccessKey.Reveal(), creds.SessionToken.Reveal()})
	if err != nil {
		return "", fmt.Errorf("write the session: %w", err)
	}
	form := url.Values{"Action": {"getSigninToken"}, "SessionType": {"json"}, "Session": {string(text)}}
	if duration > 0 {
		form.Set("SessionDuration", strconv.Itoa(int(duration/time.Second)))
	}
	return form.Encode(), nil
}

// consoleStatus is a refusal of the federation endpoint, which gives no reason.
type consoleStatus struct{ status int }

func (e *consoleStatus) Error() string {
	return "status " + strconv.Itoa(e.status) + " " + http.StatusText(e.status)
}

var errNoSigninToken = errors.New("the answer holds no sign-in token")

// askConsole sends the request, again where the server is in trouble: asking is free of
// consequences.
func (c *serviceClients) askConsole(ctx context.Context, endpoint, form string) (Secret, error) {
	for attempt := 1; ; attempt++ {
		token, err := c.askConsoleOnce(ctx, endpoint, form)
		if err == nil || ctx.Err() != nil || !passing(err) || attempt >= c.attempts {
			return token, err
		}
		pause, _ := retryPause(attempt, nil)
		if err := clock.Wait(ctx, pause); err != nil {
			return Secret{}, err
		}
	}
}

// passing reports trouble that may be over in a moment: on the way, or the server's own.
func passing(err error) bool {
	if status, ok := errors.AsType[*consoleStatus](err); ok {
		return status.status >= 500 || status.status == http.StatusTooManyRequests
	}
	return !errors.Is(err, errNoSigninToken) && !errors.Is(err, errAnswerTooLarge)
}

func (c *serviceClients) askConsoleOnce(ctx context.Context, endpoint, form string) (Secret, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form))
	if err != nil {
		return Secret{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	resp, err := c.Do(r)
	if err != nil {
		return Secret{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return Secret{}, &consoleStatus{resp.StatusCode}
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return Secret{}, err
	}
	var out struct{ SigninToken string }
	if json.Unmarshal(body, &out) != nil || out.SigninToken == "" || len(out.SigninToken) > maxSigninToken {
		return Secret{}, errNoSigninToken
	}
	return NewSecret(out.SigninToken), nil
}

// consoleError tells three ends apart: the service refused, what answered was not the
// service, and nothing answered.
func (w *walk) consoleError(ctx context.Context, err error, endpoint string, duration time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	data := Data{"service": string(serviceSignin), "url": redactURL(endpoint)}
	if duration > 0 {
		data["seconds"] = strconv.Itoa(int(duration / time.Second))
	}
	status, answered := errors.AsType[*consoleStatus](err)
	switch {
	case answered && status.status >= 400 && status.status < 500 && status.status != http.StatusTooManyRequests:
		data["status"] = strconv.Itoa(status.status)
		return &Error{Reason: Reason{Code: CodeConsoleRefused, Data: data}, Err: err}
	case answered:
		data["status"], data["message"] = strconv.Itoa(status.status), status.Error()
	case errors.Is(err, errNoSigninToken), errors.Is(err, errAnswerTooLarge):
		return &Error{Reason: Reason{Code: CodeConsoleAnswer, Data: data}, Err: err}
	default:
		data["message"] = messageOf(err)
	}
	return &Error{Reason: Reason{Code: CodeConsoleUnreachable, Data: data}, Err: err}
}
