package browser

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// strangersConnection reports whether a loopback connection belongs to another user of
// this machine, by the kernel's table of sockets (proc_net_tcp(5), field uid). What the
// table does not tell counts as ours.
func strangersConnection(from, to string) bool {
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return false
	}
	uid, ok := socketOwner(string(table), from, to)
	// Root owns the relay through which WSL's host comes.
	return ok && uid != os.Getuid() && uid != 0
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
