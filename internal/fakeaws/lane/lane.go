// Package lane finds the tools that tests compare us with: AWS's own command
// lines and SDKs, and an independent authenticator. It is imported by tests only.
//
// A test whose tool is missing reports "not run: …" as its reason to skip. With
// CREDENCE_LANES=require it fails instead, if the tool is one that a CI run can
// install (apt, npm); botocore, AWS CLI v1 and moto run where they are present.
package lane

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
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
		if version := answer(c, "--version"); strings.HasPrefix(version, "aws-cli/"+major+".") {
			t.Log(version)
			return c
		}
	}
	Missing(t, major == "2", "no AWS CLI v"+major)
	return ""
}

// answers are what programs have said of themselves. Some take a second for it, so that
// each is asked once.
var answers sync.Map

// answer is what a command prints, trimmed; "" if it fails.
func answer(name string, args ...string) string {
	ask := sync.OnceValue(func() string {
		out, err := exec.Command(name, args...).CombinedOutput()
		if err != nil {
			return ""
		}
		return string(bytes.TrimSpace(out))
	})
	known, _ := answers.LoadOrStore(fmt.Sprint(name, args), ask)
	return known.(func() string)()
}

// Sweep ends a test that only a long run makes (CREDENCE_HEAVY=1, which .ci/run --all
// sets), where another one covers the same in every run.
func Sweep(t testing.TB, other string) {
	t.Helper()
	if os.Getenv("CREDENCE_HEAVY") == "" {
		t.Skipf("not run: CREDENCE_HEAVY=1 asks this one, too; every run asks %s", other)
	}
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
	version := answer(path, "-c", "import "+module+" as m; print(m.__version__)")
	if version == "" {
		Missing(t, false, "python3 has no "+module)
	}
	t.Log(module, version)
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
