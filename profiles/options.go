package profiles

// LookupEnv looks a variable up; os.LookupEnv is one.
type LookupEnv func(name string) (string, bool)

// Options says where the files are and how they are read.
type Options struct {
	// ConfigFile and CredentialsFile are the configFilepath and filepath options.
	// Nil means the variable, and without one the default.
	ConfigFile, CredentialsFile *string

	// LookupEnv gives the environment; nil is os.LookupEnv.
	LookupEnv LookupEnv

	// Home is the last resort after HOME, USERPROFILE and HOMEDRIVE with HOMEPATH;
	// nil asks the operating system.
	Home func() (string, error)

	// Dialect is whose reading rules apply; zero is Documented.
	Dialect Dialect
}

// FileRole tells the two shared files apart.
type FileRole string

// The two shared files.
const (
	RoleConfig      FileRole = "config"
	RoleCredentials FileRole = "credentials"
)

// Location is where a file is looked for and who said so: an option
// ("configFilepath", "filepath"), a variable or the default.
type Location struct {
	Path   string `json:"path"` // absolute
	Origin Origin `json:"origin"`
}

// Locations are those of the two shared files.
type Locations struct {
	Config, Credentials Location
}
