package fakeaws

import (
	"net/http"
	"os"
	"strings"
	"time"
)

// container finds the endpoint at a path; nil if there is none.
func (s *Server) container(path string) *Container {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.world.Containers {
		if c.Path == path {
			return &c
		}
	}
	return nil
}

// containerError has the fields that SDKs show: Code and Message.
func containerError(status int, code, message string) reply {
	return jsonReply(status, map[string]string{"Code": code, "Message": message})
}

// containerCredentials plays the ECS and EKS agents' credentials endpoint.
func (s *Server) containerCredentials(c *call) reply {
	at := s.container(c.path)
	if at == nil {
		return containerError(http.StatusNotFound, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found")
	}
	if c.r.Method != http.MethodGet {
		return containerError(http.StatusMethodNotAllowed, "MethodNotAllowed", "only GET is served here")
	}
	want := at.Token
	if at.TokenFile != "" {
		text, err := os.ReadFile(at.TokenFile)
		if err != nil {
			return containerError(http.StatusInternalServerError, "InternalServerError", "the agent cannot read its token")
		}
		want = strings.TrimSpace(string(text))
	}
	if want != "" && c.r.Header.Get("Authorization") != want {
		return containerError(http.StatusUnauthorized, "AccessDenied", "the Authorization header is missing or wrong")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	life := orDefault(at.Life, instanceLife)
	made := s.state.tasks[at.Path]
	if made == nil || life > 0 && made.Expiration.Sub(c.now) < life/4 {
		who, err := rolePrincipal(kindRole, at.RoleARN, "task")
		if err != nil {
			return containerError(http.StatusInternalServerError, "InternalServerError", err.Error())
		}
		made = s.issue(who, c.now.Add(life))
		s.state.tasks[at.Path] = made
	}
	return jsonReply(http.StatusOK, struct {
		RoleArn         string
		AccessKeyID     string `json:"AccessKeyId"`
		SecretAccessKey string
		Token           string
		Expiration      string
	}{at.RoleARN, made.AccessKeyID, made.SecretAccessKey, made.SessionToken, made.Expiration.Format(time.RFC3339)})
}
