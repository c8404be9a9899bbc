package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"credence/chain"
)

// object is decoded JSON.
type object = map[string]any

// decode plays a recording and gives the object of why --json.
func decode(t *testing.T, r *recorded) object {
	t.Helper()
	res := r.result
	for _, e := range r.events {
		res.Trace.Observe(e)
	}
	var out strings.Builder
	if err := writeJSON(&out, report(&res)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "do-not-print-me") || strings.ContainsAny(out.String(), "\x1b\u202e") {
		t.Fatalf("not fit to be shown: %s", out.String())
	}
	var o object
	if err := json.Unmarshal([]byte(out.String()), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func needs(t *testing.T, what string, o object, fields ...string) {
	t.Helper()
	for _, f := range fields {
		if _, ok := o[f]; !ok {
			t.Errorf("%s has no %s", what, f)
		}
	}
}

// TestWhyJSON is the contract that programs rely on.
func TestWhyJSON(t *testing.T) {
	t.Parallel()
	states := []string{"found", "skipped", "errored", "canceled", "not-reached", "would-use", "unknown"}
	for name, record := range recordings {
		o := decode(t, record())
		needs(t, name, o, "version", "order", "mode", "profile", "files", "region", "outcome", "stage", "source", "credentials", "error", "stages", "findings")
		needs(t, "profile", o["profile"].(object), "name", "selectedBy")
		needs(t, "files", o["files"].(object), "config", "credentials")
		needs(t, "files.config", o["files"].(object)["config"].(object), "path", "origin", "state")
		if o["version"] != 1.0 || o["order"] != "documented" {
			t.Errorf("%s: %v %v", name, o["version"], o["order"])
		}
		stages := o["stages"].([]any)
		if len(stages) != len(documented) {
			t.Fatalf("%s: %d stages", name, len(stages))
		}
		for i, s := range stages {
			s := s.(object)
			needs(t, name+" stage", s, "id", "kind", "state", "code", "reason", "elapsedMs", "evidence", "steps")
			if s["id"] != documented[i].ID || s["kind"] != string(documented[i].Kind) || !slices.Contains(states, s["state"].(string)) {
				t.Errorf("%s: %v", name, s)
			}
			for _, step := range s["steps"].([]any) {
				needs(t, name+" step", step.(object), "id", "profile", "hop", "state", "code", "reason", "elapsedMs", "evidence", "steps")
			}
		}
		for _, f := range o["findings"].([]any) {
			needs(t, name+" finding", f.(object), "code", "severity", "message", "hint", "origin")
		}
	}
}

func TestWhyJSONValues(t *testing.T) {
	t.Parallel()
	o := decode(t, foundRole())
	keys := o["credentials"].(object)
	if keys["accessKeyId"] != "ASIA6EXAMPLEKEYID001" || keys["accountId"] != "222233334444" || keys["expiration"] != "2030-01-02T14:02:00Z" || keys["hasSessionToken"] != true {
		t.Errorf("credentials %v", keys)
	}
	if o["error"] != nil || o["outcome"] != "found" || o["stage"] != "shared-files" || o["source"] != "assume-role" {
		t.Errorf("%v %v %v %v", o["error"], o["outcome"], o["stage"], o["source"])
	}
	if region := o["region"].(object); region["value"] != "eu-west-1" || region["origin"].(object)["line"] != 34.0 {
		t.Errorf("region %v", region)
	}
	steps := o["stages"].([]any)[3].(object)["steps"].([]any)
	source, assume := steps[0].(object), steps[1].(object)
	if source["id"] != "source" || source["profile"] != "base" || source["source"] != "static" || source["hop"] != 1.0 {
		t.Errorf("source step %v", source)
	}
	if assume["id"] != "assume-role" || assume["profile"] != "prod-admin" || assume["roleArn"] != recordedRole {
		t.Errorf("assume step %v", assume)
	}
	if inner := assume["steps"].([]any); len(inner) != 1 || inner[0].(object)["id"] != "mfa" {
		t.Errorf("steps within %v", inner)
	}

	o = decode(t, brokenSource())
	e := o["error"].(object)
	needs(t, "error", e, "code", "message", "hints", "origin")
	if e["code"] != string(chain.CodeSourceMissing) || o["credentials"] != nil || o["source"] != nil || o["region"] != nil || len(e["hints"].([]any)) == 0 {
		t.Errorf("%v", o)
	}

	o = decode(t, explained())
	last := o["stages"].([]any)[5].(object)
	if o["error"] != nil || o["outcome"] != "would-use" || o["mode"] != "explain" || last["shadowed"] != true || last["state"] != "unknown" {
		t.Errorf("%v", o)
	}
}

func TestEvidenceJSON(t *testing.T) {
	t.Parallel()
	exit := 3
	for want, e := range map[string]chain.Evidence{
		`{"kind":"variable","name":"AWS_PROFILE","state":"set","value":"dev"}`:                           {Kind: chain.EvidenceVariable, Name: "AWS_PROFILE", State: "set", Value: "dev"},
		`{"kind":"request","method":"PUT","url":"http://h/","status":200,"headers":["A"],"elapsedMs":0}`: {Kind: chain.EvidenceRequest, Method: "PUT", URL: "http://h/", Status: 200, Headers: []string{"A"}},
		`{"kind":"request","method":"PUT","url":"http://h/"}`:                                            {Kind: chain.EvidenceRequest, Method: "PUT", URL: "http://h/"},
		`{"kind":"process","argv":["sh"],"exitCode":3}`:                                                  {Kind: chain.EvidenceProcess, Argv: []string{"sh"}, ExitCode: &exit},
		`{"kind":"cache","path":"/c","age":60,"expires":"2030-01-02T13:03:00Z"}`:                         {Kind: chain.EvidenceCache, Path: "/c", Age: elapsedMS(60000), Expires: recordedNow},
	} {
		got, err := json.Marshal(evidenceOf(e))
		if err != nil || string(got) != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
}
