package signin

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"credence/chain"
	"credence/internal/fakeaws"
)

func TestBrowser(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	pages := make(chan string, 1)
	r.on[EventAddress] = func(e Event) {
		go func() {
			_, body := press(t, e.Address, "allow")
			pages <- body
		}()
	}
	res, err := r.run("corp", Options{Method: ByBrowser})
	if err != nil || res.Method != ByBrowser || !res.SignedIn || !res.Token.Refreshable {
		t.Fatalf("%+v %v", res, err)
	}
	if body := <-pages; !strings.Contains(body, "Confirmed") || strings.Contains(body, "code") {
		t.Errorf("page %s", body)
	}
	if got := r.kinds(); got != "address confirmed" {
		t.Errorf("events %s", got)
	}
	u, err := url.Parse(r.events[0].Address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if back, err := url.Parse(q.Get("redirect_uri")); err != nil || back.Hostname() != "127.0.0.1" || back.Port() == "" || back.Path != "/oauth/callback" {
		t.Errorf("redirect %s", q.Get("redirect_uri"))
	}
	if q.Get("scopes") != "sso:account:access" || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(q.Get("state")) < 20 {
		t.Errorf("%v", q)
	}
	for _, secret := range []string{"clientSecret", "client_secret", "code_verifier", "accessToken"} {
		if strings.Contains(u.RawQuery, secret) {
			t.Errorf("%s in the address", secret)
		}
	}
	// The registration is another than the device flow's, and is kept.
	if _, err := r.run("corp", Options{Method: ByBrowser, Force: true}); err != nil || r.aws.Count("RegisterClient") != 1 {
		t.Errorf("%v, %d registrations", err, r.aws.Count("RegisterClient"))
	}
	r.aws.Update(func(w *fakeaws.World) { w.SSO[0].ApproveAfter = 1 })
	r.on[EventAddress] = nil
	if _, err := r.run("corp", Options{Method: ByDevice, Force: true}); err != nil || r.aws.Count("RegisterClient") != 2 {
		t.Errorf("%v, %d registrations", err, r.aws.Count("RegisterClient"))
	}
}

func TestBrowserEndings(t *testing.T) {
	t.Parallel()
	answer := func(query string) func(*testing.T, Event) {
		return func(t *testing.T, e Event) {
			u, err := url.Parse(e.Address)
			if err != nil {
				t.Error(err)
				return
			}
			get(t, u.Query().Get("redirect_uri")+"?state="+u.Query().Get("state")+"&"+query, "")
		}
	}
	for name, c := range map[string]struct {
		do   func(*testing.T, Event)
		code chain.Code
	}{
		"denied":     {func(t *testing.T, e Event) { press(t, e.Address, "deny") }, chain.CodeSignInDenied},
		"error":      {answer("error=server_error&error_description=a+bad+day"), chain.CodeSignInRefused},
		"wrong code": {answer("code=invented"), chain.CodeSignInRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.on[EventAddress] = func(e Event) { go c.do(t, e) }
			_, err := r.run("corp", Options{Method: ByBrowser})
			e := wantCode(t, err, c.code)
			if name == "error" && e.Data["message"] != "server_error: a bad day" {
				t.Errorf("%v", e.Data)
			}
		})
	}
}

// get asks the port for an address; host, if set, is the Host header.
func get(t *testing.T, address, host string) (status int, body string) {
	t.Helper()
	return ask(t, "GET", address, host)
}

func ask(t *testing.T, method, address, host string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req.Host = host
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		return 0, "" // the flow may be over
	}
	text, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	return res.StatusCode, string(text)
}

// TestStrangersGetNothing: whatever else hits the port learns nothing and changes
// nothing.
func TestStrangersGetNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.on[EventAddress] = func(e Event) {
		u, err := url.Parse(e.Address)
		if err != nil {
			t.Error(err)
			return
		}
		back, state := u.Query().Get("redirect_uri"), u.Query().Get("state")
		root := strings.TrimSuffix(back, "/oauth/callback")
		for _, s := range []struct{ method, address, host string }{
			{"GET", root + "/", ""}, {"GET", root + "/robots.txt", ""}, {"GET", back, ""}, {"GET", back + "?code=evil", ""},
			{"GET", back + "?code=evil&state=", ""}, {"GET", back + "?code=evil&state=" + strings.ToLower(state), ""},
			{"GET", back + "?code=evil&state=" + state + "x", ""}, {"GET", back + "?state=" + state, ""},
			{"GET", back + "?code=evil&error=x&state=" + state, ""}, {"GET", back + "/?code=evil&state=" + state, ""},
			{"POST", back + "?code=evil&state=" + state, ""}, {"HEAD", back + "?code=evil&state=" + state, ""},
			{"GET", back + "?code=evil&state=" + state, "rebound.example"},
		} {
			if status, body := ask(t, s.method, s.address, s.host); status < 400 || body != "" {
				t.Errorf("%s %s got %d %q", s.method, s.address, status, body)
			}
		}
		go press(t, e.Address, "allow")
	}
	if res, err := r.run("corp", Options{Method: ByBrowser}); err != nil || !res.SignedIn {
		t.Fatalf("%+v %v", res, err)
	}
	if !strings.Contains(r.kinds(), "stranger") {
		t.Errorf("events %s", r.kinds())
	}
	u, _ := url.Parse(r.events[0].Address)
	if status, _ := get(t, u.Query().Get("redirect_uri"), ""); status != 0 {
		t.Errorf("the port still answers: %d", status)
	}
}

// TestAnotherUserGetsNothing: one who read the address in the arguments of the program
// that opens the browser has the state, too, and could sign the person in as somebody
// else.
func TestAnotherUserGetsNothing(t *testing.T) {
	t.Parallel()
	on, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{host: on.Addr().String(), state: "state", answers: make(chan answer, 1), strangers: make(chan struct{}, 1)}
	_ = on.Close()
	for _, foreign := range []bool{true, false} {
		l.foreign = func(from, to string) bool { return foreign && from == "127.0.0.1:1234" && to == l.host }
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", redirect(l.host)+"?code=x&state=state", nil)
		r.RemoteAddr = "127.0.0.1:1234"
		l.ServeHTTP(w, r)
		if refused := w.Code == http.StatusNotFound && w.Body.Len() == 0 && len(l.answers) == 0 && len(l.strangers) == 1; refused != foreign {
			t.Errorf("foreign %v: %d %q, %d answers", foreign, w.Code, w.Body, len(l.answers))
		}
		select {
		case <-l.strangers:
		default:
		}
	}
}

// TestOneHit: the first answer counts.
func TestOneHit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	second := make(chan int, 1)
	r.on[EventAddress] = func(e Event) {
		go func() {
			press(t, e.Address, "allow")
			u, _ := url.Parse(e.Address)
			status, _ := get(t, u.Query().Get("redirect_uri")+"?code=late&state="+u.Query().Get("state"), "")
			second <- status
		}()
	}
	if res, err := r.run("corp", Options{Method: ByBrowser}); err != nil || !res.SignedIn {
		t.Fatalf("%+v %v", res, err)
	}
	if status := <-second; status != 0 && status != http.StatusGone {
		t.Errorf("the second answer got %d", status)
	}
}

func TestNobodyComes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, err := r.run("corp", Options{Method: ByBrowser, Wait: r.skip})
	wantCode(t, err, chain.CodeSignInExpired)
}

// person is a browser with somebody in front of it.
type person struct {
	opened chan string
	err    error
}

func (p person) Open(_ context.Context, address string) error {
	p.opened <- address
	return p.err
}

func TestOpenedBrowser(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		here bool
		want string
	}{
		"opened":    {nil, true, "address opened confirmed"},
		"fails":     {errors.New("no such program"), true, "address not-opened confirmed"},
		"elsewhere": {nil, false, ""}, // by a device code
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, approveAfter(1))
			p := person{make(chan string, 1), c.err}
			confirm := func(e Event) { go press(t, e.Address, "allow") }
			r.on[EventOpened], r.on[EventNotOpened] = confirm, confirm
			if !c.here {
				clear(r.on)
			}
			res, err := r.run("corp", Options{Opener: p, Here: c.here})
			if err != nil || (res.Method == ByBrowser) != c.here {
				t.Fatalf("%+v %v", res, err)
			}
			if c.here && r.kinds() != c.want {
				t.Errorf("events %s", r.kinds())
			}
			if address := <-p.opened; address != r.events[0].Address {
				t.Errorf("opened %s", address)
			}
		})
	}
}

func TestNoPort(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, err := r.run("corp", Options{Method: ByBrowser, Listen: func() (net.Listener, error) { return nil, errors.New("no port is free") }})
	if e := wantCode(t, err, chain.CodeSignInNoListener); e.Data["message"] != "no port is free" {
		t.Errorf("%v", e.Data)
	}
}
