package cache

import (
	"fmt"
	"path/filepath"
	"runtime"
)

// Folder is where credence's sessions lie: CREDENCE_HOME/sessions where that
// variable is set, else credence/sessions in XDG_CACHE_HOME (an absolute path, as its
// specification demands) or in the system's cache folder (os.UserCacheDir). home is
// asked only where no variable answers.
func Folder(lookup func(string) (string, bool), home func() (string, error)) (string, error) {
	env := func(name string) string { v, _ := lookup(name); return v }
	if own := env("CREDENCE_HOME"); own != "" {
		path, err := filepath.Abs(own)
		if err != nil {
			return "", fmt.Errorf("locate the sessions: %w", err)
		}
		return filepath.Join(path, "sessions"), nil
	}
	if xdg := env("XDG_CACHE_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "credence", "sessions"), nil
	}
	if local := env("LOCALAPPDATA"); runtime.GOOS == "windows" && local != "" {
		return filepath.Join(local, "credence", "sessions"), nil
	}
	user, err := home()
	if err != nil {
		return "", fmt.Errorf("locate the sessions: %w", err)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(user, "Library", "Caches", "credence", "sessions"), nil
	}
	return filepath.Join(user, ".cache", "credence", "sessions"), nil
}
