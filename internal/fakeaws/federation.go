package fakeaws

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The operations of the console's federation endpoint (IAM user guide, "Enable custom
// identity broker access to the AWS console").
const (
	OpSigninToken  = "getSigninToken"
	OpConsoleLogin = "console.login"
)

const (
	// signinTokenLife is how long a sign-in token can be used.
	signinTokenLife = 15 * time.Minute
	leastConsole    = 900
	mostConsole     = 43200
)

// signinGrant is a sign-in token's meaning.
type signinGrant struct {
	who     principal
	expires time.Time
	session time.Time // the end of the console session
}

func classifyFederation(c *call) string {
	switch c.form.Get("Action") {
	case "getSigninToken":
		return OpSigninToken
	case "login":
		return OpConsoleLogin
	}
	return OpUnknown
}

// federationError is all that the endpoint says: a page, and no reason.
func federationError(status int) reply {
	return reply{status: status, kind: "text/html", body: "<html><head><title>" + http.StatusText(status) + "</title></head><body></body></html>"}
}

// getSigninToken exchanges temporary credentials for a sign-in token. It takes those of
// roles and federated users, and none of GetSessionToken. SessionDuration is for roles
// that long-term credentials assumed.
func (s *Server) getSigninToken(c *call) reply {
	var in struct {
		ID    string `json:"sessionId"`
		Key   string `json:"sessionKey"`
		Token string `json:"sessionToken"`
	}
	if json.Unmarshal([]byte(c.form.Get("Session")), &in) != nil {
		return federationError(http.StatusBadRequest)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	made := s.state.sessions[in.ID]
	if made == nil || subtle.ConstantTimeCompare([]byte(made.SessionToken+made.SecretAccessKey), []byte(in.Token+in.Key)) != 1 ||
		!c.now.Before(made.Expiration) || made.who.kind == kindUserSession {
		return federationError(http.StatusBadRequest)
	}
	end := made.Expiration
	if c.form.Has("SessionDuration") {
		seconds, err := strconv.Atoi(c.form.Get("SessionDuration"))
		if err != nil || seconds < leastConsole || seconds > mostConsole || made.who.kind == kindFederated || made.chained {
			return federationError(http.StatusBadRequest)
		}
		end = c.now.Add(time.Duration(seconds) * time.Second)
	}
	token := randomURLText(300)
	s.state.signins[token] = &signinGrant{who: made.who, expires: c.now.Add(signinTokenLife), session: end}
	return jsonReply(http.StatusOK, map[string]string{"SigninToken": token})
}

// consoleLogin is where a browser ends up: the console of the sample AWS is one page
// that says who is signed in and where to.
func (s *Server) consoleLogin(c *call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	grant := s.state.signins[c.form.Get("SigninToken")]
	destination, err := url.Parse(c.form.Get("Destination"))
	if grant == nil || !c.now.Before(grant.expires) || err != nil || destination.Host == "" {
		return federationError(http.StatusBadRequest)
	}
	return showPage(http.StatusOK, pageData{
		Title: "The console of the sample AWS",
		Text:  "Signed in as " + grant.who.arn + " until " + grant.session.UTC().Format(time.RFC3339) + ". The real console would now show " + destination.String(),
	})
}
