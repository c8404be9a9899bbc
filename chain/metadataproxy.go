package chain

import (
	"net/netip"
	"net/url"
	"strings"
)

// FindingMetadataProxy is the code of a proxy variable that container and instance
// requests ignore here and in Node, while the AWS CLI and the Go SDK send them to it.
const FindingMetadataProxy = "metadata.proxy-ignored"

// proxyFinding says that other SDKs would send a request to u through a proxy.
func (w *walk) proxyFinding(u *url.URL, host metadataHost) {
	if host.name == "localhost" || host.address.IsValid() && host.address.IsLoopback() {
		return
	}
	names := []string{"http_proxy", "HTTP_PROXY"}
	if u.Scheme == "https" {
		names = []string{"https_proxy", "HTTPS_PROXY"}
	}
	for _, name := range names {
		if w.env(name) == "" {
			continue
		}
		if !w.proxyExempt(u.Hostname(), host.address) {
			w.variableFinding(FindingMetadataProxy, SeverityInfo, name, Data{"variable": name, "host": u.Hostname()})
		}
		return
	}
}

// proxyExempt reports whether NO_PROXY names the host: itself, a domain of it, or a
// network that it is in.
func (w *walk) proxyExempt(host string, a netip.Addr) bool {
	list := w.env("no_proxy")
	if list == "" {
		list = w.env("NO_PROXY")
	}
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if network, err := netip.ParsePrefix(entry); err == nil && a.IsValid() && network.Contains(a) {
			return true
		}
		bare := strings.Trim(strings.TrimPrefix(entry, "."), "[]")
		if entry == "*" || bare != "" && (host == bare || strings.HasSuffix(host, "."+bare)) {
			return true
		}
	}
	return false
}
