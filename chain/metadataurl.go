package chain

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

var (
	errURLInvalid = errors.New("not a URL")
	errURLScheme  = errors.New("neither http nor https")
)

// metadataHost is a URL's host: an address, or a name in lower case.
type metadataHost struct {
	name    string
	address netip.Addr // the zero Addr where the host is a name
}

// parseMetadataURL reads an absolute URL. Its host is understood the way the WHATWG
// URL standard does, by which Node judges it: 0x7f.1 and 2130706433 are 127.0.0.1. User
// information and fragment are dropped, as Node does.
func parseMetadataURL(raw string) (*url.URL, metadataHost, error) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return nil, metadataHost{}, errURLInvalid // url.Parse's error would quote a password
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, metadataHost{}, errURLScheme
	}
	host, err := parseHost(u)
	if err != nil {
		return nil, metadataHost{}, err
	}
	text := host.name
	switch {
	case host.address.Is6():
		text = "[" + host.address.String() + "]"
	case host.address.IsValid():
		text = host.address.String()
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n > 65535 {
			return nil, metadataHost{}, errURLInvalid
		}
		text += ":" + port
	}
	u.User, u.Fragment, u.RawFragment, u.Host = nil, "", "", text
	return u, host, nil
}

func parseHost(u *url.URL) (metadataHost, error) {
	name := strings.ToLower(u.Hostname())
	if strings.HasPrefix(u.Host, "[") {
		a, err := netip.ParseAddr(name)
		if err != nil || !a.Is6() || a.Zone() != "" {
			return metadataHost{}, errURLInvalid
		}
		return metadataHost{address: a}, nil
	}
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '%' || r == '\\' }) {
		return metadataHost{}, errURLInvalid
	}
	a, numeric, err := parseLooseIPv4(name)
	if err != nil {
		return metadataHost{}, errURLInvalid
	}
	if numeric {
		return metadataHost{address: a}, nil
	}
	return metadataHost{name: name}, nil
}

// parseLooseIPv4 is the IPv4 parser of the WHATWG URL standard: one to four numbers,
// each decimal, octal or hexadecimal, the last filling what is left. A host whose last
// label is a number is an address or nothing.
func parseLooseIPv4(host string) (a netip.Addr, numeric bool, err error) {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	if !isLooseNumber(labels[len(labels)-1]) {
		return a, false, nil
	}
	if len(labels) > 4 {
		return a, true, errURLInvalid
	}
	var total uint64
	for i, label := range labels {
		n, ok := looseNumber(label)
		limit := uint64(255)
		if i == len(labels)-1 {
			limit = 1<<(8*(5-uint(len(labels)))) - 1
		}
		if !ok || n > limit {
			return a, true, errURLInvalid
		}
		if i == len(labels)-1 {
			total += n
		} else {
			total += n << (8 * (3 - uint(i)))
		}
	}
	return netip.AddrFrom4([4]byte{byte(total >> 24), byte(total >> 16), byte(total >> 8), byte(total)}), true, nil
}

// isLooseNumber: all digits, or a hexadecimal number; such a label makes the host numeric.
func isLooseNumber(label string) bool {
	if label != "" && strings.Trim(label, "0123456789") == "" {
		return true
	}
	_, ok := looseNumber(label)
	return ok
}

func looseNumber(label string) (uint64, bool) {
	base := 10
	switch {
	case strings.HasPrefix(label, "0x"):
		label, base = label[2:], 16
	case len(label) > 1 && label[0] == '0':
		label, base = label[1:], 8
	case label == "":
		return 0, false
	}
	if label == "" {
		return 0, true
	}
	if strings.ContainsAny(label, "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(label, base, 64)
	return n, err == nil
}

// The addresses of the ECS and EKS agents (AWS SDKs and Tools Reference Guide,
// "Container credential provider").
var containerAgents = [...]netip.Addr{
	netip.AddrFrom4([4]byte{169, 254, 170, 2}),
	netip.AddrFrom4([4]byte{169, 254, 170, 23}),
	netip.AddrFrom16([16]byte{0xfd, 0x00, 0x0e, 0xc2, 15: 0x23}),
}

// plainHTTPAllowed reports whether container credentials may come from an address
// over plain HTTP: loopback and the two agents. An IPv4 address written
// as an IPv6 one (::ffff:127.0.0.1) does not count.
func plainHTTPAllowed(a netip.Addr) bool {
	if a.Is4In6() || a.Zone() != "" {
		return false
	}
	for _, agent := range containerAgents {
		if a == agent {
			return true
		}
	}
	return a.IsLoopback()
}
