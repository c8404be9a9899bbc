package chain

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"

	"credence/profiles"
)

// FindingProxy: a service is called through a proxy.
const FindingProxy = "request.proxy"

// maxAnswer is the largest answer of a service that is read, in bytes.
const maxAnswer = 1 << 20

// maxCABundle is the largest CA bundle that is read, in bytes.
const maxCABundle = 10 << 20

var errAnswerTooLarge = errors.New("the answer is larger than 1 MB")

// useTransport takes the caller's transport or makes one from the environment that
// the caller gave: its proxies and its CA bundle, and nothing of the process's own.
func (c *serviceClients) useTransport(p *profiles.Profile) error {
	if c.w.opts.HTTP != nil {
		c.transport = c.w.opts.HTTP
		return nil
	}
	roots, err := c.w.caBundle(p)
	if err != nil {
		return err
	}
	c.proxies = c.w.proxies()
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	c.transport = &http.Transport{
		Proxy:       func(r *http.Request) (*url.URL, error) { return c.proxies(r.URL) },
		DialContext: dialer.DialContext,
		// Nil roots are the system's.
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		MaxIdleConnsPerHost:   1,
		IdleConnTimeout:       5 * time.Second, // a walk's calls follow each other at once
		DisableCompression:    true,
	}
	return nil
}

// caBundle is the pool of AWS_CA_BUNDLE or the profile's ca_bundle, which replaces
// the system's as in the AWS CLI; nil where neither is set. One that cannot be used
// is an error: nothing is sent.
func (w *walk) caBundle(p *profiles.Profile) (*x509.CertPool, error) {
	path, origin := w.setting(p, "AWS_CA_BUNDLE", "ca_bundle")
	if path == "" {
		return nil, nil
	}
	at := path
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := w.home(); err == nil {
			at = filepath.Join(home, rest)
		}
	}
	data, _, err := readRegularFile(at, maxCABundle)
	pool := x509.NewCertPool()
	if err == nil && !pool.AppendCertsFromPEM(data) {
		err = errors.New("no certificate in it")
	}
	if err != nil {
		return nil, &Error{
			Reason: Reason{Code: CodeCABundle, Data: Data{"path": path, "cause": stateCause(err)}, Origin: &origin},
			Err:    notSent(err),
		}
	}
	return pool, nil
}

// proxies are those of the caller's environment; loopback never goes through one.
func (w *walk) proxies() func(*url.URL) (*url.URL, error) {
	first := func(names ...string) string {
		for _, name := range names {
			if v := w.env(name); v != "" {
				return v
			}
		}
		return ""
	}
	config := httpproxy.Config{
		HTTPProxy: first("HTTP_PROXY", "http_proxy"), HTTPSProxy: first("HTTPS_PROXY", "https_proxy"), NoProxy: first("NO_PROXY", "no_proxy"),
		CGI: w.env("REQUEST_METHOD") != "",
	}
	return config.ProxyFunc()
}

// noteProxy records the variable that sends a request through a proxy.
func (c *serviceClients) noteProxy(u *url.URL) {
	if c.proxies == nil {
		return
	}
	if proxy, err := c.proxies(u); err != nil || proxy == nil {
		return
	}
	names := []string{"HTTPS_PROXY", "https_proxy"}
	if u.Scheme == "http" {
		names = []string{"HTTP_PROXY", "http_proxy"}
	}
	for _, name := range names {
		if v := c.w.env(name); v != "" {
			c.w.lookVariable(name)
			c.w.variableFinding(FindingProxy, SeverityInfo, name, Data{"host": u.Host, "proxy": redactURL(v)})
			return
		}
	}
}

// Do sends one request and records it. It goes to the transport directly: no
// redirect is ever followed, and no cookie kept.
func (c *serviceClients) Do(r *http.Request) (*http.Response, error) {
	c.noteProxy(r.URL)
	e := Evidence{Kind: EvidenceRequest, Method: r.Method, URL: redactURL(r.URL.String())}
	c.lastHost = r.URL.Scheme + "://" + r.URL.Host
	began := c.w.now()
	resp, err := c.transport.RoundTrip(r)
	answered := c.w.now()
	if err == nil {
		e.Status = resp.StatusCode
		resp.Body = wholeBody(resp.Body)
	}
	e.Elapsed = Duration(c.w.now().Sub(began))
	c.w.rec.add(e)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		// A date has whole seconds: on average it is half of one behind.
		c.skew = date.Add(time.Second / 2).Sub(began.Add(answered.Sub(began) / 2))
	}
	return resp, nil
}

// wholeBody reads an answer to its end, up to the limit, so that its connection can
// be used again; what went wrong meets whoever reads it. A cut answer is never taken
// for a whole one.
func wholeBody(body io.ReadCloser) io.ReadCloser {
	defer func() { _ = body.Close() }()
	data, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if len(data) > maxAnswer {
		data, err = nil, errAnswerTooLarge
	}
	if err == nil {
		return io.NopCloser(bytes.NewReader(data))
	}
	return io.NopCloser(io.MultiReader(bytes.NewReader(data), failingReader{err}))
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// closeIdle lets go of the connections that a walk leaves open.
func (c *serviceClients) closeIdle() {
	if c.w.opts.HTTP == nil {
		c.transport.(*http.Transport).CloseIdleConnections()
	}
}
