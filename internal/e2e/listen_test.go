//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNothingListensUnasked: no command opens a port or speaks to anything but the
// endpoints that are configured, here all on loopback; only those that are asked to serve
// do, and on loopback alone. There is no telemetry and no look for updates.
func TestNothingListensUnasked(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	m := newMachine(t)
	local := regexp.MustCompile(`inet_addr\("127\.0\.0\.1"\)|"::1"|"::ffff:127\.0\.0\.1"`) // the latter two are probes of Go's
	bound := regexp.MustCompile(`bind\(\d+<?[^,]*, \{sa_family=AF_INET6?, [^}]*\}`)
	for _, c := range []struct {
		args   []string
		serves bool
	}{
		{args: []string{"why", "dev", "--all"}}, {args: []string{"process", "dev"}}, {args: []string{"list"}}, {args: []string{"status"}}, {args: []string{"whoami", "dev"}},
		{args: []string{"use", "dev", "--shell", "bash"}}, {args: []string{"env", "dev"}}, {args: []string{"exec", "dev", "--", "true"}}, {args: []string{"accounts", "corp"}},
		{args: []string{"logout", "corp"}}, {args: []string{"cache", "list"}}, {args: []string{"store"}}, {args: []string{"config"}}, {args: []string{"--version"}}, {args: []string{"bridge", "dev"}},
		{args: []string{"exec", "dev", "--server", "--", "true"}, serves: true},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			t.Parallel()
			log := filepath.Join(t.TempDir(), "trace")
			_, errs, _ := m.run(nil, append([]string{strace, "-f", "-qq", "-o", log, "-e", "trace=listen,bind,connect", binary}, c.args...)...)
			text, err := os.ReadFile(log)
			if err != nil {
				t.Fatalf("%v: %s", err, errs)
			}
			trace := string(text)
			if strings.Contains(trace, "listen(") != c.serves {
				t.Errorf("listens: %v\n%s", !c.serves, trace)
			}
			for _, call := range bound.FindAllString(trace, -1) {
				if !c.serves || !local.MatchString(call) {
					t.Errorf("%s", call)
				}
			}
			for line := range strings.Lines(trace) {
				if strings.Contains(line, "connect(") && strings.Contains(line, "AF_INET") && !strings.Contains(line, `inet_addr("127.0.0.1")`) {
					t.Errorf("%s", line)
				}
			}
		})
	}
}

// TestSilentNameServer: a resolver that swallows every question delays nothing beyond the
// limits, and an end that is asked for comes at once.
func TestSilentNameServer(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	script := `cd "$HOME"; ip link set lo up; mkfifo up
		printf 'nameserver 127.0.0.1\noptions timeout:30\n' >resolv
		mount --bind resolv /etc/resolv.conf
		python3 -c 'import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 53)); open("up", "w").close(); print(len(s.recv(512)) > 0, flush=True); time.sleep(60)' >asked & dns=$!
		read up <up || true
		began=$(date +%s%N); code=0
		AWS_ENDPOINT_URL_STS= AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true "$P" process dev --deadline 500ms 2>errs || code=$?
		echo "$code $((($(date +%s%N)-began)/1000000))"; cat asked; kill $dns`
	flags := []string{"-n", "-m"}
	if os.Geteuid() != 0 {
		flags = []string{"-Urnm"}
	}
	if _, err := exec.LookPath("python3"); err != nil {
		absent(t, "python3")
	}
	if out, err := exec.Command(lane(t, "unshare"), append(flags, "ip", "link", "set", "lo", "up")...).CombinedOutput(); err != nil {
		absent(t, "network namespaces: "+string(out))
	}
	out, errs, code := m.run([]string{"P=" + binary}, append(append([]string{"unshare"}, flags...), "sh", "-euc", script)...)
	var exit, took int
	if _, err := fmt.Sscan(out, &exit, &took); err != nil || code != 0 || exit != 124 || took > 3000 || !strings.Contains(out, "True") {
		t.Errorf("%v, exit code %d: %s%s", err, code, out, errs)
	}
}
