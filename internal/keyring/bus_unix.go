//go:build linux || freebsd || netbsd || openbsd || dragonfly

package keyring

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// busAddress is where the session bus listens: the Unix sockets of
// DBUS_SESSION_BUS_ADDRESS, else the bus of XDG_RUNTIME_DIR (D-Bus Specification,
// "Well-known Message Bus Instances"; systemd, user runtime directory). Addresses that
// would start a program ("autolaunch:", "unixexec:") or go over the network are not
// taken.
func busAddress(lookup func(string) (string, bool)) (string, error) {
	value := func(name string) string { text, _ := lookup(name); return text }
	if list := value("DBUS_SESSION_BUS_ADDRESS"); list != "" && list != "autolaunch:" {
		var missing error
		for _, address := range strings.Split(list, ";") {
			path, abstract, ok := socketOf(address)
			if !ok {
				continue
			}
			if !abstract {
				if err := isSocket(path); err != nil {
					missing = err
					continue
				}
			}
			return address, nil
		}
		if missing != nil {
			return "", missing
		}
		return "", &Error{Code: CodeBadBus, Detail: "DBUS_SESSION_BUS_ADDRESS"}
	}
	dir := value("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return "", &Error{Code: CodeNoBus, Detail: "DBUS_SESSION_BUS_ADDRESS is not set"}
	}
	path := filepath.Join(dir, "bus")
	if err := isSocket(path); err != nil {
		return "", err
	}
	return "unix:path=" + escapeAddress(path), nil
}

// socketOf is the socket of one address such as unix:path=/run/user/1000/bus,guid=….
func socketOf(address string) (name string, abstract, ok bool) {
	rest, ok := strings.CutPrefix(address, "unix:")
	if !ok {
		return "", false, false
	}
	for _, pair := range strings.Split(rest, ",") {
		key, value, _ := strings.Cut(pair, "=")
		if key != "path" && key != "abstract" {
			continue
		}
		text, err := url.PathUnescape(value)
		if err != nil || text == "" || key == "path" && !filepath.IsAbs(text) {
			return "", false, false
		}
		return text, key == "abstract", true
	}
	return "", false, false
}

// isSocket refuses what cannot be a bus of ours.
func isSocket(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Code: CodeNoBus, Detail: path + " is not there"}
	case err != nil:
		return &Error{Code: CodeNoBus, Err: err}
	case info.Mode()&fs.ModeSocket == 0:
		return &Error{Code: CodeBadBus, Detail: path}
	}
	return nil
}

// escapeAddress escapes a value of an address (D-Bus Specification, "Server
// Addresses").
func escapeAddress(value string) string {
	var b strings.Builder
	for _, c := range []byte(value) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("-_/.\\*", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)+0x100, 16)[1:]))
	}
	return b.String()
}
