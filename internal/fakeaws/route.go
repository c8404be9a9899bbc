package fakeaws

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxBody is the largest request body read.
const maxBody = 1 << 20

const regionPrefix = "/region/"

// call is one request on its way through an operation.
type call struct {
	r      *http.Request
	op     string
	path   string // without the region prefix
	region string // the region the request was addressed to, "" if any
	form   url.Values
	body   []byte
	now    time.Time
	signer credentialScope
}

// reply is an answer before it is written.
type reply struct {
	status int
	kind   string
	header http.Header
	body   string
}

func (r *reply) set(key, value string) {
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(key, value)
}

func (r reply) write(w http.ResponseWriter) {
	for k, v := range r.header {
		w.Header()[k] = v
	}
	if r.kind != "" {
		w.Header().Set("Content-Type", r.kind)
	}
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, r.body)
}

func jsonReply(status int, v any) reply {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return reply{status: http.StatusInternalServerError, kind: "text/plain", body: err.Error()}
	}
	return reply{status: status, kind: "application/json", body: strings.TrimSuffix(b.String(), "\n")}
}

func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	s.wg.Add(1)
	s.mu.Unlock()
	defer s.wg.Done()

	c := s.newCall(r)
	rec := &Request{
		Op: c.op, Method: r.Method, Host: r.Host, URI: r.RequestURI, Header: r.Header.Clone(),
		Form: c.form, Body: c.body, Time: c.now, KeyID: c.signer.keyID, Region: c.signer.region,
	}
	s.record(rec)
	w.Header().Set("Date", c.now.UTC().Format(http.TimeFormat))
	w.Header().Set("X-Amzn-Requestid", newRequestID())

	fault := s.takeFault(c.op)
	if fault == nil {
		answer := s.perform(c)
		s.setStatus(rec, answer.status)
		answer.write(w)
		return
	}
	if !fault.wait(r.Context()) {
		panic(http.ErrAbortHandler)
	}
	var answer reply
	if fault.Late || !fault.replaces() {
		answer = s.perform(c)
	}
	if fault.replaces() {
		s.setStatus(rec, fault.strike(r.Context(), w, c))
		return
	}
	fault.decorate(&answer)
	s.setStatus(rec, answer.status)
	answer.write(w)
}

func (s *Server) newCall(r *http.Request) *call {
	c := &call{r: r, path: r.URL.Path, now: s.clock(), region: regionOfHost(r.Host)}
	if rest, ok := strings.CutPrefix(c.path, regionPrefix); ok {
		region, path, _ := strings.Cut(rest, "/")
		c.region, c.path = region, "/"+path
	}
	c.body, _ = io.ReadAll(io.LimitReader(r.Body, maxBody))
	c.form = r.URL.Query()
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		if v, err := url.ParseQuery(string(c.body)); err == nil {
			for k, values := range v {
				c.form[k] = append(c.form[k], values...)
			}
		}
	}
	c.signer = parseScope(r)
	c.op = s.classify(c)
	return c
}

var serviceHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:sts|oidc|portal\.sso)\.([a-z]+(?:-[a-z]+)+-\d+)\.|^([a-z]+(?:-[a-z]+)+-\d+)\.signin\.`)
})

// regionOfHost reads the region from the real host names, for tests that point
// those at loopback.
func regionOfHost(host string) string {
	m := serviceHost().FindStringSubmatch(host)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

const (
	imdsToken = "/latest/api/token"
	imdsRoles = "/latest/meta-data/iam/security-credentials"
)

func (s *Server) classify(c *call) string {
	if s.container(c.path) != nil {
		return OpContainer
	}
	switch p := c.path; {
	case p == imdsToken:
		return OpIMDSToken
	case p == imdsRoles || p == imdsRoles+"/":
		return OpIMDSRoles
	case strings.HasPrefix(p, imdsRoles+"/"):
		return OpIMDSCredentials
	case p == "/latest/meta-data/placement/region":
		return OpIMDSRegion
	case strings.HasPrefix(p, "/latest/"):
		return OpIMDSOther
	case strings.HasPrefix(p, issuerPrefix):
		return classifyIssuer(p)
	case p == "/" || p == "":
		if action := c.form.Get("Action"); action != "" {
			return action
		}
	case p == "/federation":
		return classifyFederation(c)
	case p == "/authorize":
		return OpAuthorize
	case p == "/device":
		return OpDevicePage
	default:
		if op := restOps[c.r.Method+" "+p]; op != "" {
			return op
		}
	}
	return OpUnknown
}

// restOps are the REST operations: requestUri of the service models.
var restOps = map[string]string{
	"GET /federation/credentials": "GetRoleCredentials",
	"GET /assignment/accounts":    "ListAccounts",
	"GET /assignment/roles":       "ListAccountRoles",
	"POST /logout":                "Logout",
	"POST /client/register":       "RegisterClient",
	"POST /device_authorization":  "StartDeviceAuthorization",
	"POST /token":                 "CreateToken",
	"POST /v1/token":              "CreateOAuth2Token",
}

func (s *Server) perform(c *call) reply {
	switch c.op {
	case OpIMDSToken, OpIMDSRoles, OpIMDSCredentials, OpIMDSRegion, OpIMDSOther:
		return s.metadata(c)
	case OpContainer:
		return s.containerCredentials(c)
	case OpDiscovery, OpJWKS:
		return s.issuerDocument(c)
	case OpSigninToken:
		return s.getSigninToken(c)
	case OpConsoleLogin:
		return s.consoleLogin(c)
	case OpAuthorize:
		return s.authorize(c)
	case OpDevicePage:
		return s.devicePage(c)
	case "GetRoleCredentials", "ListAccounts", "ListAccountRoles", "Logout":
		return s.portal(c)
	case "RegisterClient":
		return s.registerClient(c)
	case "StartDeviceAuthorization":
		return s.startDevice(c)
	case "CreateToken":
		return s.createToken(c)
	case "CreateOAuth2Token":
		return s.signinToken(c)
	case OpUnknown:
		return s.unknown(c)
	default:
		return s.sts(c)
	}
}

// unknown answers what no service here knows.
func (s *Server) unknown(c *call) reply {
	if c.path == "/" || c.path == "" {
		return s.sts(c)
	}
	return jsonReply(http.StatusNotFound, map[string]string{"message": "no operation at " + c.r.Method + " " + strconv.Quote(c.path)})
}

// failure words an error in the format of the call's service.
func (c *call) failure(status int, code, message string) reply {
	switch c.op {
	case OpIMDSToken, OpIMDSRoles, OpIMDSCredentials, OpIMDSRegion, OpIMDSOther:
		return metadataError(status)
	case OpContainer:
		return containerError(status, code, message)
	case "GetRoleCredentials", "ListAccounts", "ListAccountRoles", "Logout":
		return portalError(status, code, message)
	case "RegisterClient", "StartDeviceAuthorization", "CreateToken":
		return oidcError(status, code, message)
	case "CreateOAuth2Token":
		return signinError(status, code, message)
	case OpSigninToken, OpConsoleLogin:
		return federationError(status)
	case OpDiscovery, OpJWKS, OpAuthorize, OpDevicePage, OpUnknown:
		return reply{status: status, kind: "text/plain", body: message}
	default:
		return stsError(status, code, message)
	}
}
