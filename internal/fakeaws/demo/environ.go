package demo

import (
	"path/filepath"
	"slices"
	"strings"
)

// passed are the variables that Environ takes from the caller, beside LC_*:
// how to find programs, what the terminal can do, which language to use.
var passed = []string{
	"PATH", "SHELL", "TERM", "TERM_PROGRAM", "COLORTERM", "COLORFGBG", "COLUMNS", "LINES", "LANG", "LANGUAGE", "TZ",
	"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "WT_SESSION", "GOCOVERDIR",
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT",
}

// Environ is the whole environment for running credence inside the demo.
// Everything that names a place lies in the demo's folder, every AWS endpoint
// is the fake one, and no AWS variable of the caller's gets through.
func (d *Demo) Environ() []string {
	var env []string
	for _, entry := range d.parent {
		name, _, _ := strings.Cut(entry, "=")
		if upper := strings.ToUpper(name); slices.Contains(passed, upper) || strings.HasPrefix(upper, "LC_") {
			env = append(env, entry)
		}
	}
	home, temp := d.Home(), filepath.Join(d.root, "tmp")
	places := map[string]string{
		"HOME":            home,
		"USERPROFILE":     home,
		"APPDATA":         filepath.Join(home, "AppData", "Roaming"),
		"LOCALAPPDATA":    filepath.Join(home, "AppData", "Local"),
		"XDG_CONFIG_HOME": filepath.Join(home, ".config"),
		"XDG_CACHE_HOME":  filepath.Join(home, ".cache"),
		"XDG_STATE_HOME":  filepath.Join(home, ".local", "state"),
		"CREDENCE_HOME":   filepath.Join(home, ".credence"),
		"TMPDIR":          temp,
		"TEMP":            temp,
		"TMP":             temp,
	}
	for _, more := range []map[string]string{places, d.server.Env()} {
		for name, value := range more {
			env = append(env, name+"="+value)
		}
	}
	slices.Sort(env)
	return env
}
