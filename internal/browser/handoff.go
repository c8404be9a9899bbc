package browser

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"credence/internal/loopback"
	"credence/internal/secret"
)

// Handoff passes a secret address to a browser without showing it to anyone else: the
// program that opens the browser is given an address on loopback, of a random path,
// which sends whoever asks first on to the secret one. It answers once and closes.
type Handoff struct {
	address string
	server  *http.Server
	taken   chan struct{} // closed when the address was handed out
	done    chan struct{} // closed when nothing is served any more
}

// ErrNotTaken says that no browser asked for the address in time.
var ErrNotTaken = errors.New("no browser came for the address")

// NewHandoff listens on 127.0.0.1 until the address is taken or Close is called.
func NewHandoff(target secret.Text) (*Handoff, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	path := "/" + rand.Text()
	h := &Handoff{
		address: "http://" + l.Addr().String() + path,
		taken:   make(chan struct{}), done: make(chan struct{}),
	}
	once := sync.Once{}
	host := l.Addr().String()
	h.server = &http.Server{
		ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Second,
		ErrorLog: log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			header := w.Header()
			header.Set("Cache-Control", "no-store")
			header.Set("Referrer-Policy", "no-referrer")
			header.Set("Connection", "close")
			if !asked(r, host, path) {
				http.NotFound(w, r)
				return
			}
			mine := false
			once.Do(func() { mine = true })
			if !mine {
				http.Error(w, "This address was used already.", http.StatusGone)
				return
			}
			// The secret is in a header alone: no page, no history entry of ours.
			header.Set("Location", target.Reveal())
			w.WriteHeader(http.StatusSeeOther)
			close(h.taken)
		}),
	}
	go func() {
		defer close(h.done)
		_ = h.server.Serve(l)
	}()
	return h, nil
}

// asked reports whether this is the browser that was sent: the path is the only
// secret, and the rest keeps pages, link previews and other users of the machine from
// spending the one answer.
func asked(r *http.Request, host, path string) bool {
	if r.Method != http.MethodGet || r.Host != host || r.URL.RawQuery != "" {
		return false
	}
	if subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte(path)) != 1 {
		return false
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "none" {
		return false // asked for by a page, not by a person
	}
	if r.Header.Get("Sec-Purpose") != "" || r.Header.Get("Purpose") == "prefetch" {
		return false
	}
	return !loopback.Stranger(r.RemoteAddr, host)
}

// Address is what the program that opens a browser is given. Alone it says nothing.
func (h *Handoff) Address() string { return h.address }

// Wait returns when the browser has been sent on: nil; ErrNotTaken after the limit; the
// context's cause where that ends first. The handoff is closed in any case.
func (h *Handoff) Wait(ctx context.Context, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	defer h.Close()
	select {
	case <-h.taken:
		return nil
	case <-timer.C:
		return ErrNotTaken
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Close ends the listening; an answer under way is finished first.
func (h *Handoff) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if h.server.Shutdown(ctx) != nil {
		_ = h.server.Close()
	}
	<-h.done
}
