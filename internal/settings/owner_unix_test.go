//go:build unix

package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/internal/settings"
)

// TestRootMakesNothingInAnothersHome: nor does it keep root from its own.
func TestRootMakesNothingInAnothersHome(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("not run: only root is in another's home this way")
	}
	for _, uid := range []int{0, 65534} {
		home := t.TempDir()
		if err := os.Chown(home, uid, uid); err != nil {
			t.Fatal(err)
		}
		_, err := settings.Change(filepath.Join(home, "state", "credence", "profiles.json"), func(s settings.State) settings.State { return s.Used("p", time.Now()) })
		entries, readErr := os.ReadDir(home)
		if readErr != nil {
			t.Fatal(readErr)
		}
		if refused := err != nil && strings.Contains(err.Error(), "65534"); refused != (uid != 0) || refused != (len(entries) == 0) {
			t.Errorf("home of %d: %v, %v", uid, err, entries)
		}
	}
}
