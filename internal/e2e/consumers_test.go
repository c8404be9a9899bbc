package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	lanes "credence/internal/fakeaws/lane"
)

const (
	janeID, janeSecret = "AKIAFAKEJANEAAAAAAAA", "jane/secret+of+forty+characters+exactly0"
	devRole            = "arn:aws:iam::111122223333:role/Dev"
)

// consumerHome is a home in which the profile via gets the session of the role
// profile dev from credence, and the loopback AWS behind it.
func consumerHome(t *testing.T) (at string, aws *fakeaws.Server, env []string) {
	t.Helper()
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}}}},
		Roles: []fakeaws.Role{{ARN: devRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	at = home(t,
		".aws/config", "[profile dev]\nrole_arn = "+devRole+"\nsource_profile = base\nregion = eu-west-1\n"+
			"[profile via]\nregion = eu-west-1\ncredential_process = "+binary+" process --no-cache dev\n",
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	env = environment(at)
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	return at, aws, env
}

func TestCredentialProcessOfOthers(t *testing.T) {
	t.Parallel()
	const botocore = `import botocore.session, sys
c = botocore.session.get_session().create_client("sts", endpoint_url=sys.argv[1], region_name="eu-west-1")
print(c.get_caller_identity()["Arn"])`
	tests := []struct {
		name    string
		command func(t *testing.T, url string) []string
	}{
		{"AWS CLI v2", func(t *testing.T, url string) []string {
			return []string{lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--endpoint-url", url, "--output", "text"}
		}},
		{"AWS CLI v1", func(t *testing.T, url string) []string {
			return []string{lanes.AWSCLI(t, "1"), "sts", "get-caller-identity", "--endpoint-url", url, "--output", "text"}
		}},
		{"botocore", func(t *testing.T, url string) []string {
			return []string{lanes.Python(t, "botocore"), "-c", botocore, url}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, aws, env := consumerHome(t)
			argv := tt.command(t, aws.URL())
			cmd := exec.Command(argv[0], argv[1:]...)
			cmd.Env = append(env, "AWS_PROFILE=via")
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), ":assumed-role/Dev/") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func TestCredentialProcessOfNode(t *testing.T) {
	t.Parallel()
	modules := os.Getenv("CREDENCE_NODE_MODULES")
	if modules == "" {
		absent(t, "the Node SDK (CREDENCE_NODE_MODULES)")
	}
	_, aws, env := consumerHome(t)
	variables := map[string]string{"AWS_PROFILE": "via"}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		variables[name] = value
	}
	jobs, err := json.Marshal([]map[string]any{{"name": "via", "env": variables}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "../../chain/testdata/node/ask.mjs", modules)
	cmd.Stdin = strings.NewReader(string(jobs))
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), `"accessKeyId":"ASIA`) {
		t.Errorf("%v: %s", err, out)
	}
	if n := aws.Count("AssumeRole"); n != 1 {
		t.Errorf("%d requests for one hop", n)
	}
}
