package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// keyboard is a terminal on which a test types.
type keyboard struct {
	mu     sync.Mutex
	screen bytes.Buffer
	keys   chan string
	hushed int
	rows   int
}

func (k *keyboard) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.screen.Write(p)
}

func (k *keyboard) text() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.screen.String()
}

func (k *keyboard) Hush() (func(), error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.hushed++
	return sync.OnceFunc(func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.hushed--
	}), nil
}

func (k *keyboard) Read(ctx context.Context, p []byte) (int, error) {
	select {
	case typed := <-k.keys:
		return copy(p, typed), nil
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

func (k *keyboard) Size() (int, int) { return 80, k.rows }
func (k *keyboard) Suspend()         {}
func (k *keyboard) Close() error     { return nil }

// clerk is a browser: it presses a button as soon as it is opened.
type clerk struct {
	button string
	here   bool
}

func (c clerk) Check() error { return nil }
func (c clerk) Local() bool  { return c.here }
func (c clerk) Open(_ context.Context, address string) error {
	if c.button != "" {
		go pressButton(address, c.button)
	}
	return nil
}

func pressButton(address, button string) {
	res, err := http.PostForm(address, url.Values{"action": {button}}) // follows to our port
	if err == nil {
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
}

const loginConfig = "[profile s]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n" +
	"[profile hop]\nrole_arn = arn:aws:iam::111122223333:role/Hop\nsource_profile = s\nregion = eu-west-1\n" +
	"[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"

// deskWorld is a world with a sign-in service and a person at a terminal.
func deskWorld(t *testing.T, config string, variables ...string) (*World, *keyboard, *fakeaws.Server) {
	t.Helper()
	instance := fakeaws.SSOInstance{StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{{ID: "111122223333", Name: "dev", Roles: []string{"Admin"}}}}
	aws, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{
		SSO:   []fakeaws.SSOInstance{instance},
		Roles: []fakeaws.Role{{ARN: "arn:aws:iam::111122223333:role/Hop", Trusted: []string{instance.SSORoleARN("111122223333", "Admin")}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	for k, v := range aws.Env() {
		variables = append(variables, k+"="+v)
	}
	w := world(t, config, "", append(variables, "TERM=xterm-256color")...)
	w.Clock = time.Now
	k := &keyboard{keys: make(chan string, 8), rows: 50}
	w.Terminal = func() (Terminal, error) { return k, nil }
	w.StderrTerminal, w.Width = true, 80
	w.Browser = clerk{}
	return w, k, aws
}

const corpTokenFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"

// deviceAddress waits for the address on the screen.
func deviceAddress(t *testing.T, k *keyboard) string {
	t.Helper()
	pattern := regexp.MustCompile(`http://127\.0\.0\.1:\d+/device\?user_code=[A-Z-]+`)
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		if address := pattern.FindString(k.text()); address != "" {
			return address
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatalf("no address on the screen: %q", k.text())
	return ""
}

func TestLoginInTheBrowser(t *testing.T) {
	t.Parallel()
	w, k, _ := deskWorld(t, loginConfig)
	w.Browser = clerk{"allow", true}
	r := w.run(t.Context(), "login", "corp", "--json", "--color", "never")
	var report struct {
		Session, Method, ExpiresAt, Path string
		SignedIn, Refreshable            bool
	}
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || r.code != ExitOK {
		t.Fatalf("%+v %v", r, err)
	}
	if report.Session != "corp" || report.Method != "browser" || !report.SignedIn || !report.Refreshable || !strings.HasSuffix(report.Path, filepath.FromSlash(corpTokenFile)) {
		t.Errorf("%+v", report)
	}
	if text := k.text(); !strings.Contains(text, "sign in to corp") || !strings.Contains(text, "/authorize?") || strings.Contains(text, "\x1b[30;107m") {
		t.Errorf("screen %q", text)
	}
	if k.hushed != 0 {
		t.Error("the terminal is not as it was")
	}
	if r := w.run(t.Context(), "login"); r.code != ExitOK || !strings.Contains(r.errors, "already signed in to") || !strings.Contains(r.errors, "until") {
		t.Errorf("again: %+v", r)
	}
}

func TestLoginByDevice(t *testing.T) {
	t.Parallel()
	w, k, _ := deskWorld(t, loginConfig)
	done := make(chan run, 1)
	go func() { done <- w.run(t.Context(), "login", "s", "--no-browser", "--color", "always") }()
	address := deviceAddress(t, k)
	k.keys <- "c"
	pressButton(address, "allow")
	if r := <-done; r.code != ExitOK || !strings.Contains(r.errors, "signed in to") {
		t.Errorf("%+v", r)
	}
	text := k.text()
	for _, part := range []string{"code  ", "left", "esc cancel", "\x1b[30;107m", "▀", "\x1b]52;c;", "address sent to the clipboard"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q on the screen", part)
		}
	}
	if k.hushed != 0 {
		t.Error("the terminal is not as it was")
	}
}

func TestLeavingALogin(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"\x1b", "\x03", "q"} {
		w, k, _ := deskWorld(t, loginConfig)
		done := make(chan run, 1)
		go func() { done <- w.run(t.Context(), "login", "corp", "--device") }()
		deviceAddress(t, k)
		began := time.Now()
		k.keys <- "\x1b[A" // an arrow is not Esc
		k.keys <- key
		if r := <-done; r.code != ExitInterrupted || !strings.Contains(r.errors, "not signed in") || time.Since(began) > 5*time.Second {
			t.Errorf("%q: %+v after %v", key, r, time.Since(began))
		}
		if k.hushed != 0 {
			t.Error("the terminal is not as it was")
		}
	}
}

func TestLoginDenied(t *testing.T) {
	t.Parallel()
	w, _, _ := deskWorld(t, loginConfig)
	w.Browser = clerk{"deny", true}
	if r := w.run(t.Context(), "login", "corp", "--color", "never"); r.code != ExitError || !strings.Contains(r.errors, "was refused on the page") || !strings.Contains(r.errors, "hint: credence login corp") {
		t.Errorf("%+v", r)
	}
}

// TestSignInOffer: what needs a sign-in asks for it in place, and goes on.
func TestSignInOffer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args  []string
		keys  string
		code  int
		has   string
		asked bool
	}{
		"yes":          {[]string{"process", "s", "--reveal"}, "\r", ExitOK, `"AccessKeyId":"ASIA`, true},
		"yes, by why":  {[]string{"why", "hop"}, "y", ExitOK, "assumed role Hop", true},
		"no":           {[]string{"process", "s"}, "n", ExitError, "hint: credence login corp", true},
		"left":         {[]string{"process", "s"}, "\x03", ExitInterrupted, "", true},
		"no input":     {[]string{"process", "s", "--no-input"}, "", ExitInput, "not signed in to SSO session corp", false},
		"json":         {[]string{"why", "s", "--json"}, "", ExitInput, `"sso.token-missing"`, false},
		"dry run":      {[]string{"why", "s", "--dry-run"}, "", ExitError, "not signed in", false},
		"as node":      {[]string{"why", "s", "--as", "node"}, "", ExitError, "not signed in", false},
		"already done": {[]string{"why", "s"}, "", ExitOK, "role Admin", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, k, _ := deskWorld(t, loginConfig)
			w.Browser = clerk{"allow", true}
			if name == "already done" {
				if r := w.run(t.Context(), "login"); r.code != ExitOK {
					t.Fatalf("%+v", r)
				}
				k.screen.Reset()
			}
			if c.keys != "" {
				k.keys <- c.keys
			}
			r := w.run(t.Context(), append(c.args, "--color", "never")...)
			if r.code != c.code || !strings.Contains(r.out+r.errors, c.has) {
				t.Errorf("%+v", r)
			}
			if asked := strings.Contains(k.text(), "now? [Y/n]"); asked != c.asked {
				t.Errorf("asked %v: %q", asked, k.text())
			}
			if k.hushed != 0 {
				t.Error("the terminal is not as it was")
			}
		})
	}
}

// TestSignInWithoutATerminal: one clear line, and the code for missing input.
func TestSignInWithoutATerminal(t *testing.T) {
	t.Parallel()
	w, _, _ := deskWorld(t, loginConfig)
	w.StderrTerminal = false
	r := w.run(t.Context(), "process", "s")
	if r.code != ExitInput || r.out != "" || !strings.HasPrefix(r.errors, "credence: not signed in to SSO session corp (config:2)") || !strings.Contains(r.errors, "hint: credence login corp") || strings.Count(r.errors, "\n") != 1 {
		t.Errorf("%+v", r)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	w, _, aws := deskWorld(t, loginConfig+"[profile other]\nsso_session = other\nsso_account_id = 111122223333\nsso_role_name = Admin\n"+
		"[sso-session other]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n")
	w.Browser = clerk{"allow", true}
	home, _ := w.Env.Lookup("HOME")
	for _, args := range [][]string{{"login", "corp"}, {"login", "other"}, {"process", "hop", "--reveal"}, {"process", "other", "--reveal"}} {
		if r := w.run(t.Context(), args...); r.code != ExitOK {
			t.Fatalf("%v: %+v", args, r)
		}
	}
	kept := func() int {
		files, _ := filepath.Glob(filepath.Join(home, ".cache/credence/sessions/*.json"))
		return len(files)
	}
	if n := kept(); n != 3 { // the SSO role, the role on top, and the other's
		t.Fatalf("%d sessions are kept", n)
	}
	token, err := os.ReadFile(filepath.Join(home, corpTokenFile))
	if err != nil {
		t.Fatal(err)
	}
	secrets := secretsBelow(t, home)
	if len(secrets) < 8 { // two tokens and what belongs to them, and the keys of three sessions
		t.Fatalf("the control failed: %d secrets", len(secrets))
	}
	r := w.run(t.Context(), "logout", "s", "--color", "never")
	if r.code != ExitOK || r.out != "" || !strings.Contains(r.errors, "● corp  signed out on the server") || !strings.Contains(r.errors, "removed  token") ||
		!strings.Contains(r.errors, "work until") || aws.Count("Logout") != 1 {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(filepath.Join(home, corpTokenFile)); err == nil || kept() != 1 {
		t.Errorf("the token is there, or %d sessions are", kept())
	}
	// The server took it back: a copy of the token is no good.
	if err := os.WriteFile(filepath.Join(home, corpTokenFile), token, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t.Context(), "why", "s", "--no-input", "--no-cache"); !strings.Contains(r.errors, "signed out of SSO session corp") {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "logout", "corp", "--json"); r.code != ExitOK || !strings.Contains(r.out, `"server": "was-over"`) {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "logout", "corp"); r.code != ExitOK || !strings.Contains(r.errors, "was not signed in") {
		t.Errorf("%+v", r)
	}
	r = w.run(t.Context(), "logout", "--all", "--color", "never")
	files, _ := filepath.Glob(filepath.Join(home, ".aws/sso/cache/*.json"))
	if r.code != ExitOK || !strings.Contains(r.errors, "● other  signed out") || !strings.Contains(r.errors, "removed  client registration") || len(files) != 0 || kept() != 0 {
		t.Errorf("%+v, left %v and %d sessions", r, files, kept())
	}
	if left := secretsBelow(t, home); len(left) > 0 {
		t.Errorf("%d secrets are left", len(left))
	}
}

// secretsBelow are what the files below a folder hold of tokens and keys.
func secretsBelow(t *testing.T, folder string) map[string]bool {
	t.Helper()
	member := regexp.MustCompile(`(?i)"(?:access_?token|refresh_?token|client_?secret|secret_?access_?key|session_?token)":\s*"([^"]{8,})"`)
	found := map[string]bool{}
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range member.FindAllSubmatch(text, -1) {
			found[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestLogoutWithoutTheServer: what is here goes; what is not ended is said.
func TestLogoutWithoutTheServer(t *testing.T) {
	t.Parallel()
	w, _, aws := deskWorld(t, loginConfig)
	w.Browser = clerk{"allow", true}
	if r := w.run(t.Context(), "login"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	aws.Inject("Logout", fakeaws.Fault{Times: -1, Status: 503, Code: "ServiceUnavailableException", Message: "later"})
	r := w.run(t.Context(), "logout", "corp", "--color", "never")
	home, _ := w.Env.Lookup("HOME")
	_, err := os.Stat(filepath.Join(home, corpTokenFile))
	if r.code != ExitError || !strings.Contains(r.errors, "✗ corp  NOT signed out on the server") || !strings.Contains(r.errors, "good until") || err == nil {
		t.Errorf("%+v %v", r, err)
	}
}

// TestLogoutOfAStrayToken: a sign-in that no settings lead to any more is ended, too.
func TestLogoutOfAStrayToken(t *testing.T) {
	t.Parallel()
	w, _, aws := deskWorld(t, loginConfig)
	w.Browser = clerk{"allow", true}
	if r := w.run(t.Context(), "login"); r.code != ExitOK {
		t.Fatalf("%+v", r)
	}
	home, _ := w.Env.Lookup("HOME")
	if err := os.WriteFile(filepath.Join(home, ".aws/config"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run(t.Context(), "logout", "--all", "--color", "never")
	if r.code != ExitOK || !strings.Contains(r.errors, "● https://corp.awsapps.com/start  signed out on the server") || aws.Count("Logout") != 1 {
		t.Errorf("%+v", r)
	}
}

// failing is a browser that cannot be started.
type failing struct{ clerk }

func (failing) Open(context.Context, string) error {
	return errors.New("open a browser with x: no such file")
}

func TestLoginWithoutABrowser(t *testing.T) {
	t.Parallel()
	w, k, _ := deskWorld(t, loginConfig)
	w.Browser = failing{}
	done := make(chan run, 1)
	go func() { done <- w.run(t.Context(), "login", "corp", "--color", "never") }()
	address := deviceAddress(t, k)
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(k.text(), "no browser was opened (x: no such file): open the address yourself\n"); {
		if time.Now().After(deadline) {
			t.Fatalf("screen %q", k.text())
		}
		<-time.After(5 * time.Millisecond)
	}
	pressButton(address, "allow")
	if r := <-done; r.code != ExitOK {
		t.Errorf("%+v", r)
	}
}

// TestLoginWithoutASessionToUse: what is wrong with the settings is said with the line
// that it is wrong in, not that there are none.
func TestLoginWithoutASessionToUse(t *testing.T) {
	t.Parallel()
	const profile = "[profile s]\nsso_session = corp\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
	const half = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n"
	for name, c := range map[string]struct {
		config string
		args   []string
		want   []string
	}{
		"no session at all": {"", []string{"login"}, []string{"there is nothing to sign in to"}},
		"half a session":    {half, []string{"login"}, []string{"sso-session corp (config:1) lacks sso_region", "hint: add sso_region below config:1"}},
		"by its name":       {half, []string{"login", "corp"}, []string{"sso-session corp (config:1) lacks sso_region"}},
		"by a profile":      {profile + half, []string{"login", "s"}, []string{"sso-session corp (config:6) lacks sso_region", "hint: add sso_region below config:6"}},
		"of a walk":         {profile + half, []string{"process", "s"}, []string{"sso-session corp (config:6) lacks sso_region", "hint: add sso_region below config:6"}},
		"no region":         {half + "sso_region = evil.test/#\n", []string{"login", "corp"}, []string{"(config:3) cannot be part of a host name", "hint: correct config:3: want a region such as eu-west-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world(t, c.config, "")
			r := w.run(t.Context(), c.args...)
			for _, want := range c.want {
				if r.code == ExitOK || !strings.Contains(r.errors, want) {
					t.Errorf("%+v, want %q", r, want)
				}
			}
		})
	}
}
