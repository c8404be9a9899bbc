package lane

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// RealNames are the hosts that an SDK in eu-west-1 asks for, for a certificate.
func RealNames() []string {
	return []string{"*.eu-west-1.amazonaws.com", "portal.sso.eu-west-1.amazonaws.com", "device.sso.eu-west-1.amazonaws.com"}
}

// Tunnel is an HTTPS proxy that sends every connection to one server, whatever the
// host: so a client uses its real host names without any override. It returns the
// proxy's address.
func Tunnel(t testing.TB, target string) string {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
			return
		}
		up, err := net.Dial("tcp", strings.TrimPrefix(target, "https://"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = up.Close() }()
		w.WriteHeader(http.StatusOK)
		down, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = down.Close() }()
		go func() { _, _ = io.Copy(up, down) }()
		_, _ = io.Copy(down, up)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}
