package cli

import (
	"testing"

	"credence/chain"
	"credence/internal/signin"
)

// TestDeskOfTheInspector: the inspector signs in as login does, in the browser of this
// computer where there is one, or by a code where that is asked for.
func TestDeskOfTheInspector(t *testing.T) {
	t.Parallel()
	for device, want := range map[bool]signin.Method{false: signin.ByBrowser, true: signin.ByDevice} {
		w, _, _ := deskWorld(t, loginConfig)
		w.Browser = clerk{"allow", true}
		a := &app{World: w}
		d := signInDesk{a, chain.Options{Env: w.Env, Home: w.Home, Clock: w.Clock}}
		to, err := d.Target(t.Context(), "hop") // the sign-in of its source
		if err != nil || to.Session != "corp" {
			t.Fatalf("%+v, %v", to, err)
		}
		var addresses int
		res, err := d.SignIn(t.Context(), to, false, device, func(e signin.Event) {
			if e.Kind == signin.EventAddress {
				addresses++
			}
		})
		if err != nil || !res.SignedIn || res.Method != want || addresses != 1 {
			t.Errorf("%+v, %v, %d addresses", res, err, addresses)
		}
		again, err := d.SignIn(t.Context(), to, false, device, func(e signin.Event) { t.Errorf("%+v", e) })
		if err != nil || again.SignedIn {
			t.Errorf("%+v, %v", again, err)
		}
	}
}

func TestTargetsOfTheInspector(t *testing.T) {
	t.Parallel()
	const second = "[sso-session second]\nsso_start_url = https://second.awsapps.com/start\nsso_region = eu-west-1\n"
	for name, c := range map[string]struct {
		config, profile string
		session         string
	}{
		"the only one":           {loginConfig, "", "corp"},
		"several":                {loginConfig + second, "", ""},
		"none":                   {"[profile x]\nregion = eu-west-1\n", "", ""},
		"a profile without":      {loginConfig + "[profile x]\nregion = eu-west-1\n", "x", ""},
		"a profile, of several":  {loginConfig + second, "s", "corp"},
		"the default's, several": {loginConfig + second + "[default]\nsso_session = second\n", "", "second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world(t, c.config, "")
			d := signInDesk{&app{World: w}, chain.Options{Env: w.Env, Home: w.Home, Clock: w.Clock}}
			to, err := d.Target(t.Context(), c.profile)
			if to.Session != c.session || (err == nil) != (c.session != "") {
				t.Errorf("%+v, %v", to, err)
			}
		})
	}
}
