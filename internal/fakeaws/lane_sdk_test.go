package fakeaws_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/fakeaws/lane"
)

// answer is what a lane script reports of one check.
type answer struct{ ARN, Error, Message string }

// wantOfSDKs is what both SDKs have to report.
var wantOfSDKs = map[string]answer{
	"identity":        {ARN: janeARN},
	"wrongSecret":     {Error: "SignatureDoesNotMatch", Message: "The request signature we calculated does not match"},
	"unknownKey":      {Error: "InvalidClientTokenId", Message: "The security token included in the request is invalid."},
	"assumeWithCode":  {ARN: "arn:aws:sts::111122223333:assumed-role/Admin/lane"},
	"sessionWithCode": {ARN: janeARN},
	"iniMfa":          {ARN: "arn:aws:sts::111122223333:assumed-role/Admin/lane"},
	"iniMfaReuse":     {Error: "AccessDenied", Message: wrongCode},
	"iniExternalId":   {ARN: "arn:aws:sts::444455556666:assumed-role/Vendor/"},
	"iniWebIdentity":  {ARN: "arn:aws:sts::111122223333:assumed-role/Pod/"},
	"iniSso":          {ARN: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_"},
	"iniSsoHop":       {ARN: "arn:aws:sts::444455556666:assumed-role/Hop/"},
	"instance":        {ARN: "arn:aws:sts::111122223333:assumed-role/Box/i-"},
	"container":       {ARN: "arn:aws:sts::111122223333:assumed-role/Task/task"},
	"portalDenied":    {Error: "UnauthorizedException", Message: "Session token not found or invalid"},
}

// wantOfNode is what the Node script reports beyond that.
var wantOfNode = map[string]answer{
	"iniLogin":   {ARN: janeARN},
	"deviceFlow": {ARN: "AuthorizationPendingException authorization_pending 2 true InvalidGrantException invalid_grant"},
}

// sdkLane prepares a server and the parameters of a lane script.
func sdkLane(t *testing.T) (*bench, map[string]string) {
	t.Helper()
	l := newBench(t)
	l.write(t, ".aws/config", laneConfig(l.webTokenFile(t)))
	l.ssoCache(t)
	l.loginCache(t)
	in := struct {
		KeyID        string   `json:"keyId"`
		Secret       string   `json:"secret"`
		MFARole      string   `json:"mfaRole"`
		StartURL     string   `json:"startUrl"`
		ContainerURI string   `json:"containerUri"`
		Serials      []string `json:"serials"`
		Codes        []string `json:"codes"`
	}{KeyID: keyID, Secret: secret, MFARole: mfaRole, StartURL: startURL, ContainerURI: l.ContainerURL("/task")}
	for n := range 3 {
		in.Serials = append(in.Serials, laneSerial(n))
		in.Codes = append(in.Codes, lane.Oathtool(t, laneSeed(n)))
	}
	text, err := json.Marshal(in)
	must(t, err)
	return l, map[string]string{"LANE": string(text)}
}

func compare(t *testing.T, got map[string]answer, wants ...map[string]answer) {
	t.Helper()
	for _, want := range wants {
		for name, w := range want {
			g, ok := got[name]
			if !ok || g.Error != w.Error || !strings.HasPrefix(g.ARN, w.ARN) || !strings.Contains(g.Message, w.Message) {
				t.Errorf("%s: got %+v\nwant %+v", name, g, w)
			}
		}
	}
}

func script(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	must(t, err)
	return path
}

func TestLaneNode(t *testing.T) {
	t.Parallel()
	node, modules := lane.Node(t)
	l, env := sdkLane(t)
	env["CREDENCE_NODE_MODULES"] = modules
	var got map[string]answer
	l.runJSON(t, &got, env, node, script(t, "lane.cjs"))
	compare(t, got, wantOfSDKs, wantOfNode)
	if l.Count("CreateOAuth2Token") != 1 || l.Count("CreateToken") < 4 {
		t.Errorf("the SDK did not refresh: %d and %d token calls", l.Count("CreateOAuth2Token"), l.Count("CreateToken"))
	}
}

func TestLaneBotocore(t *testing.T) {
	t.Parallel()
	py := lane.Python(t, "botocore")
	l, env := sdkLane(t)
	var got map[string]answer
	l.runJSON(t, &got, env, py, script(t, "lane.py"))
	compare(t, got, wantOfSDKs)
	if l.Count("CreateToken") != 1 {
		t.Errorf("botocore refreshed %d times", l.Count("CreateToken"))
	}
}
