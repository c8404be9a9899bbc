package profiles

import (
	"slices"
	"testing"
)

// A profile that any SDK recognises exists; its values are Node's.
func TestDocumentedProfiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, config, credentials string
		want                      list
	}{
		{"botocore's quotes", "[profile \"my team\"]\nregion = r", "", list{"my team": {"region": "r"}}},
		{"botocore's longer word", "[profiles a]\nregion = r\n[profiler \"b c\"]\nregion = s\n[profiles d e]\n[teams f]\n", "", list{"a": {"region": "r"}, "b c": {"region": "s"}}},
		{"Go's blanks in a name", "[profile my team]\nregion = r", "[your team]\nregion = s", list{"my team": {"region": "r"}, "your team": {"region": "s"}}},
		{"blanks around a name", "[ profile   p ]\nregion = r", "[ q ]\nregion = s", list{"p": {"region": "r"}, "q": {"region": "s"}}},
		{"non-ASCII", "[profile é]\nregion = r", "", list{"é": {"region": "r"}}},
		{"Node's dot", "[profile.p]\nregion = r", "", list{"p": {"region": "r"}}},
		{"no keys", "[profile p]", "[q]", list{"p": {}, "q": {}}},
		{"comment at the bracket", "[profile a]\nx = 1\n[profile p]#c\nx = 2", "", list{"a": {"x": "1"}, "p": {"x": "2"}}},
		{"text after the bracket", "[profile p] junk\nx = 2", "", list{"p": {"x": "2"}}},
		{"indented header", "[profile a]\ns3 =\n  [profile p]\nx = 2", "", list{"a": {}, "p": {"x": "2"}}},
		{"no prefix: nobody's", "[work]\nx = 1", "", list{}},
		{"needless prefix: nobody's", "", "[profile work]\nx = 1", list{}},
		{"unclosed header ends a section", "[profile a]\nx = 1\n[profile b\nx = 2\n[profile c]\nx = 3", "", list{"a": {"x": "1"}, "c": {"x": "3"}}},
		{"name that Node forbids", "[profile __proto__]\nx = 1\n[profile p]\nx = 2", "", list{"__proto__": {"x": "1"}, "p": {"x": "2"}}},
		{"CR alone", "[profile p]\rx = 1\r[profile q]\rx = 2", "", list{"p": {"x": "1"}, "q": {"x": "2"}}},
		{"invalid UTF-8", "[profile p]\nx = a\xffb\n[profile q]\nx = 2", "", list{"p": {"x": "a\ufffdb"}, "q": {"x": "2"}}},
		{"NUL", "[profile p]\nx = a\x00b\n[profile q]\nx = 2", "", list{"p": {"x": "a\x00b"}, "q": {"x": "2"}}},
		{"values as in Node", "[profile p]\nX = \"a\" # c\ns3 =\n  y = 1\nx = b\n  z = 2", "", list{"p": {"X": `"a"`, "s3.y": "1", "x": "b", "z": "2"}}},
		{"upper-case default is one of its own", "[default]\nx = 1", "[DEFAULT]\ny = 2", list{"default": {"x": "1"}, "DEFAULT": {"y": "2"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := load(t, Documented, test.config, test.credentials)
			if got := listed(f); !equalLists(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			for _, found := range f.Lint() {
				if found.Severity == SeverityError {
					t.Errorf("an error where nothing fails: %+v", found)
				}
			}
		})
	}
}

func TestNamesInFileOrder(t *testing.T) {
	t.Parallel()
	f := load(t, "", "[profile c]\n[default]\n[profile a]\n[profile c]\nx = 1", "[b]\n[a]\n[default]\n")
	if got, want := f.Names(), []string{"c", "default", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if f.Dialect() != Documented {
		t.Errorf("the zero dialect is %q", f.Dialect())
	}
}

// Every value knows its line, and what it hides knows its own.
func TestProvenance(t *testing.T) {
	t.Parallel()
	o := texts(t, "", "# one\n[profile p]\nregion = a\n\nregion = b\ns3 =\n  # six\n  style = path\n[profile q]\n[profile p]\nregion = c\n", "[p]\n\nregion = d\n")
	f := mustLoad(t, o)
	p, _ := f.Profile("p")
	config, credentials := *o.ConfigFile, *o.CredentialsFile
	region, _ := p.Value("region")
	if region.Text() != "d" || region.Origin != FileOrigin(credentials, 3) {
		t.Errorf("region %s at %+v", region, region.Origin)
	}
	if want := []Origin{FileOrigin(config, 3), FileOrigin(config, 5), FileOrigin(config, 11)}; !slices.Equal(region.Shadows, want) {
		t.Errorf("shadows %+v, want %+v", region.Shadows, want)
	}
	block, _ := p.Value("s3")
	style, ok := block.Sub("style")
	if !ok || style.Text() != "path" || style.Origin != FileOrigin(config, 8) {
		t.Errorf("nested %v at %+v", style, style.Origin)
	}
	if p.Has("s3") || !p.Has("s3.style") || p.Get("s3.style") != "path" {
		t.Error("a block has a value of its own, or its key none")
	}
	if want := []Origin{FileOrigin(config, 2), FileOrigin(config, 10), FileOrigin(credentials, 1)}; !slices.Equal(p.Origins(), want) {
		t.Errorf("headers %+v, want %+v", p.Origins(), want)
	}
	if v, ok := p.ValueIn(RoleConfig, "region"); !ok || v.Text() != "c" || v.Origin.Line != 11 {
		t.Errorf("config's own region: %v %+v", v, v.Origin)
	}
	if v, ok := p.ValueIn(RoleCredentials, "region"); !ok || v.Text() != "d" || v.Shadows != nil {
		t.Errorf("credentials' own region: %v %+v", v, v)
	}
	if _, ok := p.ValueIn(RoleCredentials, "s3.style"); ok {
		t.Error("a key of the other file")
	}
	if got, want := p.Keys(), []string{"region", "s3"}; !slices.Equal(got, want) {
		t.Errorf("keys %q, want %q", got, want)
	}
}

// Many keys are found as few are.
func TestManyKeys(t *testing.T) {
	t.Parallel()
	text := "[profile p]\n"
	for i := range 300 {
		text += "k" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + " = " + string(rune('a'+i%26)) + "\nblock =\n  k" + string(rune('a'+i/26)) + " = 1\n"
	}
	f := load(t, "", text, "")
	p, _ := f.Profile("p")
	if len(p.Keys()) != 301 {
		t.Errorf("%d keys, want 300 and a block", len(p.Keys()))
	}
	block, _ := p.Value("block")
	if len(block.Nested) != 12 || len(block.Nested[0].Value.Shadows) != 25 {
		t.Errorf("%d nested keys, the first hides %d", len(block.Nested), len(block.Nested[0].Value.Shadows))
	}
	if p.Get("kzk") != "z" || p.Get("none") != "" {
		t.Error("a key of many is not found")
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	f := load(t, "", "[sso-session corp]\nsso_region = a\n[services local]\nsts =\n  endpoint_url = http://localhost\n[sso-session  other]\nsso_region = b\n", "[sso-session corp]\nsso_region = x\n")
	s, ok := f.SSOSession("corp")
	if !ok || s.Kind() != SectionSSOSession || s.Name() != "corp" || s.Get("sso_region") != "a" || s.Origins()[0].Line != 1 {
		t.Errorf("session %v %v", ok, s)
	}
	services, ok := f.Services("local")
	if !ok || services.Get("sts.endpoint_url") != "http://localhost" {
		t.Errorf("services %v %v", ok, services)
	}
	var names []string
	for s := range f.SSOSessions() {
		names = append(names, s.Name())
	}
	for s := range f.AllServices() {
		names = append(names, s.Name())
	}
	if want := []string{"corp", "other", "local"}; !slices.Equal(names, want) {
		t.Errorf("sections %q, want %q", names, want)
	}
	if _, ok := f.SSOSession("nobody"); ok {
		t.Error("a session that is not there")
	}
}
