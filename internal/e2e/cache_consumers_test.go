//go:build linux

package e2e

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
	tools "credence/internal/fakeaws/lane"
)

// newInternet is a machine whose AWS has the names of the real one: whoever asks
// sts.eu-west-1.amazonaws.com through the machine's proxy finds it. Tools too old to
// be told of another endpoint, as AWS CLI v2 before 2.13, reach it like that.
func newInternet(t *testing.T) *machine {
	t.Helper()
	m := startMachine(t, &fakeaws.TLS{Hosts: []string{"sts.eu-west-1.amazonaws.com", "sts.amazonaws.com"}})
	proxy := httptest.NewServer(tunnel(strings.TrimPrefix(m.aws.URL(), "https://")))
	t.Cleanup(proxy.Close)
	bundle := filepath.Join(m.home, "ca.pem")
	if err := os.WriteFile(bundle, m.aws.CAPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	m.env = append(m.env, "HTTPS_PROXY="+proxy.URL, "AWS_CA_BUNDLE="+bundle)
	if user, err := os.UserHomeDir(); err == nil { // a program managed by pyenv asks for it
		m.env = append(m.env, "PYENV_ROOT="+filepath.Join(user, ".pyenv"))
	}
	return m
}

// tunnel is a proxy that connects everybody with one address.
func tunnel(to string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "CONNECT alone", http.StatusMethodNotAllowed)
			return
		}
		there, err := net.Dial("tcp", to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusOK)
		here, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			_ = there.Close()
			return
		}
		join := func(to io.Writer, from io.Reader) {
			_, _ = io.Copy(to, from)
			_, _ = here.Close(), there.Close()
		}
		go join(here, there)
		go join(there, buffered)
	})
}

// unlock gets a session of the profile behind MFA, with one code.
func (m *machine) unlock() {
	m.t.Helper()
	code, _, err := m.aws.Phone(deviceARN)
	if err != nil {
		m.t.Fatal(err)
	}
	if out, errs, exit := m.run(nil, binary, "why", "admin", "--mfa-code", code); exit != 0 {
		m.t.Fatalf("exit code %d: %s%s", exit, out, errs)
	}
	if n := m.aws.Count("AssumeRole"); n != 1 {
		m.t.Fatalf("%d requests", n)
	}
}

// asks counts the requests that a cache is there to spare.
func (m *machine) asks() int { return m.aws.Count("AssumeRole") + m.aws.Count("GetSessionToken") }

// callerIdentity asks an AWS CLI who a profile is. There is no terminal to ask for a
// code on: where it wants one it fails.
func (m *machine) callerIdentity(cli, profile string) (arn string, ok bool) {
	m.t.Helper()
	out, errs, code := m.run(nil, "setsid", "-w", cli, "sts", "get-caller-identity", "--profile", profile, "--output", "json")
	var id struct{ Arn string }
	if code != 0 || json.Unmarshal([]byte(out), &id) != nil {
		m.t.Logf("exit code %d: %s%s", code, out, errs)
		return "", false
	}
	return id.Arn, true
}

// TestSessionsSharedWithTheAWSCLI: after credence has asked for the MFA code, the AWS CLI
// does not: it finds the session in its own cache, and could not go on without. What it
// obtained itself is explained and used without asking STS again. With --no-share
// neither happens.
func TestSessionsSharedWithTheAWSCLI(t *testing.T) {
	t.Parallel()
	for _, major := range []string{"1", "2"} {
		t.Run("v"+major, func(t *testing.T) {
			t.Parallel()
			if major == "1" {
				tools.Sweep(t, "the AWS CLI v2, and botocore")
			}
			cli := tools.AWSCLI(t, major)
			m := newInternet(t)
			if major == "2" {
				if arn, ok := m.callerIdentity(cli, "admin"); ok {
					t.Fatalf("it needs no code by itself: %s", arn)
				}
				m.aws.ResetRequests()
			}
			m.unlock()
			asked := m.asks()
			if arn, ok := m.callerIdentity(cli, "admin"); !ok || !strings.Contains(arn, ":assumed-role/Admin/") {
				t.Errorf("ours is not theirs: %s", arn)
			}
			if n := m.asks(); n != asked {
				t.Errorf("%d more requests", n-asked)
			}
			before := files(t, m.cli())
			if _, ok := m.callerIdentity(cli, "dev"); !ok || m.asks() != asked+1 {
				t.Fatalf("no identity after %d requests", m.asks()-asked)
			}
			m.takesTheirs(before)
			if n := m.asks(); n != asked+1 {
				t.Errorf("%d more requests", n-asked-1)
			}
			m.leavesAlone()
		})
	}
}

// takesTheirs demands that the session of dev is the one in the file that the AWS CLI
// has written since.
func (m *machine) takesTheirs(before map[string]string) {
	m.t.Helper()
	var their struct {
		Credentials struct{ AccessKeyId string } //nolint:revive // the service's spelling
	}
	for path, text := range files(m.t, m.cli()) {
		if before[path] == text {
			continue
		}
		if err := json.Unmarshal([]byte(text), &their); err != nil {
			m.t.Fatal(err)
		}
	}
	out, errs, code := m.run(nil, binary, "why", "dev", "--dry-run", "--json")
	var e struct {
		Outcome     string
		Credentials struct{ AccessKeyID string }
	}
	if err := json.Unmarshal([]byte(out), &e); err != nil || code != 0 || e.Outcome != "found" || e.Credentials.AccessKeyID != their.Credentials.AccessKeyId {
		m.t.Errorf("explained as %+v, %v: %s", e, err, errs)
	}
	if got := m.process("dev"); got.AccessKeyID != their.Credentials.AccessKeyId {
		m.t.Errorf("%s, theirs is %s", got.AccessKeyID, their.Credentials.AccessKeyId)
	}
}

// leavesAlone demands that --no-share uses a session of its own for dev, and touches
// nothing of the AWS CLI's.
func (m *machine) leavesAlone() {
	m.t.Helper()
	before, asked := files(m.t, m.cli()), m.asks()
	if _, errs, code := m.run(nil, binary, "process", "dev", "--no-share"); code != 0 || m.asks() != asked+1 {
		m.t.Errorf("exit code %d after %d requests: %s", code, m.asks()-asked, errs)
	}
	after := files(m.t, m.cli())
	for path, text := range before {
		if after[path] != text || len(after) != len(before) {
			m.t.Errorf("%s was touched", filepath.Base(path))
		}
	}
}

// TestAnEditedProfileIsAMissForAll: after mfa_serial has been added to a role's profile
// the session that was obtained without MFA is not used any more.
func TestAnEditedProfileIsAMissForAll(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.process("dev")
	config := filepath.Join(m.home, ".aws", "config")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte(strings.Replace(string(text), "source_profile = base\n", "source_profile = base\nmfa_serial = "+deviceARN+"\n", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, errs, code := m.run(nil, binary, "process", "dev", "--no-input"); code != 4 || out != "" {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

// botocoreRole resolves a profile with botocore, whose roles are cached where the AWS
// CLI has them when a program says so, as the CLI does.
const botocoreRole = `import botocore.session, botocore.utils, sys, os
s = botocore.session.Session(profile=sys.argv[1])
p = s.get_component("credential_provider").get_provider("assume-role")
p.cache = botocore.utils.JSONFileCache(os.path.expanduser("~/.aws/cli/cache"))
print(s.get_credentials().get_frozen_credentials().access_key)`

// TestBotocoreReadsOurs: likewise.
func TestBotocoreReadsOurs(t *testing.T) {
	t.Parallel()
	python := tools.Python(t, "botocore")
	m := newInternet(t)
	m.unlock()
	asked := m.asks()
	out, errs, code := m.run(nil, "setsid", "-w", python, "-c", botocoreRole, "admin")
	ours := m.process("admin")
	if code != 0 || strings.TrimSpace(out) != ours.AccessKeyID || m.asks() != asked {
		t.Errorf("exit code %d, %s, ours is %s, %d more requests: %s", code, out, ours.AccessKeyID, m.asks()-asked, errs)
	}
}
