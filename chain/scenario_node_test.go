package chain

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"testing"
)

// TestScenariosAgreeWithNode asks the real Node SDK every scenario that says what
// Node answers. It runs where CREDENCE_NODE_MODULES names a node_modules folder with
// @aws-sdk/credential-provider-node, as .ci/run sets it up.
func TestScenariosAgreeWithNode(t *testing.T) {
	t.Parallel()
	modules := os.Getenv("CREDENCE_NODE_MODULES")
	if modules == "" {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatal("CREDENCE_NODE_MODULES is not set")
		}
		t.Skip("not run: CREDENCE_NODE_MODULES is not set")
	}
	type job struct {
		Name    string            `json:"name"`
		Env     map[string]string `json:"env"`
		Options map[string]string `json:"options"`
	}
	var jobs []job
	want := map[string]map[string]string{}
	for _, s := range scenarios(t) {
		if s.want["node"] == nil {
			continue
		}
		sc := s.stage(t)
		options := map[string]string{}
		for k, v := range s.options {
			options[k] = sc.replace.Replace(v)
		}
		jobs = append(jobs, job{s.name, sc.env, options})
		want[s.name] = s.want["node"]
		if k := want[s.name]["key"]; k != "" {
			want[s.name]["key"] = sc.replace.Replace(k)
		}
	}
	input, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "testdata/node/ask.mjs", modules)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var answers []struct{ Name, Outcome, AccessKeyID, AccountID, Message string }
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(jobs) {
		t.Fatalf("%d answers of %d: %v", len(answers), len(jobs), err)
	}
	for _, a := range answers {
		w := want[a.Name]
		if a.Outcome != w["outcome"] {
			t.Errorf("%s: the Node SDK says %s (%s), the scenario %s", a.Name, a.Outcome, a.Message, w["outcome"])
		}
		if ok, _ := path.Match(w["key"], a.AccessKeyID); w["key"] != "" && !ok {
			t.Errorf("%s: the Node SDK gives %s, the scenario %s", a.Name, a.AccessKeyID, w["key"])
		}
		if w["account"] != "" && a.AccountID != w["account"] {
			t.Errorf("%s: the Node SDK says account %s, the scenario %s", a.Name, a.AccountID, w["account"])
		}
	}
}
