package wording

import (
	"errors"
	"strings"
	"testing"

	"credence/chain"
	"credence/profiles"
)

func TestPhrase(t *testing.T) {
	t.Parallel()
	at := profiles.FileOrigin("/h/.aws/config", 31)
	full := facts{data: profiles.Data{"profile": "dev", "arn": "arn:aws:iam::111122223333:role/path/Admin", "odd": "a\x1b[31mb ", "list": "botocore, go", "ms": "1500"}, origin: &at}
	for in, want := range map[string]string{
		"plain":                           "plain",
		"{profile} at {origin}":           "dev at config:31",
		"{nobody}":                        "?",
		"{nobody/profile}":                "dev",
		"a{? and {nobody}?}b":             "ab",
		"a{? and {profile}?}b":            "a and devb",
		"{arn|role} in {arn|account}":     "Admin in 111122223333",
		"{odd}":                           `a\x1b[31mb␠`,
		"{list|sdks}":                     "the AWS CLI, Python and Go",
		"{ms|ms}":                         "1.5 s",
		"unset {profile|sh}{nobody|word}": "unset dev?",
	} {
		if got := say(in).fill(full); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := say("{nobody} first", "{profile} second", "third").fill(full); got != "dev second" {
		t.Errorf("alternatives: %q", got)
	}
	if got := say("x").fill(facts{}); got != "x" {
		t.Errorf("no facts: %q", got)
	}
	if got := phrase(nil).fill(full); got != "" {
		t.Errorf("no phrase: %q", got)
	}
	long := facts{data: profiles.Data{"x": strings.Repeat("é", 5000)}}
	if got := []rune(say("{x}").fill(long)); len(got) != longestFact {
		t.Errorf("a long fact has %d characters", len(got))
	}
}

func TestShell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"dev":       "dev",
		"a b":       "'a b'",
		"":          "''",
		"-rf":       "'-rf'",
		"it's":      `'it'\''s'`,
		"$(rm -rf)": "'$(rm -rf)'",
		"a\nb":      "'a␊b'",
		"\u202ex":   `'\u202ex'`,
		"~/x":       "'~/x'",
	} {
		if got := Shell(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		origin      profiles.Origin
		long, short string
	}{
		{profiles.FileOrigin("/home/j/.aws/config", 31), "~/.aws/config:31", "config:31"},
		{profiles.FileOrigin("/home/jo/.aws/config", 0), "/home/jo/.aws/config", "config"},
		{profiles.VariableOrigin("AWS_PROFILE"), "AWS_PROFILE", "AWS_PROFILE"},
		{profiles.OptionOrigin("configFilepath"), "--config-file", "--config-file"},
		{profiles.OptionOrigin("profile"), "the argument", "the argument"},
		{profiles.DefaultOrigin(), "", ""},
		{profiles.FileOrigin("/home/j/x\x1b]0;y\a/config", 2), `~/x\x1b]0;y\x07/config:2`, "config:2"},
	} {
		if long, short := Place(c.origin, "/home/j"), Short(c.origin); long != c.long || short != c.short {
			t.Errorf("%v: %q and %q, want %q and %q", c.origin, long, short, c.long, c.short)
		}
	}
}

func TestSkew(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"40": "40 s behind", "-420": "7 min ahead", "7200": "2 h behind", "864000": "10 days behind"} {
		if got := skew(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestErrorsOfAWalkThatFoundNothing(t *testing.T) {
	t.Parallel()
	broken := &chain.Error{
		Reason: chain.Reason{Code: chain.CodeProfileMissing, Data: chain.Data{"profile": "wrok", "selectedBy": "AWS_PROFILE", "nearest": "work, wok"}, Origin: new(profiles.VariableOrigin("AWS_PROFILE"))},
		Stage:  "shared-files",
	}
	none := &chain.Error{Reason: chain.Reason{Code: chain.CodeNoCredentials, Data: chain.Data{"stage": "shared-files", "because": "profile.missing"}}, Err: broken}
	want := "no credentials: every stage was looked at and none has any; shared files failed: no profile wrok in either shared file (AWS_PROFILE names it); closest is work, wok; names are case-sensitive"
	if got := Message(none); got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	hints := Hints(none)
	if len(hints) != 2 || hints[0] != "export AWS_PROFILE=work" {
		t.Errorf("hints %q", hints)
	}
	if _, ok := none.Data["detail"]; ok {
		t.Error("the error itself was changed")
	}
	if got := Message(&chain.Error{Reason: chain.Reason{Code: "new.code"}, Err: errors.New("x")}); got != "new.code" {
		t.Errorf("unknown code: %q", got)
	}
}

// An answer that is a page of somebody else's says little; what it is does.
func TestAnswersThatAreNotOfAWS(t *testing.T) {
	t.Parallel()
	e := &chain.Error{Reason: chain.Reason{Code: chain.CodeIdentityUnreachable, Data: chain.Data{"message": "HTTP 200 OK", "notAWS": "true"}}}
	if got := Message(e); got != "sts did not answer: HTTP 200 OK, and not AWS's answer: a proxy or a login page on the way?" {
		t.Errorf("%q", got)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	at := profiles.FileOrigin("/h/.aws/config", 31)
	s := &chain.StageTrace{StageInfo: chain.StageInfo{ID: "shared-files", Kind: chain.KindSharedFiles}, End: chain.End{
		State:  chain.StateErrored,
		Reason: chain.Reason{Code: chain.CodeSourceMissing, Data: chain.Data{"profile": "dev", "source": "nope"}, Origin: &at},
		Evidence: []chain.Evidence{
			{Kind: chain.EvidenceFile, Path: "/h/.aws/config", State: "read"},
			{Kind: chain.EvidenceVariable, Name: "AWS_PROFILE", State: "set", Value: "dev"},
			{Kind: chain.EvidenceRequest, Method: "PUT", URL: "http://169.254.169.254/", Status: 200},
			{Kind: chain.EvidenceKey, Path: "/h/.aws/config", Line: 31, Key: "source_profile"},
		},
	}}
	want := "Looked at /h/.aws/config (read), AWS_PROFILE (set), PUT http://169.254.169.254/, 200 and more. " +
		"Errored: profile dev names source_profile nope (config:31), which does not exist. " +
		"To change that: name a profile that exists, or add [profile nope]."
	if got := (Voice{}).Explain(s, &chain.Result{}); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	behind := &chain.StageTrace{End: chain.End{State: chain.StateNotReached, Reason: chain.Reason{Code: chain.CodeNotReached}}}
	if got := (Voice{}).Explain(behind, &chain.Result{Stage: "shared-files"}); !strings.HasPrefix(got, "Not reached, because shared files ended the chain. ") {
		t.Errorf("%q", got)
	}
}

// FuzzWording: whatever the facts are, the text can go to a terminal.
func FuzzWording(f *testing.F) {
	f.Add("dev", "arn:aws:iam::1:role/x")
	f.Add("\x1b]0;x\a", "\u202e\x9b31m")
	f.Add("{profile}", "{?x?}")
	f.Fuzz(func(t *testing.T, a, b string) {
		data := profiles.Data{"profile": a, "roleArn": b, "source": b, "nearest": a, "message": b, "stderr": a, "exitCode": "1", "expires": b}
		for _, code := range []chain.Code{chain.CodeRoleRefused, chain.CodeSourceMissing, chain.CodeProcessFailed, chain.CodeSSOTokenExpired, chain.CodeProfileMissing} {
			e := &chain.Error{Reason: chain.Reason{Code: code, Data: data, Origin: new(profiles.FileOrigin(b, 1))}}
			for _, text := range append(Hints(e), Message(e), Reason(e.Reason)) {
				for _, r := range text {
					if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' {
						t.Fatalf("%s: %q", code, text)
					}
				}
			}
		}
	})
}

// TestHintsOfRefreshes: trouble on the way and a refusal have different remedies.
func TestHintsOfRefreshes(t *testing.T) {
	t.Parallel()
	call := profiles.Data{"profile": "dev", "service": "signin", "message": "connection reset"}
	if got := strings.Join(Hints(&chain.Error{Reason: chain.Reason{Code: chain.CodeLoginRefreshFailed, Data: call}}), "; "); got != "check the network; aws login --profile dev" {
		t.Errorf("no answer: %s", got)
	}
	full := profiles.Data{"profile": "dev", "message": "no space left on device"}
	if got := strings.Join(Hints(&chain.Error{Reason: chain.Reason{Code: chain.CodeLoginRefreshFailed, Data: full}}), "; "); got != "aws login --profile dev" {
		t.Errorf("no call: %s", got)
	}
	for refused, want := range map[string]string{"": "check the network and sso_region", "true": "credence login --force corp"} {
		f := profiles.Finding{Code: chain.FindingSSORefreshFailed, Data: profiles.Data{"session": "corp", "expires": "2030-01-02T03:04:05Z", "refused": refused}}
		if message, hint := Finding(f); hint != want || strings.Contains(message, "no longer accepts") != (refused != "") {
			t.Errorf("%s, hint %s", message, hint)
		}
	}
}

func TestLeft(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"0": "expired", "-5": "expired", "40000": "40 s", "2460000": "41 min", "25200000": "7 h", "259200000": "3 days", "x": "x"} {
		if got := left(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
