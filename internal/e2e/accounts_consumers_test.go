package e2e

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"credence/internal/fakeaws"
	lanes "credence/internal/fakeaws/lane"
)

// hostileInventory is an Identity Center whose accounts have names that want to be
// something else.
func hostileInventory(c *fakeaws.Config) {
	c.World.SSO[0].Accounts = []fakeaws.SSOAccount{
		{ID: "333344445555", Name: "My dev [eu] # \"x\"", Roles: []string{"ReadOnly"}},
		{ID: "222233334444", Name: "a]\n[default]\nregion = pwned", Roles: []string{"ReadOnly"}},
	}
}

const writtenProfile = "my-dev-eu-x.readonly"

func writeInventory(t *testing.T, env []string) {
	t.Helper()
	output(t, env, binary, "login", "corp", "--device")
	got := output(t, env, binary, "accounts", "corp", "--write", "--yes", "--region", "eu-west-1", "--name", "{lower:account}.{lower:role}")
	if !strings.Contains(got, "[profile "+writtenProfile+"]") || !strings.Contains(got, "written") {
		t.Fatal(got)
	}
}

// TestWrittenProfilesOfOthers: AWS's own tools use the profiles that credence wrote.
func TestWrittenProfilesOfOthers(t *testing.T) {
	t.Parallel()
	_, _, env := underRealNames(t, hostileInventory)
	writeInventory(t, env)
	env = append(env, "AWS_PROFILE="+writtenProfile)
	for name, argv := range map[string]func(*testing.T) []string{
		"AWS CLI v2": func(t *testing.T) []string {
			return []string{lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--output", "text"}
		},
		"botocore": func(t *testing.T) []string {
			return []string{lanes.Python(t, "botocore"), "-c", `import botocore.session
print(botocore.session.get_session().create_client("sts").get_caller_identity()["Arn"])`}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			argv := argv(t)
			if got := output(t, env, argv[0], argv[1:]...); !strings.Contains(got, ssoRole) {
				t.Error(got)
			}
		})
	}
	t.Run("list-profiles", func(t *testing.T) {
		t.Parallel()
		got := output(t, env, lanes.AWSCLI(t, "2"), "configure", "list-profiles")
		want := "s\nold\na-default-region-pwned.readonly\n" + writtenProfile + "\n"
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestWrittenProfilesOfNode(t *testing.T) {
	t.Parallel()
	node, modules := lanes.Node(t)
	aws := signInAWS(t, hostileInventory)
	at := home(t, ".aws/config", signInConfig)
	env := environment(at)
	for name, value := range aws.Env() {
		env = append(env, name+"="+value)
	}
	writeInventory(t, env)
	variables := map[string]string{"AWS_PROFILE": writtenProfile}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		variables[name] = value
	}
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
