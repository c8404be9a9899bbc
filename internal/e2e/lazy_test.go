//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// With both key variables set and no profile named, no shared file is opened and
// no request is sent: the kernel says so.
func TestLazy(t *testing.T) {
	t.Parallel()
	strace := lane(t, "strace")
	at := home(t, ".aws/config", "[default]\nregion = eu-west-1\n", ".aws/credentials", "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n")
	keys := []string{"AWS_ACCESS_KEY_ID=AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY=s"}
	metadata := "AWS_EC2_METADATA_DISABLED=false"
	for _, tt := range []struct {
		name  string
		args  []string
		env   []string
		opens bool // the control: files are opened where they must be
	}{
		{name: "process", args: []string{"process"}, env: keys},
		{name: "why", args: []string{"why"}, env: keys},
		{name: "why as node", args: []string{"why", "--as", "node", "--json"}, env: keys},
		{name: "control: a named profile", args: []string{"process", "default"}, env: keys, opens: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log := filepath.Join(t.TempDir(), "trace")
			argv := append([]string{"-f", "-o", log, "-e", "trace=open,openat,openat2,stat,newfstatat,statx,readlinkat,socket,connect,sendto", binary}, tt.args...)
			cmd := exec.Command(strace, argv...)
			cmd.Env = append(environment(at, metadata), tt.env...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			trace, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			var opened, sent []string
			for line := range strings.Lines(string(trace)) {
				switch {
				case strings.Contains(line, filepath.Join(at, ".aws")):
					opened = append(opened, line)
				case strings.Contains(line, "socket(") || strings.Contains(line, "connect(") || strings.Contains(line, "sendto("):
					sent = append(sent, line)
				}
			}
			if (len(opened) > 0) != tt.opens {
				t.Errorf("shared files: want touched %v, got %q", tt.opens, opened)
			}
			if len(sent) > 0 {
				t.Errorf("sockets: %q", sent)
			}
		})
	}
}
