package tui

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/smithy-go"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"credence/chain"
	"credence/internal/secret"
)

// The sample that most tests look at.
const (
	sampleConfig = `[default]
region = eu-west-1

[profile base]
region = eu-west-1

[profile prod-admin]
role_arn = arn:aws:iam::222233334444:role/Admin
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/jane
region = eu-west-1

[profile prod-read]
role_arn = arn:aws:iam::222233334444:role/ReadOnly
source_profile = base
region = us-east-1

[profile sso-dev]
sso_session = corp
sso_account_id = 333344445555
sso_role_name = Developer
region = eu-central-1

[profile prod-legacy]
role_arn = arn:aws:iam::555566667777:role/Audit
source_profile = bsae

[profile ci]
credential_process = /opt/bin/creds ci

[profile 世界-é-admin]
region = eu-west-1

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`
	sampleCredentials = `[base]
aws_access_key_id = AKIABASE000000000001
aws_secret_access_key = base-secret-do-not-show
`
	jane       = "arn:aws:iam::111122223333:mfa/jane"
	goodCode   = "492871"
	roleSecret = "role-secret-do-not-show"
)

var rigNow = time.Date(2030, 1, 2, 13, 20, 42, 0, time.UTC)

// rejection is STS's answer to a wrong code, in the shape of the AWS SDK's errors.
var rejection = &smithy.GenericAPIError{Code: "AccessDenied", Message: "MultiFactorAuthentication failed with invalid MFA one time pass code."}

// rig is a model in a world of its own. Commands run in goroutines, as in a program;
// ticks come when the test says so.
type rig struct {
	t    *testing.T
	m    *Model
	home string
	msgs chan tea.Msg

	mu    sync.Mutex
	now   time.Time
	ticks []tea.Msg
	hold  chan struct{} // while not nil and open, roles are not assumed
	asked []string      // roles
	codes []string      // sent to STS
	quit  bool

	frames *strings.Builder // all that were on the screen, where the test wants them
}

// option changes a rig before it starts.
type option func(*rig, *Options)

func sized(w, h int) option { return func(_ *rig, o *Options) { o.Width, o.Height = w, h } }

func newRig(t *testing.T, options ...option) *rig {
	t.Helper()
	return rigOf(t, sampleConfig, sampleCredentials, options...)
}

func rigOf(t *testing.T, config, credentials string, options ...option) *rig {
	t.Helper()
	r := &rig{t: t, home: t.TempDir(), msgs: make(chan tea.Msg, 1024), now: rigNow}
	r.write("config", config)
	r.write("credentials", credentials)
	env := map[string]string{"HOME": r.home, "AWS_EC2_METADATA_DISABLED": "true"}
	o := Options{
		Home: r.home, Clock: r.clock, Width: 100, Height: 28,
		Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Chain: chain.Options{
			Env: chain.Environment{
				Lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
				List:   func() []string { return nil },
			},
			Clock: r.clock, RoleAssumer: r.assume,
		},
		HowTo: func(name string) (string, string) { return "credence exec " + name, " runs with it" },
	}
	for _, change := range options {
		change(r, &o)
	}
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r.m = New(ctx, o)
	r.m.ticker.after = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		r.mu.Lock()
		defer r.mu.Unlock()
		if _, ok := msg.(readyMsg); ok {
			return func() tea.Msg { return msg }
		}
		r.ticks = append(r.ticks, msg)
		return nil
	}
	r.m.Load()
	r.run(r.m.Init())
	return r
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.home, ".aws", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if text == "" {
		return
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// pass lets time go by and delivers the ticks that were due.
func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	r.now = r.now.Add(d)
	ticks := r.ticks
	r.ticks = nil
	r.mu.Unlock()
	for _, tick := range ticks {
		r.send(tick)
	}
	if len(ticks) == 0 {
		r.send(nil)
	}
}

// assume is STS: the good code is taken, any other is rejected.
func (r *rig) assume(ctx context.Context, _ chain.Credentials, req chain.RoleRequest) (chain.Credentials, error) {
	r.mu.Lock()
	hold := r.hold
	r.asked = append(r.asked, req.RoleArn)
	r.codes = append(r.codes, req.TokenCode.Reveal())
	now := r.now
	r.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return chain.Credentials{}, context.Cause(ctx)
		}
	}
	if req.SerialNumber != "" && req.TokenCode.Reveal() != goodCode {
		return chain.Credentials{}, rejection
	}
	return chain.Credentials{
		AccessKeyID: "ASIAROLE000000000001", SecretAccessKey: secret.New(roleSecret), SessionToken: secret.New("role-token-do-not-show"),
		Expiration: now.Add(41*time.Minute + 30*time.Second), AccountID: "222233334444",
	}, nil
}

// assumed is how often a role was asked for.
func (r *rig) assumed() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

// run runs commands as a program does.
func (r *rig) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		for _, one := range parts(msg) {
			r.run(one)
		}
		select {
		case r.msgs <- msg:
		case <-r.t.Context().Done():
		}
	}()
}

// parts are the commands of a batch or a sequence.
func parts(msg tea.Msg) []tea.Cmd {
	if v := reflect.ValueOf(msg); v.IsValid() && v.Type().ConvertibleTo(reflect.TypeFor[[]tea.Cmd]()) {
		return v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd)
	}
	return nil
}

// send delivers a message.
func (r *rig) send(msg tea.Msg) {
	if _, ok := msg.(tea.QuitMsg); ok {
		r.quit = true
		return
	}
	_, cmd := r.m.Update(msg)
	if r.frames != nil {
		r.frames.WriteString(r.m.View())
	}
	r.run(cmd)
}

// longest is how long what has to happen may take. It only ends what hangs: machines may
// be busy.
const longest = 30 * time.Second

// until delivers what commands bring until something holds.
func (r *rig) until(what string, holds func() bool) {
	r.t.Helper()
	limit := time.After(longest)
	for !holds() {
		select {
		case msg := <-r.msgs:
			r.send(msg)
		case <-limit:
			r.t.Fatalf("not %s; the screen:\n%s", what, r.screen())
		}
	}
}

// shows waits for a text on the screen.
func (r *rig) shows(text string) {
	r.t.Helper()
	r.until("showing "+text, func() bool { return strings.Contains(r.screen(), text) })
}

// lacks checks that a text is not on the screen.
func (r *rig) lacks(text string) {
	r.t.Helper()
	if strings.Contains(r.screen(), text) {
		r.t.Errorf("%q is on the screen:\n%s", text, r.screen())
	}
}

func (r *rig) screen() string { return ansi.Strip(r.m.View()) }

var keyTypes = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "pgdown": tea.KeyPgDown,
	"pgup": tea.KeyPgUp, "backspace": tea.KeyBackspace, "ctrl+c": tea.KeyCtrlC, "ctrl+u": tea.KeyCtrlU, "ctrl+w": tea.KeyCtrlW, "ctrl+z": tea.KeyCtrlZ,
	"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "delete": tea.KeyDelete, "ctrl+a": tea.KeyCtrlA, "ctrl+e": tea.KeyCtrlE,
}

// press presses keys.
func (r *rig) press(keys ...string) {
	for _, name := range keys {
		switch t, special := keyTypes[name]; {
		case special:
			r.send(tea.KeyMsg{Type: t})
		case name == " ":
			r.send(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
		default:
			r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)})
		}
	}
}

// typing presses the keys of a text, one by one.
func (r *rig) typing(text string) {
	for _, c := range text {
		r.press(string(c))
	}
}

func (r *rig) paste(text string) {
	r.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// at puts the cursor on a profile and waits for its chain.
func (r *rig) at(name string) {
	r.t.Helper()
	r.m.list.selectTarget(target{name: name})
	r.send(nil)
	r.until("at "+name, func() bool { return r.m.chain.at.name == name && r.m.shown() != nil })
}

// settled waits until all details are read.
func (r *rig) settled() {
	r.t.Helper()
	r.until("read", func() bool {
		return r.m.list.placed && r.m.shown() != nil
	})
}

// resolved waits for the end of the run of the profile in the chain pane.
func (r *rig) resolved(outcome chain.Outcome) {
	r.t.Helper()
	r.until(string(outcome), func() bool {
		i := r.m.shown()
		return i != nil && !i.running() && i.mode == chain.ModeResolve && outcomeOf(i) == outcome
	})
}
