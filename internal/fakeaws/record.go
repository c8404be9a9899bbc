package fakeaws

import (
	"net/http"
	"net/url"
	"time"
)

// Names of operations that are not AWS API actions, as they appear in
// Request.Op and are given to Inject. API actions have their own names:
// AssumeRole, GetRoleCredentials, CreateToken, CreateOAuth2Token ….
const (
	OpIMDSToken       = "imds.token"
	OpIMDSRoles       = "imds.roles"
	OpIMDSCredentials = "imds.credentials"
	OpIMDSRegion      = "imds.region"
	OpIMDSOther       = "imds.other"
	OpContainer       = "container"
	OpAuthorize       = "authorize"
	OpDevicePage      = "device.page"
	OpDiscovery       = "oidc.discovery"
	OpJWKS            = "oidc.jwks"
	OpUnknown         = "unknown"
)

// Request is one request as the server received it. It holds whatever the
// client sent, secrets included: the world is made up.
type Request struct {
	Op     string
	Method string
	Host   string
	// URI is the request target as sent.
	URI    string
	Header http.Header
	// Form is the decoded body of a query-protocol call, or the query of a GET.
	Form url.Values
	Body []byte
	Time time.Time
	// KeyID and Region come from the signature, if there is one.
	KeyID  string
	Region string
	// Status of the answer; 0 while it is pending or when there was none
	// (reset, hang).
	Status int
}

// Requests returns what has been received so far, in order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Request, len(s.log))
	for i, r := range s.log {
		out[i] = *r
	}
	return out
}

// Count returns how many requests of an operation have been received; ""
// counts all.
func (s *Server) Count(op string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.log {
		if op == "" || r.Op == op {
			n++
		}
	}
	return n
}

// ResetRequests forgets what has been received.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

func (s *Server) record(r *Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, r)
}

func (s *Server) setStatus(r *Request, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Status = status
}
