// Package loopback tells whose a connection on this machine's loopback is.
package loopback

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// Stranger reports whether a loopback connection, named by the addresses of its two ends,
// belongs to another user of this machine, by the kernel's table of sockets
// (proc_net_tcp(5), field uid). What the table does not tell counts as ours.
func Stranger(from, to string) bool {
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return false
	}
	uid, ok := socketOwner(string(table), from, to)
	return ok && !trusted(uid, os.Getuid(), os.Getenv("SUDO_UID"))
}

// trusted reports whether a user's connection counts as ours: our own, root's, who owns
// the relay through which WSL's host comes, and that of the person who became root.
func trusted(uid, own int, sudo string) bool {
	return uid == own || uid == 0 || own == 0 && strconv.Itoa(uid) == sudo
}

// socketOwner is the user id of the socket whose own address is from.
func socketOwner(table, from, to string) (int, bool) {
	local, okFrom := tableAddress(from)
	remote, okTo := tableAddress(to)
	if !okFrom || !okTo {
		return 0, false
	}
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) < 8 || f[1] != local || f[2] != remote {
			continue
		}
		uid, err := strconv.Atoi(f[7])
		return uid, err == nil
	}
	return 0, false
}

// tableAddress spells an IPv4 address and port as the table does: the four bytes as one
// number of the machine's byte order, in hexadecimal.
func tableAddress(text string) (string, bool) {
	a, err := netip.ParseAddrPort(text)
	if err != nil || !a.Addr().Unmap().Is4() {
		return "", false
	}
	ip := a.Addr().Unmap().As4()
	var number, port [4]byte
	binary.BigEndian.PutUint32(number[:], binary.NativeEndian.Uint32(ip[:]))
	binary.BigEndian.PutUint32(port[:], uint32(a.Port()))
	return strings.ToUpper(hex.EncodeToString(number[:]) + ":" + hex.EncodeToString(port[2:])), true
}
