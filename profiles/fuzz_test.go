package profiles

import (
	"slices"
	"strings"
	"testing"
)

// seeds are files of every kind that the tests know, and what ini.v1 stumbles over.
var seeds = []string{
	"", "[", "]", "[]", "[default]\nregion = r\n", "\ufeff[profile p]\r\na = b\r\n", "[profile p]\rx = 1\r",
	"[profile a]\nx = 1\n[profile b\nx = 2\n", "[p]#x\na=b", "[profile \"my team\"]\ns3 =\n  a = 1\n\tb =\n  c = 2\nd = 3\n e = 4",
	"[profile p]\na = `b\nc = \"\"\"d\ne = \"f\" \n\"g = h\n`i` = j\n- = k\n", "[profile p]\nx = y ; z\n# c\n ;c\nk=v#w\nk\t= v\t#w\n",
	"[profile p]\n\u0085a = b\nc = \u0085\n\u2028d = e\n\u00a0f = g", "[profile p]\na = \xff\xfe\n\x00 = \x00", "\xff\xfe[\x00d\x00]\x00",
	"[profile p]\n[profile p]\na\\\n = b\\\nc = %(a)s\n", "a = b\n[__proto__]\n[profile __proto__]\n__proto__ = x\n",
	"[sso-session s]\nsso_region = a\n[services v]\nsts =\n  endpoint_url = u\n[profile default]\n[default]\nx = 1",
	"[profile r]\nrole_arn = a\nsource_profile = r\n[profile q]\nsso_session = s\n", "[profile p]\nx.y = 1\nx =\n y = 2\n z = 3\n",
	strings.Repeat("[profile p]\na =\n b = 1\n", 40) + strings.Repeat("k = v\n", 200),
}

// Whatever the body, ini.v1 with our feed reads what the scanner reads, on the same
// lines, or leaves the body to it.
func FuzzNodeReading(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := newFile(Location{}, RoleConfig, &rules{}, newSuggesters())
		file.text = text
		lines := file.lines(0, len(text), 1)
		var scanned, parsed []entry
		readNode(lines, func(e entry) { scanned = append(scanned, e) })
		bodies := []body{{lines, nil}, {lines, nil}}
		for i, result := range parseINI(bodies) {
			if result == nil {
				continue
			}
			parsed = nil
			for _, chunk := range result.chunks {
				for _, key := range chunk.Keys() {
					putINI(key, func(e entry) { parsed = append(parsed, e) })
				}
			}
			if !slices.Equal(parsed, scanned) {
				t.Fatalf("body %d: ini.v1 reads %+v, the scanner %+v", i, parsed, scanned)
			}
		}
	})
}

// The sections of any text lie in order, apart and inside it, and each begins after
// the line of its header.
func FuzzScan(f *testing.F) {
	for i, seed := range seeds {
		f.Add(seed, i%3)
	}
	f.Fuzz(func(t *testing.T, text string, which int) {
		dialects := Dialects()
		r, _ := rulesOf(dialects[uint(which)%uint(len(dialects))])
		file := newFile(Location{}, RoleConfig, r, newSuggesters())
		file.decode(text)
		file.scan()
		end, line := 0, 0
		for i := range file.sections {
			s := &file.sections[i]
			if int(s.start) < end || s.end < s.start || int(s.end) > len(file.text) || int(s.line) <= line {
				t.Fatalf("section %d at %d–%d, line %d, after %d, line %d, in %d bytes", i, s.start, s.end, s.line, end, line, len(file.text))
			}
			end, line = int(s.end), int(s.line)
			if s.inner != "" && s.kind != kindNone && !strings.Contains(s.inner, s.name) {
				t.Fatalf("section %q is named %q", s.inner, s.name)
			}
		}
		for _, note := range file.notes {
			if note.Code == "" || note.Severity == "" {
				t.Fatalf("finding without a code: %+v", note)
			}
		}
	})
}

// No pair of files makes anything panic, loses a name or misplaces a value.
func FuzzLoad(f *testing.F) {
	for i, seed := range seeds {
		f.Add(seed, seeds[(i+3)%len(seeds)])
	}
	f.Fuzz(func(t *testing.T, config, credentials string) {
		for _, dialect := range Dialects() {
			files := load(t, dialect, config, credentials)
			names := files.Names()
			for _, name := range names {
				p, ok := files.Profile(name)
				if !ok || p.Name() != name || len(p.Origins()) == 0 {
					t.Fatalf("%s: profile %q is listed and cannot be had", dialect, name)
				}
				for _, key := range p.Keys() {
					value, ok := p.Value(key)
					if !ok || value.Origin.Line < 1 {
						t.Fatalf("%s: key %q of %q is nowhere", dialect, key, name)
					}
				}
				if (p.Broken() != nil) != (p.Kind() == KindBroken) {
					t.Fatalf("%s: %q is %s for %v", dialect, name, p.Kind(), p.Broken())
				}
				files.ProfileFindings(name)
			}
			count := 0
			for range files.Profiles() {
				count++
			}
			if count != len(names) {
				t.Fatalf("%s: %d names, %d profiles", dialect, len(names), count)
			}
			files.Lint()
			files.Nearest(config)
			for s := range files.SSOSessions() {
				s.Keys()
			}
		}
	})
}
