package fakeaws

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	deviceLife = 10 * time.Minute
	// pollInterval is what the device flow asks for; faster polls are told to
	// slow down and the interval grows by slowBy (RFC 8628 section 3.5).
	pollInterval = time.Second
	slowBy       = 5 * time.Second
	// pollSlack forgives timers that fire a little early.
	pollSlack = 50 * time.Millisecond
)

type decision int

const (
	undecided decision = iota
	allowed
	refused
	consumed
)

// device is one device authorization in progress.
type device struct {
	code, userCode string
	client         string
	startURL       string
	expires        time.Time
	interval       time.Duration
	lastPoll       time.Time
	polls          int
	verdict        decision
}

func errNoInstance(startURL string) error {
	return fmt.Errorf("no identity center instance at %q", startURL)
}

func (s *Server) startDevice(c *call) reply {
	var in struct {
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
		StartURL     string `json:"startUrl"`
	}
	if json.Unmarshal(c.body, &in) != nil {
		return oidcRefusal("InvalidRequestException", "Invalid request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cl, refusal := s.client(c, in.ClientID, in.ClientSecret)
	if refusal != nil {
		return *refusal
	}
	i := s.sso(in.StartURL)
	if i == nil || i.away(c.region) {
		return oidcRefusal("InvalidRequestException", "Invalid start url provided")
	}
	d := &device{
		code: randomURLText(48), userCode: userCode(), client: cl.id, startURL: i.StartURL,
		expires: c.now.Add(deviceLife), interval: pollInterval,
	}
	s.state.oidc.devices[d.code] = d
	page := s.devicePageAt(c)
	return jsonReply(http.StatusOK, map[string]any{
		"deviceCode": d.code, "userCode": d.userCode, "verificationUri": page,
		"verificationUriComplete": page + "?user_code=" + d.userCode,
		"expiresIn":               int(deviceLife.Seconds()), "interval": int(pollInterval.Seconds()),
	})
}

// devicePageAt is the address of the verification page: under AWS's name where that is
// how the request was addressed.
func (s *Server) devicePageAt(c *call) string {
	if region := regionOfHost(c.r.Host); region != "" {
		return "https://device.sso." + region + ".amazonaws.com/device"
	}
	return s.apiAt + "/device"
}

// userCode looks like ABCD-EFGH.
func userCode() string {
	text := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, newKeyID()[4:]+newKeyID()[4:])
	for len(text) < 8 {
		text += "Q"
	}
	return text[:4] + "-" + text[4:8]
}

func (s *Server) tokenForDevice(c *call, cl *oidcClient, in tokenRequest) reply {
	d := s.state.oidc.devices[in.DeviceCode]
	if d == nil || d.client != cl.id || d.verdict == consumed {
		return oidcRefusal("InvalidGrantException", "Invalid device code provided")
	}
	i := s.sso(d.startURL)
	switch {
	case i == nil:
		return oidcRefusal("InvalidGrantException", "Invalid device code provided")
	case !c.now.Before(d.expires):
		return oidcRefusal("ExpiredTokenException", "Device code has expired")
	case !i.Patient && !d.lastPoll.IsZero() && c.now.Sub(d.lastPoll) < d.interval-pollSlack:
		d.lastPoll = c.now
		d.interval += slowBy
		return oidcRefusal("SlowDownException", "Polling too frequently")
	}
	d.lastPoll = c.now
	if d.polls++; d.verdict == undecided && i.ApproveAfter > 0 && d.polls > i.ApproveAfter {
		d.verdict = allowed
	}
	switch d.verdict {
	case undecided:
		return oidcRefusal("AuthorizationPendingException", "Authorization is still pending")
	case refused:
		return oidcRefusal("AccessDeniedException", "Access denied by user")
	default:
		d.verdict = consumed
		return s.grant(c, i, &family{client: cl.id, startURL: i.StartURL}, len(cl.scopes) > 0)
	}
}

// ApproveDevice allows a device authorization, as the user does in the browser.
func (s *Server) ApproveDevice(userCode string) error { return s.decide(userCode, allowed) }

// DenyDevice refuses a device authorization.
func (s *Server) DenyDevice(userCode string) error { return s.decide(userCode, refused) }

func (s *Server) decide(userCode string, verdict decision) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.state.oidc.devices {
		if d.userCode == userCode && d.verdict == undecided && s.clock().Before(d.expires) {
			d.verdict = verdict
			return nil
		}
	}
	return fmt.Errorf("no device authorization is waiting under %q", userCode)
}

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{.Title}}</title>
<style>:root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.4rem 1.4rem;margin-right:.6rem}code{font-size:1.4rem}</style>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
{{if .Code}}<p><code>{{.Code}}</code></p>{{end}}
{{if .Ask}}<form method="post">
{{range $k, $v := .Hidden}}<input type="hidden" name="{{$k}}" value="{{$v}}">
{{end}}<button name="action" value="allow">Allow</button><button name="action" value="deny">Deny</button>
</form>{{end}}
</html>
`))

type pageData struct {
	Title, Text, Code string
	Ask               bool
	Hidden            map[string]string
}

func showPage(status int, data pageData) reply {
	var b strings.Builder
	if err := page.Execute(&b, data); err != nil {
		return reply{status: http.StatusInternalServerError, kind: "text/plain", body: err.Error()}
	}
	return reply{status: status, kind: "text/html; charset=utf-8", body: b.String()}
}

// devicePage is the verification page of the device flow.
func (s *Server) devicePage(c *call) reply {
	code := strings.ToUpper(c.form.Get("user_code"))
	if c.r.Method != http.MethodPost {
		return showPage(http.StatusOK, pageData{
			Title: "Sign in to the sample AWS", Text: "Confirm that this code is the one shown by your program.",
			Code: code, Ask: true, Hidden: map[string]string{"user_code": code},
		})
	}
	verdict, done := allowed, "Request approved. You can close this page."
	if c.form.Get("action") != "allow" {
		verdict, done = refused, "Request denied. You can close this page."
	}
	if err := s.decide(code, verdict); err != nil {
		return showPage(http.StatusBadRequest, pageData{Title: "Unknown code", Text: err.Error()})
	}
	return showPage(http.StatusOK, pageData{Title: "Done", Text: done})
}

// withQuery adds parameters to an address.
func withQuery(address string, add map[string]string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	for k, v := range add {
		if v != "" {
			q.Set(k, v)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
