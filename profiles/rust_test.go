package profiles

import "testing"

// The rules that the SDKs' shared parser tests lay down, in words of our own.
func TestRustReading(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, config, credentials string
		want                      list
	}{
		{"no keys", "[profile team]", "[solo]", list{"team": {}, "solo": {}}},
		{"blanks in the header", "[ \tprofile \t team ]", "[ solo\t]", list{"team": {}, "solo": {}}},
		{"comments at headers", "[profile team]# one\n[profile crew];two\n[profile band] ; three", "", list{"team": {}, "crew": {}, "band": {}}},
		{"comments at values", "[profile team]\nregion = r ; c\noutput = o#no comment\n# c\n;c", "", list{"team": {"region": "r", "output": "o#no comment"}}},
		{"empty value", "[profile team]\nregion =", "", list{"team": {"region": ""}}},
		{"keys fold", "[profile team]\nREGION = a\nregion = B", "", list{"team": {"region": "B"}}},
		{"continuation", "[profile team]\ntext = one\n\t  two # three\n\n  four", "", list{"team": {"text": "one\ntwo # three\nfour"}}},
		{"sub-properties", "[profile team]\ns3 =\n  Style = path\n  size = 5 ; c", "", list{"team": {"s3": "\nStyle = path\nsize = 5 ; c", "s3.Style": "path", "s3.size": "5 ; c"}}},
		{"a new value drops the block", "[profile team]\ns3 =\n  a = 1\n  b = 2", "[team]\ns3 =\n  a = 3", list{"team": {"s3": "\na = 3", "s3.a": "3"}}},
		{"prefixed default replaces even if empty", "[default]\na = 1\n[profile default]", "", list{"default": {}}},
		{"config without prefix", "[team]\na = 1", "", list{}},
		{"credentials with prefix", "", "[profile team]\na = 1\n[sso-session x]\nb = 2", list{}},
		{"name that is no identifier", "[profile my team]\na = 1\n[profile né]\nb = 2\n[profile ok]", "", list{"ok": {}}},
		{"key that is no identifier", "[profile team]\nmy key = 1\nkey = 2", "", list{"team": {"key": "2"}}},
		{"word that runs on", "", "[sso-sessionx]\na = 1\n[profilex]\nb = 2", list{"sso-sessionx": {"a": "1"}, "profilex": {"b": "2"}}},
		{"credentials win", "[profile team]\na = 1\nb = 2", "[team]\na = 3", list{"team": {"a": "3", "b": "2"}}},
		{"not UTF-8: empty", "[profile team]\na = \xff", "[solo]\nb = 1", list{"solo": {"b": "1"}}},
		{"carriage return at the end of the file", "[profile team]\r\na = b\r", "", list{"team": {"a": "b\r"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := load(t, Rust, test.config, test.credentials)
			if got := listed(f); !equalLists(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			for _, found := range f.Lint() {
				if found.Severity == SeverityError {
					t.Errorf("an error for a file that Rust reads: %+v", found)
				}
			}
		})
	}
}

func TestRustRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, reason string
		line               int
	}{
		{"key before a section", "# c\n\nregion = r\n[profile p]", RefusedNoHeader, 3},
		{"continuation before a section", "  region = r", RefusedNoHeader, 1},
		{"byte-order mark", "\ufeff[profile p]", RefusedNoHeader, 1},
		{"unclosed header", "[profile p]\na = b\n[profile q # ]", RefusedUnclosedHeader, 3},
		{"text after the bracket", "[profile p] q", RefusedUnclosedHeader, 1},
		{"no =", "[profile p]\nregion: r", RefusedNoEquals, 2},
		{"= in the comment", "[profile p]\nregion # = r", RefusedNoEquals, 2},
		{"no key", "[profile p]\n= r", RefusedNoKey, 2},
		{"indented after the header", "[profile p]\na = b\n[profile p]\n c = d", RefusedContinuation, 4},
		{"indented comment after the header", "[profile p]\n # c", RefusedContinuation, 2},
		{"sub-property without =", "[profile p]\ns3 =\n  a = 1\n  b", RefusedSubNoEquals, 4},
		{"sub-property without a key", "[profile p]\ns3 =\n  = 1", RefusedSubNoKey, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := load(t, Rust, test.text, "[good]\na = b")
			if names := f.Names(); len(names) != 0 {
				t.Errorf("profiles %q of files that Rust refuses", names)
			}
			found := find(f.FileFindings(), CodeFileRefused)
			if len(found) != 1 || found[0].Severity != SeverityError || found[0].Origin.Line != test.line || found[0].Data["reason"] != test.reason {
				t.Errorf("got %+v, want %s at line %d", found, test.reason, test.line)
			}
			if _, ok := load(t, Documented, test.text, "[good]\na = b").Profile("good"); !ok {
				t.Error("documented loses a good profile")
			}
		})
	}
}
