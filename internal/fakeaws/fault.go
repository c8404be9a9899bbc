package fakeaws

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
)

// Fault is something that goes wrong with one answer. Delay comes first, then
// the first of Hang, Reset, RedirectTo, Body/BodySize and Status that is set; a
// fault with only a Delay (or only headers) answers as usual.
type Fault struct {
	// Times is how often the fault strikes: 0 means once, negative for ever.
	Times int
	// Late lets the operation happen (a code is spent, a refresh token
	// rotated) before its answer is replaced.
	Late bool
	// Delay waits; it ends early when the client goes away or on Close.
	Delay time.Duration
	// Hang never answers.
	Hang bool
	// Reset drops the connection with a TCP reset.
	Reset bool
	// RedirectTo answers 302 (or Status) with this Location.
	RedirectTo string
	// Body is a literal answer, with Status or 200.
	Body string
	// BodySize streams that many bytes after Body.
	BodySize int64
	// Status (400 if only Code is set), Code and Message answer an error in
	// the operation's own format.
	Status  int
	Code    string
	Message string
	// ContentType replaces the answer's.
	ContentType string
	// Header is added to the answer.
	Header map[string]string
}

// Inject queues faults for an operation; they are consumed in order, one a
// request. The operation "*" strikes any request that has no fault of its own.
func (s *Server) Inject(op string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[op] = append(s.faults[op], faults...)
}

// ClearFaults drops all faults that have not struck yet.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.faults)
}

func (s *Server) takeFault(op string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{op, "*"} {
		queue := s.faults[key]
		if len(queue) == 0 {
			continue
		}
		f := queue[0]
		switch {
		case f.Times < 0:
		case f.Times > 1:
			queue[0].Times--
		default:
			s.faults[key] = queue[1:]
		}
		return &f
	}
	return nil
}

// replaces tells whether the fault gives an answer of its own.
func (f *Fault) replaces() bool {
	return f.Hang || f.Reset || f.RedirectTo != "" || f.Body != "" || f.BodySize > 0 || f.Status != 0 || f.Code != ""
}

// strike carries the fault out in place of the answer and returns the status sent.
func (f *Fault) strike(ctx context.Context, w http.ResponseWriter, c *call) int {
	switch {
	case f.Hang:
		<-ctx.Done()
		panic(http.ErrAbortHandler) // else net/http would answer 200
	case f.Reset:
		reset(w)
		return 0
	case f.RedirectTo != "":
		w.Header().Set("Location", f.RedirectTo)
		return f.finish(w, orStatus(f.Status, http.StatusFound), reply{})
	case f.Body != "" || f.BodySize > 0:
		status := f.finish(w, orStatus(f.Status, http.StatusOK), reply{kind: "text/plain", body: f.Body})
		stream(ctx, w, f.BodySize)
		return status
	default:
		status := orStatus(f.Status, http.StatusBadRequest)
		return f.finish(w, status, c.failure(status, f.Code, f.Message))
	}
}

func (f *Fault) finish(w http.ResponseWriter, status int, r reply) int {
	r.status = status
	f.decorate(&r)
	r.write(w)
	return status
}

// decorate applies the fault's content type and headers to an answer.
func (f *Fault) decorate(r *reply) {
	if f.ContentType != "" {
		r.kind = f.ContentType
	}
	for k, v := range f.Header {
		r.set(k, v)
	}
}

func orStatus(status, fallback int) int {
	if status == 0 {
		return fallback
	}
	return status
}

func (f *Fault) wait(ctx context.Context) bool {
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// stream writes n filler bytes, ending early when the client goes away.
func stream(ctx context.Context, w http.ResponseWriter, n int64) {
	block := []byte(strings.Repeat("A", 32<<10))
	for n > 0 && ctx.Err() == nil {
		m, err := w.Write(block[:min(n, int64(len(block)))])
		if err != nil {
			return
		}
		n -= int64(m)
	}
}

// reset ends the connection so that the peer sees ECONNRESET, not an orderly end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	raw := conn
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		raw = wrapped.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
}
