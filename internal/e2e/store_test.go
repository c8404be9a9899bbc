//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	lanes "credence/internal/fakeaws/lane"
	"credence/internal/ptytest"
)

// TestAgePassphrase: the passphrase is asked for on the terminal, never shown, and
// without a terminal the walk goes on and says so.
func TestAgePassphrase(t *testing.T) {
	t.Parallel()
	at, aws, env := rolesHome(t, "Dev")
	const word = "correct horse battery"
	terminal := func(args ...string) *ptytest.Session {
		return ptytest.Start(t, ptytest.Options{Env: append(env, "TERM=xterm"), CaptureStdout: true, NoStdin: true}, append([]string{binary}, args...)...)
	}
	s := terminal("store", "move", "age")
	s.WaitFor("Choose a passphrase")
	s.WaitFor("passphrase of")
	s.Send(word + "\r")
	s.WaitFor("once more")
	s.Send("something else\r")
	s.WaitFor("They differ")
	s.Send(word + "\r")
	s.Until("the second question", func(raw []byte) bool { return strings.Count(string(raw), "once more") == 2 })
	s.Send(word + "\r")
	if code := s.Wait(); code != 0 || strings.Contains(string(s.Raw()), word) || s.StateChanged() {
		t.Fatalf("code %d, terminal changed %v: %s", code, s.StateChanged(), s.Raw())
	}
	s = terminal("process", "Dev")
	s.WaitFor("passphrase of")
	s.Send("wrong\r")
	s.WaitFor("That is not the passphrase")
	s.Send(word + "\r")
	if code := s.Wait(); code != 0 || strings.Contains(string(s.Raw()), word) {
		t.Fatalf("code %d: %s", code, s.Raw())
	}
	first := string(s.Stdout())
	scan(t, at, append(secretsOf(t, first), word))
	s = terminal("process", "Dev")
	s.WaitFor("passphrase of")
	s.Send(word + "\r")
	if s.Wait(); string(s.Stdout()) != first || aws.Count("AssumeRole") != 1 {
		t.Errorf("the session was obtained anew")
	}
	s = terminal("process", "Dev")
	s.WaitFor("passphrase of")
	s.Send("\x03")
	if code := s.Wait(); code != 130 || s.StateChanged() || len(s.Stdout()) > 0 {
		t.Errorf("after ^C: code %d, terminal changed %v", code, s.StateChanged())
	}
	e := runIn(t, env, "process", "Dev")
	if e.code != 0 || !strings.Contains(e.err, "no terminal to ask on") || e.out == first {
		t.Errorf("without a terminal: %+v", e)
	}
	if e := mustIn(t, env, "store"); !strings.Contains(e.out, "closed: a passphrase opens it") {
		t.Errorf("status: %+v", e)
	}
}

// TestImportedKeys: long-term keys that were moved out of the credentials file reach
// every tool all the same, and come back.
func TestImportedKeys(t *testing.T) {
	t.Parallel()
	at, aws, env := rolesHome(t, "Dev")
	mustIn(t, env, "store", "move", "age", "--identity", filepath.Join(at, "identity.txt"))
	before, err := os.ReadFile(filepath.Join(at, ".aws", "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	moved := mustIn(t, env, "store", "import", "base")
	backups, err := filepath.Glob(filepath.Join(at, ".aws", "credentials.*.bak"))
	if err != nil || len(backups) != 1 || !strings.Contains(moved.err, "rm "+backups[0]) {
		t.Fatalf("%v: %s", backups, moved.err)
	}
	if info, err := os.Stat(backups[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := os.Remove(backups[0]); err != nil {
		t.Fatal(err)
	}
	scan(t, at, []string{janeSecret})
	t.Run("credence", func(t *testing.T) {
		if e := mustIn(t, env, "why", "Dev"); !strings.Contains(e.out, "assumed role Dev") {
			t.Errorf("%+v", e)
		}
		if e := mustIn(t, env, "process", "base"); !strings.Contains(e.out, janeID) || strings.Contains(e.out, "Expiration") {
			t.Errorf("%+v", e)
		}
	})
	t.Run("AWS CLI v2", func(t *testing.T) {
		cmd := exec.Command(lanes.AWSCLI(t, "2"), "sts", "get-caller-identity", "--endpoint-url", aws.URL(), "--output", "text", "--profile", "base", "--region", "eu-west-1")
		cmd.Env = env
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), ":user/jane") {
			t.Errorf("%v: %s", err, out)
		}
	})
	t.Run("AWS CLI v1", func(t *testing.T) {
		lanes.Sweep(t, "the AWS CLI v2")
		cmd := exec.Command(lanes.AWSCLI(t, "1"), "sts", "get-caller-identity", "--endpoint-url", aws.URL(), "--output", "text", "--profile", "Dev", "--region", "eu-west-1")
		cmd.Env = env
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), ":assumed-role/Dev/") {
			t.Errorf("%v: %s", err, out)
		}
	})
	t.Run("Node", func(t *testing.T) {
		modules := os.Getenv("CREDENCE_NODE_MODULES")
		if modules == "" {
			absent(t, "the Node SDK (CREDENCE_NODE_MODULES)")
		}
		variables := map[string]string{"AWS_PROFILE": "base"}
		for _, pair := range env {
			name, value, _ := strings.Cut(pair, "=")
			variables[name] = value
		}
		jobs, err := json.Marshal([]map[string]any{{"name": "base", "env": variables}})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("node", "../../chain/testdata/node/ask.mjs", modules)
		cmd.Stdin = strings.NewReader(string(jobs))
		if out, err := cmd.Output(); err != nil || !strings.Contains(string(out), janeID) {
			t.Errorf("%v: %s", err, out)
		}
	})
	mustIn(t, env, "store", "export", "base")
	if after, err := os.ReadFile(filepath.Join(at, ".aws", "credentials")); err != nil || string(after) != string(before) {
		t.Errorf("%v: %s, was %s", err, after, before)
	}
	if config, err := os.ReadFile(filepath.Join(at, ".aws", "config")); err != nil || strings.Contains(string(config), "credential_process") {
		t.Errorf("%v: %s", err, config)
	}
	if left, _ := filepath.Glob(filepath.Join(at, ".local", "share", "credence", "keys", "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestMoveKilled: a move that is killed wherever it is loses nothing, and the next one
// ends what it began.
func TestMoveKilled(t *testing.T) {
	t.Parallel()
	const n = 12
	var roles []string
	for i := range n {
		roles = append(roles, fmt.Sprintf("Role%d", i))
	}
	at, aws, env := rolesHome(t, roles...)
	answers := map[string]string{}
	for _, role := range roles {
		answers[role] = mustIn(t, env, "process", role).out
	}
	mustIn(t, env, "config", "set", "store.age_identity", filepath.Join(at, "identity.txt"))
	mustIn(t, env, "store", "move", "age", "--identity", filepath.Join(at, "identity.txt"))
	places := []string{"file", "age"}
	for i := range 16 {
		cmd := exec.Command(binary, "store", "move", places[i%2])
		cmd.Env = env
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		select {
		case <-time.After(time.Duration(2+2*i) * time.Millisecond):
			_ = cmd.Process.Signal(syscall.SIGKILL)
			<-ended
		case <-ended:
		}
		if files := sessionFiles(t, at); len(files) != n {
			t.Fatalf("kill %d: %d sessions", i, len(files))
		}
	}
	e := mustIn(t, env, "store", "move", "age")
	if status := mustIn(t, env, "store").out; !strings.Contains(status, fmt.Sprintf("%d sealed (age)", n)) {
		t.Errorf("%s %s", e.err, status)
	}
	for _, role := range roles {
		if mustIn(t, env, "process", role).out != answers[role] {
			t.Errorf("the session of %s was lost", role)
		}
	}
	if got := aws.Count("AssumeRole"); got != n {
		t.Errorf("%d calls", got)
	}
}

// TestUnreadableSettings: where the settings may have asked for a sealed store and
// cannot be understood, nothing is kept in plain files instead.
func TestUnreadableSettings(t *testing.T) {
	t.Parallel()
	at, aws, env := rolesHome(t, "Dev")
	config := filepath.Join(at, ".config", "credence", "config.ini")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"[stroe]\nkind = keyring\n", "[store]\nkind = keyrng\n", "[profile Dev]\nstroe = age\n", "[store]\n= keyring\n"} {
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		e := mustIn(t, env, "process", "Dev")
		if !strings.Contains(e.err, "config.ini:") || !strings.Contains(e.err, "not kept") || aws.Count("AssumeRole") != i+1 {
			t.Errorf("%q: %+v", text, e)
		}
		if files := sessionFiles(t, at); len(files) > 0 {
			t.Errorf("%q: a session was kept", text)
		}
		if copies, _ := filepath.Glob(filepath.Join(at, ".aws", "cli", "cache", "*")); len(copies) > 0 {
			t.Errorf("%q: %v", text, copies)
		}
	}
}
