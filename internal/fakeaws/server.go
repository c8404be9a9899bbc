package fakeaws

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Config says what Start serves.
type Config struct {
	// Clock tells the server's time; nil means time.Now. It rules signatures,
	// codes, expiry and the Date header.
	Clock func() time.Time
	// World is what exists; nil means nothing. The server owns it from Start on.
	World *World
	// TLS, if set, serves the AWS services over HTTPS with a certificate
	// authority of its own (Server.CAPEM). Metadata stays on plain HTTP.
	TLS *TLS
	// SkewLimit is how far a signature's time may be off; 0 means 5 minutes.
	SkewLimit time.Duration
}

// Server is a running fake AWS on 127.0.0.1.
type Server struct {
	clock func() time.Time
	skew  time.Duration

	api   *http.Server
	meta  *http.Server
	apiAt string
	metAt string
	caPEM []byte

	ctx    context.Context
	cancel context.CancelFunc
	unhook func() bool
	wg     sync.WaitGroup

	mu     sync.Mutex
	closed bool
	world  *World
	faults map[string][]Fault
	log    []*Request
	state  state
}

// state is what the server remembers beside the world.
type state struct {
	sessions map[string]*session        // temporary credentials by key id
	used     map[string]map[uint64]bool // MFA serial -> time steps already spent
	issuers  map[string]*issuerKeys     // by issuer name
	oidc     oidcState
	logins   map[string]*loginSession // by current refresh token
	spent    map[string]bool          // rotated sign-in refresh tokens
	proofs   map[string]bool          // DPoP jti values seen
	imds     map[string]time.Time     // metadata session tokens and their end
	instance *session                 // what the metadata service hands out
	tasks    map[string]*session      // what container endpoints hand out, by path
	signins  map[string]*signinGrant  // sign-in tokens of the console
}

// Start serves the world on two free loopback ports (services, metadata) until
// Close is called or the context ends.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	s := &Server{clock: cfg.Clock, skew: cfg.SkewLimit, world: cfg.World, faults: map[string][]Fault{}}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.skew == 0 {
		s.skew = 5 * time.Minute
	}
	if s.world == nil {
		s.world = EmptyWorld()
	}
	if err := s.world.check(); err != nil {
		return nil, err
	}
	s.state = newState()
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.listen(cfg.TLS); err != nil {
		s.cancel()
		return nil, err
	}
	s.unhook = context.AfterFunc(ctx, s.Close)
	return s, nil
}

func newState() state {
	return state{
		sessions: map[string]*session{},
		used:     map[string]map[uint64]bool{},
		issuers:  map[string]*issuerKeys{},
		oidc:     newOIDCState(),
		logins:   map[string]*loginSession{},
		spent:    map[string]bool{},
		proofs:   map[string]bool{},
		imds:     map[string]time.Time{},
		tasks:    map[string]*session{},
		signins:  map[string]*signinGrant{},
	}
}

func (s *Server) listen(t *TLS) error {
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for services: %w", err)
	}
	meta, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(fmt.Errorf("listen for metadata: %w", err), api.Close())
	}
	s.apiAt, s.metAt = "http://"+api.Addr().String(), "http://"+meta.Addr().String()
	if t != nil {
		var secured net.Listener
		secured, s.caPEM, err = t.wrap(api, s.clock())
		if err != nil {
			return errors.Join(err, api.Close(), meta.Close())
		}
		api, s.apiAt = secured, "https://"+api.Addr().String()
	}
	s.api = s.serve(api)
	s.meta = s.serve(meta)
	return nil
}

func (s *Server) serve(l net.Listener) *http.Server {
	srv := &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          quiet(),
	}
	s.wg.Go(func() { _ = srv.Serve(l) })
	return srv
}

// Close ends every connection, the hanging ones included, and waits until no
// goroutine of the server is left. It may be called more than once.
func (s *Server) Close() {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	s.mu.Unlock()
	if first {
		if s.unhook != nil {
			s.unhook()
		}
		s.cancel()
		_ = s.api.Close()
		_ = s.meta.Close()
	}
	s.wg.Wait()
}

// URL is the endpoint of STS, SSO portal, SSO OIDC and sign-in.
func (s *Server) URL() string { return s.apiAt }

// MetadataURL is the endpoint of the instance metadata service (always plain HTTP).
func (s *Server) MetadataURL() string { return s.metAt }

// ContainerURL is the full URI of a container endpoint of the world. It is on
// the metadata listener, plain HTTP.
func (s *Server) ContainerURL(path string) string { return s.metAt + path }

// RegionURL is the services' endpoint as a region of its own: requests through
// it count as sent to that region, so that an SSO instance at home elsewhere
// refuses them.
func (s *Server) RegionURL(region string) string { return s.apiAt + regionPrefix + region }

// CAPEM is the certificate to trust when Config.TLS is set, else nil.
func (s *Server) CAPEM() []byte { return s.caPEM }

// Env returns the variables that send any AWS SDK to this server. The metadata
// endpoint ends in a slash, because AWS CLI v2 of 2022 appends paths to it as is.
func (s *Server) Env() map[string]string {
	return map[string]string{
		"AWS_ENDPOINT_URL_STS":              s.apiAt,
		"AWS_ENDPOINT_URL_SSO":              s.apiAt,
		"AWS_ENDPOINT_URL_SSO_OIDC":         s.apiAt,
		"AWS_ENDPOINT_URL_SIGNIN":           s.apiAt,
		"AWS_EC2_METADATA_SERVICE_ENDPOINT": s.metAt + "/",
	}
}

// Update changes the world while the server runs. The function must not keep
// the pointer. Instance and task credentials are made anew afterwards.
func (s *Server) Update(change func(*World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.world)
	s.state.instance = nil
	clear(s.state.tasks)
}

// check finds mistakes in a world before it is served.
func (w *World) check() error {
	for _, u := range w.Users {
		for _, d := range u.MFA {
			if _, err := decodeSeed(d.Secret); err != nil {
				return fmt.Errorf("mfa device %s: %w", d.Serial, err)
			}
		}
	}
	for _, i := range w.Issuers {
		if (i.Name == "") == (i.URL == "") {
			return errors.New("an issuer has either a name or a url")
		}
		if _, err := url.Parse(i.URL); err != nil {
			return fmt.Errorf("issuer url: %w", err)
		}
	}
	for _, c := range w.Containers {
		if !strings.HasPrefix(c.Path, "/") {
			return fmt.Errorf("container path %q does not begin with /", c.Path)
		}
		if restOps["GET "+c.Path] != "" || restOps["POST "+c.Path] != "" {
			return fmt.Errorf("container path %q is that of another service", c.Path)
		}
	}
	return nil
}
