package cli

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"credence/chain"
	"credence/mfa"
)

func TestProcessCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		program, profile string
		windows          bool
		want             string
	}{
		{"credence", "prod-admin", false, "credence process prod-admin"},
		{"credence", "my team", false, `credence process my\ team`},
		{"/opt/a b/credence", `it's "x"`, false, `/opt/a\ b/credence process it\'s\ \"x\"`},
		{"credence", "a #b;c", false, `credence process a\ \#b\;c`},
		{"credence", "-x", false, "credence process --profile=-x"},
		{"credence", "größe", false, "credence process größe"},
		{`C:\Program Files\credence.exe`, "prod", true, `"C:\Program Files\credence.exe" process prod`},
		{`C:\Program Files\credence.exe`, "my team", true, `"C:\Program Files\credence.exe" -p "my team" process`},
		{"credence", "my team", true, `credence process "my team"`},
	} {
		got, err := processCommand(c.program, c.profile, c.windows)
		if err != nil || got != c.want {
			t.Errorf("%q %q: %q %v, want %q", c.program, c.profile, got, err, c.want)
		}
		if c.windows {
			continue
		}
		asked, ok, err := chain.AskedProfile(environment(), got)
		if c.program == "credence" && (err != nil || !ok || asked != c.profile) {
			t.Errorf("%s asks for %q, %v %v", got, asked, ok, err)
		}
	}
	for _, profile := range []string{"a\nb", "a\x00b", "a\x1b[2Jb", "a\u0085b"} {
		if line, err := processCommand("credence", profile, false); err == nil {
			t.Errorf("%q: %q", profile, line)
		}
	}
}

// FuzzProcessCommand: a real shell and the rules of botocore find the same words.
func FuzzProcessCommand(f *testing.F) {
	for _, name := range []string{"a b", `\`, `'"`, "$(x)`y`", "~", "*?[!]", "{a,b}", "a=b", "#", "é ü", "<>|&;()"} {
		f.Add(name)
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		f.Skip("not run: no sh")
	}
	f.Fuzz(func(t *testing.T, name string) {
		line, err := processCommand("printf", name, false)
		if err != nil || name == "" || strings.HasPrefix(name, "-") || strings.ToValidUTF8(name, "") != name {
			return
		}
		out, err := exec.Command(shell, "-c", strings.Replace(line, "printf process", "printf %s", 1)).Output()
		if err != nil || string(out) != name {
			t.Errorf("%q: the shell reads %q (%v)", line, out, err)
		}
		asked, ok, err := chain.AskedProfile(environment(), strings.Replace(line, "printf", "credence", 1))
		if err != nil || !ok || asked != name {
			t.Errorf("%q: botocore reads %q", line, asked)
		}
	})
}

// TestBridgeOfAName: a name that some SDK cannot read is a reason of its own, and the
// bridge has one that all can, and that no command takes for a flag.
func TestBridgeOfAName(t *testing.T) {
	t.Parallel()
	role := "role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = default\n"
	w := world(t, "[profile 東京]\n"+role+"[profile \"data science\"]\ncredential_process = true\n[profile plain]\n"+role, twoKeys)
	for profile, name := range map[string]string{"東京": "bridge", "data science": "data-science-bridge"} {
		r := w.run(t.Context(), "bridge", profile)
		if r.code != ExitOK || !strings.Contains(r.out, profile+" is a name that not every SDK can read") || !strings.Contains(r.out, "[profile "+name+"]") {
			t.Errorf("%+v", r)
		}
	}
	if r := w.run(t.Context(), "bridge", "plain"); !strings.Contains(r.out, "plain is read by every SDK as it is") {
		t.Errorf("%+v", r)
	}
}

// TestBridgeConsent: the answer decides; nobody is asked for what is not needed.
func TestBridgeConsent(t *testing.T) {
	t.Parallel()
	config := "[profile l]\nlogin_session = arn:aws:iam::111122223333:user/jane\n[profile s]\naws_access_key_id = AKIAONE\naws_secret_access_key = s\n"
	for name, c := range map[string]struct {
		args    []string
		yes     bool
		err     error
		code    int
		asked   bool
		written bool
		want    string
	}{
		"yes":            {[]string{"bridge", "l"}, true, nil, ExitOK, true, true, "written; "},
		"no":             {[]string{"bridge", "l"}, false, nil, ExitOK, true, false, "nothing was written"},
		"left":           {[]string{"bridge", "l"}, false, mfa.ErrCanceled, ExitInterrupted, true, false, ""},
		"no terminal":    {[]string{"bridge", "l"}, false, mfa.ErrNotInteractive, ExitOK, true, false, "add --write"},
		"broken":         {[]string{"bridge", "l"}, false, errors.New("no luck"), ExitError, true, false, "no luck"},
		"not to ask":     {[]string{"bridge", "l", "--no-input"}, true, nil, ExitOK, false, false, "add --write"},
		"not needed":     {[]string{"bridge", "s"}, true, nil, ExitOK, false, false, "add --write"},
		"JSON":           {[]string{"bridge", "l", "--json"}, true, nil, ExitOK, false, false, ""},
		"without asking": {[]string{"bridge", "l", "--write"}, false, nil, ExitOK, false, true, "written; "},
	} {
		w := world(t, config, "")
		w.StderrTerminal = true
		asked := false
		w.Confirm = func(_ context.Context, question string) (bool, error) {
			asked = true
			if question != "write this to ~/.aws/config?" {
				t.Errorf("%s: asked %q", name, question)
			}
			return c.yes, c.err
		}
		r := w.run(t.Context(), append(c.args, "--color", "never")...)
		names, err := filepath.Glob(filepath.Join(w.env("HOME"), ".aws", "config.credence-*.bak"))
		if err != nil {
			t.Fatal(err)
		}
		if r.code != c.code || asked != c.asked || (len(names) == 1) != c.written || !strings.Contains(r.errors, c.want) {
			t.Errorf("%s: asked %v, written %v: %+v", name, asked, names, r)
		}
	}
}

// TestBridgeOfHostileFiles: nothing of a file reaches the terminal as it is.
func TestBridgeOfHostileFiles(t *testing.T) {
	t.Parallel()
	w := world(t, "[profile a\x1b]0;x\a]\nlogin_session = x\n[profile b]\nlogin_session = x\nregion = \x1b[2J\u202eeu\n", "")
	for _, args := range [][]string{{"bridge", "a\x1b]0;x\a"}, {"bridge", "b"}, {"bridge", "b", "--json"}, {"bridge", "b", "--write"}, {"bridge", "\x1b[31m"}, {"bridge", "b", "--name", "\x1b[2J"}} {
		if r := w.run(t.Context(), args...); strings.ContainsAny(r.out+r.errors, "\x1b\a\u202e") {
			t.Errorf("%q: %q %q", args, r.out, r.errors)
		}
	}
}
