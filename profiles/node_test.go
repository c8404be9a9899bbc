package profiles

import "testing"

// The rules of the Node.js SDK for sections and values (parseIni and getConfigData).
func TestNodeReading(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, config, credentials string
		want                      list
	}{
		{"prefix in config", "[profile p]\nregion=r", "", list{"p": {"region": "r"}}},
		{"no prefix in config", "[p]\nregion=r", "", list{}},
		{"default needs none", "[default]\nregion=r", "", list{"default": {"region": "r"}}},
		{"prefixed default replaces", "[default]\nregion=a\noutput=o\n[profile default]\nregion=b", "", list{"default": {"region": "b"}}},
		{"prefixed default before", "[profile default]\nregion=b\n[default]\nregion=a", "", list{"default": {"region": "b"}}},
		{"empty prefixed default does not", "[default]\nregion=a\n[profile default]\n", "", list{"default": {"region": "a"}}},
		{"prefix in credentials", "", "[profile p]\nregion=r", list{"profile.p": {"region": "r"}}},
		{"credentials win by key", "[profile p]\nregion=a\noutput=o", "[p]\nregion=b", list{"p": {"region": "b", "output": "o"}}},
		{"repeated sections merge", "[profile p]\nregion=a\noutput=o\n[profile q]\nregion=q\n[profile p]\nregion=b", "", list{"p": {"region": "b", "output": "o"}, "q": {"region": "q"}}},
		{"quoted name", "[profile \"p\"]\nregion=r", "", list{"p": {"region": "r"}}},
		{"unequal quotes", "[profile \"p']\nregion=r", "", list{}},
		{"name with a blank", "[profile my team]\nregion=r\n[profile \"my team\"]\nregion=r", "[my team]\nregion=r", list{}},
		{"three words in credentials", "", "[my own team]\nregion=r", list{"my own team": {"region": "r"}}},
		{"two blanks", "[profile  p]\nregion=r", "", list{}},
		{"tab", "[profile\tp]\nregion=r", "", list{"p": {"region": "r"}}},
		{"blanks in brackets", "[ profile p ]\nregion=r", "[ q ]\nregion=r", list{" q ": {"region": "r"}}},
		{"non-ASCII", "[profile é]\nregion=r", "[é]\nregion=r", list{"é": {"region": "r"}}},
		{"dotted spelling", "[profile.p]\nregion=r", "", list{"p": {"region": "r"}}},
		{"case", "[Profile p]\nregion=r\n[profile p]\nRegion=r", "", list{"p": {"Region": "r"}}},
		{"text after the bracket closes nothing", "[profile p]\nregion=a\n[profile q]#x\nregion=b", "", list{"p": {"region": "b"}}},
		{"comment after the bracket", "[profile p] # x\nregion=b", "", list{"p": {"region": "b"}}},
		{"unclosed header closes nothing", "[profile p]\nregion=a\n[profile q\nregion=b", "", list{"p": {"region": "b"}}},
		{"section without keys", "[profile p]\n[profile q]\ns3 =\n", "", list{}},
		{"forbidden name", "[profile p]\nregion=r\n[profile __proto__]\n", "[q]\nregion=r", list{"q": {"region": "r"}}},
		{"comments", "[profile p]\na = x#y\nb = x #y\nc = x\t;y\n#d = x\n  ; e = x\nf = #x", "", list{"p": {"a": "x#y", "b": "x", "c": "x"}}},
		{"first = splits", "[profile p]\na = b = c", "", list{"p": {"a": "b = c"}}},
		{"nothing before =", "[profile p]\n= b\njunk\na = b", "", list{"p": {"a": "b"}}},
		{"quotes stay", "[profile p]\na = \"b\"\nc = 'd'\ne = `f`\ng = \"\"\"h\"\"\"", "", list{"p": {"a": `"b"`, "c": "'d'", "e": "`f`", "g": `"""h"""`}}},
		{"backslash stays", "[profile p]\na = b\\\nc = %(a)s", "", list{"p": {"a": `b\`, "c": "%(a)s"}}},
		{"CRLF", "[profile p]\r\na = b\r\n", "", list{"p": {"a": "b"}}},
		{"byte-order mark", "\ufeff[profile p]\na = b", "", list{"p": {"a": "b"}}},
		{"block", "[profile p]\ns3 =\n  a = 1\n\tb = 2\nregion = r\n  c = 3", "", list{"p": {"s3.a": "1", "s3.b": "2", "region": "r", "c": "3"}}},
		{"block of a block", "[profile p]\ns3 =\n  a =\n  b = 2", "", list{"p": {"a.b": "2"}}},
		{"empty key ends no block", "[profile p]\ns3 =\ns4 =\n  a = 1", "", list{"p": {"s4.a": "1"}}},
		{"indented key without a block", "[profile p]\n  a = 1\nb = 2\n  c = 3", "", list{"p": {"a": "1", "b": "2", "c": "3"}}},
		{"dotted key is a nested one", "[profile p]\ns3.a = 1\ns3 =\n  a = 2\n  b = 3", "", list{"p": {"s3.a": "2", "s3.b": "3"}}},
		{"nested keys merge", "[profile p]\ns3 =\n  a = 1\n  b = 2", "[p]\ns3 =\n  b = 3", list{"p": {"s3.a": "1", "s3.b": "3"}}},
		{"keys before a section", "a = b\n[profile p]\nc = d", "", list{"p": {"c": "d"}}},
		{"key that JavaScript swallows", "[profile p]\n__proto__ = x\na = b", "", list{"p": {"a": "b"}}},
		{"sessions are no profiles", "[sso-session x]\na = b\n[services y]\na = b", "", list{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := listed(load(t, Node, test.config, test.credentials)); !equalLists(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The merged map of Node keeps other sections under dotted names.
func TestNodeDottedSections(t *testing.T) {
	t.Parallel()
	f := load(t, Node, "[sso-session x]\nsso_region = a\n", "[sso-session x]\nsso_region = b\n[services y]\na = b")
	for _, name := range []string{"sso-session.x", "services.y"} {
		if _, ok := f.Profile(name); !ok {
			t.Errorf("%s cannot be chosen", name)
		}
	}
	if _, ok := f.Profile("x"); ok {
		t.Error("a session is a profile")
	}
	p, _ := f.Profile("sso-session.x")
	if got := p.Get("sso_region"); got != "b" {
		t.Errorf("merged region %q, want that of the credentials file", got)
	}
	s, ok := f.SSOSession("x")
	if !ok || s.Get("sso_region") != "a" {
		t.Errorf("session %v %q, want the config file's alone", ok, s)
	}
	if _, ok := f.Services("y"); ok {
		t.Error("a services section of the credentials file counts")
	}
	if _, ok := load(t, Documented, "[sso-session x]\nsso_region = a\n", "").Profile("sso-session.x"); ok {
		t.Error("documented reads a session as a profile")
	}
}

// An index changes nothing about what is found.
func TestIndexAgrees(t *testing.T) {
	t.Parallel()
	const config = "[default]\na=1\n[profile default]\nb=2\n[profile p]\nc=3\n[sso-session s]\nd=4\n[profile empty]\n"
	const credentials = "[p]\ne=5\n[profile q]\nf=6\n[sso-session s]\ng=7"
	for _, dialect := range Dialects() {
		direct, indexed := load(t, dialect, config, credentials), load(t, dialect, config, credentials)
		for range indexFrom + 1 {
			indexed.Profile("nobody")
		}
		for _, name := range []string{"default", "p", "q", "profile.q", "profile q", "empty", "sso-session.s", "s", ""} {
			a, okA := direct.Profile(name)
			b, okB := indexed.Profile(name)
			if okA != okB || okA && !equalLists(list{"": flat(a.properties)}, list{"": flat(b.properties)}) {
				t.Errorf("%s: %q differs: %v %v", dialect, name, okA, okB)
			}
			direct.asked.Store(0)
		}
	}
}
