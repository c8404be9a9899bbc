//go:build linux || freebsd || netbsd || openbsd || dragonfly

package keyring

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := variables[name]; return v, ok }
}

// socketIn makes a socket that listens and never answers.
func socketIn(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, name)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return path
}

func codeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

func TestBusAddress(t *testing.T) {
	t.Parallel()
	bus := socketIn(t, "bus")
	dir := filepath.Dir(bus)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		address, runtime string
		want             string
		code             Code
	}{
		"nothing":            {"", "", "", CodeNoBus},
		"runtime folder":     {"", dir, "unix:path=" + bus, ""},
		"autolaunch":         {"autolaunch:", dir, "unix:path=" + bus, ""},
		"autolaunch alone":   {"autolaunch:", "", "", CodeNoBus},
		"relative folder":    {"", "run", "", CodeNoBus},
		"no bus in it":       {"", filepath.Join(dir, "gone"), "", CodeNoBus},
		"variable":           {"unix:path=" + bus, "", "unix:path=" + bus, ""},
		"with guid":          {"unix:path=" + bus + ",guid=00ff", "", "unix:path=" + bus + ",guid=00ff", ""},
		"abstract":           {"unix:abstract=/tmp/dbus-x", "", "unix:abstract=/tmp/dbus-x", ""},
		"second of a list":   {"unix:path=" + dir + "/gone;unix:path=" + bus, "", "unix:path=" + bus, ""},
		"gone":               {"unix:path=" + dir + "/gone", "", "", CodeNoBus},
		"a file":             {"unix:path=" + file, "", "", CodeBadBus},
		"a program":          {"unixexec:path=/bin/sh", "", "", CodeBadBus},
		"network":            {"tcp:host=example.com,port=1", "", "", CodeBadBus},
		"program then bus":   {"unixexec:path=/bin/sh;unix:path=" + bus, "", "unix:path=" + bus, ""},
		"relative path":      {"unix:path=bus", "", "", CodeBadBus},
		"launchd":            {"launchd:env=X", "", "", CodeBadBus},
		"a bad escape":       {"unix:path=/%zz", "", "", CodeBadBus},
		"an empty list":      {";", "", "", CodeBadBus},
		"runtime not set up": {"", file, "", CodeNoBus},
	} {
		got, err := busAddress(lookup(map[string]string{"DBUS_SESSION_BUS_ADDRESS": c.address, "XDG_RUNTIME_DIR": c.runtime}))
		if got != c.want || codeOf(err) != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got := escapeAddress("/run/a b,c=ü"); got != "/run/a%20b%2Cc%3D%C3%BC" {
		t.Errorf("%q", got)
	}
}

// TestDeafBus: a bus that takes the connection and says nothing is an error in time.
func TestDeafBus(t *testing.T) {
	t.Parallel()
	bus := socketIn(t, "bus")
	k := New(Options{Lookup: lookup(map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + bus}), Limit: 100 * time.Millisecond})
	began := time.Now()
	if err := k.Check(t.Context()); codeOf(err) != CodeNoAnswer {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}
