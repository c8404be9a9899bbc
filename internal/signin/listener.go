package signin

import (
	"context"
	"crypto/subtle"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"credence/internal/loopback"
)

// callbackPath is where the browser is sent back to (AWS CLI, AuthCodeFetcher).
const callbackPath = "/oauth/callback"

// redirect is the redirect URI with a host. On loopback the port is free (RFC 8252,
// section 7.3): it is registered without.
func redirect(host string) string { return "http://" + host + callbackPath }

// answer is what the browser brought back.
type answer struct{ code, refusal, detail string }

// listener waits on a port of 127.0.0.1 for the browser's answer. Only a GET for the
// path, addressed to the port as we told it, with the state, from this user, is the
// answer; the first one counts. Everything else gets an empty refusal and changes
// nothing. The state alone does not tell: it stands in the address, and that in the
// arguments of the program that opens the browser, which other users can read.
type listener struct {
	foreign   func(from, to string) bool // a connection of another user
	host      string
	state     string
	server    *http.Server
	once      sync.Once
	answers   chan answer
	strangers chan struct{}
}

// maxHeader is how large the header of a request may be, in bytes.
const maxHeader = 16 << 10

func listenFor(state string, on net.Listener) *listener {
	l := &listener{foreign: loopback.Stranger, host: on.Addr().String(), state: state, answers: make(chan answer, 1), strangers: make(chan struct{}, 1)}
	l.server = &http.Server{
		Handler: l, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
		MaxHeaderBytes: maxHeader, ErrorLog: log.New(io.Discard, "", 0),
	}
	l.server.SetKeepAlivesEnabled(false)
	go func() { _ = l.server.Serve(on) }()
	return l
}

// farewell is how long the page that the browser gets may take to leave.
const farewell = 500 * time.Millisecond

// close ends listening; an answer under way is finished.
func (l *listener) close() {
	ctx, stop := context.WithTimeout(context.Background(), farewell)
	defer stop()
	if l.server.Shutdown(ctx) != nil {
		_ = l.server.Close()
	}
}

// ServeHTTP implements http.Handler.
func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	q := r.URL.Query()
	got := answer{q.Get("code"), q.Get("error"), q.Get("error_description")}
	switch {
	case r.URL.Path != callbackPath, r.Host != l.host, l.foreign(r.RemoteAddr, l.host):
		l.stranger(w, http.StatusNotFound)
	case r.Method != http.MethodGet:
		l.stranger(w, http.StatusMethodNotAllowed)
	case subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(l.state)) != 1, (got.code == "") == (got.refusal == ""):
		l.stranger(w, http.StatusBadRequest)
	default:
		first := false
		l.once.Do(func() { first = true })
		if !first {
			w.WriteHeader(http.StatusGone)
			return
		}
		page := pageDone
		if got.refusal != "" {
			page = pageRefused
		}
		h.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		l.answers <- got
	}
}

func (l *listener) stranger(w http.ResponseWriter, status int) {
	w.WriteHeader(status)
	select {
	case l.strangers <- struct{}{}:
	default:
	}
}

const pageHead = `<!doctype html><html lang="en"><meta charset="utf-8"><title>credence</title>
<style>:root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}</style>
`

// What the browser shows afterwards.
const (
	pageDone    = pageHead + "<h1>Confirmed</h1><p>The terminal has the answer. You can close this page.</p></html>\n"
	pageRefused = pageHead + "<h1>Refused</h1><p>Nobody was signed in. You can close this page and go back to the terminal.</p></html>\n"
)
