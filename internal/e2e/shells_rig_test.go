//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

const prodRole = "arn:aws:iam::111122223333:role/Prod"

// hostileName is a profile that every shell would like to do something with.
const hostileName = "it's \"q\" $HOME $(touch canary) `touch canary` \\ !x %d ;touch canary& |"

// shellWorld is a home with a few profiles, their AWS, and variables that a shell may
// have by itself. The program is found by its name.
func shellWorld(t testing.TB) (at string, aws *fakeaws.Server, env []string) {
	t.Helper()
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		Users: []fakeaws.User{{Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}}}},
		Roles: []fakeaws.Role{
			{ARN: devRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour},
			{ARN: prodRole, Trusted: []string{"111122223333"}, MaxDuration: time.Hour},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	role := func(name, arn, region string) string {
		text := "[profile " + name + "]\nrole_arn = " + arn + "\nsource_profile = base\n"
		if region != "" {
			text += "region = " + region + "\n"
		}
		return text
	}
	at = home(t,
		".aws/config", role("dev", devRole, "eu-west-1")+role("prod", prodRole, "us-east-1")+role("nowhere", devRole, ""),
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n",
		"other/config", role("elsewhere", prodRole, "ap-southeast-2")+role("by-name", prodRole, ""))
	env = environment(at, "TERM=dumb", "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"))
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	return at, aws, env
}

// hookedShell is a real shell and how to write a script for it.
type hookedShell struct {
	name string
	argv []string
	// install is the text that installs the hook: the line that init tells, where a
	// script can.
	install func(t *testing.T, env []string, folder string) string
	dump    string // prints a child's environment into the file %s
	try     string // runs %s and goes on where it fails
	status  string // prints the exit code of the command before into the file %s; empty where scripts end at failures
}

func hookedShells() []hookedShell {
	line := func(line string) func(*testing.T, []string, string) string {
		return func(*testing.T, []string, string) string { return line }
	}
	env, status := "env -0 >%s", "echo $? >%s"
	return []hookedShell{
		{"sh", []string{"dash"}, line(`eval "$(credence init sh)"`), env, "%s", status},
		{"bash", []string{"bash", "--norc", "--noprofile"}, line(`eval "$(credence init bash)"`), env, "%s", status},
		{"zsh", []string{"zsh", "-f"}, line(`eval "$(credence init zsh)"`), env, "%s", status},
		{"fish", []string{"fish", "--no-config"}, line(`credence init fish | source`), env, "%s", "echo $status >%s"},
		{"tcsh", []string{"tcsh", "-f"}, line("credence init tcsh >! ~/.credence.tcsh && source ~/.credence.tcsh"), env, "%s", "echo $status >%s"},
		{"xonsh", []string{"xonsh", "--no-rc"}, func(t *testing.T, env []string, folder string) string {
			// Not by its $(…), which loses output now and then on a busy machine.
			path := filepath.Join(folder, "hook.xsh")
			write(t, path, initOf(t, env, "xonsh"))
			return "execx(open('" + path + "').read())"
		}, env, "%s", ""},
		{"elvish", []string{"elvish", "-norc"}, func(t *testing.T, env []string, folder string) string {
			// A script has no editor, through which the hook puts its function into the shell.
			return strings.Replace(initOf(t, env, "elvish"), "edit:add-var credence~ $credence~\n", "", 1)
		}, "e:env -0 >%s", "try { %s } catch _ { }", ""},
		{"nu", []string{"nu", "--no-config-file"}, func(t *testing.T, env []string, folder string) string {
			path := filepath.Join(folder, "hook.nu")
			write(t, path, initOf(t, env, "nu"))
			return "source " + path
		}, "^env -0 | save --force %s", "try { %s }", ""},
	}
}

// initOf is the hook that the program prints.
func initOf(t *testing.T, env []string, name string) string {
	t.Helper()
	cmd := exec.Command(binary, "init", name)
	cmd.Env = env
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// find is the shell's program.
func (s hookedShell) find(t *testing.T) []string {
	t.Helper()
	if path := os.Getenv("CREDENCE_NU"); s.name == "nu" && path != "" {
		return append([]string{path}, s.argv[1:]...)
	}
	return append([]string{lane(t, s.argv[0])}, s.argv[1:]...)
}

// hookedRun is what a script in a hooked shell has done.
type hookedRun struct {
	folder, errors string
	home           string
}

// run runs lines in the shell, with its hook installed. A line that begins with > is
// the name of a file that a child's environment goes to, one with ? that of the exit
// code.
func (s hookedShell) run(t *testing.T, at string, env []string, prelude string, lines ...string) hookedRun {
	t.Helper()
	argv := s.find(t)
	r := hookedRun{folder: t.TempDir(), home: at}
	script := []string{prelude, s.install(t, env, r.folder)}
	for _, line := range lines {
		if name, ok := strings.CutPrefix(line, ">"); ok {
			line = strings.Replace(s.dump, "%s", filepath.Join(r.folder, name), 1)
		} else if name, ok := strings.CutPrefix(line, "?"); ok {
			line = strings.Replace(s.status, "%s", filepath.Join(r.folder, name), 1)
		} else if strings.HasPrefix(line, "credence") {
			line = strings.Replace(s.try, "%s", line, 1)
		}
		script = append(script, line)
	}
	path := filepath.Join(r.folder, "script")
	write(t, path, strings.Join(script, "\n")+"\n")
	cmd := exec.CommandContext(t.Context(), argv[0], append(argv[1:], path)...)
	cmd.Env, cmd.Dir = env, r.folder
	var errs strings.Builder
	cmd.Stdout, cmd.Stderr = &errs, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	r.errors = errs.String()
	if _, err := os.Stat(filepath.Join(r.folder, "canary")); err == nil {
		t.Error("a value was run")
	}
	return r
}

// variables are those that a child saw when a line >NAME was run: of AWS, without the
// endpoints, and of credence.
func (r hookedRun) variables(t *testing.T, name string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for entry := range strings.SplitSeq(read(t, filepath.Join(r.folder, name)), "\x00") {
		name, value, _ := strings.Cut(entry, "=")
		if strings.Contains(name, "credence") && name != "BASH_FUNC_credence%%" { // set -a exports functions
			t.Errorf("a child inherits %s", name)
		}
		ours := strings.HasPrefix(name, "CREDENCE_") && name != "CREDENCE_NU" && name != "CREDENCE_LANES"
		if strings.HasPrefix(name, "AWS") && !strings.HasPrefix(name, "AWS_EN") && !strings.HasPrefix(name, "AWS_EC2") || ours {
			seen[name] = value
		}
	}
	return seen
}
