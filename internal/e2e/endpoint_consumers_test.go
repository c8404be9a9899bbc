package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	lanes "credence/internal/fakeaws/lane"
)

const (
	janePhone = "arn:aws:iam::111122223333:mfa/jane"
	opsRole   = "arn:aws:iam::111122223333:role/Ops"
)

// bridgedHome is a home with a role that needs a code, the loopback AWS behind it, and
// default keys that nobody is to use.
func bridgedHome(t *testing.T) (at string, aws *fakeaws.Server, env []string) {
	t.Helper()
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}},
			MFA: []fakeaws.MFADevice{{Serial: janePhone, Secret: "JBSWY3DPEHPK3PXP"}},
		}},
		Roles: []fakeaws.Role{{ARN: opsRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour, RequireMFA: true}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	at = home(t,
		".aws/config", "# mine\r\n[profile my ops]\r\nrole_arn = "+opsRole+"\r\nsource_profile = base\r\nmfa_serial = "+janePhone+"\r\nregion = eu-west-1",
		".aws/credentials", "[default]\naws_access_key_id = AKIANOBODYSHOULDUSE1\naws_secret_access_key = no\n"+
			"[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	env = environment(at, "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"))
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	return at, aws, env
}

// unlock gives credence the session that needs the code.
func unlock(t *testing.T, aws *fakeaws.Server, env []string) {
	t.Helper()
	code, _, err := aws.Phone(janePhone)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "whoami", "my ops", "--mfa-code", code)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// consumers are tools that ask AWS who they are.
var consumers = []struct {
	name string
	argv func(t *testing.T, url string) []string
}{
	{"AWS CLI v2", func(t *testing.T, url string) []string {
		return []string{lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--endpoint-url", url, "--output", "text"}
	}},
	{"AWS CLI v1", func(t *testing.T, url string) []string {
		lanes.Sweep(t, "botocore, which it is made of")
		return []string{lanes.AWSCLI(t, "1"), "sts", "get-caller-identity", "--endpoint-url", url, "--output", "text"}
	}},
	{"botocore", func(t *testing.T, url string) []string {
		return []string{lanes.Python(t, "botocore"), "-c", `import botocore.session, sys
c = botocore.session.get_session().create_client("sts", endpoint_url=sys.argv[1])
print(c.get_caller_identity()["Arn"])`, url}
	}},
	{"Node", func(t *testing.T, _ string) []string {
		node, modules := lanes.Node(t)
		return []string{node, "testdata/whoami.mjs", modules}
	}},
}

// TestHandedOnToOthers: the tools of others, none of which could ask for the code, find
// the session through the server of exec and nothing before it, and through the profile
// that bridge wrote; the rest of that file is as it was.
func TestHandedOnToOthers(t *testing.T) {
	t.Parallel()
	for _, c := range consumers {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, aws, env := bridgedHome(t)
			argv := c.argv(t, aws.URL())
			unlock(t, aws, env)
			asks := func(how string, more []string, argv ...string) {
				cmd := exec.Command(argv[0], argv[1:]...)
				cmd.Env = append(env, more...)
				if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), ":assumed-role/Ops/") {
					t.Errorf("%s: %v: %s", how, err, out)
				}
			}
			asks("server", nil, append([]string{binary, "exec", "my ops", "--server", "--"}, argv...)...)

			config := filepath.Join(at, ".aws/config")
			before, err := os.ReadFile(config)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(binary, "bridge", "my ops", "--write")
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			after, err := os.ReadFile(config)
			if err != nil || !strings.HasPrefix(string(after), string(before)+"\r\n\r\n") || strings.Count(string(after), "\n") != strings.Count(string(after), "\r\n") {
				t.Fatalf("%v: %q", err, after)
			}
			asks("bridge", []string{"AWS_PROFILE=my-ops-bridge"}, argv...)
			if n := aws.Count("AssumeRole"); n != 1 {
				t.Errorf("%d sessions for one", n)
			}
		})
	}
}

// TestBridgeWithOddPlaces: a program in a folder with blanks and quotes, and a profile
// with more of them, reach every tool.
func TestBridgeWithOddPlaces(t *testing.T) {
	t.Parallel()
	name := `a 'b' "c" $HOME \ & (d)`
	odd := filepath.Join(t.TempDir(), `it's a "place" & more`)
	if err := os.MkdirAll(odd, 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(odd, "credence")
	if err := os.Link(binary, program); err != nil {
		text, err := os.ReadFile(binary)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(program, text, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range consumers {
		if strings.HasPrefix(c.name, "AWS CLI") {
			continue // botocore splits the line, for both
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, aws, env := bridgedHome(t)
			argv := c.argv(t, aws.URL())
			if err := os.WriteFile(filepath.Join(at, ".aws/credentials"), []byte("["+name+"]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\nregion = eu-west-1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			env = append(env, "PATH="+os.Getenv("PATH"))
			cmd := exec.Command(program, "bridge", name, "--write", "--name", "odd")
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			cmd = exec.Command(argv[0], argv[1:]...)
			cmd.Env = append(env, "AWS_PROFILE=odd")
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), ":user/jane") {
				config, _ := os.ReadFile(filepath.Join(at, ".aws/config"))
				t.Errorf("%v: %s\n%s", err, out, config)
			}
		})
	}
}

// TestServerSaysWhy: what the server answers where it gives nothing is what an SDK shows.
func TestServerSaysWhy(t *testing.T) {
	t.Parallel()
	python := lanes.Python(t, "botocore")
	_, aws, env := bridgedHome(t)
	code, _, err := aws.Phone(janePhone)
	if err != nil {
		t.Fatal(err)
	}
	const ask = `import botocore.session, botocore.utils, os
botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0
os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "wrong"
botocore.session.get_session().get_credentials()`
	cmd := exec.Command(binary, "exec", "my ops", "--server", "--mfa-code", code, "--", python, "-c", ask)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "the authorization token is missing or not the right one") {
		t.Errorf("%v: %s", err, out)
	}
	if strings.Contains(string(out), "ASIA") {
		t.Errorf("something is told: %s", out)
	}
}

// TestBridgeJSON is for programs that make bridges.
func TestBridgeJSON(t *testing.T) {
	t.Parallel()
	_, _, env := bridgedHome(t)
	cmd := exec.Command(binary, "bridge", "my ops", "--json", "--write")
	cmd.Env = env
	out, err := cmd.Output()
	var report struct {
		Name, CredentialProcess, Backup string
		Needed, Written                 bool
		Changes                         []struct{ Op, Text string }
	}
	if err != nil || json.Unmarshal(out, &report) != nil || !report.Needed || !report.Written || report.Name != "my-ops-bridge" ||
		report.CredentialProcess != `credence process my\ ops` || len(report.Changes) != 5 || report.Backup == "" {
		t.Errorf("%v: %s", err, out)
	}
}
