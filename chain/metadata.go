package chain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"time"
)

const (
	maxMetadataBody   = 1 << 20  // of an answer, in bytes
	maxMetadataHeader = 64 << 10 // of an answer's header, in bytes

	// longestMetadataWait bounds a request whose timeout is 0 or less, which Node takes for no limit.
	longestMetadataWait = time.Minute
)

var (
	errMetadataTimeout  = errors.New("no whole answer within the timeout")
	errMetadataTooLarge = fmt.Errorf("answer larger than %d bytes", maxMetadataBody)
)

// hostRefusedError says that plain HTTP would have gone where no credentials may come from.
type hostRefusedError struct {
	host    string
	address netip.Addr
}

func (e *hostRefusedError) Error() string {
	return fmt.Sprintf("plain http to %s (%s) is not allowed", e.host, e.address)
}

// metadataClient sends the requests of one container or instance stage: past every
// proxy, without redirects or cookies, bounded in time and size.
type metadataClient struct {
	limit   time.Duration         // of a whole request, its answer's body included
	allowed func(netip.Addr) bool // nil: any address may be dialled
	dial    DialFunc
	lookup  func(ctx context.Context, network, host string) ([]netip.Addr, error)
	clock   func() time.Time
	source  Source
	codes   metadataCodes

	transport *http.Transport
}

// metadataCodes are the codes of a request's end.
type metadataCodes struct{ answered, timeout, unreachable, status, tooLarge, refused Code }

// metadataRequest is one request. The header holds nothing but what we mean to
// send; its values may be secret.
type metadataRequest struct {
	method, url string
	header      http.Header
}

// metadataAnswer is what came back: a status and a body, or err.
type metadataAnswer struct {
	status    int
	body      []byte
	connected bool // a connection was made, whatever came of it
	elapsed   time.Duration
	err       error
}

// ok reports a whole answer with a status of success.
func (a metadataAnswer) ok() bool { return a.err == nil && a.status >= 200 && a.status < 300 }

func (w *walk) metadataClient(source Source, codes metadataCodes, allowed func(netip.Addr) bool) *metadataClient {
	c := &metadataClient{
		limit: w.timeout(), allowed: allowed, dial: w.opts.DialMeta, lookup: net.DefaultResolver.LookupNetIP,
		clock: w.opts.Clock, source: source, codes: codes,
	}
	if c.limit <= 0 {
		c.limit = longestMetadataWait
	}
	if c.dial == nil {
		c.dial = (&net.Dialer{}).DialContext
	}
	c.transport = &http.Transport{
		DialContext: c.dialChecked, DisableCompression: true, MaxResponseHeaderBytes: maxMetadataHeader,
	}
	return c
}

func (c *metadataClient) close() { c.transport.CloseIdleConnections() }

// dialChecked resolves a name once, judges every address and dials those very
// addresses, so that no second look-up can lead elsewhere.
func (c *metadataClient) dialChecked(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := c.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, a := range addrs {
		if c.allowed != nil && !c.allowed(a) {
			return nil, &hostRefusedError{host, a}
		}
	}
	for _, a := range addrs {
		conn, dialErr := c.dial(ctx, network, net.JoinHostPort(a.String(), port))
		if dialErr == nil {
			return conn, nil
		}
		err = dialErr
	}
	return nil, err
}

func (c *metadataClient) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if host == "localhost" { // loopback by its very name (RFC 6761), whatever a resolver says
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}, nil
	}
	addrs, err := c.lookup(ctx, "ip", host)
	if err == nil && len(addrs) == 0 {
		err = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	return addrs, err
}

// do sends one request and reads its whole answer, within the limit.
func (c *metadataClient) do(ctx context.Context, r metadataRequest) (a metadataAnswer) {
	began := c.clock()
	defer func() { a.elapsed = c.clock().Sub(began) }()
	ctx, cancel := context.WithTimeoutCause(ctx, c.limit, errMetadataTimeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { a.connected = true }})
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, nil)
	if err != nil {
		return metadataAnswer{err: err}
	}
	req.Header = r.header.Clone()
	req.Header.Set("User-Agent", "credence")
	resp, err := c.transport.RoundTrip(req)
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		a.status = resp.StatusCode
		a.body, err = io.ReadAll(io.LimitReader(resp.Body, maxMetadataBody+1))
		if err == nil && len(a.body) > maxMetadataBody {
			err = errMetadataTooLarge
		}
	}
	if err != nil {
		a.body, a.err = nil, err
		if errors.Is(context.Cause(ctx), errMetadataTimeout) {
			a.err = errMetadataTimeout
		}
	}
	return a
}
