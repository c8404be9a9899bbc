package fakeaws_test

import (
	"encoding/json"
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

// TestLaneSSOLogin runs the real `aws sso login` and then a profile that uses
// it, all under real host names.
func TestLaneSSOLogin(t *testing.T) {
	t.Parallel()
	aws := lane.AWSCLI(t, "2")
	l := newBench(t, func(c *fakeaws.Config) {
		c.TLS, c.World.SSO[0].Patient = &fakeaws.TLS{Hosts: lane.RealNames()}, true
	})
	for name := range l.Env() {
		delete(l.env, name)
	}
	l.env["AWS_EC2_METADATA_DISABLED"] = "true"
	l.env["HTTPS_PROXY"] = lane.Tunnel(t, l.URL())
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
