package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// machine is an Opener in a described world: variables, installed programs, files.
func machine(system, variables, programs, files string) Opener {
	env := map[string]string{}
	for v := range strings.SplitSeq(variables, "|") {
		name, value, _ := strings.Cut(v, "=")
		env[name] = value
	}
	installed := strings.Split(programs, "|")
	return Opener{
		OS:     system,
		Lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		LookPath: func(file string) (string, error) {
			if file != "" && slices.Contains(installed, file) {
				return file, nil
			}
			return "", exec.ErrNotFound
		},
		Exists: func(path string) bool { return slices.Contains(strings.Split(files, "|"), path) },
	}
}

func TestWhichProgram(t *testing.T) {
	t.Parallel()
	const at = "https://example.com/x?y=1"
	for _, c := range []struct {
		name, system, variables, programs, files string
		want                                     string // the argv, or the reason
	}{
		{"linux desktop", "linux", "DISPLAY=:0", "xdg-open|gio", "", "xdg-open " + at},
		{"wayland", "linux", "WAYLAND_DISPLAY=wayland-0", "gio", "", "gio open " + at},
		{"no display", "linux", "", "xdg-open", "", "browser.no-display"},
		{"empty display", "linux", "DISPLAY=", "xdg-open", "", "browser.no-display"},
		{"nothing installed", "linux", "DISPLAY=:0", "", "", "browser.no-program"},
		{"ssh with a forwarded display", "linux", "DISPLAY=localhost:10.0|SSH_CONNECTION=1 2 3 4", "xdg-open", "", "browser.remote SSH_CONNECTION"},
		{"ssh to a mac", "darwin", "SSH_TTY=/dev/ttys001", "/usr/bin/open", "", "browser.remote SSH_TTY"},
		{"mac", "darwin", "", "/usr/bin/open", "", "/usr/bin/open " + at},
		{"windows", "windows", "", "rundll32.exe", "", "rundll32.exe url.dll,FileProtocolHandler " + at},
		{"wsl", "linux", "WSL_DISTRO_NAME=Ubuntu", "wslview|rundll32.exe", "", "wslview " + at},
		{"wsl without wslu", "linux", "WSL_INTEROP=/run/WSL/1_interop", "rundll32.exe|xdg-open", "", "rundll32.exe url.dll,FileProtocolHandler " + at},
		{"wsl without a browser", "linux", "WSL_DISTRO_NAME=Ubuntu|DISPLAY=:0", "xdg-open", "", "browser.no-program"},
		{"docker", "linux", "DISPLAY=:0", "xdg-open", "/.dockerenv", "browser.container /.dockerenv"},
		{"podman", "linux", "DISPLAY=:0", "xdg-open", "/run/.containerenv", "browser.container /run/.containerenv"},
		{"systemd-nspawn", "linux", "DISPLAY=:0|container=systemd-nspawn", "xdg-open", "", "browser.container container"},
		{"cloud shell", "linux", "DISPLAY=:0|AWS_EXECUTION_ENV=CloudShell", "xdg-open", "", "browser.container AWS_EXECUTION_ENV"},
		{"own choice", "linux", "BROWSER=firefox", "firefox|xdg-open", "", "firefox " + at},
		{"own choice over ssh", "linux", "BROWSER=/srv/code/helper.sh|SSH_CONNECTION=1 2 3 4", "/srv/code/helper.sh", "", "/srv/code/helper.sh " + at},
		{"own choice with words", "linux", "BROWSER=firefox --new-window %s -P x", "firefox", "", "firefox --new-window " + at + " -P x"},
		{"the second that is installed", "linux", "BROWSER=w3m:missing:chromium", "w3m|chromium", "", "chromium " + at},
		{"a path with a blank", "darwin", "BROWSER=/Applications/My Browser", "/Applications/My Browser", "", "/Applications/My Browser " + at},
		{"only text browsers", "linux", "BROWSER=lynx", "lynx", "", "browser.no-display"},
		{"a shell command is none", "linux", "BROWSER=sh -c 'x;y'", "", "", "browser.no-display"},
		{"windows list", "windows", `BROWSER=C:\b.exe;d.exe`, `C:\b.exe|rundll32.exe`, "", `C:\b.exe ` + at},
	} {
		o := machine(c.system, c.variables, c.programs, c.files)
		var argv []string
		o.Start = func(_ context.Context, a, _ []string) error { argv = a; return nil }
		err := o.Open(t.Context(), at)
		got := strings.Join(argv, " ")
		if u, ok := errors.AsType[*Unavailable](err); ok {
			got = strings.TrimSpace(string(u.Reason) + " " + u.Evidence)
		} else if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if (o.Check() == nil) != (err == nil) {
			t.Errorf("%s: Check says %v, Open %v", c.name, o.Check(), err)
		}
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	if !machine("linux", "DISPLAY=:0", "", "").Local() || machine("linux", "BROWSER=x|SSH_TTY=y", "x", "").Local() || machine("linux", "", "", "/.dockerenv").Local() {
		t.Error("wrong")
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	o := machine("linux", "DISPLAY=:0", "xdg-open", "")
	o.Start = func(_ context.Context, argv, _ []string) error { t.Errorf("ran %q", argv); return nil }
	for _, address := range []string{
		"", "-new-window", "file:///etc/passwd", "javascript:alert(1)", "https://", "https:///x", "//example.com", "http://a b",
		"https://example.com/\n", "https://example.com/\x1b[0m", "https://user:pw@example.com", "https://example.com/`x`", "HTTPS//x",
		`https://example.com/"&calc`, `https://example.com/\x`,
	} {
		if err := o.Open(t.Context(), address); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestProgramRuns is a real child: it gets the address as one argument and no
// credentials.
func TestProgramRuns(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	said := filepath.Join(folder, "said")
	program := filepath.Join(folder, "my browser")
	script := "#!" + sh + "\nprintf '%s,%s,%s' \"$1\" \"$AWS_SECRET_ACCESS_KEY\" \"$KEPT\" >" + said + "\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"BROWSER": program}
	o := Opener{
		Lookup:  func(name string) (string, bool) { v, ok := variables[name]; return v, ok },
		Environ: func() []string { return []string{"AWS_SECRET_ACCESS_KEY=secret", "KEPT=yes"} },
	}
	if err := o.Open(t.Context(), "http://127.0.0.1:1/a;b$(c)&d"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(said); err != nil || string(got) != "http://127.0.0.1:1/a;b$(c)&d,,yes" {
		t.Errorf("%q, %v", got, err)
	}

	if err := os.WriteFile(program, []byte("#!"+sh+"\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := o.Open(t.Context(), "http://127.0.0.1:1/"); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("a program that fails: %v", err)
	}
}

// TestProgramThatStays is not waited for.
func TestProgramThatStays(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	if err := Start(ctx, []string{"sleep", "5"}, nil); err == nil || err.Error() != "enough" {
		t.Errorf("%v", err)
	}
}
