//go:build unix

package e2e

import (
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// inAll runs a test in every shell, through its hook.
func inAll(t *testing.T, test func(t *testing.T, s hookedShell)) {
	for _, s := range hookedShells() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.find(t)
			test(t, s)
		})
	}
}

// is fails unless the variables are those of the session of a role profile.
func is(t *testing.T, got map[string]string, profile, region string) {
	t.Helper()
	key := got["AWS_ACCESS_KEY_ID"]
	want := map[string]string{
		"CREDENCE_PROFILE": profile, "AWSU_PROFILE": profile, "AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_ACCOUNT_ID": "111122223333",
		"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": got["AWS_SECRET_ACCESS_KEY"], "AWS_SESSION_TOKEN": got["AWS_SESSION_TOKEN"],
		"AWS_CREDENTIAL_EXPIRATION": got["AWS_CREDENTIAL_EXPIRATION"], "CREDENCE_BEFORE": got["CREDENCE_BEFORE"],
	}
	if !strings.HasPrefix(key, "ASIA") || got["AWS_SECRET_ACCESS_KEY"] == "" || got["AWS_SESSION_TOKEN"] == "" || !maps.Equal(got, want) {
		t.Errorf("%q\nis not the session of %s in %s", got, profile, region)
	}
}

// TestSwitching: to, to another, back, back again, off; whatever was there before.
func TestSwitching(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		had := map[string]string{
			"AWS_PROFILE": hostileName, "AWS_SESSION_TOKEN": hostileName, "AWS_ROLE_ARN": "r", "AWS_WEB_IDENTITY_TOKEN_FILE": "f",
			"AWS_DEFAULT_REGION": "mine", "AWS_CREDENTIAL_SCOPE": "",
		}
		for name, value := range had {
			env = append(env, name+"="+value)
		}
		r := s.run(t, at, env, "", "credence use dev", ">dev", "credence use prod", ">prod", "credence use -", ">back", "credence use -", ">again",
			"credence use --off", ">off", "credence use nowhere", ">nowhere", "credence use -", ">had")
		dev, prod := r.variables(t, "dev"), r.variables(t, "prod")
		is(t, dev, "dev", "eu-west-1")
		is(t, prod, "prod", "us-east-1")
		if back := r.variables(t, "back"); !maps.Equal(back, dev) {
			t.Errorf("back: %q, want %q", back, dev)
		}
		if again := r.variables(t, "again"); !maps.Equal(again, prod) {
			t.Errorf("again: %q, want %q", again, prod)
		}
		for _, name := range []string{"off", "had"} {
			if got := r.variables(t, name); !maps.Equal(got, had) {
				t.Errorf("%s: %q, want %q", name, got, had)
			}
		}
		nowhere := r.variables(t, "nowhere")
		if nowhere["AWS_DEFAULT_REGION"] != "mine" || nowhere["CREDENCE_PROFILE"] != "nowhere" {
			t.Errorf("the region of another profile stays: %q", nowhere)
		}
		for _, want := range []string{"● dev  ", "● prod  ", "cleared ", "AWS_WEB_IDENTITY_TOKEN_FILE", "left dev", "this shell is as it was"} {
			if !strings.Contains(r.errors, want) {
				t.Errorf("%q is not said:\n%s", want, r.errors)
			}
		}
	})
}

// TestSwitchingRefused: where credence fails nothing changes, and its exit code and
// words come through; help is for people, not for eval; other commands are passed on.
func TestSwitchingRefused(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		lines := []string{
			"credence use -", "?1", "credence use --off", "?2", "credence use nobody", "?3", "credence use --no-such-flag", "?4",
			"credence use --help", "?5", "credence process nobody", "?6", "credence process base", "?7", "credence logout --help", ">after",
		}
		if s.status == "" {
			lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "?") })
		}
		r := s.run(t, at, append(env, "AWS_PROFILE=base"), "", lines...)
		if got, want := r.variables(t, "after"), (map[string]string{"AWS_PROFILE": "base"}); !maps.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		for _, want := range []string{
			"no identity to go back to", "nothing to leave", "no profile nobody", "no-such-flag", "--export-keys", "End a sign-in", `"SecretAccessKey":"` + janeSecret,
		} {
			if !strings.Contains(r.errors, want) {
				t.Errorf("%q is not said:\n%s", want, r.errors)
			}
		}
		for i, want := range []string{"1", "1", "1", "2", "0", "1", "0"} {
			if s.status == "" {
				break
			}
			if got := strings.TrimSpace(read(t, filepath.Join(r.folder, strconv.Itoa(i+1)))); got != want {
				t.Errorf("exit code %d: %s, want %s", i+1, got, want)
			}
		}
	})
}

// TestSwitchingByName: long-term keys are not exported unless one says so, and a
// profile by name takes the files with it that it was found in.
func TestSwitchingByName(t *testing.T) {
	t.Parallel()
	inAll(t, func(t *testing.T, s hookedShell) {
		at, _, env := shellWorld(t)
		config := filepath.Join(at, "other", "config")
		r := s.run(t, at, env, "", "credence use base", ">base", "credence use base --export-keys", ">keys",
			"credence use elsewhere --profile-only --config-file "+config, ">elsewhere", "credence use dev", ">dev",
			"credence use -", ">back", "credence use --off", ">off")
		named := map[string]string{"AWS_PROFILE": "base", "CREDENCE_PROFILE": "base", "AWSU_PROFILE": "base"}
		if got := r.variables(t, "base"); !maps.Equal(got, named) {
			t.Errorf("%q, want %q", got, named)
		}
		keys := map[string]string{"AWS_ACCESS_KEY_ID": janeID, "AWS_SECRET_ACCESS_KEY": janeSecret, "CREDENCE_PROFILE": "base", "AWSU_PROFILE": "base"}
		if got := r.variables(t, "keys"); !maps.Equal(got, keys) {
			t.Errorf("%q, want %q", got, keys)
		}
		elsewhere := r.variables(t, "elsewhere")
		if elsewhere["AWS_PROFILE"] != "elsewhere" || elsewhere["AWS_CONFIG_FILE"] != config || elsewhere["AWS_REGION"] != "ap-southeast-2" || elsewhere["AWS_ACCESS_KEY_ID"] != "" {
			t.Errorf("%q", elsewhere)
		}
		is(t, r.variables(t, "dev"), "dev", "eu-west-1")
		if got := r.variables(t, "back"); !maps.Equal(got, elsewhere) {
			t.Errorf("back: %q, want %q", got, elsewhere)
		}
		if got := r.variables(t, "off"); len(got) != 0 {
			t.Errorf("off: %q", got)
		}
	})
}

// TestNestedShells: each shell is on its own. A shell in a shell has the identity of
// the outer one, and nothing of how to go back from it.
func TestNestedShells(t *testing.T) {
	t.Parallel()
	for _, s := range hookedShells() {
		if s.name != "sh" && s.name != "bash" && s.name != "zsh" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			at, _, env := shellWorld(t)
			inner := `credence use --off && exit 9; credence use prod; env -0 >inner; credence use --off; env -0 >restored`
			inner = strings.Join(s.find(t), " ") + " -c " + `'eval "$(credence init ` + s.name + `)"; ` + inner + `'`
			r := s.run(t, at, append(env, "AWS_REGION=mine"), "", "credence use dev", ">outer", inner, ">after", "credence use --off", ">off")
			outer := r.variables(t, "outer")
			is(t, outer, "dev", "mine")
			is(t, r.variables(t, "inner"), "prod", "mine")
			for _, name := range []string{"restored", "after"} {
				if got := r.variables(t, name); !maps.Equal(got, outer) {
					t.Errorf("%s: %q, want %q", name, got, outer)
				}
			}
			if got, want := r.variables(t, "off"), (map[string]string{"AWS_REGION": "mine"}); !maps.Equal(got, want) {
				t.Errorf("off: %q, want %q", got, want)
			}
			if !strings.Contains(r.errors, "its identity came with the shell or program that started it") {
				t.Errorf("%s", r.errors)
			}
		})
	}
}

// TestHooksUnderStrictOptions: hooks work where a shell is told to be strict, and
// leave nothing behind.
func TestHooksUnderStrictOptions(t *testing.T) {
	t.Parallel()
	preludes := map[string]string{
		"sh": "set -eu -a", "bash": "set -eu -o pipefail -a -o noglob",
		"zsh": "setopt err_exit no_unset warn_create_global ksh_arrays sh_word_split ignore_braces all_export no_glob null_glob; alias unset='false'",
	}
	for _, s := range hookedShells() {
		prelude, ok := preludes[s.name]
		if !ok {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			at, _, env := shellWorld(t)
			r := s.run(t, at, env, prelude, "credence use dev", ">dev", "credence use prod", "credence use -", ">back", "credence use --off", ">off",
				"set >variables", "credence use nobody || echo went on")
			dev := r.variables(t, "dev")
			is(t, dev, "dev", "eu-west-1")
			if back := r.variables(t, "back"); !maps.Equal(back, dev) {
				t.Errorf("back: %q, want %q", back, dev)
			}
			if off := r.variables(t, "off"); len(off) != 0 {
				t.Errorf("off: %q", off)
			}
			for line := range strings.Lines(read(t, filepath.Join(r.folder, "variables"))) {
				if strings.HasPrefix(line, "__credence") {
					t.Errorf("left behind: %s", line)
				}
			}
			if !strings.Contains(r.errors, "went on") || strings.Contains(r.errors, "created globally") {
				t.Errorf("%s", r.errors)
			}
		})
	}
}

// TestToolsInASwitchedShell: every tool is who the shell was switched to, by keys and by
// name, whatever identity stood in its way before.
func TestToolsInASwitchedShell(t *testing.T) {
	t.Parallel()
	for _, c := range consumers {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, aws, env := shellWorld(t)
			env = append(env, "AWS_PROFILE=nobody", "AWS_WEB_IDENTITY_TOKEN_FILE=/nowhere", "AWS_ROLE_ARN=arn:aws:iam::1:role/Other",
				"AWS_CREDENTIAL_EXPIRATION=2000-01-01T00:00:00Z", "AWS_ACCESS_KEY=AKIAOLD", "AWS_SECRET_KEY=old", "AWS_SECURITY_TOKEN=old")
			var who []string
			for _, word := range c.argv(t, aws.URL()) {
				if file, err := filepath.Abs(word); err == nil && strings.HasPrefix(word, "testdata/") {
					word = file
				}
				who = append(who, "'"+strings.ReplaceAll(word, "'", `'\''`)+"'")
			}
			ask := strings.Join(who, " ")
			lines, wanted := []string{"credence use dev", ask}, []string{":assumed-role/Dev/"}
			if !strings.HasPrefix(c.name, "AWS CLI") { // slow, and botocore as well
				lines, wanted = append(lines, "credence use base --region eu-west-1", ask), append(wanted, ":user/jane")
			}
			r := hookedShells()[1].run(t, at, env, "", lines...)
			for _, want := range wanted {
				if strings.Count(r.errors, want) != 1 {
					t.Errorf("no %s: %s", want, r.errors)
				}
			}
		})
	}
}

// TestFishUniversalVariables: those are every session's; this one empties them, which
// is all that fish lets it do, and erases none.
func TestFishUniversalVariables(t *testing.T) {
	t.Parallel()
	at, _, env := shellWorld(t)
	s := hookedShell{"fish", []string{"fish"}, func(*testing.T, []string, string) string {
		return "set -Ux AWS_PROFILE everywhere; credence init fish | source"
	}, "env -0 >%s", "%s", ""}
	r := s.run(t, at, env, "", "credence use dev", ">dev", "fish -c 'set -S AWS_PROFILE' >others", "credence use --off", ">off")
	dev := r.variables(t, "dev")
	if profile, set := dev["AWS_PROFILE"]; profile != "" || !set || !strings.Contains(r.errors, "set -eU AWS_PROFILE") {
		t.Errorf("%q\n%s", profile, r.errors)
	}
	delete(dev, "AWS_PROFILE")
	is(t, dev, "dev", "eu-west-1")
	if text := read(t, filepath.Join(r.folder, "others")); !strings.Contains(text, "universal") || !strings.Contains(text, "everywhere") {
		t.Errorf("other sessions: %s", text)
	}
	if off := r.variables(t, "off"); off["AWS_PROFILE"] != "everywhere" {
		t.Errorf("off: %q", off)
	}
}
