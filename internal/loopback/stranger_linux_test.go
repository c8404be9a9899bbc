package loopback

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"testing"
)

func TestSocketOwner(t *testing.T) {
	t.Parallel()
	// 127.0.0.1 as the kernel prints it, in the byte order of this machine.
	loopback := fmt.Sprintf("%08X", binary.NativeEndian.Uint32([]byte{127, 0, 0, 1}))
	table := "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"   0: " + loopback + ":1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1\n" +
		"   1: " + loopback + ":D431 " + loopback + ":1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1\n"
	if uid, ok := socketOwner(table, "127.0.0.1:54321", "127.0.0.1:8080"); !ok || uid != 1001 {
		t.Errorf("%d %v", uid, ok)
	}
	for _, c := range [][2]string{{"127.0.0.1:54322", "127.0.0.1:8080"}, {"127.0.0.1:54321", "127.0.0.1:81"}, {"[::1]:54321", "127.0.0.1:8080"}, {"x", "y"}} {
		if uid, ok := socketOwner(table, c[0], c[1]); ok {
			t.Errorf("%v is %d's", c, uid)
		}
	}
}

// TestOwnConnection is the kernel's own table.
func TestOwnConnection(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	conn, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		t.Fatal(err)
	}
	uid, ok := socketOwner(string(table), conn.LocalAddr().String(), l.Addr().String())
	if !ok || uid != os.Getuid() || Stranger(conn.LocalAddr().String(), l.Addr().String()) {
		t.Errorf("%d %v", uid, ok)
	}
}

func TestTrusted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		uid, own int
		sudo     string
		want     bool
	}{
		{1000, 1000, "", true}, {0, 1000, "", true}, {1001, 1000, "", false}, {1001, 1000, "1001", false},
		{1000, 0, "1000", true}, {1001, 0, "1000", false}, {1001, 0, "", false},
	} {
		if got := trusted(c.uid, c.own, c.sudo); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
