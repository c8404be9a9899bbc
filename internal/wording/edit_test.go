package wording

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"credence/profiles"
)

// TestEditErrors: each code has words of its own, without a control character of the
// name or path.
func TestEditErrors(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../../profiles/editerror.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`EditCode = "([a-z-]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 15 {
		t.Fatalf("only %d codes in the source", len(codes))
	}
	seen := map[string]bool{}
	for _, c := range codes {
		e := &profiles.EditError{Code: profiles.EditCode(c[1]), Path: "/h/.aws/config", Detail: "a\x1bb", Err: &fs.PathError{Op: "open", Path: "/h/.aws/config", Err: syscall.ENOSPC}}
		message, hints := EditError(e, "/h")
		checkText(t, c[1], message)
		if message == e.Error() || strings.ContainsRune(message+strings.Join(hints, ""), 0x1b) || seen[message] {
			t.Errorf("%s: %q %q", c[1], message, hints)
		}
		seen[message] = true
		for _, h := range hints {
			checkText(t, c[1]+" hint", h)
		}
	}
	message, _ := EditError(&profiles.EditError{Code: profiles.EditUnwritable, Path: "/h/.aws/config", Err: &fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}}, "/h")
	if message != "~/.aws/config cannot be written: no space left on device; what was there is still there" {
		t.Errorf("%q", message)
	}
}
