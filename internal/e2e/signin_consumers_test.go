package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	lanes "credence/internal/fakeaws/lane"
)

const (
	signInConfig = `[profile s]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = eu-west-1
[profile old]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
`
	corpTokenFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
	ssoRole       = ":assumed-role/AWSReservedSSO_ReadOnly_"
)

// signInAWS is an AWS with an Identity Center. change is made before it starts.
func signInAWS(t *testing.T, change func(*fakeaws.Config)) *fakeaws.Server {
	t.Helper()
	c := fakeaws.Config{World: &fakeaws.World{SSO: []fakeaws.SSOInstance{{
		StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1", ApproveAfter: 1, Patient: true,
		Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Roles: []string{"ReadOnly"}}},
	}}}}
	if change != nil {
		change(&c)
	}
	aws, err := fakeaws.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	return aws
}

// underRealNames is an AWS that is reached by its real host names, and the home and
// environment of those who do: no endpoint is configured.
func underRealNames(t *testing.T, change func(*fakeaws.Config)) (aws *fakeaws.Server, at string, env []string) {
	t.Helper()
	aws = signInAWS(t, func(c *fakeaws.Config) {
		c.TLS = &fakeaws.TLS{Hosts: lanes.RealNames()}
		if change != nil {
			change(c)
		}
	})
	at = home(t, ".aws/config", signInConfig, "ca.pem", string(aws.CAPEM()))
	return aws, at, environment(at, "HTTPS_PROXY="+lanes.Tunnel(t, aws.URL()), "AWS_CA_BUNDLE="+filepath.Join(at, "ca.pem"),
		"AWS_STS_REGIONAL_ENDPOINTS=regional", "AWS_REGION=eu-west-1")
}

func output(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestTokenOfTheAWSCLI: the real CLI signs in; credence uses the token, refreshes it
// where that is due, and the CLI goes on with what credence wrote.
func TestTokenOfTheAWSCLI(t *testing.T) {
	t.Parallel()
	cli := lanes.AWSCLI(t, "2")
	aws, at, env := underRealNames(t, func(c *fakeaws.Config) { c.World.SSO[0].AccessTTL = 4 * time.Minute })
	output(t, env, cli, "sso", "login", "--sso-session", "corp", "--no-browser")
	before, err := os.ReadFile(filepath.Join(at, corpTokenFile))
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, env, binary, "process", "--no-cache", "s"); !strings.Contains(got, `"AccessKeyId":"ASIA`) {
		t.Error(got)
	}
	after, err := os.ReadFile(filepath.Join(at, corpTokenFile))
	if err != nil {
		t.Fatal(err)
	}
	var old, renewed map[string]string
	if json.Unmarshal(before, &old) != nil || json.Unmarshal(after, &renewed) != nil || len(old) != len(renewed) {
		t.Fatalf("%s\n%s", before, after)
	}
	for name := range old {
		rotates := name == "accessToken" || name == "refreshToken" || name == "expiresAt"
		if (old[name] != renewed[name]) != rotates && name != "expiresAt" || renewed[name] == "" {
			t.Errorf("%s: %q became %q", name, old[name], renewed[name])
		}
	}
	if got := output(t, env, cli, "sts", "get-caller-identity", "--profile", "s", "--output", "text"); !strings.Contains(got, ssoRole) {
		t.Error(got)
	}
	// credence ends what the CLI began.
	if got := output(t, env, binary, "logout", "corp"); !strings.Contains(got, "signed out on the server") || aws.Count("Logout") != 1 {
		t.Error(got)
	}
	if left, err := filepath.Glob(filepath.Join(at, ".aws/sso/cache/*.json")); err != nil || len(left) != 0 {
		t.Errorf("left of the CLI's sign-in: %v, %v", left, err)
	}
}

// TestTokenOfCredence: credence signs in; the CLIs and botocore use the token.
func TestTokenOfCredence(t *testing.T) {
	t.Parallel()
	aws, at, env := underRealNames(t, nil)
	if got := output(t, env, binary, "login", "corp", "--device"); !strings.Contains(got, "https://device.sso.eu-west-1.amazonaws.com/device?user_code=") || !strings.Contains(got, "signed in to corp") {
		t.Fatal(got)
	}
	output(t, env, binary, "login", "old")
	t.Run("use", func(t *testing.T) {
		for _, c := range []struct {
			name    string
			profile string
			argv    func(*testing.T) []string
		}{
			{"AWS CLI v2", "s", func(t *testing.T) []string {
				return []string{lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--output", "text"}
			}},
			{"AWS CLI v2, legacy", "old", func(t *testing.T) []string {
				return []string{lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--output", "text"}
			}},
			{"AWS CLI v1", "s", func(t *testing.T) []string {
				lanes.Sweep(t, "botocore, which it is made of")
				return []string{lanes.AWSCLI(t, "1"), "sts", "get-caller-identity", "--output", "text"}
			}},
			{"botocore", "s", func(t *testing.T) []string {
				return []string{lanes.Python(t, "botocore"), "-c", `import botocore.session
print(botocore.session.get_session().create_client("sts").get_caller_identity()["Arn"])`}
			}},
		} {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				argv := c.argv(t)
				if got := output(t, append(slices.Clip(env), "AWS_PROFILE="+c.profile), argv[0], argv[1:]...); !strings.Contains(got, ssoRole) {
					t.Error(got)
				}
			})
		}
	})
	// The CLI takes credence's registration for its own: it registers nothing.
	t.Run("registration", func(t *testing.T) {
		registered := aws.Count("RegisterClient")
		output(t, env, lanes.AWSCLI(t, "2"), "sso", "login", "--sso-session", "corp", "--no-browser")
		if n := aws.Count("RegisterClient"); n != registered {
			t.Errorf("%d registrations were %d", n, registered)
		}
		if files, _ := filepath.Glob(filepath.Join(at, ".aws/sso/cache/*.json")); len(files) != 4 {
			t.Errorf("files %v", files)
		}
	})
}

// TestTokenOfCredenceInNode: the Node SDK uses the token that credence wrote.
func TestTokenOfCredenceInNode(t *testing.T) {
	t.Parallel()
	node, modules := lanes.Node(t)
	aws := signInAWS(t, nil)
	at := home(t, ".aws/config", signInConfig)
	env := environment(at, "AWS_PROFILE=s")
	variables := map[string]string{}
	for name, value := range aws.Env() {
		env = append(env, name+"="+value)
	}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		variables[name] = value
	}
	output(t, env, binary, "login", "--device")
	jobs, err := json.Marshal([]map[string]any{{"name": "s", "env": variables}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "../../chain/testdata/node/ask.mjs", modules)
	cmd.Stdin = strings.NewReader(string(jobs))
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), `"accessKeyId":"ASIA`) {
		t.Errorf("%v: %s", err, out)
	}
}
