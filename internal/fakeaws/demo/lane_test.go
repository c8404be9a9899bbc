package demo_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/fakeaws/demo"
	"credence/internal/fakeaws/lane"
)

// answers are what the Node SDK makes of the sample profiles: the identity of a
// good one, part of the error of a broken one. Where Node finds nothing in a
// profile it goes on to the machine's own role.
var answers = map[string]string{
	"default":      "arn:aws:sts::111122223333:assumed-role/ReadOnly/",
	"base":         "arn:aws:iam::444455556666:user/jane",
	"dev":          "arn:aws:sts::111122223333:assumed-role/Developer/",
	"dev-admin":    "arn:aws:sts::111122223333:assumed-role/Admin/",
	"prod-admin":   "MultiFactorAuthentication failed with invalid MFA one time pass code.",
	"prod-read":    "arn:aws:sts::222233334444:assumed-role/AWSReservedSSO_ReadOnly_",
	"prod-ops":     "arn:aws:sts::222233334444:assumed-role/AWSReservedSSO_Operator_",
	"prod-deploy":  "arn:aws:sts::222233334444:assumed-role/Deployer/",
	"staging-deep": "arn:aws:sts::333344445555:assumed-role/Deep/",
	"vendor":       "arn:aws:sts::555566667777:assumed-role/Auditor/",
	"ci":           "arn:aws:sts::111122223333:assumed-role/Builder/ci",
	"ci-locked":    machine,
	"ci-chatty":    machine,
	"pod":          "arn:aws:sts::111122223333:assumed-role/Pod/pod",
	"pod-expired":  "ExpiredTokenException: Token expired: current date/time",
	"laptop":       "arn:aws:iam::111122223333:user/jane",
	"laptop-due":   "arn:aws:sts::111122223333:assumed-role/Admin/jane",
	"laptop-ended": "Your session has expired",
	"legacy-sso":   "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_",
	"partner":      "Token is expired",
	"newcomer":     "was not found or is invalid",
	"signed-out":   "UnauthorizedException: Session token not found or invalid",
	"prod-root":    "ForbiddenException: No access",
	"break-glass":  "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/BreakGlass",
	"batch":        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
	"deploy-ec2":   "arn:aws:sts::111122223333:assumed-role/Deploy/",
	"deploy-env":   machine,
	"deploy-ecs":   machine,
	"only-region":  machine,
	"lost-source":  machine,
	"loop-a":       machine,
	"two-sources":  machine,
	"wrong-source": machine,
	"lost-session": "undefined",
	"twin":         "arn:aws:iam::444455556666:user/jane",
	"sandbox":      "arn:aws:sts::111122223333:assumed-role/Developer/jane",
	"old-session":  "ExpiredToken: The security token included in the request is expired",
	"rotated":      "InvalidClientTokenId: The security token included in the request is invalid.",
	"half-pair":    machine,
	"misspelt":     machine,
	"quoted":       "InvalidClientTokenId",
}

const machine = "arn:aws:sts::333344445555:assumed-role/DevBox/i-"

func TestLaneNodeReadsTheSamples(t *testing.T) {
	t.Parallel()
	node, modules := lane.Node(t)
	d := open(t, demo.Options{Parent: os.Environ()})
	// prod-admin comes after dev-admin with the same code, which is spent by then.
	order := []string{"dev-admin", "prod-admin"}
	for name := range answers {
		if name != order[0] && name != order[1] {
			order = append(order, name)
		}
	}
	in, err := json.Marshal(map[string]any{"profiles": order, "code": lane.Oathtool(t, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")})
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/profiles.cjs")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, script)
	cmd.Dir = d.Home()
	cmd.Env = append(d.Environ(), "CREDENCE_NODE_MODULES="+modules, "LANE="+string(in), "NODE_NO_WARNINGS=1")
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v", err)
	}
	var got map[string]struct{ ARN, Error string }
	if err := json.Unmarshal(printed, &got); err != nil {
		t.Fatalf("%v in %s", err, printed)
	}
	for name, want := range answers {
		if g := got[name]; !strings.HasPrefix(g.ARN, want) && !strings.Contains(g.Error, want) || g.ARN == "" && g.Error == "" {
			t.Errorf("%s: got %+v, want %s", name, g, want)
		}
	}
}
