//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"credence/internal/fakeaws"
)

// desktop is a session bus of its own with gnome-keyring on it: a real Secret Service.
type desktop struct {
	t       *testing.T
	home    string
	aws     *fakeaws.Server
	address string
	conn    *dbus.Conn
	pid     int // of the keyring's daemon
	env     []string
}

// busConfig is a session bus that starts no service by itself.
const busConfig = `<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`

// newDesktop starts the bus and, unlocked, the keyring. roles are profiles of the
// config file, each with a role of its name.
func newDesktop(t *testing.T, roles ...string) *desktop {
	t.Helper()
	bus, ring := lane(t, "dbus-daemon"), lane(t, "gnome-keyring-daemon")
	d := &desktop{t: t}
	d.home, d.aws, d.env = rolesHome(t, roles...)
	runtime, err := os.MkdirTemp("", "run") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(runtime) })
	socket := filepath.Join(runtime, "bus")
	conf := filepath.Join(runtime, "bus.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, busConfig, socket), 0o600); err != nil {
		t.Fatal(err)
	}
	d.address = "unix:path=" + socket
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+d.address, "XDG_RUNTIME_DIR="+runtime)
	daemon := exec.Command(bus, "--config-file="+conf, "--nofork", "--nopidfile", "--print-address")
	daemon.Env = d.env
	ready, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	if !bufio.NewScanner(ready).Scan() {
		t.Fatal("the bus did not start")
	}
	if d.conn, err = dbus.Connect(d.address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.conn.Close() })
	d.start(ring)
	return d
}

// start starts the keyring's daemon and waits until it is on the bus.
func (d *desktop) start(ring string) {
	d.t.Helper()
	if err := d.conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged")); err != nil {
		d.t.Fatal(err)
	}
	signals := make(chan *dbus.Signal, 64)
	d.conn.Signal(signals)
	cmd := exec.Command(ring, "--foreground", "--unlock", "--components=secrets")
	cmd.Env, cmd.Stdin = d.env, strings.NewReader("password of the keyring")
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.pid = cmd.Process.Pid
	d.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGCONT)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	late := time.After(20 * time.Second)
	for {
		select {
		case s := <-signals:
			if len(s.Body) == 3 && s.Body[0] == "org.freedesktop.secrets" && s.Body[2] != "" {
				d.conn.RemoveSignal(signals)
				return
			}
		case <-late:
			d.t.Fatal("gnome-keyring did not come to the bus")
		}
	}
}

// keyringWait is how long a command waits for a keyring, once.
const keyringWait = 3 * time.Second

// ended is a command that has run.
type ended struct {
	code     int
	out, err string
	took     time.Duration
}

// run runs the program with the environment of a desktop.
func (d *desktop) run(args ...string) ended { return runIn(d.t, d.env, args...) }

func runIn(t *testing.T, env []string, args ...string) ended {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	var out, errOut bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = env, &out, &errOut
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal to ask on
	began := time.Now()
	err := cmd.Run()
	e := ended{0, out.String(), errOut.String(), time.Since(began)}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		e.code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return e
}

// must runs the program and demands success.
func (d *desktop) must(args ...string) ended {
	d.t.Helper()
	return mustIn(d.t, d.env, args...)
}

func mustIn(t *testing.T, env []string, args ...string) ended {
	t.Helper()
	e := runIn(t, env, args...)
	if e.code != 0 {
		t.Fatalf("%v: %d\n%s%s", args, e.code, e.out, e.err)
	}
	return e
}

// tool runs secret-tool: another program that speaks to the same keyring.
func (d *desktop) tool(stdin string, args ...string) string {
	d.t.Helper()
	cmd := exec.Command(lane(d.t, "secret-tool"), args...)
	cmd.Env, cmd.Stdin = d.env, strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("secret-tool %v: %v: %s", args, err, out)
	}
	return string(out)
}

// freeze stops the keyring's daemon until the returned function is called.
func (d *desktop) freeze() (thaw func()) {
	d.t.Helper()
	if err := syscall.Kill(d.pid, syscall.SIGSTOP); err != nil {
		d.t.Fatal(err)
	}
	return func() { _ = syscall.Kill(d.pid, syscall.SIGCONT) }
}

// lock locks the keyring.
func (d *desktop) lock() {
	d.t.Helper()
	path := dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	call := d.conn.Object("org.freedesktop.secrets", "/org/freedesktop/secrets").
		CallWithContext(d.t.Context(), "org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{path})
	if call.Err != nil {
		d.t.Fatal(call.Err)
	}
}

// rolesHome is a home with a profile for each role, and the loopback AWS behind it.
func rolesHome(t *testing.T, roles ...string) (at string, aws *fakeaws.Server, env []string) {
	t.Helper()
	world := &fakeaws.World{Users: []fakeaws.User{{Account: "111122223333", Name: "jane", Keys: []fakeaws.AccessKey{{ID: janeID, Secret: janeSecret}}}}}
	var config strings.Builder
	for _, name := range roles {
		arn := "arn:aws:iam::111122223333:role/" + name
		world.Roles = append(world.Roles, fakeaws.Role{ARN: arn, Trusted: []string{"111122223333"}, MaxDuration: time.Hour})
		fmt.Fprintf(&config, "[profile %s]\nrole_arn = %s\nsource_profile = base\nregion = eu-west-1\n", name, arn)
	}
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: world})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	at = home(t, ".aws/config", config.String(),
		".aws/credentials", "[base]\naws_access_key_id = "+janeID+"\naws_secret_access_key = "+janeSecret+"\n")
	env = environment(at)
	for k, v := range aws.Env() {
		env = append(env, k+"="+v)
	}
	return at, aws, env
}

// sessionFiles are the files of the store and their contents.
func sessionFiles(t *testing.T, home string) map[string]string {
	t.Helper()
	files := map[string]string{}
	names, err := filepath.Glob(filepath.Join(home, ".cache", "credence", "sessions", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = string(text)
	}
	return files
}

// secretsOf are the secrets that a `process` printed.
func secretsOf(t *testing.T, out string) []string {
	t.Helper()
	var secrets []string
	for _, name := range []string{"SecretAccessKey", "SessionToken"} {
		_, rest, ok := strings.Cut(out, `"`+name+`":"`)
		value, _, closed := strings.Cut(rest, `"`)
		if !ok || !closed || len(value) < 16 {
			t.Fatalf("no %s in the answer", name)
		}
		secrets = append(secrets, value)
	}
	return secrets
}

// scan fails where a secret lies in a file below a folder.
func scan(t *testing.T, folder string, secrets []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, s := range secrets {
			if bytes.Contains(text, []byte(s)) {
				t.Errorf("%s holds a secret", path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
