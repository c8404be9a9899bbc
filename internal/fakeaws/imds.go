package fakeaws

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	ttlHeader   = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds"
	tokenHeader = "X-Aws-Ec2-Metadata-Token"
	maxTTL      = 21600
	// instanceLife is how long instance and task credentials live.
	instanceLife = 6 * time.Hour
)

// metadataError is an answer of the metadata service: a small HTML page.
func metadataError(status int) reply {
	title := strconv.Itoa(status) + " - " + http.StatusText(status)
	return reply{status: status, kind: "text/html", body: `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>` + title + `</title>
 </head>
 <body>
  <h1>` + title + `</h1>
 </body>
</html>
`}
}

// metadata plays the EC2 instance metadata service, versions 1 and 2.
func (s *Server) metadata(c *call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.metadataLocked(c)
	answer.set("Server", "EC2ws")
	return answer
}

func (s *Server) metadataLocked(c *call) reply {
	i := s.world.Instance
	switch {
	case i == nil:
		return metadataError(http.StatusNotFound)
	case i.Mode == IMDSDisabled:
		return metadataError(http.StatusForbidden)
	case c.op == OpIMDSToken:
		return s.metadataToken(c, i)
	case c.r.Method != http.MethodGet && c.r.Method != http.MethodHead:
		return metadataError(http.StatusMethodNotAllowed)
	}
	if status := s.metadataAccess(c, i); status != 0 {
		return metadataError(status)
	}
	switch c.op {
	case OpIMDSRegion:
		if i.Region == "" {
			return metadataError(http.StatusNotFound)
		}
		return plain(i.Region)
	case OpIMDSRoles:
		if i.RoleARN == "" {
			return metadataError(http.StatusNotFound)
		}
		return plain(roleName(i.RoleARN))
	case OpIMDSCredentials:
		name := strings.TrimSuffix(strings.TrimPrefix(c.path, imdsRoles+"/"), "/")
		if i.RoleARN == "" || name != roleName(i.RoleARN) {
			return metadataError(http.StatusNotFound)
		}
		return s.instanceCredentials(c, i)
	default:
		return metadataError(http.StatusNotFound)
	}
}

func plain(text string) reply {
	return reply{status: http.StatusOK, kind: "text/plain", body: text}
}

// metadataToken starts a version 2 session ("Use IMDSv2" in the EC2 user
// guide: the time to live is 1 to 21600 s; a forwarded request is refused).
func (s *Server) metadataToken(c *call, i *Instance) reply {
	switch {
	case i.Mode == IMDSv1Only:
		return metadataError(http.StatusNotFound)
	case c.r.Method != http.MethodPut:
		return metadataError(http.StatusMethodNotAllowed)
	case c.r.Header.Get("X-Forwarded-For") != "":
		return metadataError(http.StatusForbidden)
	}
	ttl, err := strconv.Atoi(c.r.Header.Get(ttlHeader))
	if err != nil || ttl < 1 || ttl > maxTTL {
		return metadataError(http.StatusBadRequest)
	}
	token := randomURLText(40) + "=="
	s.state.imds[token] = c.now.Add(time.Duration(ttl) * time.Second)
	answer := plain(token)
	answer.set(ttlHeader, strconv.Itoa(ttl))
	return answer
}

// metadataAccess tells the status that refuses a read, 0 if it is allowed.
func (s *Server) metadataAccess(c *call, i *Instance) int {
	token := c.r.Header.Get(tokenHeader)
	if token == "" {
		if i.Mode == IMDSv2Only {
			return http.StatusUnauthorized
		}
		return 0
	}
	if end, ok := s.state.imds[token]; i.Mode != IMDSv1Only && (!ok || !c.now.Before(end)) {
		return http.StatusUnauthorized
	}
	return 0
}

type instanceDocument struct {
	Code            string
	LastUpdated     string
	Type            string
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string
	Token           string
	Expiration      string
	AccountID       string `json:"AccountId,omitempty"`
}

func (s *Server) instanceCredentials(c *call, i *Instance) reply {
	life := orDefault(i.Life, instanceLife)
	if s.state.instance == nil || life > 0 && s.state.instance.Expiration.Sub(c.now) < life/4 {
		id := i.ID
		if id == "" {
			id = "i-0a1b2c3d4e5f60718"
		}
		who, err := rolePrincipal(kindInstance, i.RoleARN, id)
		if err != nil {
			return metadataError(http.StatusInternalServerError)
		}
		s.state.instance = s.issue(who, c.now.Add(life))
	}
	made := s.state.instance
	doc := instanceDocument{
		Code: "Success", Type: "AWS-HMAC", LastUpdated: c.now.UTC().Format(time.RFC3339),
		AccessKeyID: made.AccessKeyID, SecretAccessKey: made.SecretAccessKey, Token: made.SessionToken,
		Expiration: made.Expiration.Format(time.RFC3339),
	}
	if i.AccountID {
		doc.AccountID = made.who.account
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return metadataError(http.StatusInternalServerError)
	}
	return plain(string(text))
}
