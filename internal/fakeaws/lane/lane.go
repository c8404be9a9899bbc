// Package lane finds the tools that tests compare us with: AWS's own command
// lines and SDKs, and an independent authenticator. It is imported by tests only.
//
// A test whose tool is missing reports "not run: …" as its reason to skip. With
// CREDENCE_LANES=require it fails instead, if the tool is one that a CI run can
// install (apt, npm); botocore, AWS CLI v1 and moto run where they are present.
package lane

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Missing ends a test whose tool is not there.
func Missing(t testing.TB, installable bool, what string) {
	t.Helper()
	if installable && os.Getenv("CREDENCE_LANES") == "require" {
		t.Fatalf("lane did not run although CREDENCE_LANES=require: %s", what)
	}
	t.Skipf("not run: %s", what)
}

// AWSCLI finds an AWS CLI of a major version, "1" or "2".
func AWSCLI(t testing.TB, major string) string {
	t.Helper()
	candidates := []string{"/usr/bin/aws", "/usr/local/bin/aws"}
	if found, err := exec.LookPath("aws"); err == nil {
		candidates = append(candidates, found)
	}
	for _, c := range candidates {
		out, err := exec.CommandContext(t.Context(), c, "--version").CombinedOutput()
		if err == nil && strings.HasPrefix(string(out), "aws-cli/"+major+".") {
			t.Logf("%s", bytes.TrimSpace(out))
			return c
		}
	}
	Missing(t, major == "2", "no AWS CLI v"+major)
	return ""
}

// Oathtool is the independent authenticator: the current code of a base32 seed.
func Oathtool(t testing.TB, seed string) string {
	t.Helper()
	path, err := exec.LookPath("oathtool")
	if err != nil {
		Missing(t, true, "no oathtool")
	}
	out, err := exec.CommandContext(t.Context(), path, "--totp", "-b", seed).Output()
	if err != nil {
		t.Fatalf("oathtool: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// Python finds an interpreter that can import a module.
func Python(t testing.TB, module string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		Missing(t, false, "no python3")
	}
	out, err := exec.CommandContext(t.Context(), path, "-c", "import "+module+" as m; print(m.__version__)").Output()
	if err != nil {
		Missing(t, false, "python3 has no "+module)
	}
	t.Logf("%s %s", module, strings.TrimSpace(string(out)))
	return path
}

// MotoServer finds moto's server.
func MotoServer(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("moto_server")
	if err != nil {
		Missing(t, false, "no moto_server")
	}
	return path
}

// Node finds node and the node_modules folder that holds the AWS SDK for
// JavaScript v3, named by CREDENCE_NODE_MODULES.
func Node(t testing.TB) (node, modules string) {
	t.Helper()
	modules = os.Getenv("CREDENCE_NODE_MODULES")
	if modules == "" {
		Missing(t, true, "CREDENCE_NODE_MODULES does not name a node_modules folder with the AWS SDK")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		Missing(t, true, "no node")
	}
	return node, modules
}
