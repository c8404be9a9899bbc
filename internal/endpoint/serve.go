package endpoint

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"time"

	"credence/chain"
)

// The codes of errors that are answered, beside those of package chain.
const (
	codeHost   = "endpoint.host"   // the request is for another host
	codeToken  = "endpoint.token"  // no token, or not ours
	codePath   = "endpoint.path"   // there is nothing there
	codeMethod = "endpoint.method" // anything but GET
)

// lasting is how long credentials are said to live that have no end: SDKs demand one,
// and ask again then.
const lasting = time.Hour

// answer is the body that the ECS agent gives. SDKs demand the first four.
type answer struct {
	AccessKeyId     string //nolint:revive // the protocol's spelling
	SecretAccessKey string
	Token           string
	Expiration      string
	AccountId       string `json:",omitempty"` //nolint:revive // the protocol's spelling
}

// failure is the body of an error, as SDKs read it (aws-sdk-go-v2, endpointcreds).
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// serve answers a request. What a stranger gets says nothing about the credentials.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Host != s.host:
		refuse(w, http.StatusForbidden, codeHost, "this endpoint answers to its own address alone")
	case !s.knows(r.Header.Get("Authorization")):
		refuse(w, http.StatusUnauthorized, codeToken, "the authorization token is missing or not the right one ("+VariableToken+")")
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		refuse(w, http.StatusMethodNotAllowed, codeMethod, "only GET is answered")
	case r.URL.Path != path:
		refuse(w, http.StatusNotFound, codePath, "the credentials are at "+path)
	default:
		s.credentials(w, r)
	}
}

// knows compares in constant time, whatever the length.
func (s *Server) knows(token string) bool {
	given, own := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.token.Reveal()))
	return subtle.ConstantTimeCompare(given[:], own[:]) == 1
}

func (s *Server) credentials(w http.ResponseWriter, r *http.Request) {
	res, err := s.options.Source.Resolve(r.Context())
	if err != nil {
		if r.Context().Err() != nil {
			return // nobody waits any more
		}
		if s.options.Failed != nil {
			s.options.Failed(err)
		}
		refuse(w, status(err), code(err), s.options.Explain(err))
		return
	}
	keys := res.Keys
	end := keys.Expiration
	if end.IsZero() {
		end = s.options.Clock().Add(lasting)
	}
	write(w, http.StatusOK, answer{
		keys.AccessKeyID, keys.SecretAccessKey.Reveal(), keys.SessionToken.Reveal(), end.UTC().Format(time.RFC3339), keys.AccountID,
	})
}

func code(err error) string {
	if c := string(chain.CodeOf(err)); c != "" {
		return c
	}
	return "endpoint.failed"
}

// status tells SDKs whether to try again: they do after 5xx. Where a person is needed
// that would only put off the message.
func status(err error) int {
	switch chain.CodeOf(err) {
	case chain.CodeNoCredentials, chain.CodeMFANoProvider, chain.CodeMFANoTerminal, chain.CodeMFACanceled,
		chain.CodeSSOTokenMissing, chain.CodeSSOTokenExpired, chain.CodeSSOTokenNoRefresh, chain.CodeSSORefreshRefused,
		chain.CodeSSORevoked, chain.CodeSSODenied, chain.CodeLoginMissing, chain.CodeLoginExpired, chain.CodeLoginUserChanged:
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	write(w, status, failure{code, message})
}

func write(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, nil
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n'))
}
