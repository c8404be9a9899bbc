//go:build unix

package chain

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestTokenFileThatIsRotated: as kubelet does it, the file is a link through ..data, which
// is replaced by a rename; and as others do it, by removing the link first. Every read
// gives a whole token, and never one that is older than the read before.
func TestTokenFileThatIsRotated(t *testing.T) {
	t.Parallel()
	const rotations = 1000
	dir := t.TempDir()
	rotate := func(n int) error {
		name := fmt.Sprintf("..%d", n)
		token := strconv.Itoa(n) + " " + strings.Repeat("t", 4096) + "."
		err := errors.Join(os.Mkdir(filepath.Join(dir, name), 0o700), os.WriteFile(filepath.Join(dir, name, "token"), []byte(token), 0o600))
		if n%50 == 1 {
			err = errors.Join(err, os.Remove(filepath.Join(dir, "..data"))) // gone for a moment
		}
		err = errors.Join(err, os.Symlink(name, filepath.Join(dir, "..tmp")), os.Rename(filepath.Join(dir, "..tmp"), filepath.Join(dir, "..data")))
		if n > 1 {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, fmt.Sprintf("..%d", n-2))))
		}
		return err
	}
	if err := errors.Join(rotate(0), os.Symlink(filepath.Join("..data", "token"), filepath.Join(dir, "token"))); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		var err error
		for n := 1; n <= rotations && err == nil; n++ {
			err = rotate(n)
		}
		done <- err
	}()
	last, reads := 0, 0
	for last < rotations {
		data, err := readTokenFile(t.Context(), filepath.Join(dir, "token"))
		if err != nil {
			t.Fatalf("after %d: %v", last, err)
		}
		number, rest, _ := strings.Cut(string(data), " ")
		n, err := strconv.Atoi(number)
		if err != nil || n < last || len(rest) != 4097 || !strings.HasSuffix(rest, ".") {
			t.Fatalf("%q… of %d bytes, after %d: %v", number, len(data), last, err)
		}
		last = n
		reads++
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			done <- nil
		default:
		}
	}
	if reads < 10 {
		t.Errorf("only %d reads", reads)
	}
}
