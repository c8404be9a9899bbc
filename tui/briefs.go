package tui

import (
	"maps"
	"path"
	"strconv"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// briefs are reasons for a column that is too narrow for the whole one, which the
// detail says. {name} is a fact of the reason; of an ARN its last part.
var briefs = map[chain.Code]string{
	chain.CodeEnvProfileNamed:      "profile named",
	chain.CodeEnvUnset:             "no key variables",
	chain.CodeWebIdentityUnset:     "no token file set",
	chain.CodeInstanceUnknown:      "needs a request",
	chain.CodeRoleFound:            "assumed role {roleArn}",
	chain.CodeRoleWouldAssume:      "would assume {roleArn}",
	chain.CodeWebIdentityFound:     "assumed role {roleArn}",
	chain.CodeWebIdentityWouldCall: "would assume {roleArn}",
	chain.CodeRoleCached:           "assumed role {roleArn}",
	chain.CodeSSONoSettings:        "no sso settings",
	chain.CodeSSOFound:             "role {role}",
	chain.CodeSSOCached:            "role {role}",
	chain.CodeSSOWouldCall:         "would ask for {role}",
	chain.CodeSSOWouldRefresh:      "would refresh the token",
	chain.CodeSSORevoked:           "signed out on the server",
	chain.CodeMFASessionNew:        "with MFA until {expires}",
	chain.CodeMFASessionWouldGet:   "would ask for a code",
	chain.CodeSourceMissing:        "no profile {source}",
	chain.CodeMFACanceled:          "no MFA code given",
	chain.CodeProcessWouldRun:      "would run a command",
	chain.CodeProcessFailed:        "exit code {exitCode}",
	chain.CodeProcessTimeout:       "took too long",
	chain.CodeInstanceFound:        "role {role}",
	chain.CodeInstanceDisabled:     "turned off",
	chain.CodeDefaultMissing:       "no default profile",
	chain.CodeContainerUnset:       "no URI variable",
	chain.CodeRoleRefused:          "sts refused it",
	chain.CodeRoleUnreachable:      "sts did not answer",
	chain.CodeWebIdentityRefused:   "sts refused it",
	chain.CodeSSOSessionMissing:    "no session {session}",
	chain.CodeSSORefreshRefused:    "the sign-in has ended",
	chain.CodeLoginRefreshed:       "aws login, refreshed",
	chain.CodeProfileEmpty:         "no credentials in it",
	chain.CodeSSOTokenMissing:      "never signed in",
	chain.CodeMFASessionCached:     "with MFA, kept",
	chain.CodeCanceled:             "before it was done",
}

// briefly is a reason for a column of so many cells: whole where there is room for
// that, else without the profile's own name, which stands above, and in few words.
func (m *Model) briefly(r chain.Reason, width int) string {
	text := m.voice().Reason(chosenHere(r))
	if widthOf(text) <= width {
		return text
	}
	if before, _, ok := strings.Cut(text, " ("); ok && widthOf(before) <= width {
		return before
	}
	if short, ok := m.shortened(r); ok {
		return short
	}
	text = strings.TrimPrefix(text, m.chain.at.label()+" has ")
	if before, _, ok := strings.Cut(text, " ("); ok && widthOf(text) > width {
		return before
	}
	return text
}

// chosenHere is a reason without what goes without saying here: that the profile is
// named by an argument, as the chain calls the row under the cursor.
func chosenHere(r chain.Reason) chain.Reason {
	if r.Data["selectedBy"] == string(chain.SelectedByArgument) {
		r.Data = maps.Clone(r.Data)
		delete(r.Data, "selectedBy")
	}
	return r
}

// shortened is the brief form of a reason, if there is one and its facts are known.
func (m *Model) shortened(r chain.Reason) (string, bool) {
	text, ok := briefs[r.Code]
	if !ok {
		return "", false
	}
	if before, rest, fact := strings.Cut(text, "{"); fact {
		name, after, _ := strings.Cut(rest, "}")
		value := r.Data[name]
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			value = wording.Clock(t, m.now)
		}
		if value == "" {
			return "", false
		}
		text = before + lastOf(value) + after
	}
	return text, true
}

// stepRequest is the last request of a step: what was asked for where the request is
// the step itself, else who was asked, and the answer.
func stepRequest(s *chain.StepTrace) string {
	for n := len(s.Evidence) - 1; n >= 0; n-- {
		e := s.Evidence[n]
		if e.Kind != chain.EvidenceRequest {
			continue
		}
		_, rest, ok := strings.Cut(e.URL, "://")
		if !ok {
			return wording.Request(e)
		}
		host, asked, _ := strings.Cut(rest, "/")
		text := sanitize.Text(strings.TrimSuffix(host, ".amazonaws.com"))
		if s.Kind == chain.StepRequest {
			text = sanitize.Text(e.Method) + " " + shortPath(sanitize.Text(asked))
		}
		if e.Status != 0 {
			text += ", " + strconv.Itoa(e.Status)
		}
		return text
	}
	return ""
}

// shortPath is the end of a path, where it says what is asked for.
func shortPath(p string) string {
	p, _, _ = strings.Cut(p, "?")
	p = strings.TrimSuffix(p, "/")
	if above, last := path.Split(p); strings.Count(p, "/") > 1 {
		return "…/" + path.Base(above) + "/" + last
	}
	return "/" + p
}
