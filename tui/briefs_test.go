package tui

import (
	"strings"
	"testing"
	"time"

	"credence/chain"
)

func TestBriefly(t *testing.T) {
	t.Parallel()
	m := New(t.Context(), Options{Clock: func() time.Time { return rigNow.In(time.FixedZone("", 2*3600)) }})
	m.chain.at = target{name: "dev"}
	role := chain.Data{"roleArn": "arn:aws:iam::111122223333:role/path/Admin"}
	for _, tt := range []struct {
		reason chain.Reason
		width  int
		want   string
	}{
		{chain.Reason{Code: chain.CodeWebIdentityUnset}, 60, "AWS_WEB_IDENTITY_TOKEN_FILE is not set"},
		{chain.Reason{Code: chain.CodeWebIdentityUnset}, 30, "no token file set"},
		{chain.Reason{Code: chain.CodeRoleFound, Data: role}, 60, "assumed role Admin in 111122223333"},
		{chain.Reason{Code: chain.CodeRoleFound, Data: role}, 30, "assumed role Admin"},
		{chain.Reason{Code: chain.CodeRoleFound}, 3, "assumed the role"}, // a brief form needs its facts
		{chain.Reason{Code: chain.CodeSSONoSettings, Data: chain.Data{"profile": "dev"}}, 16, "no sso settings"},
		{chain.Reason{Code: chain.CodeSSONoSettings, Data: chain.Data{"profile": "default"}}, 16, "no sso settings"}, // nobody named it
		{chain.Reason{Code: chain.CodeMFASessionNew, Data: chain.Data{"expires": "2030-01-02T18:04:00Z"}}, 30, "with MFA until 20:04"},
		{chain.Reason{Code: chain.CodeSourceMissing, Data: chain.Data{"source": "a\x1b[2Jb", "profile": "dev"}}, 20, `no profile a\x1b[2Jb`},
		{chain.Reason{Code: chain.CodeEnvProfileNamed, Data: chain.Data{"selectedBy": "argument"}}, 60, "a profile is named"}, // by the row
		{chain.Reason{Code: chain.CodeEnvProfileNamed, Data: chain.Data{"selectedBy": "AWS_PROFILE"}}, 60, "a profile is named (AWS_PROFILE)"},
		{chain.Reason{Code: chain.CodeCanceled}, 20, "before it was done"},
	} {
		if got := m.briefly(tt.reason, tt.width); got != tt.want {
			t.Errorf("%s in %d cells: %q, want %q", tt.reason.Code, tt.width, got, tt.want)
		}
	}
}

// A brief form that is longer than the reason would be none.
func TestBriefsAreBrief(t *testing.T) {
	t.Parallel()
	for code, text := range briefs {
		if widthOf(text) > 26 || strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", code, text)
		}
	}
}

func TestRequestsInShort(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://169.254.169.254/latest/api/token":                               "PUT …/api/token, 200",
		"http://169.254.169.254/latest/meta-data/iam/security-credentials/":     "PUT …/iam/security-credentials, 200",
		"http://169.254.170.2/get-credentials?id=1":                             "PUT /get-credentials, 200",
		"http://169.254.169.254/latest/meta-data/iam/security-credentials/a%1b": "PUT …/security-credentials/a%1b, 200",
	} {
		step := &chain.StepTrace{Step: chain.Step{Kind: chain.StepRequest}}
		step.Evidence = []chain.Evidence{{Kind: chain.EvidenceRequest, Method: "PUT", URL: url, Status: 200}}
		if got := stepRequest(step); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func TestEllipsed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"short": "short …", "just as wide as it": "just as wide as…", "": " …"} {
		got := ""
		for _, s := range ellipsed([]span{{plain, text}}, 18) {
			got += s.text
		}
		if got != want || widthOf(got) > 18 {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
