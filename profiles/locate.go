package profiles

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// The variables and options that place the shared files, and their defaults in
// the home folder (AWS SDKs and Tools Reference Guide, "Location of the shared
// config and credentials files").
var places = [...]struct {
	role             FileRole
	variable, option string
	name             string
}{
	{RoleConfig, "AWS_CONFIG_FILE", "configFilepath", "config"},
	{RoleCredentials, "AWS_SHARED_CREDENTIALS_FILE", "filepath", "credentials"},
}

// Locate says where the two files are looked for, and opens nothing. A leading
// "~" is expanded, relative paths are made absolute. The only error is a home
// folder that is needed and cannot be found.
func Locate(o Options) (Locations, error) {
	env := environment(o.LookupEnv)
	home := sync.OnceValues(func() (string, error) { return Home(env, o.Home) })
	var found [len(places)]Location
	for i, option := range [...]*string{o.ConfigFile, o.CredentialsFile} {
		place := places[i]
		path, origin := "", DefaultOrigin()
		if option != nil {
			path, origin = *option, OptionOrigin(place.option)
		} else if value, _ := env(place.variable); value != "" {
			path, origin = value, VariableOrigin(place.variable)
		} else {
			folder, err := home()
			if err != nil {
				return Locations{}, fmt.Errorf("locate the %s file: %w", place.role, err)
			}
			path = filepath.Join(folder, ".aws", place.name)
		}
		path, err := expandHome(path, home)
		if err != nil {
			return Locations{}, fmt.Errorf("locate the %s file: %w", place.role, err)
		}
		if path != "" { // an empty option names no file
			if path, err = filepath.Abs(path); err != nil {
				return Locations{}, fmt.Errorf("locate the %s file: %w", place.role, err)
			}
		}
		found[i] = Location{Path: path, Origin: origin}
	}
	return Locations{Config: found[0], Credentials: found[1]}, nil
}

// environment is the given one, or the process's.
func environment(env LookupEnv) LookupEnv {
	if env == nil {
		return os.LookupEnv
	}
	return env
}
