package shell_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
	"credence/internal/shell"
)

// after is what an environment is after a switch.
func after(t *testing.T, s shell.Session, environment map[string]string) map[string]string {
	t.Helper()
	change, err := s.Over(lookup(environment))
	if err != nil {
		t.Fatal(err)
	}
	return mapOf(change.Apply(list(environment)))
}

func list(environment map[string]string) []string {
	var entries []string
	for name, value := range environment {
		entries = append(entries, name+"="+value)
	}
	slices.Sort(entries)
	return entries
}

func mapOf(entries []string) map[string]string {
	m := map[string]string{}
	for _, entry := range entries {
		name, value, _ := strings.Cut(entry, "=")
		m[name] = value
	}
	return m
}

// TestRegionOfOneProfileIsNotThatOfTheNext: whatever is switched to, the environment
// without the switch is the one that was there before the first.
func TestRegionOfOneProfileIsNotThatOfTheNext(t *testing.T) {
	t.Parallel()
	keys := shell.Session{Profile: "p", AccessKeyID: "A", SecretAccessKey: secret.New("s")}
	with := func(change func(*shell.Session)) shell.Session { s := keys; change(&s); return s }
	sessions := []shell.Session{
		keys,
		with(func(s *shell.Session) { s.Region = "eu-west-1" }),
		with(func(s *shell.Session) { s.ByName, s.ConfigFile, s.CredentialsFile = true, "/c", "/s" }),
		with(func(s *shell.Session) { s.ByName, s.ConfigFile, s.Region = true, "/c2", "us-east-1" }),
	}
	for _, base := range []map[string]string{
		{"HOME": "/h"},
		{"HOME": "/h", "AWS_REGION": "mine"},
		{"HOME": "/h", "AWS_DEFAULT_REGION": "mine & = %", "AWS_CONFIG_FILE": "/my config"},
	} {
		for _, first := range sessions {
			for _, second := range sessions {
				once := after(t, first, base)
				if got := undone(once); !maps.Equal(got, base) {
					t.Errorf("%v, undone: %v, want %v", once, got, base)
				}
				twice := after(t, second, once)
				if want := after(t, second, base); !maps.Equal(twice, want) {
					t.Errorf("after %v then %v:\n%v\nwant\n%v", first, second, twice, want)
				}
			}
		}
	}
}

// undone is the environment without the switch, and without its identity.
func undone(environment map[string]string) map[string]string {
	m := mapOf(shell.Undone(list(environment)))
	for _, name := range []string{"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "CREDENCE_PROFILE", "AWSU_PROFILE"} {
		delete(m, name)
	}
	return m
}

func TestState(t *testing.T) {
	t.Parallel()
	full := shell.State{
		Now: &shell.Memory{Profile: hostile, AccessKeyID: "A", Until: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Region: "r", ConfigFile: "/a b,c&d", CredentialsFile: "%"},
		Was: &shell.Memory{},
	}
	word := full.String()
	if strings.ContainsAny(word, " \t'\"\\$`!&|;<>()[]{}*?~#\n") {
		t.Errorf("%s is more than a word to some shell", word)
	}
	if got := shell.ParseState(word); *got.Now != *full.Now || *got.Was != *full.Was {
		t.Errorf("%+v %+v", got.Now, got.Was)
	}
	for _, text := range []string{"", "new", "%zz", ",,,", "now.key=A"} {
		if got := shell.ParseState(text); got != (shell.State{}) {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if (shell.State{}).String() != "" {
		t.Errorf("%q", shell.State{})
	}
	environment := lookup(map[string]string{"CREDENCE_PROFILE": hostile, "AWS_ACCESS_KEY_ID": "A"})
	if !full.Now.Holds(environment) || full.Was.Holds(environment) || (*shell.Memory)(nil).Holds(lookup(nil)) {
		t.Error("which identity is held")
	}
}

func FuzzParseState(f *testing.F) {
	f.Add("now.profile=dev,was.profile=,was.until=2030-01-02T03:04:05Z")
	f.Add("now.profile=%20,now.key=a%2Cb")
	f.Fuzz(func(t *testing.T, text string) {
		first := shell.ParseState(text)
		if again := shell.ParseState(first.String()); again.String() != first.String() {
			t.Errorf("%q: %q, then %q", text, first, again)
		}
	})
}

func TestWhichShell(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"zsh": "zsh", "-zsh": "zsh", "/usr/local/bin/fish": "fish", `C:\Program Files\PowerShell\7\pwsh.exe`: "powershell", "dash": "sh", "ksh": "sh",
		"-csh": "tcsh", "nushell": "nu", "make": "", "": "", "zshy": "",
	} {
		got := ""
		if s, ok := shell.ByName(name); ok {
			got = s.Name()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	login := lookup(map[string]string{"SHELL": "/bin/zsh"})
	if s, sure := shell.Started([]string{"python3", "/usr/bin/xonsh"}, login); s.Name() != "xonsh" || !sure {
		t.Errorf("%s %v", s.Name(), sure)
	}
	if s, sure := shell.Started([]string{"make"}, login); s.Name() != "zsh" || sure {
		t.Errorf("%s %v", s.Name(), sure)
	}
	if s, sure := shell.Started(nil, lookup(nil)); s == nil || sure {
		t.Errorf("%v %v", s, sure)
	}
	if len(shell.ParentNames()) == 0 {
		t.Log("the parent's name is not known here")
	}
}

// TestHooks: each hook is filled in, tells how it is installed, and runs a program
// that is not on the path by its path.
func TestHooks(t *testing.T) {
	t.Parallel()
	for _, s := range shell.Shells() {
		byName, byPath := s.Hook("credence"), s.Hook("/opt/my tools/credence")
		for _, text := range []string{byName, byPath} {
			if strings.Contains(text, "{{") || !strings.HasPrefix(text, "# credence in "+s.Name()+":") || !strings.Contains(text, s.InstallLine()) || s.Name() != "nu" && !strings.Contains(text, s.StartFile()) {
				t.Errorf("%s:\n%s", s.Name(), text)
			}
		}
		if !strings.Contains(byPath, "/opt/my tools/credence") || strings.Contains(byName, "/opt") {
			t.Errorf("%s:\n%s", s.Name(), byPath)
		}
	}
}
