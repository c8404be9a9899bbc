//go:build unix

package chain

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"credence/internal/fakeaws/lane"
)

// commandLines are lines as people write them and worse, the same in every run.
func commandLines(n int) []string {
	random := rand.New(rand.NewPCG(4, 8))
	parts := []string{"a", "bc", " ", " ", "\t", "'", `"`, `\`, `\"`, `\\`, `\$`, "\\`", "$", "`", "~", "~/x", "#", "*", "=", "--p=x", "é", "''", `""`, "|", "!", "{", ",", "}", "C:\\x"}
	lines := make([]string, n)
	for i := range lines {
		for range 1 + random.IntN(8) {
			lines[i] += parts[random.IntN(len(parts))]
		}
	}
	return lines
}

// TestLinesAreSplitAsBotocoreDoes asks botocore itself.
func TestLinesAreSplitAsBotocoreDoes(t *testing.T) {
	t.Parallel()
	const script = `import json, sys
from botocore.compat import compat_shell_split
def split(line):
    try: return compat_shell_split(line)
    except ValueError as e: return [str(e).lower()]
print(json.dumps([split(l) for l in json.load(sys.stdin)]))`
	lines := commandLines(3000)
	text, err := json.Marshal(lines)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), lane.Python(t, "botocore"), "-c", script)
	cmd.Stdin = strings.NewReader(string(text))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var theirs [][]string
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	for i, line := range lines {
		ours, err := splitLine(line)
		if err != nil {
			ours = []string{err.Error()}
		}
		if !slices.Equal(ours, theirs[i]) {
			t.Errorf("%q: %q, and botocore %q", line, ours, theirs[i])
		}
	}
}

// TestAShellReadsOtherwiseWhereWeSaySo: lines without a finding mean the same to a shell,
// which Node and Go use, as to the AWS CLI and boto3.
func TestAShellReadsOtherwiseWhereWeSaySo(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, line := range commandLines(3000) {
		words, err := splitLine(line)
		if err != nil || len(words) == 0 || shellSyntax("get "+line) != "" {
			continue
		}
		compared++
		out, err := exec.CommandContext(context.WithoutCancel(t.Context()), "/bin/sh", "-c", `printf '%s\0' `+line).Output()
		if want := strings.Join(words, "\x00") + "\x00"; err != nil || string(out) != want {
			t.Errorf("%q: a shell reads %q, botocore %q (%v)", line, out, want, err)
		}
	}
	if compared < 300 {
		t.Errorf("only %d lines were compared", compared)
	}
}
