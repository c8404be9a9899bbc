package endpoint

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"credence/chain"
	"credence/internal/secret"
)

// The variables by which SDKs find the endpoint.
const (
	VariableURL   = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	VariableToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
)

// path is where the credentials are.
const path = "/credentials"

// Limits of a request. A request waits for a walk of the chain, which has limits of its
// own: there is none on the answer.
const (
	headerTimeout = 5 * time.Second
	idleTimeout   = 30 * time.Second
	maxHeader     = 16 << 10
	closeTimeout  = time.Second
)

// Source gives the credentials of the moment; chain.Provider is one. Several requests
// may ask at once.
type Source interface {
	Resolve(ctx context.Context) (*chain.Result, error)
}

// Options of a server.
type Options struct {
	Source Source
	// Explain makes the message that an SDK shows of an error of Source. It must hold
	// no secret.
	Explain func(error) string
	// Failed is told of each error of Source, before it is answered; nil for nobody.
	Failed func(error)
	// Clock tells the time; nil is time.Now.
	Clock func() time.Time
}

// Server is a running endpoint.
type Server struct {
	options  Options
	token    secret.Text
	host     string // 127.0.0.1:PORT
	server   *http.Server
	finished chan struct{}
}

// Start listens on a free port of 127.0.0.1 and serves until Close.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on the loopback: %w", err)
	}
	s := &Server{options: o, token: secret.New(rand.Text() + rand.Text()), host: listener.Addr().String(), finished: make(chan struct{})}
	s.server = &http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: log.New(io.Discard, "", 0),
	}
	go func() {
		defer close(s.finished)
		_ = s.server.Serve(listener) // ends with Close alone
	}()
	return s, nil
}

// URL is what VariableURL has to hold.
func (s *Server) URL() string { return "http://" + s.host + path }

// Token is what VariableToken has to hold.
func (s *Server) Token() secret.Text { return s.token }

// Close ends the server. Requests under way get a second.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	<-s.finished
	return err
}
