package profiles

import (
	"errors"
	"path/filepath"
	"runtime"
	"testing"
)

func TestHome(t *testing.T) {
	t.Parallel()
	system := func() (string, error) { return "/system", nil }
	tests := []struct {
		name string
		vars map[string]string
		want string
	}{
		{"HOME first", map[string]string{"HOME": "/h", "USERPROFILE": "/u", "HOMEPATH": "/p"}, "/h"},
		{"empty is unset", map[string]string{"HOME": "", "USERPROFILE": `C:\Users\jane`}, `C:\Users\jane`},
		{"drive and path", map[string]string{"HOMEDRIVE": "D:", "HOMEPATH": `\Users\jane`}, `D:\Users\jane`},
		{"path alone", map[string]string{"HOMEPATH": "Users"}, "C:" + string(filepath.Separator) + "Users"},
		{"drive alone is no home", map[string]string{"HOMEDRIVE": "D:"}, "/system"},
		{"nothing", nil, "/system"},
	}
	for _, test := range tests {
		if got, err := Home(env(test.vars), system); got != test.want || err != nil {
			t.Errorf("%s: %q %v, want %q", test.name, got, err, test.want)
		}
	}
	broken := errors.New("no such user")
	for _, lookup := range []func() (string, error){
		func() (string, error) { return "", broken },
		func() (string, error) { return "", nil },
	} {
		if _, err := Home(noEnv, lookup); !errors.Is(err, ErrNoHome) {
			t.Errorf("error %v, want ErrNoHome", err)
		}
	}
}

func TestIsHomePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]bool{ // elsewhere, Windows
		"~": {true, true}, "~/x": {true, true}, `~\x`: {false, true}, "~jane/x": {false, false}, "": {false, false}, "/~/x": {false, false},
	} {
		if got := [2]bool{isHomePath(path, false), isHomePath(path, true)}; got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	relative, err := filepath.Abs("some/config")
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(home, "other")
	tests := []struct {
		name                string
		vars                map[string]string
		config, credentials *string
		want                Locations
	}{
		{name: "defaults", want: Locations{
			Location{filepath.Join(home, ".aws", "config"), DefaultOrigin()},
			Location{filepath.Join(home, ".aws", "credentials"), DefaultOrigin()},
		}},
		{name: "variables", vars: map[string]string{"AWS_CONFIG_FILE": other, "AWS_SHARED_CREDENTIALS_FILE": "~/x/y"}, want: Locations{
			Location{other, VariableOrigin("AWS_CONFIG_FILE")},
			Location{filepath.Join(home, "x", "y"), VariableOrigin("AWS_SHARED_CREDENTIALS_FILE")},
		}},
		{name: "empty variables", vars: map[string]string{"AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": ""}, want: Locations{
			Location{filepath.Join(home, ".aws", "config"), DefaultOrigin()},
			Location{filepath.Join(home, ".aws", "credentials"), DefaultOrigin()},
		}},
		{name: "options before variables", vars: map[string]string{"AWS_CONFIG_FILE": "/v", "AWS_SHARED_CREDENTIALS_FILE": "/v"},
			config: new("some/config"), credentials: new("~"), want: Locations{
				Location{relative, OptionOrigin("configFilepath")},
				Location{home, OptionOrigin("filepath")},
			}},
		{name: "an empty option names no file", config: new(""), credentials: new(other), want: Locations{
			Location{"", OptionOrigin("configFilepath")},
			Location{other, OptionOrigin("filepath")},
		}},
	}
	for _, test := range tests {
		vars := map[string]string{"HOME": home}
		for name, value := range test.vars {
			vars[name] = value
		}
		got, err := Locate(Options{LookupEnv: env(vars), ConfigFile: test.config, CredentialsFile: test.credentials})
		if err != nil || got != test.want {
			t.Errorf("%s: %+v %v, want %+v", test.name, got, err, test.want)
		}
	}
}

// Without a home folder, files that are named are read all the same.
func TestNoHome(t *testing.T) {
	t.Parallel()
	none := func() (string, error) { return "", errors.New("nobody") }
	if _, err := Load(Options{LookupEnv: noEnv, Home: none}); !errors.Is(err, ErrNoHome) {
		t.Errorf("error %v, want ErrNoHome", err)
	}
	o := texts(t, "", "[profile p]\n", "")
	o.Home = none
	if _, ok := mustLoad(t, o).Profile("p"); !ok {
		t.Error("a named file is not read without a home folder")
	}
	o.CredentialsFile = new("~/x")
	if _, err := Load(o); !errors.Is(err, ErrNoHome) {
		t.Errorf("error %v, want ErrNoHome", err)
	}
}

func TestUnknownDialect(t *testing.T) {
	t.Parallel()
	var unknown ErrDialect
	if _, err := Load(Options{Dialect: "klingon", LookupEnv: noEnv}); !errors.As(err, &unknown) || unknown.Dialect != "klingon" {
		t.Errorf("error %v, want ErrDialect", err)
	}
	for _, dialect := range Dialects() {
		if r, ok := rulesOf(dialect); !ok || r.dialect != dialect {
			t.Errorf("%s has no rules", dialect)
		}
	}
}

func TestSystemHome(t *testing.T) {
	t.Parallel()
	home, err := systemHome()
	if err != nil || !filepath.IsAbs(home) {
		t.Errorf("home on %s: %q %v", runtime.GOOS, home, err)
	}
}
