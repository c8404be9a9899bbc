package settings

import (
	"errors"
	"path/filepath"
	"runtime"
)

// Places are the files of the package.
type Places struct {
	Config string // config.ini
	State  string // recents and pins
	Data   string // folder of what has to last: long-term keys, and the key of an age-encrypted store
}

// Lookup reads an environment variable, as os.LookupEnv does.
type Lookup func(name string) (value string, ok bool)

// ErrNoHome says that no variable and no home folder gives a place for the files.
var ErrNoHome = errors.New("no home folder for settings")

// Locate finds the places: CREDENCE_HOME, else the XDG variables (XDG Base Directory
// Specification 0.8), else what the operating system uses: ~/.config,
// ~/.local/state and ~/.local/share, ~/Library/Application Support, %AppData%. Relative values of the
// XDG variables do not count, as the specification asks.
func Locate(lookup Lookup, home string) (Places, error) {
	value := func(name string) string {
		text, _ := lookup(name)
		if !filepath.IsAbs(text) {
			return ""
		}
		return text
	}
	if own := value("CREDENCE_HOME"); own != "" {
		return Places{filepath.Join(own, "config.ini"), filepath.Join(own, "state", "profiles.json"), own}, nil
	}
	config, state, data := systemFolders(runtime.GOOS, value, home)
	if own := value("XDG_CONFIG_HOME"); own != "" {
		config = filepath.Join(own, "credence")
	}
	if own := value("XDG_STATE_HOME"); own != "" {
		state = filepath.Join(own, "credence")
	}
	if own := value("XDG_DATA_HOME"); own != "" {
		data = filepath.Join(own, "credence")
	}
	if config == "" || state == "" || data == "" {
		return Places{}, ErrNoHome
	}
	return Places{filepath.Join(config, "config.ini"), filepath.Join(state, "profiles.json"), data}, nil
}

// systemFolders are the folders where no variable names any; empty without a home.
func systemFolders(system string, value func(string) string, home string) (config, state, data string) {
	switch {
	case system == "windows" && value("AppData") != "":
		config = filepath.Join(value("AppData"), "credence")
		return config, filepath.Join(config, "state"), config
	case home == "":
		return "", "", ""
	case system == "darwin":
		config = filepath.Join(home, "Library", "Application Support", "credence")
		return config, filepath.Join(config, "state"), config
	}
	return filepath.Join(home, ".config", "credence"), filepath.Join(home, ".local", "state", "credence"),
		filepath.Join(home, ".local", "share", "credence")
}
