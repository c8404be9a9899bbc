package tui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/fakeaws"
	"credence/internal/signin"
)

// A walk that needs a sign-in offers it, and goes on after it by itself.
func TestSignInInTheMiddleOfAWalk(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"i", "enter"} {
		var aws *fakeaws.Server
		d := &awsDesk{}
		r := newRig(t, withAWS(t, d, &aws))
		r.frames = &strings.Builder{}
		r.at("sso-dev")
		r.press(key)
		r.shows("sign in to corp")
		r.shows("never signed in to corp on this computer")
		r.shows("waiting for a sign-in")
		r.shows("enter signs in   esc leaves")
		r.press("enter")
		code := r.codeOnScreen()
		r.shows("user_code=" + code)
		r.shows("10:00 left")
		d.polls <- struct{}{} // not yet
		if err := aws.ApproveDevice(code); err != nil {
			t.Fatal(err)
		}
		d.polls <- struct{}{}
		r.resolved(chain.OutcomeFound)
		if r.m.mode != modeList || r.m.signs.current() != nil {
			t.Errorf("%s: mode %v", key, r.m.mode)
		}
		r.lacks(code)
		for _, name := range []string{"accessToken", "refreshToken", "clientSecret"} {
			for _, secret := range r.signInSecrets(name) {
				if strings.Contains(r.frames.String(), secret) {
					t.Errorf("%s: the %s was on the screen", key, name)
				}
			}
		}
		if chosen := r.m.choice.Result != nil; chosen != (key == "enter") {
			t.Errorf("%s: chosen %v", key, chosen)
		}
	}
}

// l signs in; a sign-in that is good is left alone, and said until when.
func TestSignInKey(t *testing.T) {
	t.Parallel()
	var aws *fakeaws.Server
	d := &awsDesk{}
	r := newRig(t, withAWS(t, d, &aws), sized(160, 30))
	r.at("sso-dev")
	r.shows("l signs in")
	r.shows("l sign in")
	r.press("l")
	code := r.codeOnScreen()
	if err := aws.ApproveDevice(code); err != nil {
		t.Fatal(err)
	}
	d.polls <- struct{}{}
	r.shows("signed in to corp until 14:20")
	r.until("explained anew", func() bool { return outcomeOf(r.m.shown()) == chain.OutcomeWouldUse })
	r.lacks("l sign in")
	asked := aws.Count("StartDeviceAuthorization")
	r.press("l")
	r.shows("already signed in to corp until 14:20")
	if n := aws.Count("StartDeviceAuthorization"); asked != 1 || n != asked {
		t.Errorf("%d and %d authorizations", asked, n)
	}
}

// A walk that was left without a sign-in is taken up again by l.
func TestSignInAfterTheWalk(t *testing.T) {
	t.Parallel()
	var aws *fakeaws.Server
	d := &awsDesk{}
	r := newRig(t, withAWS(t, d, &aws))
	r.at("sso-dev")
	r.press("i")
	r.shows("enter signs in   esc leaves")
	r.press("esc")
	r.resolved(chain.OutcomeError)
	r.shows("Not signed in to SSO session corp")
	r.shows("→ l signs in")
	r.lacks("credence login")
	r.press("l")
	if err := aws.ApproveDevice(r.codeOnScreen()); err != nil {
		t.Fatal(err)
	}
	d.polls <- struct{}{}
	r.resolved(chain.OutcomeFound)
}

// Refusal, expiry: the walk says why, l begins again.
func TestSignInThatFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		end  func(*rig, *fakeaws.Server, string)
		says string
	}{
		{"refused", func(_ *rig, aws *fakeaws.Server, code string) { _ = aws.DenyDevice(code) }, "refused on the page"},
		{"expired", func(r *rig, _ *fakeaws.Server, _ string) { r.pass(11 * time.Minute) }, "not confirmed in time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var aws *fakeaws.Server
			d := &awsDesk{}
			r := newRig(t, withAWS(t, d, &aws))
			r.at("sso-dev")
			r.press("i")
			r.shows("enter signs in")
			r.press("enter")
			c.end(r, aws, r.codeOnScreen())
			d.polls <- struct{}{}
			r.resolved(chain.OutcomeError)
			r.shows(c.says)
			r.shows("→ l signs in")
			r.press("l")
			c.end(r, aws, r.codeOnScreen())
			d.polls <- struct{}{}
			r.shows(c.says)
			r.shows("enter begins again   esc leaves")
			r.press("enter")
			if code := r.codeOnScreen(); aws.ApproveDevice(code) != nil {
				t.Errorf("nobody waits for %s", code)
			}
			d.polls <- struct{}{}
			r.until("signed in", func() bool { return r.m.signs.current() == nil })
		})
	}
}

func TestSignInEsc(t *testing.T) {
	t.Parallel()
	t.Run("the offer", func(t *testing.T) {
		t.Parallel()
		d := newStubDesk()
		r := offered(t, d)
		r.press("esc")
		r.resolved(chain.OutcomeError)
		if len(d.began) != 0 || r.m.mode != modeList {
			t.Errorf("%d sign-ins, mode %v", len(d.began), r.m.mode)
		}
	})
	t.Run("the walk", func(t *testing.T) {
		t.Parallel()
		r := confirming(t, newStubDesk())
		r.press("esc")
		if r.m.mode != modeList {
			t.Errorf("mode %v at once", r.m.mode)
		}
		r.resolved(chain.OutcomeCanceled)
		r.shows("✗ canceled")
		r.lacks(deviceCode)
	})
	t.Run("one of its own", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, withDesk(newStubDesk()))
		r.at("sso-dev")
		r.press("l")
		r.shows(deviceCode)
		r.press("esc")
		r.lacks(deviceCode)
		r.shows("not signed in")
	})
	t.Run("before there is an address", func(t *testing.T) {
		t.Parallel()
		d := newStubDesk()
		d.address = make(chan struct{})
		r := newRig(t, withDesk(d))
		r.at("sso-dev")
		r.press("l")
		<-d.began
		r.lacks("asking the sign-in service")
		r.pass(spinnerDelay)
		r.shows("asking the sign-in service")
		r.press("esc")
		r.shows("not signed in")
	})
	t.Run("before there is anything to show", func(t *testing.T) {
		t.Parallel()
		d := newStubDesk()
		d.address = make(chan struct{})
		r := newRig(t, withDesk(d))
		r.at("sso-dev")
		r.press("l")
		<-d.began
		r.press("esc")
		if r.m.signs.current() != nil {
			t.Error("the sign-in goes on")
		}
	})
}

func TestSignInQuits(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", "ctrl+c"} {
		r := confirming(t, newStubDesk())
		r.press(key)
		r.until("quitting", func() bool { return r.quit })
		if r.m.choice.Result != nil || r.m.choice.Aborted != (key == "ctrl+c") {
			t.Errorf("%s: %+v", key, r.m.choice)
		}
	}
}

// Two walks for profiles of one sign-in need one.
func TestSignInsShare(t *testing.T) {
	t.Parallel()
	d := newStubDesk()
	config := sampleConfig + "\n[profile second]\nsso_session = corp\nsso_account_id = 333344445555\nsso_role_name = Second\n"
	r := rigOf(t, config, sampleCredentials, withDesk(d))
	for _, name := range []string{"sso-dev", "second"} {
		at := target{name: name}
		r.run(r.m.walks.resolve(at, false, rigNow))
	}
	r.until("two offers", func() bool { return len(r.m.signs.queue) == 2 })
	r.press("enter")
	r.shows(deviceCode)
	d.end <- nil
	d.end <- nil
	r.until("both", func() bool { return len(r.m.walks.runs) == 0 })
	if len(d.began) != 2 { // the second asks nobody: its token is there
		t.Errorf("%d sign-ins", len(d.began))
	}
}

func TestSignInByTheBrowser(t *testing.T) {
	t.Parallel()
	d := newStubDesk()
	d.browser = true
	r := confirming(t, d)
	r.shows("confirm in the browser of this computer, at")
	r.shows("waiting for the browser")
	r.lacks("QR code")
	d.events <- signin.Event{Kind: signin.EventOpened}
	r.shows("the browser was opened")
	r.press("d")
	r.shows("code  " + deviceCode)
	r.lacks("by a code instead")
	if len(d.began) != 2 {
		t.Errorf("%d sign-ins", len(d.began))
	}
	for kind, says := range map[signin.EventKind]string{
		signin.EventNotOpened: "open the address yourself", signin.EventTrouble: "trying again", signin.EventSlowDown: "longer pauses",
		signin.EventStranger: "knocked at the port", signin.EventConfirmed: "confirmed",
	} {
		d.events <- signin.Event{Kind: kind, Err: errors.New("no\x1b[31m")}
		r.shows(says)
	}
	r.pass(time.Second)
	r.shows("9:59 left")
}

func TestSignInAddressIsCopied(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	d := newStubDesk()
	d.browser = true
	r := confirming(t, d, sized(80, 24), func(_ *rig, o *Options) { o.Output = &b })
	b.Reset()
	r.press("c")
	r.shows("sent the address to the clipboard")
	if !strings.Contains(b.String(), "\x1b]52;c;aHR0cHM6Ly9vaWRjLmV1LXdlc3QtMS5hbWF6b25hd3MuY29tL2F1dGhvcml6ZT9") {
		t.Errorf("%q", b.String())
	}
}

// Where there is no room for the QR code beside the chain, a key gives it the window.
func TestSignInQRCode(t *testing.T) {
	t.Parallel()
	coloured := func(_ *rig, o *Options) { o.Colour = true }
	small := confirming(t, newStubDesk(), sized(80, 24), coloured)
	small.lacks("█▀▀▀▀▀█")
	small.press("r")
	small.shows("█▀▀▀▀▀█")
	small.shows("code  " + deviceCode)
	holdSize(t, small.m, 80, 24)
	small.press("esc")
	small.lacks("█▀▀▀▀▀█")
	small.shows(deviceCode)
	large := confirming(t, newStubDesk(), sized(120, 40), coloured)
	large.shows("█▀▀▀▀▀█")
	large.lacks("r QR code")
	for name, options := range map[string][]option{"no room": {sized(40, 12), coloured}, "no colours": {sized(120, 40)}} {
		r := confirming(t, newStubDesk(), options...)
		r.press("r")
		if strings.Contains(r.screen(), "█▀▀▀▀▀█") || strings.Contains(r.screen(), "QR code") {
			t.Errorf("%s:\n%s", name, r.screen())
		}
	}
}

// What cannot be signed in to here says so.
func TestSignInElsewhere(t *testing.T) {
	t.Parallel()
	d := newStubDesk()
	d.targetErr = &chain.Error{Reason: chain.Reason{Code: chain.CodeSSONoTarget, Data: chain.Data{"name": "sso-dev", "profile": "sso-dev", "awsLogin": "sso-dev"}}}
	r := newRig(t, withDesk(d))
	r.at("sso-dev")
	r.press("l")
	r.shows("signs in with the AWS CLI")
	r.shows("→ aws login --profile sso-dev")
	r.press("enter")
	r.press("esc")
	if r.m.mode != modeList || len(d.began) != 0 {
		t.Errorf("mode %v, %d sign-ins", r.m.mode, len(d.began))
	}
	d.targetErr = &chain.Error{Reason: chain.Reason{Code: chain.CodeSSONoTarget, Data: chain.Data{"name": "sso-dev", "profile": "sso-dev", "sessions": "corp"}}}
	r.press("l")
	r.shows("sso-dev has no SSO settings to sign in with")
	if r.m.mode != modeList {
		t.Errorf("mode %v", r.m.mode)
	}
	r.m.list.selectTarget(target{ambient: true})
	r.press("l")
	r.shows("which sign-in? put the cursor on a profile that uses one")
	d.targetErr = &chain.Error{Reason: chain.Reason{Code: chain.CodeSSONoTarget}}
	r.press("l")
	r.shows("there is nothing to sign in to")
}

// A sign-in that breaks takes nothing with it.
func TestSignInThatPanics(t *testing.T) {
	t.Parallel()
	r := newRig(t, withDesk(nil))
	r.press("l") // nobody signs in here: the key does nothing
	if r.m.signs.current() != nil {
		t.Error("a sign-in without a desk")
	}
	r.m.opts.SignIn = (*stubDesk)(nil)
	r.m.enableKeys()
	r.at("sso-dev")
	r.press("l")
	r.shows("internal error")
	r.press("esc")
	r.lacks("internal error")
}

// TestTokenStatesSayTheKey: every way in which a token will not do names the key.
func TestTokenStatesSayTheKey(t *testing.T) {
	t.Parallel()
	for _, code := range []chain.Code{
		chain.CodeSSOTokenMissing, chain.CodeSSOTokenExpired, chain.CodeSSOTokenCorrupt, chain.CodeSSOTokenNoRefresh, chain.CodeSSORefreshRefused, chain.CodeSSORevoked,
		chain.CodeSignInDenied, chain.CodeSignInExpired, chain.CodeSignInDeclined,
	} {
		r := newRig(t, withDesk(newStubDesk()))
		hints := r.m.hints(&chain.Error{Reason: chain.Reason{Code: code, Data: chain.Data{"session": "corp", "profile": "sso-dev"}}})
		if len(hints) == 0 || hints[0] != "l signs in" || strings.Contains(strings.Join(hints, " "), "credence login") {
			t.Errorf("%s: %q", code, hints)
		}
		r = newRig(t)
		if hints := r.m.hints(&chain.Error{Reason: chain.Reason{Code: code, Data: chain.Data{"session": "corp"}}}); strings.Contains(strings.Join(hints, " "), "signs in") {
			t.Errorf("%s without a desk: %q", code, hints)
		}
	}
}

// TestWarningsBeforeNotes: below a ladder there may be no room for all findings.
func TestWarningsBeforeNotes(t *testing.T) {
	t.Parallel()
	const other = "https://corp.awsapps.com/start/"
	token := filepath.Join(".aws", "sso", "cache", cache.AWSTokenName(other))
	r := rigOf(t, "[profile s]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = A\nendpoint_url = http://127.0.0.1:9\n", "", func(r *rig, o *Options) {
		path := filepath.Join(r.home, token)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(`{"accessToken": "t", "expiresAt": "2030-01-02T20:00:00Z"}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}, sized(260, 44))
	r.at("s")
	r.shows("there is a sign-in to " + other + " on")
	r.shows("not at AWS's own address")
	screen := r.screen()
	if strings.Index(screen, "warning ") > strings.Index(screen, "note ") {
		t.Error(screen)
	}
}
