//go:build unix

package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKeyringStore: sessions rest sealed, are found again, and neither the disk nor
// what the keyring shows of its items has a secret.
func TestKeyringStore(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, "Dev")
	d.must("process", "Dev")
	if plain := sessionFiles(t, d.home); len(plain) != 1 {
		t.Fatalf("%d sessions", len(plain))
	}
	moved := d.must("store", "move", "keyring")
	for _, want := range []string{"Secret Service keyring", "1 session was moved", "1 plain copy was taken back"} {
		if !strings.Contains(moved.err, want) {
			t.Errorf("move does not say %q: %s", want, moved.err)
		}
	}
	first, second := d.must("process", "Dev"), d.must("process", "Dev")
	if first.out != second.out || d.aws.Count("AssumeRole") != 1 {
		t.Errorf("the session was obtained anew: %d calls", d.aws.Count("AssumeRole"))
	}
	secrets := secretsOf(t, first.out)
	scan(t, d.home, secrets)
	if shown := d.tool("", "search", "--all", "service", "credence"); !strings.Contains(shown, "attribute.username = store-key") ||
		strings.Contains(shown, secrets[0]) || strings.Contains(shown, "Dev") || strings.Contains(shown, "111122223333") {
		t.Errorf("the keyring shows %s", shown)
	}
	status := d.must("store").out
	for _, want := range []string{"1 sealed (keyring)", "keyring   ready", "config.ini:"} {
		if !strings.Contains(status, want) {
			t.Errorf("status does not say %q: %s", want, status)
		}
	}
	d.must("store", "move", "file")
	if back := d.must("process", "Dev"); back.out != first.out {
		t.Error("the session was lost on the way back")
	}
	if d.must("why", "Dev"); d.aws.Count("AssumeRole") != 1 {
		t.Error("the session was obtained anew")
	}
	if e := d.must("store", "forget", "keyring"); !strings.Contains(e.err, "The key is gone") {
		t.Errorf("forget: %+v", e)
	}
	if shown := d.tool("", "search", "--all", "service", "credence"); strings.Contains(shown, "label") {
		t.Errorf("the keyring still shows %s", shown)
	}
}

// TestFrozenKeyring: a daemon that does not answer is an error in three seconds, once
// a command, and a walk goes on without the store.
func TestFrozenKeyring(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, "Dev")
	d.must("config", "set", "store.kind", "keyring")
	d.must("process", "Dev")
	before := sessionFiles(t, d.home)
	thaw := d.freeze()
	defer thaw()
	var all sync.WaitGroup
	all.Go(func() {
		e := d.run("config", "set", "store.kind", "keyring")
		if e.code != 1 || e.took > 2*keyringWait || !strings.Contains(e.err, "did not answer within 3s") || !strings.Contains(e.err, "hint: ") {
			t.Errorf("set: %+v", e)
		}
	})
	all.Go(func() {
		e := d.run("process", "Dev")
		if e.code != 0 || e.took > 2*keyringWait || !strings.Contains(e.err, "did not answer within 3s") || !strings.Contains(e.out, "ASIA") {
			t.Errorf("process: %+v", e)
		}
	})
	all.Go(func() {
		if e := d.run("process", "Dev", "--deadline", "300ms"); e.code != 124 || e.took > keyringWait || e.out != "" {
			t.Errorf("canceled: %+v", e)
		}
	})
	all.Go(func() {
		e := d.run("why", "Dev", "--dry-run")
		if e.code != 0 || e.took > keyringWait {
			t.Errorf("explaining waits for the keyring: %+v", e)
		}
	})
	all.Go(func() {
		if e := d.run("list"); e.code != 0 || e.took > keyringWait {
			t.Errorf("a list waits for the keyring: %+v", e)
		}
	})
	all.Wait()
	if after := sessionFiles(t, d.home); !maps.Equal(before, after) {
		t.Error("the store changed while its key was out of reach")
	}
	thaw()
	if e := d.must("store"); !strings.Contains(e.out, "keyring   ready") {
		t.Errorf("afterwards: %s", e.out)
	}
}

// TestLockedKeyring: it is said, nothing is kept in its place, and unlocking without a
// desktop ends with an error.
func TestLockedKeyring(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, "Dev", "Ops")
	d.must("config", "set", "store.kind", "keyring")
	first := d.must("process", "Dev")
	before := sessionFiles(t, d.home)
	d.lock()
	for _, args := range [][]string{{"process", "Dev"}, {"why", "Dev"}, {"why", "Ops"}} {
		if e := d.run(args...); e.code != 0 || !strings.Contains(e.out+e.err, "the keyring is locked") || !strings.Contains(e.out+e.err, "credence store status") {
			t.Errorf("%v: %+v", args, e)
		}
	}
	if e := d.run("process", "Dev"); e.out == first.out {
		t.Error("the sealed session was handed out")
	}
	if after := sessionFiles(t, d.home); !maps.Equal(before, after) {
		t.Errorf("sessions were kept all the same: %d files", len(after))
	}
	if e := d.run("store", "move", "keyring"); e.code != 1 || !strings.Contains(e.err, "hint: unlock it: credence store unlock") {
		t.Errorf("move: %+v", e)
	}
	if e := d.run("store", "status"); e.code != 0 || !strings.Contains(e.out, "unreachable: the keyring is locked") {
		t.Errorf("status: %+v", e)
	}
	if e := d.run("store", "unlock"); e.code != 1 || e.took > 20*time.Second {
		t.Errorf("unlock: %+v", e)
	}
}

// TestForeignItems: what others filed under our attributes is neither used nor
// replaced, and without our key a sealed session is a miss that says why.
func TestForeignItems(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, "Dev")
	d.tool("junk of somebody", "store", "--label", "theirs", "service", "credence", "username", "store-key")
	d.must("config", "set", "store.kind", "keyring")
	d.must("process", "Dev")
	if d.must("process", "Dev"); d.aws.Count("AssumeRole") != 1 {
		t.Errorf("%d calls: the session is not found again", d.aws.Count("AssumeRole"))
	}
	if shown := d.tool("", "search", "--all", "service", "credence"); !strings.Contains(shown, "junk of somebody") || strings.Count(shown, "label = ") != 2 {
		t.Errorf("the keyring shows %s", shown)
	}
	d.tool("", "clear", "service", "credence", "username", "store-key")
	if e := d.run("why", "Dev"); e.code != 0 || !strings.Contains(e.out+e.err, "the key that it was sealed with is gone") {
		t.Errorf("without a key: %+v", e)
	}
	if d.must("process", "Dev"); d.aws.Count("AssumeRole") != 2 {
		t.Errorf("%d calls: a new key does not seal", d.aws.Count("AssumeRole"))
	}
}

// TestParallelWriters: of twenty programs that need the first key one makes it, and
// nothing that they keep is lost.
func TestParallelWriters(t *testing.T) {
	t.Parallel()
	const n = 20
	var roles []string
	for i := range n {
		roles = append(roles, fmt.Sprintf("Role%d", i))
	}
	d := newDesktop(t, roles...)
	config := filepath.Join(d.home, ".config", "credence", "config.ini")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("[store]\nkind = keyring\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	answers := make([]string, n)
	var all sync.WaitGroup
	for i, role := range roles {
		all.Go(func() { answers[i] = d.must("process", role).out })
	}
	all.Wait()
	if files := sessionFiles(t, d.home); len(files) != n {
		t.Errorf("%d sessions are kept", len(files))
	}
	if items := strings.Count(d.tool("", "search", "--all", "service", "credence"), "label = "); items != 1 {
		t.Errorf("%d keys", items)
	}
	for i, role := range roles {
		all.Go(func() {
			if d.must("process", role).out != answers[i] {
				t.Errorf("%s has another session", role)
			}
		})
	}
	all.Wait()
	if got := d.aws.Count("AssumeRole"); got != n {
		t.Errorf("%d calls", got)
	}
}

// TestNoBus: it is said at once, and no dbus-launch of PATH is started to make one.
func TestNoBus(t *testing.T) {
	t.Parallel()
	at, _, env := rolesHome(t, "Dev")
	planted := filepath.Join(at, "planted")
	canary := filepath.Join(at, "it-ran")
	if err := os.Mkdir(planted, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"dbus-launch", "dbus-run-session", "dbus-daemon", "gnome-keyring-daemon", "secret-tool", "security"} {
		if err := os.WriteFile(filepath.Join(planted, name), []byte("#!/bin/sh\ntouch '"+canary+"'\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	env = append(env, "PATH="+planted+":"+os.Getenv("PATH"))
	for name, more := range map[string][]string{
		"nothing":         nil,
		"autolaunch":      {"DBUS_SESSION_BUS_ADDRESS=autolaunch:"},
		"a program":       {"DBUS_SESSION_BUS_ADDRESS=unixexec:path=" + filepath.Join(planted, "dbus-daemon")},
		"a socket gone":   {"DBUS_SESSION_BUS_ADDRESS=unix:path=" + at + "/gone"},
		"an empty folder": {"XDG_RUNTIME_DIR=" + at},
	} {
		env := append(append([]string{}, env...), more...)
		e := runIn(t, env, "store", "move", "keyring")
		if e.code != 1 || e.took > keyringWait || !strings.Contains(e.err, "session bus") || !strings.Contains(e.err, "hint: ") {
			t.Errorf("%s: %+v", name, e)
		}
		if e := runIn(t, env, "config", "set", "profile.Dev.store", "keyring"); e.code != 1 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if _, err := os.Stat(filepath.Join(at, ".config")); err == nil {
		t.Error("settings were written for a keyring that is not there")
	}
	// Chosen where there was one, and used where there is none:
	config := filepath.Join(at, ".config", "credence", "config.ini")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("[profile Dev]\nstore = keyring\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := runIn(t, env, "process", "Dev")
	if e.code != 0 || !strings.Contains(e.err, "no session bus") || !strings.Contains(e.out, "ASIA") {
		t.Errorf("process: %+v", e)
	}
	if files := sessionFiles(t, at); len(files) > 0 {
		t.Errorf("a session was kept: %v", files)
	}
	scan(t, at, secretsOf(t, e.out))
	if _, err := os.Stat(canary); err == nil {
		t.Error("a program of PATH was started")
	}
}
