//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/internal/tmuxtest"
)

const (
	deviceARN  = "arn:aws:iam::111122223333:mfa/jane"
	deviceSeed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // RFC 6238, appendix B
	adminRole  = "arn:aws:iam::111122223333:role/Admin"

	processID, processSecret, processToken = "ASIAFAKEPROCESSAAAAA", "canary/secret+of+the+process+that+is+40c", "canary-token-of-the-process"
)

// inspector is the program in a terminal, with a home and an AWS of its own.
type inspector struct {
	*tmuxtest.Session
	aws  *fakeaws.Server
	home string
	temp string // the folder for temporary files
}

// demoEnvironment is the environment of a person who opens the demo.
func demoEnvironment(t *testing.T) []string {
	t.Helper()
	return environment(home(t), "TMPDIR="+t.TempDir())
}

// openDemo opens `credence demo` and waits for its first frame.
func openDemo(t *testing.T, o tmuxtest.Options) *inspector {
	t.Helper()
	o.Env = demoEnvironment(t)
	i := &inspector{Session: tmuxtest.Start(t, o, binary, "demo")}
	i.Shows("dev-admin")
	return i
}

// ownWorld is a home and an AWS with a profile of each kind that the tests need.
func ownWorld(t *testing.T) (at, temp string, aws *fakeaws.Server, env []string) {
	t.Helper()
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}},
			MFA: []fakeaws.MFADevice{{Serial: deviceARN, Secret: deviceSeed}},
		}},
		Roles: []fakeaws.Role{
			{ARN: devRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour},
			{ARN: adminRole, Trusted: []string{"111122223333"}, RequireMFA: true, MaxDuration: time.Hour},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	at = home(t,
		".aws/config", "[profile charlie]\nrole_arn = "+devRole+"\nsource_profile = alpha\nregion = eu-west-1\n"+
			"[profile delta]\nrole_arn = "+adminRole+"\nsource_profile = alpha\nmfa_serial = "+deviceARN+"\nregion = eu-west-1\n"+
			"[profile echo]\nregion = eu-west-1\ncredential_process = /bin/cat ${HOME}/answer.json\n"+
			"[profile golf]\nregion = eu-west-1\ncredential_process = ${HOME}/hang\n",
		".aws/credentials", "[alpha]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	answer := filepath.Join(at, "answer.json")
	write(t, answer, `{"Version":1,"AccessKeyId":"`+processID+`","SecretAccessKey":"`+processSecret+`","SessionToken":"`+processToken+`"}`)
	config := filepath.Join(at, ".aws", "config")
	write(t, config, strings.ReplaceAll(read(t, config), "${HOME}", at))
	for name, script := range map[string]string{"editor": `[ -t 0 ] && [ -t 1 ] && echo "$@" >"$HOME/edited"`, "hang": `echo $$ >"$HOME/child"; exec sleep 600`} {
		write(t, filepath.Join(at, name), "#!/bin/sh\n"+script+"\n")
		if err := os.Chmod(filepath.Join(at, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	temp = t.TempDir()
	env = environment(at, "TMPDIR="+temp, "CREDENCE="+binary, "PS1=sh> ", "HISTFILE=", "VISUAL="+filepath.Join(at, "editor"))
	for name, value := range aws.Env() {
		env = append(env, name+"="+value)
	}
	return at, temp, aws, env
}

// openOwn opens the inspector in a world of the test's own.
func openOwn(t *testing.T, args ...string) *inspector {
	t.Helper()
	at, temp, aws, env := ownWorld(t)
	i := &inspector{tmuxtest.Start(t, tmuxtest.Options{Env: env}, append([]string{binary}, args...)...), aws, at, temp}
	i.Shows("charlie")
	return i
}

// openShell opens bash in a world of the test's own.
func openShell(t *testing.T) *inspector {
	t.Helper()
	bash := lane(t, "bash")
	at, temp, aws, env := ownWorld(t)
	i := &inspector{tmuxtest.Start(t, tmuxtest.Options{Env: env, Dir: at}, bash, "--norc", "--noprofile", "-i"), aws, at, temp}
	i.Shows("sh>")
	return i
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// write replaces a file as editors do: by another.
func write(t *testing.T, path, text string) {
	t.Helper()
	next := path + ".next"
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
}

// selected reports whether the cursor is on a profile, and its chain is shown.
func selected(screen, name string) bool {
	quoted := regexp.QuoteMeta(name)
	return regexp.MustCompile(`(?m)^\s*▌ `+quoted+`\s`).MatchString(screen) &&
		regexp.MustCompile(`(?m)[│┃] `+quoted+`  `).MatchString(screen)
}

// pick puts the cursor on the profile of a name, by the filter.
func (i *inspector) pick(t *testing.T, name string) {
	t.Helper()
	i.Keys("/")
	i.Keys("C-u")
	i.Type(name)
	i.Shows("/" + name + "▏")
	i.Keys("Tab")
	i.Until("the cursor on "+name, func(screen string) bool {
		return selected(screen, name) && !strings.Contains(screen, "▏")
	})
}

// reports waits until the chain's headline says a text.
func (i *inspector) reports(name, text string) string {
	return i.Until(name+": "+text, func(screen string) bool {
		for line := range strings.Lines(screen) {
			if _, head, ok := strings.Cut(line, "│ "+name+"  "); ok && strings.Contains(head, text) {
				return true
			}
		}
		return false
	})
}

var phoneShows = regexp.MustCompile(`phone shows +(\d{3}) (\d{3})`)

// phone is the code that the demo's phone shows on the screen.
func (i *inspector) phone() string {
	screen := i.Until("the phone", phoneShows.MatchString)
	digits := phoneShows.FindStringSubmatch(screen)
	return digits[1] + digits[2]
}

// leastCode is how long a code has to be good still, so that what the screen says of it
// does not change while a test looks.
const leastCode = 3 * time.Second

// phoneOf is the code that the device of the test's own world shows.
func (i *inspector) phoneOf(t *testing.T) (code string) {
	t.Helper()
	i.Wait("a code that stays", func() bool {
		shown, left, err := i.aws.Phone(deviceARN)
		if err != nil {
			t.Fatal(err)
		}
		code = shown
		return left >= leastCode
	})
	return code
}
