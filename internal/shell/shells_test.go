package shell_test

import (
	"maps"
	"os"
	"strings"
	"testing"

	"credence/internal/secret"
	"credence/internal/shell"
)

// hostile is a value that every shell would like to do something with.
const hostile = "it's \"q\" $HOME ${HOME} $(touch canary) `touch canary` (touch canary) \\ \\\\ ! !! !x %d %PATH% #x ~ * ? [a] {b} ;touch canary& |<>^ \t @x é 東 ‘’ \\u0041 \\n \\"

// TestAssignInRealShells: a real shell has exactly this identity afterwards, whatever
// it had before, and no value is run.
func TestAssignInRealShells(t *testing.T) {
	t.Parallel()
	old := []string{
		"AWS_PROFILE=other", "AWS_SECURITY_TOKEN=old", "AWS_ROLE_ARN=r", "AWS_WEB_IDENTITY_TOKEN_FILE=f",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI=u", "AWS_ACCESS_KEY_ID=old", "AWS_CREDENTIAL_SCOPE=s",
	}
	for _, s := range shell.Shells() {
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			of := session()
			of.Profile = hostile
			of.SessionToken = secret.New(strings.Repeat("t/+=", 600))
			change, err := of.Change()
			if err != nil {
				t.Fatal(err)
			}
			text, err := s.Assign(change)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{
				"AWSU_PROFILE": hostile, "CREDENCE_PROFILE": hostile, "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s/e+c'r=et",
				"AWS_SESSION_TOKEN": strings.Repeat("t/+=", 600), "AWS_ACCOUNT_ID": "111122223333", "AWS_CREDENTIAL_EXPIRATION": "2030-01-02T03:04:05Z",
				"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1",
				// It notes what it changed of the region.
				"CREDENCE_BEFORE": "AWS_DEFAULT_REGION=&AWS_REGION=",
			}
			if got := evaluate(t, s, text, old...); !maps.Equal(got, want) {
				t.Errorf("%s\n%q\nwant\n%q", text, got, want)
			}
		})
	}
}

// TestReverseInRealShells: what was there before comes back byte by byte.
func TestReverseInRealShells(t *testing.T) {
	t.Parallel()
	had := map[string]string{"AWS_PROFILE": hostile, "AWS_REGION": "", "AWS_SESSION_TOKEN": "two\nlines ' \" \\ \nof text"}
	for _, s := range shell.Shells() {
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			want := maps.Clone(had)
			if s.Name() == "tcsh" {
				delete(want, "AWS_SESSION_TOKEN") // it cannot hold a line break
			}
			back, err := s.Assign(shell.Reverse(lookup(had)))
			if err != nil {
				t.Fatal(err)
			}
			if got := evaluate(t, s, back, "AWS_ACCESS_KEY_ID=now", "CREDENCE_PROFILE=now", "AWS_CONFIG_FILE=now"); !maps.Equal(got, want) {
				t.Errorf("%s\n%q\nwant\n%q", back, got, want)
			}
		})
	}
}

func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := variables[name]; return value, ok }
}

// TestSwitchAndBack: what is kept brings back what was there, and is not inherited,
// not even under set -a.
func TestSwitchAndBack(t *testing.T) {
	t.Parallel()
	had := map[string]string{"AWS_PROFILE": hostile, "AWS_REGION": "mine"}
	to, err := session().Over(lookup(had))
	if err != nil {
		t.Fatal(err)
	}
	during := map[string]string{}
	for _, v := range to.Set {
		during[v.Name] = v.Value.Reveal()
	}
	for _, s := range shell.Shells() {
		if _, err := s.Switch(shell.Move{Kind: shell.MoveOff}, false); err != nil {
			continue // with its hook alone
		}
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			state := shell.State{Now: &shell.Memory{Profile: "a b"}, Was: &shell.Memory{}}
			text := func(m shell.Move) string {
				m.State = state
				text, err := s.Switch(m, false)
				if err != nil {
					t.Fatal(err)
				}
				return strings.TrimSuffix(text, "\n") + "\n"
			}
			switched := text(shell.Move{Kind: shell.MoveTo, Change: to, Before: shell.Reverse(lookup(had))})
			back := text(shell.Move{Kind: shell.MoveBack, Before: shell.Reverse(lookup(during))})
			off := text(shell.Move{Kind: shell.MoveOff})
			all := map[string]string{switched: "here", switched + back: "had", switched + back + back: "here", switched + off: "had", switched + back + off: "had"}
			for text, want := range all {
				if s.Name() == "tcsh" {
					text = strings.ReplaceAll(text, "\n", " ") // one line, as from its backquotes
				}
				if s.Name() == "bash" || s.Name() == "zsh" || s.Name() == "sh" {
					text = "set -aeu\n" + text
				}
				got := evaluate(t, s, text+"\n", "AWS_PROFILE="+had["AWS_PROFILE"], "AWS_REGION=mine")
				if wanted := map[string]map[string]string{"here": during, "had": had}[want]; !maps.Equal(got, wanted) {
					t.Errorf("%s\n%q\nwant %s\n%q", text, got, want, wanted)
				}
			}
		})
	}
}

// TestNothingIsInherited: a child knows nothing of what a shell keeps.
func TestNothingIsInherited(t *testing.T) {
	t.Parallel()
	for _, s := range shell.Shells() {
		change, err := session().Change()
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.Switch(shell.Move{Kind: shell.MoveTo, Change: change, Before: shell.Reverse(os.LookupEnv)}, false)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			for _, prelude := range []string{"", "set -a\n"} {
				if prelude != "" && s.Name() != "bash" && s.Name() != "zsh" && s.Name() != "sh" {
					continue
				}
				for name := range evaluateAll(t, s, prelude+text) {
					if strings.Contains(strings.ToLower(name), "__credence") {
						t.Errorf("%s is inherited", name)
					}
				}
			}
		})
	}
}
