package profiles

import (
	"errors"
	"os/user"
	"path/filepath"
	"runtime"
)

// ErrNoHome means that neither a variable nor the operating system names a home folder.
var ErrNoHome = errors.New("no home folder: HOME is not set and the system knows none")

// Home finds the home folder in the order of the Node.js SDK (getHomeDir): HOME,
// USERPROFILE, HOMEDRIVE with HOMEPATH, each if it is not empty, else lookup.
// A nil environment is os.LookupEnv, a nil lookup asks the operating system.
func Home(env LookupEnv, lookup func() (string, error)) (string, error) {
	env = environment(env)
	for _, name := range []string{"HOME", "USERPROFILE"} {
		if value, _ := env(name); value != "" {
			return value, nil
		}
	}
	if path, _ := env("HOMEPATH"); path != "" {
		drive, set := env("HOMEDRIVE")
		if !set {
			drive = `C:` + string(filepath.Separator)
		}
		return drive + path, nil
	}
	if lookup == nil {
		lookup = systemHome
	}
	home, err := lookup()
	if err != nil {
		return "", errors.Join(ErrNoHome, err)
	}
	if home == "" {
		return "", ErrNoHome
	}
	return home, nil
}

// systemHome asks the user database, not the environment: that was asked already.
func systemHome() (string, error) {
	current, err := user.Current()
	if err != nil {
		return "", err
	}
	return current.HomeDir, nil
}

// expandHome replaces a leading "~" that stands for the home folder; home is asked
// only then.
func expandHome(path string, home func() (string, error)) (string, error) {
	if !isHomePath(path, runtime.GOOS == "windows") {
		return path, nil
	}
	folder, err := home()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, path[1:]), nil
}

// isHomePath reports "~" alone or before a path separator: "~/" everywhere, "~\" on
// Windows too. "~name" is a file of that name: no SDK knows other people's homes.
func isHomePath(path string, windows bool) bool {
	if path == "" || path[0] != '~' {
		return false
	}
	return len(path) == 1 || path[1] == '/' || windows && path[1] == '\\'
}
