//go:build unix

package e2e

import (
	"testing"
	"time"

	"credence/internal/tmuxtest"
)

// TestInspectorWithFrozenKeyring: the first frame asks nothing of a keyring, and while
// a walk waits for one the keys work.
func TestInspectorWithFrozenKeyring(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, "Dev")
	d.must("config", "set", "store.kind", "keyring")
	d.must("process", "Dev")
	thaw := d.freeze()
	defer thaw()
	began := time.Now()
	i := &inspector{Session: tmuxtest.Start(t, tmuxtest.Options{Env: append(d.env, "TMPDIR="+t.TempDir())}, binary, "--profile", "Dev")}
	i.Shows("Dev", "shared files", "q quit")
	if took := time.Since(began); took > keyringWait {
		t.Errorf("the first frame took %s", took)
	}
	began = time.Now()
	i.Keys("i")
	i.Keys("?")
	i.Shows("esc leave the help")
	if took := time.Since(began); took > keyringWait {
		t.Errorf("the help took %s while the keyring was waited for", took)
	}
	i.Keys("Escape")
	i.Shows("did not answer within 3s")
	i.Keys("q")
	if code := i.Exited(); code != 0 && code != 130 {
		t.Errorf("code %d", code)
	}
}
