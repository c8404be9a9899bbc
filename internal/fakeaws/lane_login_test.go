package fakeaws_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/fakeaws"
	"credence/internal/fakeaws/lane"
)

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
}

// realNames are the hosts that an SDK in eu-west-1 asks for.
var realNames = []string{"*.eu-west-1.amazonaws.com", "portal.sso.eu-west-1.amazonaws.com"}

// tunnel is an HTTPS proxy that sends every connection to the fake, whatever
// the host: so a client uses its real host names without any override.
func tunnel(t *testing.T, target string) string {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
			return
		}
		up, err := net.Dial("tcp", strings.TrimPrefix(target, "https://"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = up.Close() }()
		w.WriteHeader(http.StatusOK)
		down, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = down.Close() }()
		go func() { _, _ = io.Copy(up, down) }()
		_, _ = io.Copy(down, up)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}

// TestLaneSSOLogin runs the real `aws sso login` and then a profile that uses
// it, all under real host names.
func TestLaneSSOLogin(t *testing.T) {
	t.Parallel()
	aws := lane.AWSCLI(t, "2")
	l := newBench(t, func(c *fakeaws.Config) { c.TLS = &fakeaws.TLS{Hosts: realNames} })
	for name := range l.Env() {
		delete(l.env, name)
	}
	l.env["AWS_EC2_METADATA_DISABLED"] = "true"
	l.env["HTTPS_PROXY"] = tunnel(t, l.URL())
	l.env["AWS_CA_BUNDLE"] = l.write(t, "ca.pem", string(l.CAPEM()))
	l.env["AWS_STS_REGIONAL_ENDPOINTS"] = "regional"
	l.write(t, ".aws/config", laneConfig(""))
	if stdout, stderr, err := l.run(t, nil, aws, "sso", "login", "--sso-session", "corp", "--no-browser"); err != nil {
		t.Fatalf("%v\n%s\n%s", err, stdout, stderr)
	}
	files, err := filepath.Glob(filepath.Join(l.home, ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the token file is missing: %v %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	must(t, err)
	var token struct{ AccessToken, RefreshToken, RegistrationExpiresAt string }
	decode(t, string(text), &token)
	if token.AccessToken == "" || token.RefreshToken == "" || token.RegistrationExpiresAt == "" {
		t.Fatalf("the token file lacks a field: %s", text)
	}
	var who struct{ Arn string }
	l.runJSON(t, &who, nil, aws, "sts", "get-caller-identity", "--profile", "sso", "--output", "json")
	if !strings.Contains(who.Arn, ":assumed-role/AWSReservedSSO_Admin_") {
		t.Errorf("profile sso is %s", who.Arn)
	}
	if l.Count("CreateToken") < 2 || l.Count("RegisterClient") != 1 {
		t.Errorf("the flow did not poll: %d polls, %d registrations", l.Count("CreateToken"), l.Count("RegisterClient"))
	}
}
