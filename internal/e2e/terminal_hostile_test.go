//go:build unix

package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/ptytest"
)

// ours are the sequences that credence sends to a terminal: colours, the cursor, erasing,
// the modes of the inspector, and a title that tells nothing of the outside.
var ours = regexp.MustCompile("\x1b\\[[0-9;]*[mABCDGHJKrhlLMPXdf@]|\x1b\\[\\?(?:1|7|25|1000|1002|1003|1004|1006|1049|2004|2026)[hl]|\x1b[78=>]")

// strange names what a terminal was sent that is neither text nor a sequence of ours.
func strange(raw string) (found []string) {
	for _, r := range ours.ReplaceAllString(raw, "") {
		hidden := r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x200b || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
		if what := fmt.Sprintf("%#x", r); (hidden || r < ' ' && !strings.ContainsRune("\r\n\t\b", r)) && !slices.Contains(found, what) {
			found = append(found, what)
		}
	}
	return found
}

// TestHostileTextOnATerminal: whatever files, services and children say, the terminal is
// sent text and the sequences of ours, byte for byte.
func TestHostileTextOnATerminal(t *testing.T) {
	t.Parallel()
	const hostileStart = "https://corp.example/start"
	const evil = "\x1b]0;PWN\a\x1b]52;c;ZXZpbA==\a\x1b[31m\u009b2J\x1bP1$r\x1b\\\u202eevil\u200b\x7f"
	if len(strange(evil)) < 6 || len(strange("\x1b[1;31mred\x1b[0m\r\n\x1b[?25l")) != 0 {
		t.Fatalf("the control failed: %q", strange(evil))
	}
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}}}},
		SSO: []fakeaws.SSOInstance{{StartURL: hostileStart, Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{
			{ID: "111122223333", Name: evil, Email: evil, Roles: []string{"Read" + evil}},
		}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	aws.Inject("AssumeRole", fakeaws.Fault{Status: 403, Code: "AccessDenied", Message: "no: " + evil, Times: -1})
	aws.Inject("GetCallerIdentity", fakeaws.Fault{Status: 403, Code: "AccessDenied" + evil, Message: evil, Times: -1})
	aws.Inject("StartDeviceAuthorization", fakeaws.Fault{Status: 400, Code: "InvalidRequestException", Message: evil, Times: -1})
	at := home(t,
		".aws/config", "[profile evil"+evil+"]\nregion = "+evil+"\nrole_arn = "+devRole+evil+"\nsource_profile = base\n"+
			"[profile dev]\nrole_arn = "+devRole+"\nsource_profile = base\nregion = eu-west-1\n"+
			"[profile proc]\ncredential_process = printf '"+strings.ReplaceAll(evil, "%", "")+"' >&2; exit 1\n"+
			"[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = x"+evil+"\n"+
			"[sso-session corp]\nsso_start_url = "+hostileStart+"\nsso_region = eu-west-1\n"+
			"[sso-session odd]\nsso_start_url = https://x/"+evil+"\nsso_region = "+evil+"\n",
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n",
		".aws/cli/cache/0123456789012345678901234567890123456789.json", `{"Credentials":{"AccessKeyId":"`+strings.ReplaceAll(evil, "\x1b", "\\u001b")+`"}}`)
	env := environment(at, "TERM=xterm-256color", "AWS_MAX_ATTEMPTS=1", "AWS_PROFILE="+evil)
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	for _, args := range [][]string{
		{"list"}, {"list", "--json"}, {"why", "--dry-run", "--all"}, {"why", "dev"}, {"why", "dev", "--json"}, {"why", "proc"}, {"why", "evil" + evil}, {"why", "sso", "--dry-run"},
		{"whoami", "base"}, {"use", "dev"}, {"exec", "proc", "--", "true"}, {"env", "dev"}, {"bridge", "proc"}, {"status"},
		{"login", "corp", "--device"}, {"login", "odd"}, {"logout", evil}, {"accounts", "odd", "--plain"}, {"console", "dev", "--print"},
		{"cache", "list"}, {"store"}, {"config"}, {"config", "set", evil, "x"}, {evil}, {"why", "--as", evil},
	} {
		t.Run(fmt.Sprintf("%.30q", args), func(t *testing.T) {
			t.Parallel()
			s := ptytest.Start(t, ptytest.Options{Env: env, Limit: 30 * time.Second}, append([]string{binary}, args...)...)
			s.Wait()
			if found := strange(string(s.Raw())); len(found) > 0 {
				t.Errorf("the terminal was sent %v: %q", found, s.Raw())
			}
		})
	}
	t.Run("inspector", func(t *testing.T) {
		t.Parallel()
		s := ptytest.Start(t, ptytest.Options{Env: env, Cols: 120, Rows: 40, Limit: 30 * time.Second}, binary)
		s.WaitFor("quit")
		for _, keys := range []string{"j", "j", "i", "a", "\t", "j", "j", "j", "\t", "k", "k"} {
			s.Send(keys)
		}
		s.Send("q")
		s.Wait()
		if found := strange(string(s.Raw())); len(found) > 0 || !strings.Contains(string(s.Raw()), "evil") {
			t.Errorf("the terminal was sent %v: %q", found, s.Raw())
		}
	})
}
