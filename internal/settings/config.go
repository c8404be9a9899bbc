package settings

// Config are the settings of the inspector.
type Config struct {
	Sort  string // order of the profiles: recent, name or account
	Group string // grouping: none, session or account
	Mouse bool   // take the wheel and clicks
}

// Default is what holds where nobody wrote otherwise.
func Default() Config { return Config{Sort: "recent", Group: "none", Mouse: true} }

// ReadConfig reads the settings of the inspector. An absent file is the default. The
// error names the first of their lines that cannot be used; the others count all the
// same.
func ReadConfig(path string) (Config, error) {
	f, err := Open(path)
	if err != nil {
		return Default(), err
	}
	for _, p := range f.Problems() {
		if p.Known && (p.Section == "" || p.Section == "inspector") {
			return f.Config(), p
		}
	}
	return f.Config(), nil
}

// Config are the settings of the inspector that are in force.
func (f *File) Config() Config {
	value := func(key string) string {
		v, _ := f.Get("inspector." + key)
		return v.Value
	}
	return Config{Sort: value("sort"), Group: value("group"), Mouse: value("mouse") == "on"}
}
