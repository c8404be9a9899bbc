//go:build unix

package e2e

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/internal/secret"
	"credence/internal/shell"
)

// sourced is the shell with a hook that is in a file, as the text of a program's init.
func (s hookedShell) sourced(hook func(t *testing.T, env []string) string) hookedShell {
	s.install = func(t *testing.T, env []string, folder string) string {
		text, path := hook(t, env), filepath.Join(folder, "hook")
		write(t, path, text)
		switch s.name {
		case "elvish": // which has modules for that, with variables of their own
			return strings.Replace(text, "edit:add-var credence~ $credence~\n", "", 1)
		case "xonsh":
			return "execx(open('" + path + "').read())"
		case "fish", "tcsh", "nu":
			return "source " + path
		}
		return ". " + path
	}
	return s
}

// TestHookOfAPath: a program that is not found by its name is run by its path, whatever
// is in that.
func TestHookOfAPath(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		program := filepath.Join(at, `it's "my" tools`, "credence")
		if err := os.Mkdir(filepath.Dir(program), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(binary, program); err != nil {
			t.Fatal(err)
		}
		env = append(env, "PATH="+os.Getenv("PATH"))
		s = s.sourced(func(t *testing.T, env []string) string { return output(t, env, program, "init", s.name) })
		r := s.run(t, at, env, "", "credence use dev", ">dev", "credence list", "credence use -", ">back")
		is(t, r.variables(t, "dev"), "dev", "eu-west-1")
		if back := r.variables(t, "back"); len(back) != 0 {
			t.Errorf("back: %q", back)
		}
		if !strings.Contains(r.errors, "by-name") && !strings.Contains(r.errors, "nowhere") {
			t.Errorf("other commands are not passed on: %s", r.errors)
		}
	})
}

// TestHookOfAProgramThatDies: half of an answer is none.
func TestHookOfAProgramThatDies(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		half := shell.Move{Kind: shell.MoveTo, Change: shell.Change{Set: []shell.Variable{{Name: "AWS_PROFILE", Value: secret.New("half")}}}}
		kind, _ := shell.ByName(s.name)
		text, err := kind.Switch(half, true)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(at, "half"), text)
		program := filepath.Join(at, "credence")
		write(t, program, "#!/bin/sh\ncat "+filepath.Join(at, "half")+"\nexit 1\n")
		if err := os.Chmod(program, 0o700); err != nil {
			t.Fatal(err)
		}
		s = s.sourced(func(*testing.T, []string) string { return kind.Hook(program) })
		r := s.run(t, at, env, "", "credence use dev", ">after")
		if after := r.variables(t, "after"); len(after) != 0 {
			t.Errorf("%q", after)
		}
	})
}

// TestFlagsBeforeTheCommand: they may stand there, as an alias puts them, whatever the
// shell splits words at.
func TestFlagsBeforeTheCommand(t *testing.T) {
	t.Parallel()
	preludes := map[string]string{"sh": "IFS=", "bash": "IFS=$'\n\t'", "zsh": "IFS=$'\n\t'"}
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		r := s.run(t, at, env, preludes[s.name], "credence --no-share use dev", ">dev", "credence -p prod --color=never use", ">prod", "credence --color=never list",
			"credence --color=never use -", ">back", "credence --color=never use --off", ">off")
		dev := r.variables(t, "dev")
		is(t, dev, "dev", "eu-west-1")
		is(t, r.variables(t, "prod"), "prod", "us-east-1")
		if back := r.variables(t, "back"); !maps.Equal(back, dev) {
			t.Errorf("back: %q", back)
		}
		if off := r.variables(t, "off"); len(off) != 0 {
			t.Errorf("off: %q", off)
		}
		if !strings.Contains(r.errors, "nowhere") {
			t.Errorf("other commands are not passed on: %s", r.errors)
		}
	})
}

// TestHooksAmongAliases: what a person has named like a part of the shell is not run in
// its place, and an alias of the program itself is no obstacle.
func TestHooksAmongAliases(t *testing.T) {
	t.Parallel()
	aliases := "alias credence='credence --no-share' use=false logout=false command=false set=false shift=false return=false export=false unset=false local=false emulate=false\n"
	preludes := map[string]string{
		"bash": "shopt -s expand_aliases\n" + aliases, "zsh": aliases,
		"sh": strings.Replace(aliases, "credence='credence --no-share' ", "", 1), // which would be in the way of the function there
	}
	for _, s := range hookedShells() {
		prelude, ok := preludes[s.name]
		if !ok {
			continue
		}
		after := ""
		if s.name != "sh" { // where no word keeps functions away
			for _, name := range []string{"command", "set", "shift", "return", "export", "unset", "eval"} {
				after += "unalias " + name + " 2>/dev/null\n" + name + "() { echo 'mine is run' >&2; false; }\n"
			}
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			at, _, env := shellWorld(t)
			r := s.run(t, at, env, prelude, after, "credence use dev", ">dev", "credence use prod", "credence use -", ">back", "credence use --off", ">off")
			dev := r.variables(t, "dev")
			is(t, dev, "dev", "eu-west-1")
			if back := r.variables(t, "back"); !maps.Equal(back, dev) {
				t.Errorf("back: %q", back)
			}
			if off := r.variables(t, "off"); len(off) != 0 {
				t.Errorf("off: %q", off)
			}
			if strings.Contains(r.errors, "mine is run") {
				t.Errorf("%s", r.errors)
			}
		})
	}
}

// TestSwitchingAgain: to renew a session is not to leave the identity, so that the one
// before it stays the one to go back to.
func TestSwitchingAgain(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		env = append(env, "AWS_PROFILE=base")
		r := s.run(t, at, env, "", "credence use dev", "credence use dev", "credence use -", ">first",
			"credence use dev", ">dev", "credence use prod", "credence use prod --no-cache", ">prod", "credence use -", ">back",
			"credence use dev --region us-west-2", ">west", "credence use -", ">again", "credence use --off", ">off")
		had := map[string]string{"AWS_PROFILE": "base"}
		for _, name := range []string{"first", "off"} {
			if got := r.variables(t, name); !maps.Equal(got, had) {
				t.Errorf("%s: %q, want %q", name, got, had)
			}
		}
		dev := r.variables(t, "dev")
		is(t, r.variables(t, "prod"), "prod", "us-east-1")
		is(t, r.variables(t, "west"), "dev", "us-west-2") // another region is another choice
		for _, name := range []string{"back", "again"} {
			if got := r.variables(t, name); !maps.Equal(got, dev) {
				t.Errorf("%s: %q, want %q", name, got, dev)
			}
		}
	})
}
