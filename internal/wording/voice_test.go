package wording

import (
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/profiles"
)

// here is how something speaks that has keys, a clock on the wall and a home.
var here = Voice{
	Home:  "/home/jane",
	Clock: func(t time.Time) string { return t.In(time.FixedZone("", 2*60*60)).Format("15:04") },
	Keys:  map[string]string{KeyResolve: "i", KeyDrop: "x", KeySignIn: "l", KeyCancel: "esc", KeyList: "/"},
}

func TestVoiceOfReasons(t *testing.T) {
	t.Parallel()
	kept := chain.Reason{Code: chain.CodeCacheStored, Data: chain.Data{"expires": "2030-01-02T14:00:00Z"}}
	if cli, got := Reason(kept), here.Reason(kept); !strings.Contains(cli, "2030-01-02 14:00 UTC") || !strings.Contains(got, "16:00") || strings.Contains(got, "UTC") {
		t.Errorf("%q, and here %q", cli, got)
	}
	canceled := &chain.Error{Reason: chain.Reason{Code: chain.CodeCanceled}}
	if cli, got := Message(canceled), here.Message(canceled); cli != "ended before it was done" || got != "canceled before it was done" {
		t.Errorf("%q, and here %q", cli, got)
	}
}

func TestVoiceOfPaths(t *testing.T) {
	t.Parallel()
	unreadable := &chain.Error{Reason: chain.Reason{Code: chain.CodeCABundle, Data: chain.Data{"path": "/home/jane/ca.pem"}}}
	if cli, got := Message(unreadable), here.Message(unreadable); !strings.Contains(cli, "/home/jane/ca.pem") || !strings.Contains(got, " ~/ca.pem") {
		t.Errorf("%q, and here %q", cli, got)
	}
}

// What has to be pasted on the command line is a key where there is one.
func TestVoiceOfRemedies(t *testing.T) {
	t.Parallel()
	at := profiles.FileOrigin("/home/jane/.aws/config", 8)
	for _, tt := range []struct {
		code      chain.Code
		data      chain.Data
		cli, here []string
	}{
		{chain.CodeSSOTokenExpired, chain.Data{"session": "corp"}, []string{"credence login corp"}, []string{"l signs in"}},
		{chain.CodeNoCredentials, chain.Data{"listed": "3"}, []string{"set up single sign-on: aws configure sso", "choose a profile: credence list"}, []string{"set up single sign-on: aws configure sso"}},
	} {
		e := &chain.Error{Reason: chain.Reason{Code: tt.code, Data: tt.data, Origin: &at}}
		if got := Hints(e); !slices.Equal(got, tt.cli) {
			t.Errorf("%s: %q", tt.code, got)
		}
		if got := here.Hints(e); !slices.Equal(got, tt.here) {
			t.Errorf("%s, here: %q", tt.code, got)
		}
	}
	for _, tt := range []struct {
		code      string
		data      chain.Data
		cli, here string
	}{
		{chain.FindingSSORegion, chain.Data{"tokenRegion": "eu-west-1"}, "write sso_region = eu-west-1 at config:8, or sign in anew", "write sso_region = eu-west-1 at config:8, or sign in anew: l"},
		{chain.FindingSSOSpelling, chain.Data{"spelling": "https://a", "profile": "p"}, "spell sso_start_url as https://a at config:8, or sign in: credence login p", "spell sso_start_url as https://a at config:8, or sign in: l"},
		{chain.FindingSSONoRefresh, chain.Data{"session": "corp"}, "credence login corp", "l signs in"},
	} {
		f := chain.Finding{Code: tt.code, Data: tt.data, Origin: at}
		if _, hint := Finding(f); hint != tt.cli {
			t.Errorf("%s: %q", tt.code, hint)
		}
		if _, hint := here.Finding(f); hint != tt.here {
			t.Errorf("%s, here: %q", tt.code, hint)
		}
	}
}

func TestVoiceOfChanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		state     chain.State
		code      chain.Code
		cli, here string
	}{
		{chain.StateWouldUse, chain.CodeProcessWouldRun, "Would run the credential_process. Without --dry-run the command is run.", "Would run the credential_process. Press i to do it."},
		{chain.StateFound, chain.CodeRoleCached, "To change that: --no-cache assumes the role anew.", "To change that: press x to drop what is kept."},
	} {
		s := &chain.StageTrace{End: chain.End{State: tt.state, Reason: chain.Reason{Code: tt.code}}}
		if got := (Voice{}).Explain(s, nil); !strings.HasSuffix(got, tt.cli) {
			t.Errorf("%s: %q", tt.code, got)
		}
		if got := here.Explain(s, nil); !strings.HasSuffix(got, tt.here) {
			t.Errorf("%s, here: %q", tt.code, got)
		}
	}
}
